"""What the files of a new pack say of themselves to the teacher who opens them."""

PACK = """\
# Factors, points, prompts. Rename each factor ("name"); its id may stay. Add nicknames that students use.
# A point is one claim of the essay. While it has "draft = true" only its sentence is quoted. Say the claim in your own
# words, correct "ask" (a question that the point answers) and "supplies" (date, number, place, person, reason: what the
# sentence can tell), then take "draft = true" out. Where the record differs, give a verdict and a note:
#   verdict = "contested"    # or loose, doubtful, untraced, year-out, wrong
#   note = "Check this: ..."
# A factor may also have: counter = ["p3.s1"], links = { other-factor = "p3.s2" }, use = "How to argue with it."
"""

QUESTIONS = """\
# One draft for every sentence. No draft is ever asked. For each that you want: say the stem in your own words, look at
# the key (what is to be typed) and at the near misses, then take "draft = true" out. Throw the others away.
# Other forms (single-best, true-false, ordering, ...) stand in the pack that comes with the bot.
"""

ASKED = """\
# How students ask. A heading names the sentences that answer, best first; a line below it is a question as somebody
# typed it. Add every question that was answered badly under the heading where it belongs, and those that the essay
# does not answer under [outside].
"""

ASKING = """\
# Words that mean the same, names, and what the essay does not answer. For example:
#
# [[concept]]
# name = "coal"
# words = ["coal", "fuel", "heating"]
#
# [[named]]
# names = ["Hannah Crossley", "Mrs Crossley"]
# sentences = ["p3.s2"]
#
# [[outside]]
# topic = "her family"
# why = "The essay says nothing about the Crossleys' family."
# words = ["married", "children", "husband"]
"""

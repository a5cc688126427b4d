"""A small pack in a folder of its own, to be changed a word at a time."""

from pathlib import Path

ESSAY = """\
How strong was the post?

There are two causes.

The post gave him patronage.
It gave him a seat in the Politburo.

His rivals were vain.
They left the field.
"""

PACK = """\
title = "A small essay"

[misconceptions]
wrong-factor = "Puts the evidence under another factor."
essay-slip = "Takes over what the essay has wrong."

[[factor]]
id = "post"
name = "The post"
nicknames = ["office", "the master's job"]
paragraphs = [0, 1, 2]
claim = "p2.s1"
conclusion = "p2.s2"

[[factor]]
id = "the-rivals"
name = "Rivals' weaknesses"
nicknames = ["rivals"]
paragraphs = [3]
claim = "p3.s1"
conclusion = "p3.s2"

[[point]]
id = "patronage"
factor = "post"
sentences = ["p2.s1"]
claim = "The post let him favour people."
record = [5]

[[point]]
id = "politburo-seat"
factor = "post"
sentences = ["p2.s2"]
claim = "The post brought the seat."
record = [2]
verdict = "wrong"
note = "Check this: he had it before."

[[point]]
id = "vain-rivals"
factor = "the-rivals"
sentences = ["p3.s1", "p3.s2"]
claim = "The rivals were vain and gave up."
verdict = "loose"
note = "Check this: not all of them."

[[prompt]]
id = "post-or-rivals"
factor = "post"
task = "Which weighed more?"
plan = ["Choose.", "Argue."]
points = ["patronage", "vain-rivals"]
"""

ASKING = """\
[[concept]]
name = "patronage"
words = ["patronage", "jobs for the boys"]

[[outside]]
topic = "his height"
why = "The essay does not say how tall he was."
words = ["tall"]

[[named]]
names = ["the Politburo", "the bureau"]
sentences = ["p2.s2"]
"""

ASKED = """\
# How students ask.
[p2.s1]
who got the jobs
what did the post let him do for friends

[outside: his height]
how tall was he
was he tall
"""

QUESTIONS = """\
[[question]]
id = "patronage-1"
form = "single-best"
points = ["patronage"]
sentences = ["p2.s1"]
factor = "post"
difficulty = 1
objective = "AO1"
stem = "What did the post let him do?"
key = "B"
A = { text = "Command the army", why = "The essay says nothing of it.", tag = "wrong-factor" }
B = { text = "Favour his people", why = "The essay calls it patronage." }
C = { text = "Print the papers", why = "The essay says nothing of it.", tag = "wrong-factor" }

[[question]]
id = "vain-rivals-1"
form = "true-false"
points = ["vain-rivals"]
sentences = ["p3.s1"]
factor = "the-rivals"
difficulty = 2
objective = "AO3"
stem = "True or false? \\"According to the essay, the rivals were modest.\\""
key = "A"
A = { text = "False: they were vain", why = "The essay calls them vain." }
B = { text = "True: they were modest", why = "The opposite.", tag = "wrong-factor" }
C = { text = "True: they were humble", why = "The opposite.", tag = "wrong-factor" }
"""

# One item or two of every other form.
FORMS = """\
[[question]]
id = "post-or-rivals-1"
form = "which-factor"
points = ["patronage"]
sentences = ["p2.s1"]
factor = "post"
difficulty = 1
objective = "AO2"
stem = "His men were in the offices that mattered. Which factor does it support?"
key = "A"
A = { text = "The post", why = "The essay counts patronage under it." }
B = { text = "Rivals' weaknesses", why = "It says nothing of the rivals.", tag = "wrong-factor" }

[[question]]
id = "fall-of-the-rivals"
form = "choose-two"
points = ["vain-rivals"]
sentences = ["p3.s1", "p3.s2"]
factor = "the-rivals"
difficulty = 2
objective = "AO1"
stem = "According to the essay, what undid the rivals? Choose two."
key = "BD"
A = { text = "They lacked a plan", why = "The essay has no word of plans.", tag = "wrong-factor" }
B = { text = "They were conceited", why = "The essay calls them vain." }
C = { text = "They lacked money", why = "The essay has no word of money.", tag = "wrong-factor" }
D = { text = "They gave up early", why = "The essay has them leave." }

[[question]]
id = "against-the-rivals"
form = "counter-evidence"
points = ["patronage"]
sentences = ["p2.s1"]
factor = "post"
difficulty = 3
objective = "AO3"
stem = "A student says that his rivals handed him power. Which point of the essay tells most strongly against it?"
key = "C"
A = { text = "Their conceit", why = "It bears the claim out.", tag = "wrong-factor" }
B = { text = "Their retreat", why = "It bears the claim out.", tag = "wrong-factor" }
C = { text = "His patronage", why = "By it he made his own way." }

[[question]]
id = "whose-words"
form = "quote-attribution"
points = ["patronage"]
sentences = ["p2.s1"]
factor = "post"
difficulty = 2
objective = "AO2"
stem = "Whose words are these: \\"The post gave him patronage\\"?"
key = "A"
A = { text = "The essay's own", why = "It quotes nobody here." }
B = { text = "A rival's, quoted", why = "No rival is quoted.", tag = "wrong-factor" }
C = { text = "A scholar's, quoted", why = "No scholar is quoted.", tag = "wrong-factor" }

[[question]]
id = "seat-slip"
form = "spot-the-slip"
points = ["politburo-seat"]
sentences = ["p2.s2"]
factor = "post"
difficulty = 3
objective = "AO3"
stem = "According to the essay the post gave him a seat. What does the record show?"
key = "B"
A = { text = "The post gave it him", why = "So the essay has it.", tag = "essay-slip" }
B = { text = "He had it long before", why = "So the record has it." }
C = { text = "He was refused a seat", why = "Neither has this.", tag = "wrong-factor" }

[[question]]
id = "steps-of-the-essay"
form = "ordering"
points = ["vain-rivals"]
sentences = ["p3.s1", "p3.s2"]
factor = "the-rivals"
difficulty = 2
objective = "AO1"
stem = "According to the essay, in which order did these come?"
key = "CAB"
A = { text = "The rivals are conceited", why = "It is the middle." }
B = { text = "The rivals walk away", why = "It is the end." }
C = { text = "The post is given", why = "It is the beginning." }
why = "The essay begins with the post and ends with the retreat."
tag = "wrong-factor"

[[question]]
id = "four-steps"
form = "ordering"
points = ["patronage"]
sentences = ["p2.s1"]
factor = "post"
difficulty = 3
objective = "AO1"
stem = "In which order does the essay argue?"
key = "DBAC"
A = { text = "On his rivals' conceit", why = "It is the third." }
B = { text = "On his patronage", why = "It is the second." }
C = { text = "On their retreat", why = "It is the last." }
D = { text = "On the two causes", why = "It is the first." }
why = "It names both causes, then takes them in turn."
tag = "wrong-factor"

[[question]]
id = "who-had-what"
form = "matching"
points = ["vain-rivals", "patronage"]
sentences = ["p3.s1"]
factor = "the-rivals"
difficulty = 2
objective = "AO1"
stem = "According to the essay, what belongs to whom?"
prompts = ["The post", "The rivals", "The field"]
key = "DBA"
A = { text = "was left in the end", why = "The rivals left it." }
B = { text = "were conceited men", why = "The essay calls them vain." }
C = { text = "had secret agents", why = "The essay has no agents.", tag = "wrong-factor" }
D = { text = "brought patronage", why = "The essay's first cause." }
why = "The essay gives each its own."
tag = "wrong-factor"

[[question]]
id = "four-matches"
form = "matching"
points = ["patronage"]
sentences = ["p2.s1"]
factor = "post"
difficulty = 3
objective = "AO1"
stem = "What does the essay say of each?"
prompts = ["The post", "The rivals", "The field", "The causes"]
key = "EBAC"
A = { text = "was left in the end", why = "The rivals left it." }
B = { text = "were conceited men", why = "The essay calls them vain." }
C = { text = "are two in number", why = "The essay says two." }
D = { text = "had secret agents", why = "The essay has no agents.", tag = "wrong-factor" }
E = { text = "brought patronage", why = "The essay's first cause." }
why = "The essay gives each its own."
tag = "wrong-factor"

[[question]]
id = "favour-in-a-word"
form = "cloze"
points = ["patronage"]
sentences = ["p2.s1"]
factor = "post"
difficulty = 1
objective = "AO1"
stem = "Filling offices with one's own people is known as ____."
key = "patronage"
aliases = ["clientelism"]
near = [
  { text = "Politburo", why = "That was a body of the party.", tag = "wrong-factor" },
  { text = "vanity", why = "That was the rivals' fault.", tag = "wrong-factor" },
]
why = "The essay calls it by this name."
tag = "wrong-factor"

[[question]]
id = "what-they-left"
form = "cloze"
points = ["vain-rivals"]
sentences = ["p3.s2"]
factor = "the-rivals"
difficulty = 1
objective = "AO1"
stem = "According to the essay, the men who stood against him were his ____."
key = "rivals"
near = [
  { text = "followers", why = "Those stood with him.", tag = "wrong-factor" },
  { text = "agents", why = "The essay has no agents.", tag = "wrong-factor" },
]
why = "The essay calls them so."
tag = "wrong-factor"
"""

EVERY_FORM = f"{QUESTIONS}\n{FORMS}"


def shelved(
    folder: Path,
    *,
    essay: str = ESSAY,
    pack: str = PACK,
    questions: str = QUESTIONS,
    asking: str = "",
    asked: str = "",
) -> Path:
    """Put the pack into the folder."""
    folder.mkdir(exist_ok=True)
    for name, text in (("essay.txt", essay), ("pack.toml", pack), ("questions.toml", questions)):
        (folder / name).write_text(text, "utf-8")
    for name, text in (("asking.toml", asking), ("asked.txt", asked)):
        if text:
            (folder / name).write_text(text, "utf-8")
    return folder

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

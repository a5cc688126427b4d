"""How students ask: questions as they typed them, words that mean the same, what the essay is silent on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.essay.source import BadContent, Content, Source

SILENT = "outside"  # heads the questions that the essay does not answer
# How anything with a name is asked for.
FRAMES = (
    "{}", "who was {}", "who is {}", "whos {}", "what was {}", "what is {}", "whats {}", "what did {} do",
    "tell me about {}", "what does the essay say about {}", "what does it say about {}", "explain {}", "describe {}",
    "define {}", "{} meaning", "{} quote", "quote about {}", "evidence about {}", "evidence {}", "info on {}",
    "why was {} important", "was {} important", "significance of {}", "role of {}", "how did {} help him",
    "what happened with {}", "what about {}", "how does {} come in", "where does the essay mention {}", "{} explained",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """Questions that these sentences answer, best sentence first; without any, the essay is silent."""

    sentences: tuple[str, ...]
    questions: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Concept(Content):
    """Words and phrases that mean the same in a question."""

    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named(Content):
    """A person, body or term by its names, and the sentences that speak of it, best first."""

    names: tuple[str, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outside(Content):
    """Something that students ask and the essay does not answer: why, and the words that show it."""

    topic: str
    why: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asking(Content):
    """What a pack knows of its askers' words; empty for a pack that has not gathered them yet."""

    concept: tuple[Concept, ...] = ()
    outside: tuple[Outside, ...] = ()
    named: tuple[Named, ...] = ()
    neutral: tuple[str, ...] = ()  # words that carry no claim of their own


def asked(source: Source) -> tuple[Asked, ...]:
    """Read the questions, a line each, under headings such as `[p2.s3 p2.s8]` or `[outside]`; raise BadContent."""
    return tuple(_blocks(source))


def _blocks(source: Source) -> Iterator[Asked]:
    heading, started, questions = "", 0, list[str]()
    for number, line in enumerate([*source.text.splitlines(), "[]"], 1):
        if found := re.fullmatch(r"\[(.*)\]", line.strip()):
            if started:
                yield Asked(_sentences(heading), tuple(questions), started)
            heading, started, questions = found[1], number, []
        elif line.strip() and not line.startswith("#"):
            if not started:
                words = "comes before the first heading: put one such as [p2.s3] above it"
                raise BadContent([source.at(number, words)])
            questions.append(line.strip())


def _sentences(heading: str) -> tuple[str, ...]:
    return () if heading.partition(":")[0] == SILENT else tuple(heading.split())

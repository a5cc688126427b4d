"""A factor's page, or its opening, closing or other side, when that is all that was asked for."""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.essay.pack import Factor, Pack
from bot.essay.words import words


class Part(StrEnum):
    WHOLE = "whole"
    CLOSING = "closing"
    COUNTER = "counter"


# What may stand around a factor's name or number without asking for anything of its own.
AROUND = frozenset(
    """
    a about all at can explain for from get give her i in is it key line main me need of on one opening para paragraph
    page please pls point points quick quickly quote reason say section sentence show some starting stuff sum summarise
    summarize summary tell the thing this to topic up us what whats you factor number no cause
    """.split()  # noqa: SIM905 - read as prose
)
CLOSING = frozenset(
    {"mini", "conclusion", "link", "linking", "last", "end", "closing", "final", "question", "back"}
)
COUNTER = frozenset(
    {"counter", "argument", "counterargument", "limit", "limits", "against", "other", "side", "weakness"}
)
_PARAGRAPH = re.compile(r"\b(?:p|para|paragraph)\s*(\d)\b")


@dataclass(frozen=True, slots=True)
class Page:
    """A factor, and the part of it that was asked for."""

    factor: Factor
    part: Part

    @property
    def sentences(self) -> tuple[str, ...]:
        """The sentences to show, best first."""
        ends = {
            Part.WHOLE: (self.factor.claim, self.factor.conclusion),
            Part.CLOSING: (self.factor.conclusion, self.factor.claim),
            Part.COUNTER: self.factor.counter or (self.factor.conclusion,),
        }
        return tuple(dict.fromkeys(ends[self.part]))


def page_named(pack: Pack, question: str) -> Page | None:
    """Find the page whose name or number is all that was said: "opponents", "2", "sum up p4", "link of factor 3"."""
    if factor := pack.factor_called(question):
        return Page(factor, Part.WHOLE)
    said = [word for word in words(question) if word not in AROUND]
    for part, signs in ((Part.WHOLE, frozenset[str]()), (Part.CLOSING, CLOSING), (Part.COUNTER, COUNTER)):
        name = " ".join(word for word in said if word not in signs)
        found = _by_paragraph(pack, question, name) or (pack.factor_called(name) if name else None)
        if found:
            return Page(found, part)
    return None


def _by_paragraph(pack: Pack, question: str, name: str) -> Factor | None:
    """Find the factor that a paragraph's number names, if the paragraph is all there is of it."""
    numbered = _PARAGRAPH.search(question.lower())
    if not numbered or name not in {numbered[1], f"p{numbered[1]}"}:
        return None
    return next((f for f in pack.factors if max(f.paragraphs) == int(numbered[1])), None)

"""One quiz question, and the version by which an open quiz keeps it."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from pydantic import TypeAdapter

from bot.essay.source import Content


class Form(StrEnum):
    SINGLE_BEST = "single-best"
    TRUE_FALSE = "true-false"
    WHICH_FACTOR = "which-factor"


class Objective(StrEnum):
    """The assessment objectives of A-level history: knowledge, sources, interpretations."""

    KNOWLEDGE = "AO1"
    SOURCES = "AO2"
    INTERPRETATIONS = "AO3"


@dataclass(frozen=True, slots=True)
class Choice(Content):
    """An answer to choose from, why it is right or wrong, and the misconception behind a wrong one."""

    text: str
    why: str
    tag: str = ""


@dataclass(frozen=True)
class Question(Content):
    """A quiz item on one or more points; its choices are lettered as on the page."""

    id: str
    form: Form
    points: tuple[str, ...]
    sentences: tuple[str, ...]
    factor: str
    difficulty: int
    objective: Objective
    stem: str
    key: str
    A: Choice
    B: Choice
    C: Choice
    D: Choice | None = None

    @cached_property
    def choices(self) -> dict[str, Choice]:
        """The choices by letter, in order."""
        lettered = {"A": self.A, "B": self.B, "C": self.C, "D": self.D}
        return {letter: choice for letter, choice in lettered.items() if choice}

    @cached_property
    def frozen(self) -> str:
        """The question as JSON, to be kept with a quiz that was posted with it."""
        return _QUESTION.dump_json(self).decode()

    @cached_property
    def version(self) -> str:
        """Name this very wording and key in 16 hexadecimal digits."""
        return hashlib.sha256(self.frozen.encode()).hexdigest()[:16]


_QUESTION = TypeAdapter(Question)


def thawed(frozen: str) -> Question:
    """Read a kept question back."""
    return _QUESTION.validate_json(frozen)

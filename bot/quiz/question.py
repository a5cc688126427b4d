"""One quiz question, and the version by which an open quiz keeps it."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache

from pydantic import TypeAdapter

from bot.essay.source import Content


class Form(StrEnum):
    SINGLE_BEST = "single-best"
    TRUE_FALSE = "true-false"
    WHICH_FACTOR = "which-factor"
    CHOOSE_TWO = "choose-two"
    COUNTER_EVIDENCE = "counter-evidence"
    QUOTE_ATTRIBUTION = "quote-attribution"
    SPOT_THE_SLIP = "spot-the-slip"  # what the essay has wrong: asked only where the teacher wants it
    ORDERING = "ordering"
    MATCHING = "matching"
    CLOZE = "cloze"


ONE_LETTER = frozenset(Form) - {Form.CHOOSE_TWO, Form.ORDERING, Form.MATCHING, Form.CLOZE}


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
    """A quiz item on one or more points; its choices are lettered as on the page.

    `key` is one letter, or as many as are to be picked: two in the order of the alphabet (choose-two), all in the
    true order (ordering), one for each prompt (matching). A cloze has the term itself for its key, `aliases` that
    earn as much, and `near` for wrong answers that attract. `why` and `tag` speak of the whole question where no
    single choice can. A `draft` is never asked.
    """

    id: str
    form: Form
    points: tuple[str, ...]
    sentences: tuple[str, ...]
    factor: str
    difficulty: int
    objective: Objective
    stem: str
    key: str
    A: Choice | None = None
    B: Choice | None = None
    C: Choice | None = None
    D: Choice | None = None
    E: Choice | None = None
    prompts: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    near: tuple[Choice, ...] = ()
    why: str = ""
    tag: str = ""
    draft: bool = False

    def __hash__(self) -> int:
        return hash(self.version)

    @cached_property
    def choices(self) -> dict[str, Choice]:
        """The choices by letter, in order."""
        lettered = {"A": self.A, "B": self.B, "C": self.C, "D": self.D, "E": self.E}
        return {letter: choice for letter, choice in lettered.items() if choice}

    @property
    def picks(self) -> int:
        """How many letters make an answer; none if it is typed."""
        if self.form in ONE_LETTER:
            return 1
        several = {Form.CHOOSE_TWO: 2, Form.ORDERING: len(self.choices), Form.MATCHING: len(self.prompts)}
        return several.get(self.form, 0)

    @cached_property
    def frozen(self) -> str:
        """The question as JSON, to be kept with a quiz that was posted with it."""
        unused = {name for name in LATER_FIELDS if not getattr(self, name)}
        return _QUESTION.dump_json(self, exclude=unused).decode()

    @cached_property
    def version(self) -> str:
        """Name this very wording and key in 16 hexadecimal digits."""
        return hashlib.sha256(self.frozen.encode()).hexdigest()[:16]


# Left out of the kept question where it has none, so that what was kept before they came keeps its version.
LATER_FIELDS = ("E", "prompts", "aliases", "near", "why", "tag", "draft")
_QUESTION = TypeAdapter(Question)


@lru_cache(2_048)
def thawed(frozen: str) -> Question:
    """Read a kept question back."""
    return _QUESTION.validate_json(frozen)

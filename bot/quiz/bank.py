"""The questions of a pack that may be asked, checked against its points and sentences; drafts stay behind."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bot.essay.load import content_hash, load_pack
from bot.essay.lookup import Lookup
from bot.essay.pack import Pack
from bot.essay.source import BadContent, Content, read, shaped
from bot.quiz.checking import unfit
from bot.quiz.question import Form, Question


@dataclass(frozen=True)
class Bank:
    questions: tuple[Question, ...]
    hash: str

    @cached_property
    def question(self) -> dict[str, Question]:
        """The questions by id."""
        return {question.id: question for question in self.questions}

    def served(self, factor: str = "", *, slips: bool) -> tuple[Question, ...]:
        """List what may be asked on a factor ("" for any); the essay's slips only where the teacher wants them."""
        return tuple(
            q
            for q in self.questions
            if factor in ("", q.factor) and (slips or q.form is not Form.SPOT_THE_SLIP)
        )

    def on(self, points: Iterable[str]) -> tuple[Question, ...]:
        """List the questions that rest on any of the points."""
        wanted = frozenset(points)
        return tuple(q for q in self.questions if wanted.intersection(q.points))


@dataclass(frozen=True)
class Library:
    """What the bot knows: one essay and its questions."""

    pack: Pack
    bank: Bank

    @cached_property
    def lookup(self) -> Lookup:
        """The essay, ready to be asked."""
        return Lookup(self.pack)


@dataclass(frozen=True, slots=True)
class BankFile(Content):
    """The shape of questions.toml."""

    question: tuple[Question, ...]


def load_library(folder: Path) -> Library:
    """Load the pack and the questions that may be asked; raise BadContent with every reason why it cannot."""
    pack, source = load_pack(folder), read(folder / "questions.toml")
    questions = shaped(source, BankFile).question
    if complaints := tuple(unfit(source, questions, pack)):
        raise BadContent(complaints)
    return Library(pack, Bank(tuple(q for q in questions if not q.draft), content_hash(source)))

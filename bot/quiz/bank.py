"""The questions of a pack, checked against its points and sentences."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bot.essay.load import CAUTIOUS, content_hash, load_pack, repeated_ids
from bot.essay.lookup import Lookup
from bot.essay.pack import Pack
from bot.essay.source import BadContent, Complaint, Content, Source, read, shaped
from bot.quiz.question import Form, Question

ACCORDING = "According to the essay"
NEGATIVE = re.compile(r"\b(not|never|except|least|cannot)\b|n['’]t\b", re.IGNORECASE)
CATCH_ALL = re.compile(r"\b(all|none|both) of (the above|these|them)\b", re.IGNORECASE)
LENGTH_RATIO = 1.8  # the longest choice to the shortest: beyond it the length gives the key away
KEY_LONGEST = 1 / 3  # of the items: a key that is longest more often can be guessed


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
    """Load the pack and its questions; raise BadContent with every complaint."""
    pack, source = load_pack(folder), read(folder / "questions.toml")
    questions = shaped(source, BankFile).question
    if complaints := tuple(complaints_about(source, questions, pack)):
        raise BadContent(complaints)
    return Library(pack, Bank(questions, content_hash(source)))


def complaints_about(source: Source, questions: tuple[Question, ...], pack: Pack) -> Iterator[Complaint]:
    """Check every question by itself, then the set as a whole."""
    yield from repeated_ids(source, "question", [question.id for question in questions])
    for number, question in enumerate(questions):
        for key, words in _misfits(question, pack):
            yield source.complain(f"{question.id}: {words}", "question", number, key)
    yield from _guessable(source, questions)


def _misfits(question: Question, pack: Pack) -> Iterator[tuple[str, str]]:
    for check in (_links, _key, _tags, _wording, _caution):
        yield from check(question, pack)


def _links(question: Question, pack: Pack) -> Iterator[tuple[str, str]]:
    known: tuple[tuple[str, tuple[str, ...], Iterable[str]], ...] = (
        ("points", question.points, pack.point),
        ("sentences", question.sentences, pack.sentence),
        ("factor", (question.factor,), pack.factor),
    )
    for key, names, there in known:
        yield from (
            (key, f"{key} names “{name}”, which is not there: correct it")
            for name in names
            if name not in there
        )
        if not names:
            yield key, f"{key} is empty: name at least one"


def _key(question: Question, _: Pack) -> Iterator[tuple[str, str]]:
    if question.key not in question.choices:
        yield "key", f"the key is one of {', '.join(question.choices)}"
    if not 1 <= question.difficulty <= 3:  # noqa: PLR2004 - easy, middling, hard
        yield "difficulty", "difficulty is 1, 2 or 3"


def _tags(question: Question, pack: Pack) -> Iterator[tuple[str, str]]:
    for letter, choice in question.choices.items():
        if letter != question.key and choice.tag not in pack.misconceptions:
            yield letter, f"{letter} is wrong and needs a tag from [misconceptions]"
        if letter == question.key and choice.tag:
            yield letter, f"{letter} is right and takes no tag: remove it"
        if not choice.why:
            yield letter, f"{letter} does not say why: add it"


def _wording(question: Question, _: Pack) -> Iterator[tuple[str, str]]:
    lengths = [len(choice.text) for choice in question.choices.values()]
    if question.form is not Form.WHICH_FACTOR and max(lengths) > min(lengths) * LENGTH_RATIO:
        yield "A", f"the choices are of {min(lengths)} to {max(lengths)} characters: make them alike"
    if question.form is not Form.TRUE_FALSE and (found := NEGATIVE.search(question.stem)):
        yield "stem", f"the stem has “{found[0]}”: ask it without a negative"
    yield from (
        (letter, "a catch-all choice: write a real one")
        for letter, c in question.choices.items()
        if CATCH_ALL.search(c.text)
    )


def _caution(question: Question, pack: Pack) -> Iterator[tuple[str, str]]:
    verdicts = {pack.point[name].verdict for name in question.points if name in pack.point}
    if verdicts & {"wrong", "year-out"}:
        yield "points", "rests on a claim that the record calls wrong: no item may reward it"
    if verdicts & CAUTIOUS and ACCORDING not in question.stem:
        yield "stem", f"rests on a claim that is not settled: begin “{ACCORDING}”"


def _guessable(source: Source, questions: tuple[Question, ...]) -> Iterator[Complaint]:
    chosen = [q for q in questions if q.form is not Form.WHICH_FACTOR]
    longest = [n for n, q in enumerate(questions) if q in chosen and _key_is_longest(q)]
    if len(longest) > len(chosen) * KEY_LONGEST + 1:
        share = f"{len(longest)} of {len(chosen)}"
        yield source.complain(
            f"the key is the longest choice in {share} items: shorten some keys",
            "question",
            longest[-1],
            "key",
        )


def _key_is_longest(question: Question) -> bool:
    lengths: Callable[[str], int] = lambda letter: len(question.choices[letter].text)  # noqa: E731 - one word for it
    return question.key in question.choices and all(
        lengths(question.key) > lengths(letter) for letter in question.choices if letter != question.key
    )

"""What is unfair about a question, or about all of them together; each complaint with file, line and cure."""

import re
from collections.abc import Callable, Iterable, Iterator

from bot.essay.load import CAUTIOUS, repeated_ids
from bot.essay.pack import Pack
from bot.essay.source import Complaint, Source
from bot.quiz.question import ONE_LETTER, Form, Question
from bot.quiz.shapes import Misfit, form_misfits

ACCORDING = "According to the essay"
NEGATIVE = re.compile(r"\b(not|never|except|least|cannot)\b|n['’]t\b", re.IGNORECASE)
QUOTED = re.compile(r"[\"“][^\"”]*[\"”]")
CATCH_ALL = re.compile(r"\b(all|none|both) of (the above|these|them)\b", re.IGNORECASE)
LENGTH_RATIO = 1.8  # the longest choice to the shortest: beyond it the length gives the key away
OF_ANY_LENGTH = frozenset({Form.WHICH_FACTOR, Form.ORDERING})
KEY_LONGEST = 1 / 3  # of the items: a key that is longest more often can be guessed


def complaints_about(source: Source, questions: tuple[Question, ...], pack: Pack) -> Iterator[Complaint]:
    """Check every question by itself, then the set as a whole."""
    yield from repeated_ids(source, "question", [question.id for question in questions])
    for number, question in enumerate(questions):
        for key, words in _misfits(question, pack):
            yield source.complain(f"{question.id}: {words}", "question", number, key)
    yield from _guessable(source, questions)


def _misfits(question: Question, pack: Pack) -> Iterator[Misfit]:
    for check in (_links, form_misfits, _difficulty, _wording, _caution):
        yield from check(question, pack)


def _links(question: Question, pack: Pack) -> Iterator[Misfit]:
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


def _difficulty(question: Question, _: Pack) -> Iterator[Misfit]:
    if not 1 <= question.difficulty <= 3:  # noqa: PLR2004 - easy, middling, hard
        yield "difficulty", "difficulty is 1, 2 or 3"


def _wording(question: Question, _: Pack) -> Iterator[Misfit]:
    lengths = [len(choice.text) for choice in question.choices.values()]
    if lengths and question.form not in OF_ANY_LENGTH and max(lengths) > min(lengths) * LENGTH_RATIO:
        yield "A", f"the choices are of {min(lengths)} to {max(lengths)} characters: make them alike"
    if found := NEGATIVE.search(_asked(question)):
        yield "stem", f"the stem has “{found[0]}”: ask it without a negative"
    yield from (
        (letter, "a catch-all choice: write a real one")
        for letter, c in question.choices.items()
        if CATCH_ALL.search(c.text)
    )


def _asked(question: Question) -> str:
    """Give the stem without what it only quotes: a statement to judge, or words to be attributed."""
    quotes = question.form in {Form.TRUE_FALSE, Form.QUOTE_ATTRIBUTION}
    return QUOTED.sub("", question.stem) if quotes else question.stem


def _caution(question: Question, pack: Pack) -> Iterator[Misfit]:
    verdicts = {pack.point[name].verdict for name in question.points if name in pack.point}
    if verdicts & {"wrong", "year-out"} and question.form is not Form.SPOT_THE_SLIP:
        yield "points", "rests on a claim that the record calls wrong: only a spot-the-slip item may"
    if verdicts & CAUTIOUS and ACCORDING not in question.stem and question.form is not Form.SPOT_THE_SLIP:
        yield "stem", f"rests on a claim that is not settled: begin “{ACCORDING}”"
    if question.form is Form.SPOT_THE_SLIP and "essay" not in question.stem:
        yield "stem", "name what the essay says, as the essay's"


def _guessable(source: Source, questions: tuple[Question, ...]) -> Iterator[Complaint]:
    chosen = [q for q in questions if q.form in ONE_LETTER - {Form.WHICH_FACTOR}]
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

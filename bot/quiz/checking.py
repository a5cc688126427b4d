"""What is unfair about a question, or about all of them together; each complaint with file, line and cure."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from bot.essay.load import BARRED, CAUTIOUS, repeated_ids
from bot.essay.pack import Pack
from bot.essay.source import Complaint, Source
from bot.quiz.craft import craft_misfits
from bot.quiz.question import Form, Question
from bot.quiz.rivals import rival_misfits
from bot.quiz.setwise import Numbered, set_complaints
from bot.quiz.shapes import Misfit, form_misfits

ACCORDING = "According to the essay"


def unfit(source: Source, questions: Sequence[Question], pack: Pack) -> Iterator[Complaint]:
    """Complain of what cannot be asked at all. Drafts, which nobody is asked, need only ids of their own."""
    yield from repeated_ids(source, "question", [question.id for question in questions])
    yield from _told(source, _asked(questions), lambda question: _unfit(question, pack))


def complaints_about(source: Source, questions: Sequence[Question], pack: Pack) -> Iterator[Complaint]:
    """Check every question by itself, then the set as a whole; drafts aside."""
    yield from unfit(source, questions, pack)
    fit = [(number, question) for number, question in _asked(questions) if not any(_unfit(question, pack))]
    yield from _told(source, fit, lambda question: _crude(question, pack))
    yield from set_complaints(source, fit)


def _asked(questions: Sequence[Question]) -> list[Numbered]:
    return [(number, question) for number, question in enumerate(questions) if not question.draft]


def _told(
    source: Source, numbered: Iterable[Numbered], check: Callable[[Question], Iterable[Misfit]]
) -> Iterator[Complaint]:
    for number, question in numbered:
        for key, words in check(question):
            yield source.complain(f"{question.id}: {words}", "question", number, key)


def _unfit(question: Question, pack: Pack) -> Iterator[Misfit]:
    for check in (_links, form_misfits, _difficulty, _caution):
        yield from check(question, pack)


def _crude(question: Question, pack: Pack) -> Iterator[Misfit]:
    yield from craft_misfits(question, pack)
    yield from rival_misfits(question, pack)


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


def _caution(question: Question, pack: Pack) -> Iterator[Misfit]:
    verdicts = {pack.point[name].verdict for name in question.points if name in pack.point}
    if verdicts & BARRED and question.form is not Form.SPOT_THE_SLIP:
        yield "points", "rests on a claim that the record calls wrong: only a spot-the-slip item may"
    if verdicts & CAUTIOUS and ACCORDING not in question.stem and question.form is not Form.SPOT_THE_SLIP:
        yield "stem", f"rests on a claim that is not settled: begin “{ACCORDING}”"
    if question.form is Form.SPOT_THE_SLIP and "essay" not in question.stem:
        yield "stem", "name what the essay says, as the essay's"

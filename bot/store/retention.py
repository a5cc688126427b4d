"""What is older than the school keeps it: found by reading, let go in small parts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, delete, or_, select

from bot.store.erasures import Erasures
from bot.store.occurrences import POSTED, SENDING
from bot.store.tables.answers import answers, regraded, regrades, rounds
from bot.store.tables.classroom import classroom_messages
from bot.store.tables.people import classes, students
from bot.store.tables.quizzes import occurrences

PART = 500  # rows of one transaction
PEOPLE = 50  # people of one transaction: each is looked for in every table

Ids = Select[Any]


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows of one kind that are too old, by their numbers."""

    kind: str
    ids: tuple[int, ...]


class Retention:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def too_old(self, before: datetime) -> Part | None:
        """Find some rows from before an instant; None when there are no more. What an open quiz needs stays."""
        for kind, query in _queries(before):
            most = PEOPLE if kind == "students" else PART
            if found := tuple(id_ for (id_,) in self._connection.execute(query.limit(most))):
                return Part(kind, found)
        return None

    def let_go(self, part: Part) -> None:
        """Delete what was found, but what came into use again since."""
        _LETTING_GO[part.kind](self._connection, part.ids)


def _queries(before: datetime) -> Iterator[tuple[str, Ids]]:
    """Give what to look for, in the order in which it can be deleted."""
    by_class = select(answers.c.id).where(
        answers.c.class_id.in_(select(classes.c.id))
    )  # so that the index serves
    yield "answers", by_class.where(answers.c.at < before, _over(answers.c.occurrence_id))
    changes = select(regraded.c.regrade_id).distinct().join_from(regraded, regrades)
    yield "regraded", changes.where(regrades.c.at < before)
    begun = select(rounds.c.id).where(rounds.c.started_at < before, _over(rounds.c.occurrence_id))
    yield "rounds", begun.where(_without_answers())
    yield "students", select(students.c.id).where(students.c.created_at < before, _without_rounds())
    yield "messages", select(classroom_messages.c.id).where(classroom_messages.c.at < before, _not_shown())


def _over(occurrence: ColumnElement[int | None]) -> ColumnElement[bool]:
    """Say that it is practice, or of a quiz that is over."""
    open_ = select(occurrences.c.id).where(occurrences.c.status.in_([SENDING, POSTED]))
    return or_(occurrence.is_(None), occurrence.not_in(open_))


def _without_answers() -> ColumnElement[bool]:
    return ~select(answers.c.id).where(answers.c.round_id == rounds.c.id).exists()


def _without_rounds() -> ColumnElement[bool]:
    begun = select(rounds.c.id).where(rounds.c.student_id == students.c.id)
    return ~begun.exists() & students.c.id.not_in(select(regraded.c.student_id))


def _not_shown() -> ColumnElement[bool]:
    """Say of a message on the classroom's page that it is no open quiz."""
    open_ = select(occurrences.c.token).where(occurrences.c.status.in_([SENDING, POSTED]))
    return classroom_messages.c.token.not_in(open_)


def _answers(connection: Connection, ids: tuple[int, ...]) -> None:
    connection.execute(delete(answers).where(answers.c.id.in_(ids)))


def _changes(connection: Connection, ids: tuple[int, ...]) -> None:
    connection.execute(delete(regraded).where(regraded.c.regrade_id.in_(ids)))


def _rounds(connection: Connection, ids: tuple[int, ...]) -> None:
    connection.execute(delete(rounds).where(rounds.c.id.in_(ids), _without_answers()))


def _students(connection: Connection, ids: tuple[int, ...]) -> None:
    unused = select(students.c.id).where(students.c.id.in_(ids), _without_rounds()).with_for_update()
    for number in connection.scalars(unused).all():
        Erasures(connection).let_go(number)


def _messages(connection: Connection, ids: tuple[int, ...]) -> None:
    connection.execute(delete(classroom_messages).where(classroom_messages.c.id.in_(ids)))


_LETTING_GO: dict[str, Callable[[Connection, tuple[int, ...]], None]] = {
    "answers": _answers,
    "regraded": _changes,
    "rounds": _rounds,
    "students": _students,
    "messages": _messages,
}

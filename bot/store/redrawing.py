"""Messages that name or count somebody, drawn again when that is no longer so."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, or_, select

from bot.store.closings import Closings
from bot.store.tables.answers import rounds
from bot.store.tables.quizzes import occurrences

DRAWN_ANEW = timedelta(days=7)  # how old results may be that are drawn again in a channel
OURS = "classroom"  # the platform whose messages are ours to keep: there all results are drawn again


def draw_anew_with(connection: Connection, student: int | None, now: datetime) -> None:
    """Have the messages drawn again in which a student is named or counted."""
    took_part = select(rounds.c.occurrence_id).where(
        rounds.c.student_id == student, rounds.c.occurrence_id.is_not(None)
    )
    Closings(connection).draw_anew(occurrences.c.id.in_(took_part), _can_be(now))


def draw_anew_of_class(connection: Connection, class_id: int, now: datetime) -> None:
    """Have a class's messages drawn again."""
    Closings(connection).draw_anew(occurrences.c.class_id == class_id, _can_be(now))


def _can_be(now: datetime) -> ColumnElement[bool]:
    return or_(occurrences.c.closes_at >= now - DRAWN_ANEW, occurrences.c.platform == OURS)

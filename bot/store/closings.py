"""What comes after the post: the close, what the messages show, the sweep for duplicates."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, case, func, or_, select, update

from bot.store.occurrences import CLOSED, POSTED, Occurrence, listed, occurrence_of
from bot.store.tables.answers import answers
from bot.store.tables.quizzes import RESULTS, UNFINISHED, UNSWEPT, occurrences

GRACE = timedelta(seconds=2)  # from a window's end to the close: what came in time is still being written


class Closings:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def close(self, id_: int, now: datetime) -> None:
        """Let the window end now."""
        self._connection.execute(update(occurrences).where(occurrences.c.id == id_).values(closes_at=now))

    def close_ended(self, now: datetime, most: int = 50) -> int:
        """Close posted occurrences whose window has ended and whose grace is over; give their number.

        What comes after the window's end is refused already; what came before it may be written until this. Each is
        counted as it is closed, so only some are in one transaction: answers to others wait for it.
        """
        ended = (UNFINISHED, occurrences.c.closes_at <= now - GRACE, occurrences.c.status == POSTED)
        first = select(occurrences.c.id).where(*ended).order_by(occurrences.c.closes_at, occurrences.c.id)
        closing = update(occurrences).where(occurrences.c.id.in_(first.limit(most)), *ended)
        return self._connection.execute(closing.values(status=CLOSED)).rowcount

    def shows(self, id_: int, shown: int, before: int) -> None:
        """Note what the message now shows, a number of answers or RESULTS, unless it was to be drawn anew meanwhile."""
        same = (occurrences.c.id == id_, occurrences.c.shown == before)
        self._connection.execute(update(occurrences).where(*same).values(shown=shown))

    def draw_anew(self, *which: ColumnElement[bool]) -> None:
        """Have messages drawn again, also those that are just being drawn or whose quiz another process is closing."""
        later = case((occurrences.c.shown >= RESULTS, RESULTS - 1), else_=occurrences.c.shown - 1)
        shown = update(occurrences).where(occurrences.c.status.in_([POSTED, CLOSED]), *which)
        self._connection.execute(shown.values(shown=later))

    def swept(self, id_: int) -> None:
        self._connection.execute(update(occurrences).where(occurrences.c.id == id_).values(swept=True))

    def without_results(self, now: datetime) -> list[Occurrence]:
        """List the closed occurrences whose message does not show the results yet."""
        return listed(
            self._connection, UNFINISHED, occurrences.c.closes_at <= now, occurrences.c.status == CLOSED
        )

    def outdated(self, since: int = 0) -> list[tuple[Occurrence, int]]:
        """List the open occurrences whose message shows an old count, with how many have answered now.

        Only those are looked at that had an answer since the one with this number, or are to be drawn anew.
        """
        fresh = select(answers.c.occurrence_id).where(answers.c.id > since).distinct()
        count = select(func.count(answers.c.student_id.distinct())).where(
            answers.c.occurrence_id == occurrences.c.id
        )
        now = count.correlate(occurrences).scalar_subquery()
        may_be = or_(occurrences.c.id.in_(fresh), occurrences.c.shown < RESULTS)
        query = select(occurrences, now.label("now")).where(
            UNFINISHED, occurrences.c.status == POSTED, may_be, occurrences.c.shown != now
        )
        return [(occurrence_of(row), row["now"]) for row in self._connection.execute(query).mappings()]

    def unswept(self, before: datetime) -> list[Occurrence]:
        """List the occurrences posted before the instant whose duplicates have not been looked for."""
        return listed(
            self._connection,
            occurrences.c.status.in_([POSTED, CLOSED]),
            UNSWEPT,
            occurrences.c.posted_at < before,
        )

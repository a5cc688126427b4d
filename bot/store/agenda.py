"""What is to be done next, told by one look-up: an idle beat of the posting asks nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, bindparam, func, literal_column, select

from bot.store.closings import GRACE
from bot.store.occurrences import CLOSED, DUE, POSTED, SENDING
from bot.store.prepared import Prepared, among
from bot.store.schedules import ACTIVE
from bot.store.tables.answers import answers
from bot.store.tables.quizzes import REDRAWN, UNFINISHED, UNSWEPT, WAITING, occurrences, schedules
from bot.store.tables.upkeep import notices

# Spelt in the statement itself, which PostgreSQL then plans once, and not anew for every beat.
SPELT: dict[str, ColumnElement[Any]] = {
    ACTIVE: literal_column("'active'"),
    DUE: literal_column("'due'"),
    SENDING: literal_column("'sending'"),
    POSTED: literal_column("'posted'"),
    CLOSED: literal_column("'closed'"),
}


def _look(dialect: str) -> Select[Any]:
    """Ask for the first entry of an index each."""
    row, here = occurrences.c, among(dialect, occurrences.c.platform, "platforms")
    ended = row.closes_at <= bindparam("now", type_=row.closes_at.type)
    asked = {
        "slot": _first(schedules.c.next_due, _is(schedules, ACTIVE)),
        "due": _first(row.due_at, WAITING, _is(occurrences, DUE), here),
        "lease": _first(row.lease_until, WAITING, _is(occurrences, SENDING), here),
        "close": _first(row.closes_at, UNFINISHED, _is(occurrences, POSTED)),
        "unswept": _first(row.posted_at, UNSWEPT, here),
        "results": _first(row.closes_at, UNFINISHED, ended, _is(occurrences, CLOSED), here),
        "counts": _first(row.shown, REDRAWN, _is(occurrences, POSTED), here),
        "notices": _first(notices.c.id, among(dialect, notices.c.platform, "platforms")),
        "newest": select(func.max(answers.c.id)),
    }
    return select(*(query.scalar_subquery().label(name) for name, query in asked.items()))


def _first(column: ColumnElement[Any], *which: ColumnElement[bool]) -> Select[Any]:
    return select(func.min(column)).where(*which)


def _is(table: Table, status: str) -> ColumnElement[bool]:
    return table.c.status == SPELT[status]


_LOOK = Prepared(_look)


@dataclass(frozen=True, slots=True)
class Agenda:
    """The earliest instant of each kind of task; None where there is none."""

    slot: datetime | None  # of a schedule, not planned yet
    due: datetime | None  # planned, not posted
    lease: datetime | None  # the end of one: its post may be taken over then
    close: datetime | None  # the end of a window
    unswept: datetime | None  # when it was posted
    owes_results: bool
    owes_counts: bool  # of messages to be drawn anew though nobody has answered since
    owes_notices: bool
    newest_answer: int

    @property
    def ends(self) -> datetime | None:
        """Give the instant at which the next quiz is to be closed, its grace over."""
        return self.close + GRACE if self.close else None

    @property
    def next(self) -> datetime | None:
        """Give the instant at which something is due next."""
        return min((each for each in (self.slot, self.due, self.ends) if each), default=None)


def agenda(connection: Connection, platforms: Iterable[str], now: datetime) -> Agenda:
    """Look what is to be done, on these platforms as far as it takes a platform."""
    (told,) = _LOOK.all(connection, {"platforms": list(platforms), "now": now})
    return Agenda(
        told.slot, told.due, told.lease, told.close, told.unswept,
        owes_results=told.results is not None,
        owes_counts=told.counts is not None,
        owes_notices=told.notices is not None,
        newest_answer=told.newest or 0,
    )  # fmt: skip

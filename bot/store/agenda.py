"""What is to be done next, told by one look-up: an idle beat of the posting asks nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, func, literal_column, select

from bot.store.occurrences import CLOSED, DUE, GRACE, POSTED, RESULTS, SENDING
from bot.store.prepared import Prepared, among
from bot.store.schedules import ACTIVE
from bot.store.tables import UNSWEPT, answers, notices, occurrences, schedules

# Spelt in the statement itself, which PostgreSQL then plans once, and not anew for every beat.
SPELT: dict[str | int, ColumnElement[Any]] = {
    ACTIVE: literal_column("'active'"),
    DUE: literal_column("'due'"),
    SENDING: literal_column("'sending'"),
    POSTED: literal_column("'posted'"),
    CLOSED: literal_column("'closed'"),
    RESULTS: literal_column("-1"),
}


def _look(dialect: str) -> Select[Any]:
    """Ask for the first entry of an index each."""
    here = among(dialect, occurrences.c.platform, "platforms")
    results, before = occurrences.c.shown > SPELT[RESULTS], occurrences.c.shown < SPELT[RESULTS]
    asked = {
        "slot": select(func.min(schedules.c.next_due)).where(_is(schedules, ACTIVE)),
        "due": select(func.min(occurrences.c.due_at)).where(_is(occurrences, DUE), here),
        "lease": select(func.min(occurrences.c.lease_until)).where(_is(occurrences, SENDING), here),
        "close": select(func.min(occurrences.c.closes_at)).where(_is(occurrences, POSTED)),
        "unswept": select(func.min(occurrences.c.posted_at)).where(UNSWEPT, here),
        "results": _shown(_is(occurrences, CLOSED), results, here),
        "results_anew": _shown(_is(occurrences, CLOSED), before, here),
        "counts": _shown(_is(occurrences, POSTED), before, here),
        "notices": select(func.min(notices.c.id)).where(among(dialect, notices.c.platform, "platforms")),
        "newest": select(func.max(answers.c.id)),
    }
    return select(*(query.scalar_subquery().label(name) for name, query in asked.items()))


def _shown(*which: ColumnElement[bool]) -> Select[Any]:
    return select(func.min(occurrences.c.shown)).where(*which)


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


def agenda(connection: Connection, platforms: Iterable[str]) -> Agenda:
    """Look what is to be done, on these platforms as far as it takes a platform."""
    (told,) = _LOOK.all(connection, {"platforms": list(platforms)})
    return Agenda(
        told.slot, told.due, told.lease, told.close, told.unswept,
        owes_results=told.results is not None or told.results_anew is not None,
        owes_counts=told.counts is not None,
        owes_notices=told.notices is not None,
        newest_answer=told.newest or 0,
    )  # fmt: skip

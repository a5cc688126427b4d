"""What is to be done next, told by one look-up: an idle beat of the posting asks nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from bot.store.occurrences import CLOSED, DUE, GRACE, POSTED, RESULTS, SENDING
from bot.store.schedules import ACTIVE
from bot.store.tables import UNSWEPT, answers, notices, occurrences, schedules

_HERE = occurrences.c.platform.in_(bindparam("platforms", expanding=True))
_LOOK = select(  # each is the first entry of an index
    select(func.min(schedules.c.next_due)).where(schedules.c.status == ACTIVE).scalar_subquery(),
    select(func.min(occurrences.c.due_at)).where(occurrences.c.status == DUE, _HERE).scalar_subquery(),
    select(func.min(occurrences.c.lease_until))
    .where(occurrences.c.status == SENDING, _HERE)
    .scalar_subquery(),
    select(func.min(occurrences.c.closes_at)).where(occurrences.c.status == POSTED).scalar_subquery(),
    select(func.min(occurrences.c.posted_at)).where(UNSWEPT, _HERE).scalar_subquery(),
    func.coalesce(
        *(
            select(func.min(occurrences.c.shown))
            .where(occurrences.c.status == CLOSED, other, _HERE)
            .scalar_subquery()
            for other in (occurrences.c.shown > RESULTS, occurrences.c.shown < RESULTS)
        )
    ),
    select(func.min(occurrences.c.shown))
    .where(occurrences.c.status == POSTED, occurrences.c.shown < RESULTS, _HERE)
    .scalar_subquery(),
    select(func.min(notices.c.id))
    .where(notices.c.platform.in_(bindparam("platforms", expanding=True)))
    .scalar_subquery(),
    select(func.max(answers.c.id)).scalar_subquery(),
)


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
    told = connection.execute(_LOOK, {"platforms": list(platforms)}).one()
    slot, due, lease, close, unswept, *owed, newest = told
    results, counts, notices_ = (each is not None for each in owed)
    return Agenda(slot, due, lease, close, unswept, results, counts, notices_, newest or 0)

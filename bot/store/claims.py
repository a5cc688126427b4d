"""Claims: who posts what is due, under a lease, and what came of it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Integer, and_, bindparam, or_, select, update
from sqlalchemy.sql.dml import ReturningUpdate

from bot.chat import MessageRef
from bot.store.occurrences import DUE, FAILED, POSTED, SENDING, Occurrence, listed
from bot.store.prepared import Prepared, among
from bot.store.tables.quizzes import WAITING, occurrences

LEASE = timedelta(seconds=60)


def _claim(dialect: str) -> ReturningUpdate[Any]:
    now, time, until = (bindparam(name, type_=occurrences.c.due_at.type) for name in ("now", "time", "until"))
    lost = and_(occurrences.c.status == SENDING, occurrences.c.lease_until < time)
    free = (
        WAITING,
        occurrences.c.due_at <= now,
        among(dialect, occurrences.c.platform, "platforms"),
        or_(occurrences.c.status == DUE, lost),
    )
    first = (
        select(occurrences.c.id)
        .where(*free)
        .order_by(occurrences.c.due_at, occurrences.c.id)
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True)  # what another process is just taking is left to it
    )
    taken = update(occurrences).where(occurrences.c.id.in_(first))
    lease = {"status": SENDING, "owner": bindparam("by"), "lease_until": until}
    told = (occurrences.c[name] for name in Claim._fields)
    return taken.values(**lease, attempt=occurrences.c.attempt + 1).returning(*told)


class Claim(NamedTuple):
    """An occurrence that was taken. The rest of it is read when its turn comes: it may be half a minute away."""

    due_at: datetime
    id: int
    class_id: int


_CLAIM = Prepared(_claim, Claim._make)


class Claims:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def claim(
        self, now: datetime, time: datetime, owner: str, platforms: Iterable[str], most: int = 20
    ) -> list[Claim]:
        """Take what is due there, or what another process began and let go, for a lease by the database's time.

        In the order in which they are due.
        """
        asked = {"now": now, "time": time, "by": owner, "until": time + LEASE, "most": most}
        return sorted(_CLAIM.all(self._connection, {**asked, "platforms": list(platforms)}))

    def held(self, ids: Iterable[int], owner: str) -> list[Occurrence]:
        """Give those that are still the owner's, in the order in which they are due."""
        return listed(self._connection, *_owned(ids, owner))

    def let_go(self, now: datetime) -> None:
        """End all leases: this process has just started and is the only one, as SQLite sees to."""
        if self._connection.dialect.name != "sqlite":
            return
        held = update(occurrences).where(
            WAITING, occurrences.c.status == SENDING, occurrences.c.lease_until > now
        )
        self._connection.execute(held.values(lease_until=now - LEASE))

    def hand_back(self, ids: Iterable[int], owner: str) -> None:
        """End the owner's claims for which nothing was sent: who claims next need not look for a message."""
        back = {"status": DUE, "attempt": occurrences.c.attempt - 1, "owner": "", "lease_until": None}
        self._connection.execute(update(occurrences).where(*_owned(ids, owner)).values(back))

    def without_paper(self, ids: Iterable[int]) -> set[int]:
        """Name those of which no questions are chosen yet, and keep other processes from choosing them now."""
        bare = select(occurrences.c.id).where(
            occurrences.c.id.in_(list(ids)), occurrences.c.paper_id.is_(None)
        )
        return set(self._connection.scalars(bare.order_by(occurrences.c.id).with_for_update()))

    def give_papers(self, papers: Mapping[int, int]) -> None:
        """Fix the questions that occurrences ask: the paper's number by the occurrence's."""
        one = update(occurrences).where(occurrences.c.id == bindparam("of"))
        rows = [{"of": id_, "paper": paper} for id_, paper in papers.items()]
        self._connection.execute(one.values(paper_id=bindparam("paper")), rows)

    def record(self, id_: int, owner: str, ref: MessageRef, now: datetime) -> bool:
        """Note the message that was posted; False if the occurrence is no longer this owner's."""
        return self._settle(id_, owner, status=POSTED, message=ref.id, posted_at=now, lease_until=None)

    def fail(self, id_: int, owner: str, reason: str) -> bool:
        """Note why it can never be posted; False if the occurrence is no longer this owner's."""
        return self._settle(id_, owner, status=FAILED, reason=reason)

    def _settle(self, id_: int, owner: str, **values: object) -> bool:
        mine = update(occurrences).where(*_owned([id_], owner))
        return self._connection.execute(mine.values(**values)).rowcount == 1


def _owned(ids: Iterable[int], owner: str) -> Sequence[ColumnElement[bool]]:
    return occurrences.c.id.in_(list(ids)), occurrences.c.status == SENDING, occurrences.c.owner == owner

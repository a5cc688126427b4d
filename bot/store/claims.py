"""Claims: who posts what is due, under a lease, and what came of it."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Integer, and_, bindparam, or_, select, update
from sqlalchemy.sql.dml import ReturningUpdate

from bot.chat import MessageRef
from bot.store.occurrences import DUE, FAILED, POSTED, SENDING, Occurrence, occurrence_of
from bot.store.prepared import Prepared, among
from bot.store.tables import WAITING, occurrences

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
    return taken.values(**lease, attempt=occurrences.c.attempt + 1).returning(*occurrences.c)


_CLAIM = Prepared(_claim)


class Claims:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def claim(
        self, now: datetime, time: datetime, owner: str, platforms: Iterable[str], most: int = 20
    ) -> list[Occurrence]:
        """Take what is due there, or what another process began and let go, for a lease by the database's time."""
        asked = {"now": now, "time": time, "by": owner, "until": time + LEASE, "most": most}
        taken = _CLAIM.all(self._connection, {**asked, "platforms": list(platforms)})
        found = [occurrence_of(row) for row in taken]
        return sorted(found, key=lambda occurrence: (occurrence.slot.due_at, occurrence.id))

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
        mine = (
            occurrences.c.id.in_(list(ids)),
            occurrences.c.status == SENDING,
            occurrences.c.owner == owner,
        )
        back = {"status": DUE, "attempt": occurrences.c.attempt - 1, "owner": "", "lease_until": None}
        self._connection.execute(update(occurrences).where(*mine).values(back))

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
        mine = (occurrences.c.id == id_, occurrences.c.status == SENDING, occurrences.c.owner == owner)
        return self._connection.execute(update(occurrences).where(*mine).values(**values)).rowcount == 1

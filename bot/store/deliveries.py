"""What the platforms have delivered: each delivery counts once, however often and to whichever process it comes."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, func, select

from bot.store.prepared import Prepared
from bot.store.tables.upkeep import deliveries
from bot.store.upsert import insert_in, insert_or

KEPT = timedelta(hours=24)  # longer than any platform delivers again
LONGEST = 200  # characters of a platform's name for a delivery

_OURS = select(
    bindparam("of_platform", type_=deliveries.c.platform.type).label("platform"),
    bindparam("of_name", type_=deliveries.c.name.type).label("name"),
    bindparam("of_instant", type_=deliveries.c.at.type).label("at"),
).where(func.pg_try_advisory_xact_lock(func.hashtextextended(bindparam("of_name"), 0)))
_TAKING = Prepared(
    lambda _: (
        insert_in("postgresql", deliveries)
        .from_select(["platform", "name", "at"], _OURS)
        .on_conflict_do_nothing()
    )
)


class Deliveries:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def first(self, platform: str, name: str, now: datetime) -> bool:
        """Note a delivery; False if it was noted before."""
        new = insert_or(self._connection, deliveries).values(platform=platform, name=name[:LONGEST], at=now)
        noted = new.on_conflict_do_nothing().returning(deliveries.c.name)
        return self._connection.scalar(noted) is not None

    def takes(self, platform: str, name: str, now: datetime) -> bool:
        """Whether this process is the one to do what was delivered; False if another has done it or is at it.

        Waits for nobody: processes that hear the same many presses in another order would wait for each other. A
        SQLite file has one process, which itself remembers what it heard: nothing is written there.
        """
        if self._connection.dialect.name != "postgresql":
            return True
        told = {"of_platform": platform, "of_name": name[:LONGEST], "of_instant": now}
        return _TAKING.count(self._connection, [told]) == 1

    def noted(self, platform: str, name: str) -> bool:
        """Whether a delivery is noted."""
        here = select(deliveries.c.name).where(deliveries.c.platform == platform, deliveries.c.name == name)
        return self._connection.scalar(here) is not None

    def forget(self, now: datetime) -> int:
        """Let go of what can no longer be delivered again; give how many."""
        return self._connection.execute(delete(deliveries).where(deliveries.c.at < now - KEPT)).rowcount

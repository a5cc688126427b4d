"""What the platforms have delivered: each delivery counts once, however often and to whichever process it comes."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete

from bot.store.tables import deliveries
from bot.store.upsert import insert_or

KEPT = timedelta(hours=24)  # longer than any platform delivers again
LONGEST = 200  # characters of a platform's name for a delivery


class Deliveries:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def first(self, platform: str, name: str, now: datetime) -> bool:
        """Note a delivery; False if it was noted before."""
        new = insert_or(self._connection, deliveries).values(platform=platform, name=name[:LONGEST], at=now)
        noted = new.on_conflict_do_nothing().returning(deliveries.c.name)
        return self._connection.scalar(noted) is not None

    def forget(self, now: datetime) -> int:
        """Let go of what can no longer be delivered again; give how many."""
        return self._connection.execute(delete(deliveries).where(deliveries.c.at < now - KEPT)).rowcount

"""Whether the bot serves: the database, each platform's connection, the age of the last sweep; and its figures."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.chat import Refusal
from bot.house.doors import Door, Doors
from bot.meter import Meter
from bot.store.clocks import ASTRAY
from bot.store.ledger import Ledger
from bot.store.store import Store

PATIENCE = 4.0  # seconds for the database to answer a probe
STALE = 60.0  # seconds after which a sweep is overdue: four beats of the timetable

Serves = Callable[[], Awaitable[bool]]


class Health:
    """Answers probes; what it looks at is read when it is asked."""

    def __init__(
        self,
        meter: Meter,
        store: Store,
        serves: Serves,
        now: Callable[[], datetime],
    ) -> None:
        self._meter = meter
        self._store = store
        self._serves = serves
        self._now = now
        self.doors: dict[str, Door] = {}
        meter.also(Doors(self.doors))

    async def troubles(self) -> dict[str, str]:
        """Name what is not ready, and why; empty while all is well."""
        found = {name: door.trouble for name, door in self.doors.items() if door.trouble}
        if trouble := await self._database():
            found["database"] = trouble
        if trouble := self._sweep():
            found["sweep"] = trouble
        return found

    async def figures(self) -> bytes:
        """Write the figures, those of the database as they are now."""
        trouble = await self._database()
        if not trouble:
            await self._count_posts()
        return self._meter.text()

    def _sweep(self) -> str:
        if not self._meter.has_swept:
            return "no sweep has come to its end yet"
        age = self._meter.sweep_age
        return f"the last sweep ended {age:.0f} s ago" if age > STALE else ""

    async def _database(self) -> str:
        """Say why the database does not serve; nothing if it does."""
        try:
            async with asyncio.timeout(PATIENCE):
                serves = await self._serves()
                offset = await self._store.read(self._offset) if serves else timedelta()
        except TimeoutError:
            serves, words = False, f"does not answer within {PATIENCE:.0f} s"
        except Refusal:
            serves, words = False, "cannot be reached"
        else:
            words = "" if serves else "cannot be reached, or takes no changes"
        self._meter.database(up=serves, offset=offset.total_seconds() if serves else 0.0)
        if serves and abs(offset) > ASTRAY:
            return f"this machine's clock is {offset.total_seconds():.0f} s ahead of its clock: nothing is posted"
        return words

    def _offset(self, ledger: Ledger) -> timedelta:
        now = self._now()
        return now - ledger.time(now)

    async def _count_posts(self) -> None:
        now = self._now()
        states, due = await self._store.read(
            lambda ledger: (ledger.occurrences.states(), ledger.occurrences.oldest_due(now))
        )
        self._meter.posts(states.items(), (now - due).total_seconds() if due else 0.0)

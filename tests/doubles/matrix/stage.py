"""One quiz on a stage: a platform, a database, replicas that do one thing at a time, a clock that is pushed on."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.store.claims import LEASE
from doubles.clock import MONDAY
from doubles.matrix.evidence import Evidence, violations
from doubles.matrix.orders import Order, Times
from doubles.matrix.run import Plan, prepared
from doubles.matrix.sites import OnDiscord, discord_site
from doubles.matrix.students import Student
from doubles.matrix.troop import KILLED, PATIENCE, Replica, Troop
from doubles.rows import lay_out, rows

WINDOW = timedelta(hours=2)


@dataclass
class Stage:
    """The class's one quiz is due in two minutes; nothing happens but what is asked for."""

    site: OnDiscord
    troop: Troop
    order: Order
    acknowledged: list[tuple[int, int, str]] = field(default_factory=list)

    async def replica(self, *, kill: str = "", freeze: str = "") -> Replica:
        """Start a replica that dies, or freezes, at a point."""
        armed = {"kill": {kill: 1.0} if kill else {}, "freeze": {freeze: 1.0} if freeze else {}}
        return await self.troop.start(replace(self.order, **armed))  # type: ignore[arg-type]

    def go_on(self, **span: float) -> None:
        self.order.times.clock().go_on(**span)
        self.site.go_on(timedelta(**span).total_seconds())

    def lease_ends(self) -> None:
        self.go_on(seconds=LEASE.total_seconds() + 1)

    async def dies(self, replica: Replica) -> None:
        async with asyncio.timeout(PATIENCE):
            assert await replica.ended == KILLED

    async def swept(self) -> Replica:
        """Let a new replica sweep."""
        replica = await self.replica()
        assert await replica.ask("sweep") == {"n": 0}
        return replica

    def status(self) -> list[tuple[object, ...]]:
        return rows(self.order.database, "select status, attempt from occurrences")

    @property
    def start(self) -> str:
        """Give what the quiz's Start sends."""
        [message] = self.site.live(self.site.places[0].channel)
        return message.start

    def words(self) -> str:
        """Read what the quiz's one message says."""
        [message] = self.site.kept.values()
        return str(message.body)

    def student(self, id_: str = "7") -> Student:
        return Student(self.troop, self.site, self.site.places[0], id_, _moments(), self.acknowledged)

    def broken(self) -> dict[str, list[str]]:
        """Check every invariant."""
        live = [each for place in self.site.places for each in self.site.live(place.channel)]
        return violations(Evidence(self.order.database, live, self.acknowledged, self.site.sent()))


def _moments() -> random.Random:
    return random.Random(7)  # noqa: S311 - which letter, not a secret


@asynccontextmanager
async def staged(
    found: Troop,
    database: str,
    folder: Path,
    *,
    quizzes: int = 1,
    nonce_window: float = 300.0,
    speed: float = 1.0,
) -> AsyncIterator[Stage]:
    """Set the stage; whoever is left on it at the end is killed."""
    lay_out(database)
    kind = database.partition(":")[0].partition("+")[0]
    times = Times(str(folder / "pushed"), speed, datetime.now(UTC).isoformat(), MONDAY.isoformat())
    async with discord_site(1, nonce_window) as site:
        order = Order(database, site.platform, site.settings(), times, log=str(folder / "log"))
        plan = Plan(kind, occurrences=quizzes, a_minute=quizzes, window=WINDOW)
        await prepared(order, site, plan)
        try:
            yield Stage(site, found, order)
        finally:
            for replica in found.living:
                replica.kill()
                await replica.ended

"""One beat of the posting: whatever is due, in order."""

import uuid
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime, timedelta

import structlog

from bot.chat import Poster
from bot.posting.closing import Closing
from bot.posting.office import Office
from bot.posting.planning import plan
from bot.posting.sending import Sending
from bot.posting.standing import keep_daily, keep_daily_on
from bot.quiz.bank import Library
from bot.store.ledger import Ledger
from bot.store.schedules import Order
from bot.store.store import Store

ASTRAY = timedelta(seconds=60)  # how far this machine's clock may be from the database's

log = structlog.get_logger()


class Posting:
    """One process's share of the posting: `sweep` does whatever is due."""

    def __init__(
        self,
        store: Store,
        library: Library,
        posters: Mapping[str, Poster],
        now: Callable[[], datetime],
        at: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._store = store
        self._office = Office(store, library, posters, now, at, uuid.uuid4().hex[:12])
        self._sending = Sending(self._office)
        self._closing = Closing(self._office)

    async def begin(self, daily: Iterable[Order], later: Collection[str] = ()) -> None:
        """Take over from the process before: end its leases, read settings, zone and corrected keys anew.

        What the settings ask for on the platforms in `later` is not known yet: `order` is told it.
        """
        now, orders = self._office.now(), list(daily)
        await self._store.write(lambda ledger: ledger.occurrences.let_go(ledger.time(now)))
        await self._store.write(lambda ledger: keep_daily(ledger, orders, now, later))
        await self._store.write(lambda ledger: ledger.regrades.apply(self._office.library.bank.question, now))

    async def order(self, platform: str, daily: Iterable[Order]) -> None:
        """Read anew what the settings ask for on one platform."""
        now, orders = self._office.now(), list(daily)
        await self._store.write(lambda ledger: keep_daily_on(ledger, platform, orders, now))

    async def sweep(self) -> datetime | None:
        """Do whatever is due; give the instant at which something is due next."""
        now = self._office.now()
        if await self._store.read(lambda ledger: abs(ledger.time(now) - now)) > ASTRAY:
            log.error("posting rests: this machine's clock is over a minute from the database's")
            return None
        await self._store.write(lambda ledger: plan(ledger, now))
        self._office.at("planned")
        await self._sending.send()
        await self._closing.close()
        await self._closing.refresh()
        await self._closing.sweep_duplicates()
        return await self._store.read(_next)


def _next(ledger: Ledger) -> datetime | None:
    instants = (ledger.schedules.next_due(), ledger.occurrences.next_change())
    return min((instant for instant in instants if instant), default=None)

"""One beat of the posting: whatever is due, in order."""

import asyncio
import time
import uuid
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.chat import Poster
from bot.posting.closing import SWEEP_AFTER, Closing
from bot.posting.office import Office
from bot.posting.planning import plan
from bot.posting.sending import Sending
from bot.posting.standing import keep_daily, keep_daily_on
from bot.posting.telling import Telling
from bot.quiz.bank import Library
from bot.store.agenda import Agenda
from bot.store.backend import Away
from bot.store.clocks import ASTRAY
from bot.store.schedules import Order
from bot.store.store import Store

AGAIN = 1  # seconds until a database that was away is asked again
LONGEST = 30.0  # seconds after which a beat makes way for the next one

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Seen:
    """What is to be done, by this machine's clock and by the time that all processes share."""

    agenda: Agenda
    now: datetime
    shared: datetime

    def has_slots(self) -> bool:
        return _reached(self.agenda.slot, self.now)

    def has_posts(self) -> bool:
        """Whether a post is due, or one that another process began is given up by it."""
        return _reached(self.agenda.due, self.now) or _reached(self.agenda.lease, self.shared)

    def has_ends(self) -> bool:
        return self.agenda.owes_results or _reached(self.agenda.ends, self.now)

    def has_unswept(self) -> bool:
        return _reached(self.agenda.unswept, self.now - SWEEP_AFTER)


def _reached(instant: datetime | None, now: datetime) -> bool:
    return instant is not None and instant <= now


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
        self._office = Office(store, library, posters, now, at, uuid.uuid4().hex[:12], now())
        self._sending = Sending(self._office)
        self._closing = Closing(self._office)
        self._telling = Telling(self._office)

    async def begin(self, daily: Iterable[Order], later: Collection[str] = ()) -> None:
        """Take over from the process before: end its leases, read settings, zone and corrected keys anew.

        What the settings ask for on the platforms in `later` is not known yet: `order` is told it.
        """
        now, orders, bank = self._office.now(), list(daily), self._office.library.bank
        await self._store.write(lambda ledger: ledger.claims.let_go(ledger.time(now)))
        await self._store.write(lambda ledger: keep_daily(ledger, orders, now, later))
        await self._store.write(lambda ledger: ledger.regrades.apply(bank.question, now))

    async def order(self, platform: str, daily: Iterable[Order]) -> None:
        """Read anew what the settings ask for on one platform, as soon as the database serves."""
        now, orders = self._office.now(), list(daily)
        while True:
            try:
                await self._store.write(lambda ledger: keep_daily_on(ledger, platform, orders, now))
            except Away:
                await asyncio.sleep(AGAIN)
            else:
                return

    def end(self) -> None:
        """Begin nothing more: what is under way comes to its end, the rest is left to the next process."""
        self._office.ending.set()

    async def sweep(self) -> datetime | None:
        """Do whatever is due; give the instant at which something is due next. It rests while the database is away."""
        try:
            return await self._sweep()
        except* Away:
            log.error("posting rests: the database does not serve")  # noqa: TRY400 - no bug
        return None

    async def _sweep(self) -> datetime | None:
        until = time.monotonic() + LONGEST
        while (seen := await self._look()) and self._asks(seen):
            posted = await self._work_off(seen)
            if not posted or self._office.ending.is_set() or time.monotonic() > until:
                seen = await self._look()
                break
        if seen and seen.agenda.owes_notices:
            await self._telling.tell()
        return seen.agenda.next if seen else None

    async def _look(self) -> Seen | None:
        """Look what is to be done; nothing if this machine's clock is too far from the shared time."""
        now, awake = self._office.now(), self._office.awake()
        agenda, shared = await self._store.glance(
            lambda ledger: (ledger.agenda(awake, now), ledger.time(now))
        )
        if abs(shared - now) <= ASTRAY:
            return Seen(agenda, now, shared)
        log.error("posting rests: this machine's clock is over a minute astray")
        return None

    def _asks(self, seen: Seen) -> bool:
        tasks = (seen.has_slots(), seen.has_posts(), seen.has_ends(), seen.has_unswept())
        return any(tasks) or self._owes_counts(seen)

    def _owes_counts(self, seen: Seen) -> bool:
        return seen.agenda.owes_counts or self._closing.counted != seen.agenda.newest_answer

    async def _work_off(self, seen: Seen) -> int:
        """Do what was seen, posts first; tell how many were posted, since more may have come due meanwhile."""
        posted = 0
        if seen.has_slots():
            await self._store.write(lambda ledger: plan(ledger, seen.now))
        self._office.at("planned")
        if seen.has_slots() or seen.has_posts():
            posted = await self._sending.send()
        if seen.has_ends():
            await self._closing.close()
        if self._owes_counts(seen):
            await self._closing.refresh(seen.agenda.newest_answer)
        if seen.has_unswept():
            await self._closing.sweep_duplicates()
        return posted

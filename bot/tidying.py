"""Once a day lets go of what is older than the school keeps it: in small parts, so that nobody waits."""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from bot.chat import Refusal
from bot.store.store import Store

PARTS = 20  # at one beat; what is left over waits for the next
EVERY = timedelta(days=1)
LATER = timedelta(minutes=5)  # until it is tried again after the database was away

log = structlog.get_logger()


class Tidying:
    """Looks once a day for what is older than `days`; with 0 everything stays until it is erased.

    Nothing is remembered but what the database holds: ended at any moment, the next start goes on.
    """

    def __init__(
        self,
        store: Store,
        days: int,
        now: Callable[[], datetime],
        at: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._store = store
        self._kept = timedelta(days=days)
        self._now = now
        self._at = at
        self._next = datetime.min.replace(tzinfo=now().tzinfo)

    async def beat(self) -> None:
        """Let go of some parts, if it is time to."""
        now = self._now()
        if not self._kept or now < self._next:
            return
        self._next = now + LATER  # whatever fails is met again then
        try:
            done = await self._some(now)
        except Refusal:
            return  # the database is away, and the log says so
        self._next = now + EVERY if done else now

    async def _some(self, now: datetime) -> bool:
        """Let go of at most so many parts; True when nothing is left."""
        before = now - self._kept
        for _ in range(PARTS):
            part = await self._store.read(lambda ledger: ledger.retention.too_old(before))
            if part is None:
                return True
            await self._store.write(lambda ledger, part=part: ledger.retention.let_go(part))  # type: ignore[misc]
            log.info("let go of what is past its time", kind=part.kind, count=len(part.ids))
            self._at("tidied")
        return False

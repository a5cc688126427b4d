"""The store's door: read or write with a ledger, off the event loop, on kept connections."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from bot.chat import Refusal
from bot.store.asks import Readers
from bot.store.backend import READERS, Backend, Passing, Unanswered, Unusable, backend
from bot.store.clocks import Clock, shared_time
from bot.store.erasures import Keeping
from bot.store.ledger import UNTIL_ERASED, Ledger
from bot.store.papers import PapersAtHand
from bot.store.schema import try_to_write, upgrade
from bot.store.together import Answer, Coming, done_together
from bot.store.writer import Writer, told

SOON = 1.5  # seconds in which a database that serves has taken a write

Result = TypeVar("Result")

log = structlog.get_logger()


def _sound(kind: Backend, url: str) -> Engine:
    """Connect to a database that can serve, with the newest schema; raise Unusable, Unanswered or NewerSchema."""
    if trouble := kind.trouble_with(url):
        raise (Unanswered if isinstance(trouble, Passing) else Unusable)(trouble)
    engine = kind.writing_engine(url)
    try:
        upgrade(engine)
    except Exception:
        engine.dispose()
        raise
    return engine


class Store:
    """The open database of this process, migrated to the newest schema; raises InUse or Unusable."""

    def __init__(
        self, url: str, zone: ZoneInfo, clock: Clock = shared_time, keeping: Keeping = UNTIL_ERASED
    ) -> None:
        self._clock = clock
        self._keeping = keeping
        self._zone = zone  # of every class that has not set its own
        kind = backend(url)
        self._at_hand: PapersAtHand = {}
        self._held = kind.hold(url)
        try:
            self._writing = _sound(kind, url)
            self._bury()
        except Exception:
            self._held.release()
            raise
        self._reading = kind.reading_engine(url)
        self._glancing = kind.glancing_engine(url)
        self._readers = Readers(READERS)
        self._writer = Writer(self._writing, self._renew, done_together)

    def _bury(self) -> None:
        """Erase again, before anybody is served, whom a restored backup has brought back."""
        with self._writing.begin() as connection:
            if count := self._ledger(connection).erasures.bury(datetime.now(UTC)):
                log.warning(
                    "a backup brought back people who were erased; they are erased again", people=count
                )

    async def read(self, job: Callable[[Ledger], Result]) -> Result:
        """Give what the job reads, from one snapshot."""
        return await self._off_the_loop(self._reading, job)

    async def glance(self, job: Callable[[Ledger], Result]) -> Result:
        """Give what the job reads, at less cost; what it reads in two statements may lie a moment apart."""
        return await self._off_the_loop(self._glancing, job)

    async def _off_the_loop(self, engine: Engine, job: Callable[[Ledger], Result]) -> Result:
        return await self._readers.run(lambda: self._read(engine, job))

    def _read(self, engine: Engine, job: Callable[[Ledger], Result]) -> Result:
        try:
            return self._once(engine, job)
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise told(error) from None
        # A kept connection was lost, perhaps long ago: a read harms nothing when it is done once more on a new one.
        engine.dispose()
        try:
            return self._once(engine, job)
        except DBAPIError as error:
            raise told(error) from None

    def _once(self, engine: Engine, job: Callable[[Ledger], Result]) -> Result:
        with engine.begin() as connection:
            return job(self._ledger(connection))

    async def write(self, job: Callable[[Ledger], Result], coming: Coming | None = None) -> Result:
        """Give what the job returns once its changes are committed.

        `coming` is given for a job that keeps an answer and does nothing else.
        """
        if coming:
            return await self._writer.run(Answer(coming, job, self._ledger))
        return await self._writer.run(lambda connection: job(self._ledger(connection)))

    @property
    def waiting(self) -> int:
        """How many changes wait to be committed."""
        return self._writer.waiting

    async def serves(self) -> bool:
        """Whether a write would be taken now: one that changes nothing is tried, in a few milliseconds."""
        try:
            async with asyncio.timeout(SOON):
                await self._writer.run(try_to_write)
        except (Refusal, TimeoutError):
            return False
        return True

    def _renew(self) -> None:
        """Connect anew from now on: the address may lead elsewhere, to the server that took over."""
        self._disconnect()

    def _ledger(self, connection: Connection) -> Ledger:
        return Ledger(connection, self._zone, self._clock, self._at_hand, self._keeping)

    def close(self) -> None:
        """Commit what waits, then let go of the database."""
        self._writer.close()
        self._readers.close()
        self._disconnect()
        self._held.release()

    def _disconnect(self) -> None:
        for engine in (self._reading, self._glancing, self._writing):
            engine.dispose()

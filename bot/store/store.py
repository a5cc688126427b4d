"""The store's door: read or write with a ledger, off the event loop, on kept connections."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from bot.store.backend import READERS, Unusable, backend
from bot.store.erasures import Keeping
from bot.store.ledger import UNTIL_ERASED, Clock, Ledger, shared_time
from bot.store.schema import upgrade
from bot.store.writer import Writer, told

Result = TypeVar("Result")

log = structlog.get_logger()


class Store:
    """The open database of this process, migrated to the newest schema; raises InUse or Unusable."""

    def __init__(
        self, url: str, zone: ZoneInfo, clock: Clock = shared_time, keeping: Keeping = UNTIL_ERASED
    ) -> None:
        self._clock = clock
        self._keeping = keeping
        self._zone = zone  # of every class that has not set its own
        kind = backend(url)
        self._held = kind.hold(url)
        if trouble := kind.trouble_with(url):
            self._held.release()
            raise Unusable(trouble)
        self._writing = kind.writing_engine(url)
        upgrade(self._writing)
        self._bury()
        self._reading = kind.reading_engine(url)
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="reader")
        self._writer = Writer(self._writing)

    def _bury(self) -> None:
        """Erase again, before anybody is served, whom a restored backup has brought back."""
        with self._writing.begin() as connection:
            if count := self._ledger(connection).erasures.bury(datetime.now(UTC)):
                log.warning(
                    "a backup brought back people who were erased; they are erased again", people=count
                )

    async def read(self, job: Callable[[Ledger], Result]) -> Result:
        """Give what the job reads, from one snapshot."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._read, job)

    def _read(self, job: Callable[[Ledger], Result]) -> Result:
        try:
            with self._reading.begin() as connection:
                return job(self._ledger(connection))
        except DBAPIError as error:
            raise told(error) from None

    async def write(self, job: Callable[[Ledger], Result]) -> Result:
        """Give what the job returns once its changes are committed."""
        return await self._writer.run(lambda connection: job(self._ledger(connection)))

    def _ledger(self, connection: Connection) -> Ledger:
        return Ledger(connection, self._zone, self._clock, self._keeping)

    def close(self) -> None:
        """Commit what waits, then let go of the database."""
        self._writer.close()
        self._readers.shutdown()
        self._reading.dispose()
        self._writing.dispose()
        self._held.release()

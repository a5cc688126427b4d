"""The store's door: read or write with a ledger, off the event loop, on kept connections."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar
from zoneinfo import ZoneInfo

from filelock import FileLock, Timeout

from bot.store.engine import READERS, database_file, reading_engine, writing_engine
from bot.store.ledger import Ledger
from bot.store.schema import trouble_with, upgrade
from bot.store.writer import Writer

Result = TypeVar("Result")


class InUse(Exception):
    """Another process has the database open for its bot."""


class Unusable(Exception):
    """The database file cannot serve: which, why, and the cure."""


class Store:
    """The open database of this process, migrated to the newest schema."""

    def __init__(self, url: str, zone: ZoneInfo) -> None:
        self._zone = zone  # of every class that has not set its own
        self._lock = _only_process(url)
        if trouble := trouble_with(database_file(url)):
            self._lock.release()
            raise Unusable(trouble)
        self._writing = writing_engine(url)
        upgrade(self._writing)
        self._reading = reading_engine(url)
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="reader")
        self._writer = Writer(self._writing)

    async def read(self, job: Callable[[Ledger], Result]) -> Result:
        """Give what the job reads, from one snapshot."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._read, job)

    def _read(self, job: Callable[[Ledger], Result]) -> Result:
        with self._reading.begin() as connection:
            return job(Ledger(connection, self._zone))

    async def write(self, job: Callable[[Ledger], Result]) -> Result:
        """Give what the job returns once its changes are committed."""
        return await self._writer.run(lambda connection: job(Ledger(connection, self._zone)))

    def close(self) -> None:
        """Commit what waits, then let go of the database."""
        self._writer.close()
        self._readers.shutdown()
        self._reading.dispose()
        self._writing.dispose()
        self._lock.release()


def _only_process(url: str) -> FileLock:
    file = database_file(url)
    file.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(f"{file}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise InUse(
            f"{file} is in use by another Card Index process. SQLite serves one process at a time: "
            "stop the other one, or give this one its own DATABASE_URL."
        ) from None
    return lock

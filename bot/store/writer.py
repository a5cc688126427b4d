"""The writer: one thread that commits many requests' changes together."""

import contextlib
import queue
import sqlite3
import threading
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import structlog
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError

from bot.chat import Refusal
from bot.store.asks import Ask, Given, Outcome, asked, tell
from bot.store.backend import Away

BATCH = 256  # requests in one commit at most
LAST = 8.0  # seconds that the end of the bot waits for what is not committed yet: it has ten in all
WAITING = 4_096  # requests that may wait; one more is refused rather than lost

AGAIN = {"40001", "40P01"}  # PostgreSQL's word for "another process was in the way": the job runs once more
READ_ONLY = "25006"  # its word for a server that is, for now, no more than a copy
# SQLite's words for a file that is locked, read-only, unreadable, full or cannot be opened; any other is a bug of ours.
FILE_TROUBLE = {5, 6, 8, 10, 13, 14}

Result = TypeVar("Result")
Job = Callable[[Connection], Any]
DoAll = Callable[[Connection, Sequence[Job]], list[Any]]

log = structlog.get_logger()


def each_in_turn(connection: Connection, jobs: Sequence[Job]) -> list[Any]:
    """Give what comes of each job."""
    return [job(connection) for job in jobs]


class Writer:
    """Runs jobs one after the other and answers only after their commit.

    Jobs that wait together share one transaction, in which `do_all` does them. If one of them fails, they are run
    anew, each within a savepoint of its own, so that it takes back its own changes alone: a job may be run more than
    once.
    """

    def __init__(
        self, engine: Engine, renew: Callable[[], object] | None = None, do_all: DoAll = each_in_turn
    ) -> None:
        self._engine = engine
        self._do_all = do_all
        self._renew = renew or engine.dispose  # done after each failure of the database to serve
        # What the loop hears in one turn is handed over together.
        self._gathered: list[Ask] = []
        self._asked: queue.SimpleQueue[Ask | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="writer", daemon=True)
        self._closed = False
        self._last_taken = False
        self._thread.start()

    async def run(self, job: Callable[[Connection], Result]) -> Result:
        """Give the job's result once it is committed; raise what the job raised, or Refusal if too many wait."""
        if self._closed:
            raise Refusal("The bot is just being restarted. Please press again in a moment.")
        if self.waiting >= WAITING:
            raise Refusal("Very many are answering just now. Please press again in a moment.")
        ask = asked(job)
        if not self._gathered:
            ask.loop.call_soon(self._hand_over)
        self._gathered.append(ask)
        result: Result = await ask.done
        return result

    def _hand_over(self) -> None:
        gathered, self._gathered = self._gathered, []
        for ask in gathered:
            self._asked.put(ask)

    @property
    def waiting(self) -> int:
        """How many requests wait for their turn."""
        return self._asked.qsize() + len(self._gathered)

    def close(self) -> None:
        """Commit what waits, then stop; of a database that hangs, stop waiting in time."""
        self._closed = True
        self._hand_over()
        self._asked.put(None)
        self._thread.join(LAST)
        if self._thread.is_alive():
            log.error("the database hangs: what waited for it is not saved, and nobody was told that it is")

    def _work(self) -> None:
        while not self._last_taken:
            if batch := self._next_batch():
                self._commit(batch)

    def _next_batch(self) -> list[Ask]:
        """Wait for a job, then take along what else is there."""
        batch: list[Ask] = []
        while len(batch) < BATCH:
            try:
                ask = self._asked.get(block=not batch)
            except queue.Empty:
                break
            if ask is None:
                self._last_taken = True
                break
            batch.append(ask)
        return batch

    def _commit(self, batch: Sequence[Ask]) -> None:
        jobs = [ask.job for ask in batch]
        try:
            outcomes = self._together(jobs) or self._one_by_one(jobs)
        except Exception as error:  # noqa: BLE001 - the database's own failure, told to everyone in the batch
            outcomes = [told(error)] * len(batch)
        if any(isinstance(outcome, Away) for outcome in outcomes):
            self._renew()
        tell(batch, outcomes)

    def _together(self, jobs: Sequence[Job]) -> "list[Outcome] | None":
        """Run the jobs without the cost of savepoints; None, and nothing changed, if one of them failed."""
        with contextlib.suppress(_OneFailed), self._engine.begin() as connection:
            return list(map(Given, _unfailing(self._do_all, connection, jobs)))
        return None

    def _one_by_one(self, jobs: Sequence[Job]) -> "list[Outcome]":
        with self._engine.begin() as connection:
            return [_attempt(connection, job) for job in jobs]


class _OneFailed(Exception):
    """A job of a batch failed, for whatever reason."""


def _unfailing(do_all: DoAll, connection: Connection, jobs: Sequence[Job]) -> list[Any]:
    try:
        return do_all(connection, jobs)
    except Exception as error:
        raise _OneFailed from error


def _attempt(connection: Connection, job: Job) -> Outcome:
    """Run a job, once more if another process came in between: then it meets what that one wrote."""
    try:
        return _within_savepoint(connection, job)
    except DBAPIError as error:
        if _is_over(connection):
            raise  # with it went what the jobs before had changed
        if not _was_in_the_way(error):
            return told(error)
    except Exception as error:  # noqa: BLE001 - handed to whoever asked
        return error
    try:
        return _within_savepoint(connection, job)
    except Exception as error:  # noqa: BLE001 - handed to whoever asked
        return told(error)


def _within_savepoint(connection: Connection, job: Job) -> Given:
    savepoint = connection.begin_nested()
    try:
        given = Given(job(connection))
        savepoint.commit()
    except BaseException:
        if not _is_over(connection):
            savepoint.rollback()
        raise
    return given


def _is_over(connection: Connection) -> bool:
    """Whether the database has ended the transaction by itself: the connection broke, or SQLite found no room."""
    if connection.invalidated:
        return True
    return not getattr(connection.connection.dbapi_connection, "in_transaction", True)  # SQLite's word alone


def _was_in_the_way(error: DBAPIError) -> bool:
    return isinstance(error, IntegrityError) or _state(error) in AGAIN


def _state(error: DBAPIError) -> str | None:
    return getattr(error.orig, "sqlstate", None)


def told(error: Exception) -> Exception:
    """Give what to tell the member when the database is away; any other error as it is."""
    if not isinstance(error, DBAPIError) or not _is_away(error):
        return error
    log.error("the database does not serve", kind=type(error.orig).__name__)
    return Away(
        "The class's book is temporarily unavailable, so nothing was saved. Please try again in a minute."
    )


def _is_away(error: DBAPIError) -> bool:
    if isinstance(error.orig, sqlite3.Error):
        return error.orig.sqlite_errorcode & 0xFF in FILE_TROUBLE
    return isinstance(error, (OperationalError, InterfaceError)) or _state(error) == READ_ONLY

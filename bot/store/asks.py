"""Jobs that threads do for the event loop: handed over, and what came of them handed back.

By queues of the standard library, since its executors take longer for it than a look at the database does.
"""

import asyncio
import contextlib
import queue
import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeVar

Result = TypeVar("Result")


class Ask(NamedTuple):
    """A job, and who waits for it on which loop."""

    job: Callable[..., Any]
    done: asyncio.Future[Any]
    loop: asyncio.AbstractEventLoop


class Given:
    """A job's result, told apart from a failure."""

    def __init__(self, value: object) -> None:
        self.value = value


Outcome = Given | Exception


def asked(job: Callable[..., Result]) -> Ask:
    """Ask on the loop that runs here."""
    loop = asyncio.get_running_loop()
    return Ask(job, loop.create_future(), loop)


def tell(batch: Sequence[Ask], outcomes: Sequence[Outcome]) -> None:
    """Hand the outcomes to the loops that wait for them: each loop is woken once, however many wait on it."""
    waiting = defaultdict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Any], Outcome]]](list)
    for ask, outcome in zip(batch, outcomes, strict=True):
        waiting[ask.loop].append((ask.done, outcome))
    for loop, settled in waiting.items():
        with contextlib.suppress(RuntimeError):  # the loop has ended, and with it whoever asked
            loop.call_soon_threadsafe(_settle, settled)


def _settle(settled: Sequence[tuple[asyncio.Future[Any], Outcome]]) -> None:
    for done, outcome in settled:
        if done.done():
            continue  # whoever asked has gone; what was committed stays
        if isinstance(outcome, Given):
            done.set_result(outcome.value)
        else:
            done.set_exception(outcome)


class Readers:
    """A few threads that do jobs side by side."""

    def __init__(self, count: int) -> None:
        self._asked: queue.SimpleQueue[Ask | None] = queue.SimpleQueue()
        self._threads = [
            threading.Thread(target=self._work, name=f"reader-{number}", daemon=True)
            for number in range(count)
        ]
        for thread in self._threads:
            thread.start()

    async def run(self, job: Callable[[], Result]) -> Result:
        """Give what the job gives; raise what it raises."""
        ask = asked(job)
        self._asked.put(ask)
        result: Result = await ask.done
        return result

    def close(self) -> None:
        """Do what was asked for, then stop."""
        for _ in self._threads:
            self._asked.put(None)
        for thread in self._threads:
            thread.join()

    def _work(self) -> None:
        while ask := self._asked.get():
            tell([ask], [_done(ask.job)])


def _done(job: Callable[[], object]) -> Outcome:
    try:
        return Given(job())
    except Exception as error:  # noqa: BLE001 - handed to whoever asked
        return error

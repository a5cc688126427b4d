"""Acts under way: when very many come at once, all are acknowledged before the work on any of them begins."""

import asyncio
from collections.abc import Coroutine
from typing import Any

MANY = 32  # acts under way: with fewer there is time for both
QUIET = 0.02  # seconds without a new act after which a rush is over
LONGEST = 1.0  # seconds that work is held back at most: Slack gives three to a trigger
LAST = 5.0  # seconds that acts under way get when the bot ends


class UnderWay:
    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()
        self._calm = asyncio.Event()
        self._calm.set()
        self._ends: asyncio.TimerHandle | None = None
        self._latest = 0.0

    def begin(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Begin work that goes on by itself, and is waited for when the bot ends."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def calm(self) -> None:
        """Come back once nothing new comes, at once where few acts are under way."""
        if len(self._tasks) >= MANY:
            self._goes_on()
        if not self._calm.is_set():
            await self._calm.wait()

    def _goes_on(self) -> None:
        """Put the end of the rush off, but not for ever."""
        loop = asyncio.get_running_loop()
        if self._calm.is_set():
            self._latest = loop.time() + LONGEST
            self._calm.clear()
        if self._ends:
            self._ends.cancel()
        self._ends = loop.call_at(min(self._latest, loop.time() + QUIET), self._calm.set)

    async def end(self) -> None:
        """Let all come to its end; what takes longer is given up, since the doors close."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=LAST)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

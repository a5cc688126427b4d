"""Waiting for work, but never for long."""

import asyncio
from collections import deque
from functools import partial
from typing import Any

SLOW = (
    1.5  # seconds after which a member is told to wait; Slack gives 3 to a trigger and to an acknowledgement
)


class Patience:
    """Waits for many tasks by one timer: all get the same time, so whichever began first is late first."""

    def __init__(self) -> None:
        self._waiting: deque[tuple[float, asyncio.Future[None]]] = deque()
        self._timer: asyncio.TimerHandle | None = None

    async def sees(self, task: asyncio.Task[Any]) -> bool:
        """Whether the task ends soon; it goes on if it does not."""
        loop = asyncio.get_running_loop()
        waits = loop.create_future()
        self._waiting.append((loop.time() + SLOW, waits))
        if self._timer is None:
            self._timer = loop.call_later(SLOW, self._give_up)
        task.add_done_callback(partial(_end, waits))
        await waits
        return task.done()

    def _give_up(self) -> None:
        """End the waits that are over or last too long, then look again when the next one would."""
        loop = asyncio.get_running_loop()
        while self._waiting and (self._waiting[0][0] <= loop.time() or self._waiting[0][1].done()):
            _end(self._waiting.popleft()[1])
        self._timer = loop.call_at(self._waiting[0][0], self._give_up) if self._waiting else None


def _end(waits: asyncio.Future[None], _: object = None) -> None:
    if not waits.done():
        waits.set_result(None)

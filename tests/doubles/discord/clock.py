"""The stand-in's time: it runs by itself, and a test can push it on."""

import asyncio
import time
from datetime import UTC, datetime

EPOCH = 1_420_070_400_000  # milliseconds: Discord counts its ids from the first instant of 2015


class Clock:
    def __init__(self) -> None:
        self._ahead = 0.0
        self._moved = asyncio.Event()

    def now(self) -> float:
        """Give the instant in seconds since 1970."""
        return time.time() + self._ahead

    def go_on(self, seconds: float) -> float:
        """Push the time on; whoever waits for an instant that has now passed waits no longer."""
        self._ahead += seconds
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()
        return self.now()

    async def until(self, instant: float) -> None:
        while (left := instant - self.now()) > 0:
            try:
                await asyncio.wait_for(self._moved.wait(), left)
            except TimeoutError:
                continue


class Snowflakes:
    """Ids that grow, with their instant in the upper bits."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0

    def new(self) -> int:
        self._last = max(self._last + 1, (int(self._clock.now() * 1000) - EPOCH) << 22)
        return self._last


def instant_of(snowflake: int) -> float:
    """Give the instant at which an id was made, in seconds since 1970."""
    return ((snowflake >> 22) + EPOCH) / 1000


def iso(instant: float) -> str:
    return datetime.fromtimestamp(instant, UTC).isoformat()

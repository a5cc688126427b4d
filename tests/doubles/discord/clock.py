"""The stand-in's time: it runs by itself, and a test can push it on."""

import asyncio
import time
from datetime import UTC, datetime

EPOCH = 1_420_070_400_000  # milliseconds: Discord counts its ids from the first instant of 2015


class Clock:
    def __init__(self) -> None:
        self._ahead = 0.0
        self._limits: dict[asyncio.Timeout, float] = {}

    def now(self) -> float:
        """Give the instant in seconds since 1970."""
        return time.time() + self._ahead

    def go_on(self, seconds: float) -> float:
        """Push the time on; whoever waits for something until an instant waits that much less."""
        self._ahead += seconds
        for limit, instant in self._limits.items():
            limit.reschedule(self._when(instant))
        return self.now()

    async def comes(self, event: asyncio.Event, instant: float) -> bool:
        """Wait for an event until an instant; tell whether it came."""
        limit = asyncio.timeout_at(self._when(instant))
        self._limits[limit] = instant
        try:
            async with limit:
                await event.wait()
        except TimeoutError:
            pass
        finally:
            self._limits.pop(limit)
        return event.is_set()

    def _when(self, instant: float) -> float:
        """Give an instant by the loop's own clock."""
        return asyncio.get_running_loop().time() + max(0.0, instant - self.now())


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

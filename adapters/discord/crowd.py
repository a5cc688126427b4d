"""Those who wait for a first word: Discord gives three seconds to it, and fifteen minutes to what comes after."""

import asyncio
import contextlib

LARGE = 64  # who wait beyond which each is promised an answer, and answers are held back
SMALL = 8  # who wait until which they are: fewer lose no time by the many answers that follow
AT_ONCE = 32  # words sent to a large crowd at a time: sent all at once, each of them is late
LONGEST = 5.0  # seconds that an answer is held back at most


class Crowd:
    """Who waits for a first word now, by the ids of their interactions."""

    def __init__(self) -> None:
        self._waiting: set[int] = set()
        self._small = asyncio.Event()
        self._small.set()
        self.turns = asyncio.Semaphore(AT_ONCE)

    @property
    def is_large(self) -> bool:
        return len(self._waiting) > LARGE

    def joined_by(self, one: int) -> None:
        self._waiting.add(one)
        if self.is_large:
            self._small.clear()

    def left_by(self, one: int) -> None:
        """Count one out who has had a first word, or gets none."""
        self._waiting.discard(one)
        if len(self._waiting) <= SMALL:
            self._small.set()

    async def thins_out(self) -> None:
        """Wait until a large crowd has become small, though not for long."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LONGEST):
                await self._small.wait()

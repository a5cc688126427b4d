"""When very many act at once: all of them are acknowledged before the work on any of them begins."""

import asyncio

MANY = 32  # acts under way: with fewer there is time for both
QUIET = 0.02  # seconds without a new act after which a rush is over
LONGEST = 1.0  # seconds that work is held back at most: Slack gives three to a trigger


class Rush:
    def __init__(self) -> None:
        self._calm = asyncio.Event()
        self._calm.set()
        self._ends: asyncio.TimerHandle | None = None
        self._latest = 0.0

    async def over(self, under_way: int) -> None:
        """Come back once nothing new comes, at once where few acts are under way."""
        if under_way >= MANY:
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

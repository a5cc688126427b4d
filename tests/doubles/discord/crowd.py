"""Many presses at once, timed where they are made: for load, without a control call for each."""

import asyncio
from dataclasses import dataclass, field

from .people import People

Press = tuple[int, int, str]  # user, message, custom id


@dataclass
class Timed:
    """Seconds from each press to the bot's first answer, as far as one came in time; the rest are failures."""

    seconds: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    whole: float = 0.0


@dataclass
class Crowd:
    people: People

    async def press(self, presses: list[Press], in_flight: int) -> Timed:
        """Press one after another, so many at a time; the buttons may be of a card that is no longer there."""
        told, left = Timed(), iter(presses)
        began = _now()

        async def hand() -> None:
            for each in left:
                await self._one(told, *each)

        await asyncio.gather(*(hand() for _ in range(in_flight)))
        told.whole = _now() - began
        return told

    async def burst(self, presses: list[Press], seconds: float) -> Timed:
        """Press evenly over some seconds, whether or not earlier presses are answered."""
        told, began = Timed(), _now()
        async with asyncio.TaskGroup() as group:
            for place, each in enumerate(presses):
                await asyncio.sleep(max(0.0, began + seconds * place / len(presses) - _now()))
                group.create_task(self._one(told, *each))
        told.whole = _now() - began
        return told

    async def _one(self, told: Timed, user: int, message: int, custom_id: str) -> None:
        began = _now()
        seen = await self.people.forge(user, message, custom_id)
        if seen.failure:
            told.failures.append(seen.failure)
        else:
            told.seconds.append(_now() - began)


def _now() -> float:
    return asyncio.get_running_loop().time()

"""The class of a run: it answers whatever is open, and writes down, outside the database, what was acknowledged."""

import asyncio
import contextlib
import random
from dataclasses import dataclass, field
from typing import Any

from bot.chat import Place
from doubles.matrix.sites import Site
from doubles.matrix.troop import Gone, Troop

Acknowledged = tuple[int, int, str]  # round, place, letter


@dataclass
class Student:
    """One of the class, who presses again when the bot has gone in between."""

    troop: Troop
    site: Site
    place: Place
    id: str
    chance: random.Random
    acknowledged: list[Acknowledged] = field(default_factory=list)
    _done: set[str] = field(default_factory=set)

    async def study(self) -> None:
        """Answer every quiz that shows in the channel, until cancelled."""
        while True:
            for message in self.site.live(self.place.channel):
                if message.start and message.start not in self._done:
                    await self.answer(message.start)
                    self._done.add(message.start)
            await asyncio.sleep(0.5)

    async def answer(self, start: str) -> None:
        """Go through a quiz, one letter for each question."""
        told = await self.press(start)
        while picks := [token for token in told.get("tokens", ()) if token.startswith("pick:")]:
            token = self.chance.choice(picks)
            if "refused" not in await self.press(token):
                _, round_id, place, letter = token.split(":")
                self.acknowledged.append((int(round_id), int(place), letter))
            told = await self.press(start)

    async def press(self, token: str) -> dict[str, Any]:
        """Press until some replica answers; give what it says."""
        who = {"who": self.id, "name": f"Student {self.id}", "role": "student"}
        here = [self.place.platform, self.place.server, self.place.channel]
        while True:
            living = [each for each in self.troop.living if not each.frozen]
            if living:
                with contextlib.suppress(Gone, TimeoutError):
                    told = await self.chance.choice(living).ask("press", token=token, place=here, **who)
                    if "try again" not in told.get("refused", ""):
                        return told
            await asyncio.sleep(0.05)

"""A classroom served by the test itself, so that any card can hang in it."""

import json
from dataclasses import dataclass

from adapters.classroom.client import Classroom
from adapters.classroom.payload import CLASSROOM
from bot.chat import Reply
from bot.store.store import Store
from bot.study import utc_now


@dataclass(frozen=True)
class Wall:
    classroom: Classroom
    store: Store
    address: str

    async def pin(self, reply: Reply) -> None:
        """Post a card."""
        await self.classroom.post(CLASSROOM, reply, reply.title)

    async def scrawl(self, card: dict[str, object]) -> None:
        """Keep a card as it is, as a bot of another version would have."""
        drawn, now = json.dumps(card), utc_now()
        await self.store.write(lambda ledger: ledger.classroom.post(CLASSROOM.channel, "scrawl", drawn, now))

"""What appears on people's screens, in order, and who waits for it."""

import asyncio
from dataclasses import dataclass, field

from .refusals import Json

PATIENCE = 10.0  # seconds, for a machine that is busy


@dataclass
class News:
    """`kind`: message, changed, deleted, ephemeral, modal, closed or home; `user` is empty for everybody."""

    kind: str
    user: str
    channel: str = ""
    message: Json = field(default_factory=dict)
    view: Json = field(default_factory=dict)


class Board:
    def __init__(self) -> None:
        self.items: list[News] = []
        self.forgotten = 0
        self._fresh = asyncio.Event()

    @property
    def count(self) -> int:
        return self.forgotten + len(self.items)

    def tell(self, news: News) -> None:
        self.items.append(news)
        self._fresh.set()
        self._fresh = asyncio.Event()

    def forget(self) -> None:
        self.forgotten += len(self.items)
        self.items.clear()

    async def next(self, since: int, user: str, kinds: str, seconds: float = PATIENCE) -> News:
        """Wait for something that this member sees; `kinds` are words, "" is any."""
        async with asyncio.timeout(seconds):
            while True:
                fresh = self._fresh
                for news in self.items[max(0, since - self.forgotten) :]:
                    if news.user in ("", user) and (not kinds or news.kind in kinds.split()):
                        return news
                await fresh.wait()

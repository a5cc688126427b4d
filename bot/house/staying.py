"""A chat platform's door, kept open until the platform's last word."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

import structlog

from bot.chat import Final, Place, Poster
from bot.house.daily import daily
from bot.house.pieces import Pieces

LEAVING = 1.0  # seconds until a door that still tries to get in is told to stop

log = structlog.get_logger()


class ChatDoor(Protocol):
    """A platform's client, and what posts in its channels."""

    @property
    def poster(self) -> Poster: ...

    async def run(self, is_in: Callable[[Any], Awaitable[None]]) -> None:
        """Get in, tell so, stay until closed; raise Final at the platform's last word."""
        ...

    async def close(self) -> None:
        """Leave, once the answers under way are given."""
        ...


Door_co = TypeVar("Door_co", bound=ChatDoor, covariant=True)


@dataclass(frozen=True)
class Chat(Generic[Door_co]):
    """A platform by its name, its door, and how to find the channel of the daily quiz of the settings."""

    platform: str
    door: Door_co
    daily_in: Callable[[], Awaitable[Place | None]]


@asynccontextmanager
async def kept(
    pieces: Pieces, chat: Chat[ChatDoor], goes_on: Callable[[], object]
) -> AsyncIterator[asyncio.Task[str]]:
    """Keep the bot on a platform; gives the task that ends with its last word.

    `goes_on` says whether another door stays open then.
    """

    async def stay() -> str:
        try:
            await chat.door.run(lambda _: _is_in(pieces, chat))
        except Final as final:
            pieces.posters.pop(chat.platform, None)
            if goes_on():
                words = f"{chat.platform.title()} is closed to the bot, the rest goes on"
                log.error(words, cure=str(final))  # noqa: TRY400 - no bug
            return str(final)
        return ""

    staying = asyncio.create_task(stay())
    try:
        yield staying
    finally:
        await chat.door.close()
        await asyncio.wait({staying}, timeout=LEAVING)
        staying.cancel()
        await asyncio.wait({staying})


async def _is_in(pieces: Pieces, chat: Chat[ChatDoor]) -> None:
    """Begin to post there: what is due, and the daily quiz of the settings."""
    pieces.posters[chat.platform] = chat.door.poster
    place = await chat.daily_in()
    wanted = [daily(pieces.settings, place)] if place else []
    await pieces.posting.order(chat.platform, filter(None, wanted))
    pieces.timetable.soon()

"""The door to Discord: opened where its token is set, and kept until Discord's last word."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING

import structlog

from bot.house.daily import daily
from bot.house.pieces import Pieces

if TYPE_CHECKING:
    from adapters.discord.client import Discord

log = structlog.get_logger()


def made(pieces: Pieces) -> "Discord | None":
    """Make the door if Discord's token is set."""
    if not pieces.settings.DISCORD_TOKEN.get_secret_value():
        return None
    from adapters.discord.client import Discord  # noqa: PLC0415 - only where it is needed

    door = Discord(pieces.settings, pieces.bot)
    pieces.health.doors["discord"] = door
    return door


@asynccontextmanager
async def kept(
    pieces: Pieces, discord: "Discord", goes_on: Callable[[], object]
) -> AsyncIterator[asyncio.Task[str]]:
    """Keep the bot on Discord; gives the task that ends with Discord's last word.

    `goes_on` says whether another door stays open then.
    """
    from adapters.discord.connection import Final  # noqa: PLC0415 - only where it is needed

    async def stay() -> str:
        try:
            await discord.run(partial(_joined, pieces))
        except Final as final:
            pieces.posters.pop("discord", None)
            if goes_on():
                log.error("Discord is closed to the bot, the rest goes on", cure=str(final))  # noqa: TRY400 - no bug
            return str(final)
        return ""

    staying = asyncio.create_task(stay())
    try:
        yield staying
    finally:
        await discord.close()
        staying.cancel()  # it may still be knocking
        await asyncio.wait({staying})


async def _joined(pieces: Pieces, discord: "Discord") -> None:
    """Begin to post on Discord: what is due there, and the daily quiz of the settings."""
    settings = pieces.settings
    pieces.posters["discord"] = discord.poster
    wanted = settings.DISCORD_QUIZ_CHANNEL if settings.DAILY_QUIZ_TIME else ""
    place = await discord.place_of(wanted) if wanted else None
    await pieces.posting.order("discord", filter(None, [daily(settings, place)] if place else []))
    pieces.timetable.soon()

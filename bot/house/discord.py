"""The door to Discord: opened where its token is set, and kept until Discord's last word."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import structlog

from bot.chat import Poster
from bot.house.daily import daily
from bot.posting import Posting
from bot.settings import Settings
from bot.study import StudyBot
from bot.timetable import Timetable

if TYPE_CHECKING:
    from adapters.discord.client import Discord

log = structlog.get_logger()


def made(settings: Settings, bot: StudyBot) -> "Discord | None":
    """Make the door if Discord's token is set."""
    if not settings.DISCORD_TOKEN.get_secret_value():
        return None
    from adapters.discord.client import Discord  # noqa: PLC0415 - only where it is needed

    return Discord(settings, bot)


@asynccontextmanager
async def kept(
    discord: "Discord",
    joined: Callable[["Discord"], Awaitable[None]],
    posters: dict[str, Poster],
    goes_on: Callable[[], object],
) -> AsyncIterator[asyncio.Task[str]]:
    """Keep the bot on Discord; gives the task that ends with Discord's last word.

    `goes_on` says whether another door stays open then.
    """
    from adapters.discord.connection import Final  # noqa: PLC0415 - only where it is needed

    async def stay() -> str:
        try:
            await discord.run(joined)
        except Final as final:
            posters.pop("discord", None)
            if goes_on():
                log.error("Discord is closed to the bot, the page goes on", cure=str(final))  # noqa: TRY400 - no bug
            return str(final)
        return ""

    staying = asyncio.create_task(stay())
    try:
        yield staying
    finally:
        await discord.close()
        staying.cancel()  # it may still be knocking
        await asyncio.wait({staying})


async def joined(
    settings: Settings, posting: Posting, posters: dict[str, Poster], timetable: Timetable, discord: "Discord"
) -> None:
    """Begin to post on Discord: what is due there, and the daily quiz of the settings."""
    posters["discord"] = discord.poster
    wanted = settings.DISCORD_QUIZ_CHANNEL if settings.DAILY_QUIZ_TIME else ""
    place = await discord.place_of(wanted) if wanted else None
    await posting.order("discord", filter(None, [daily(settings, place)] if place else []))
    timetable.soon()

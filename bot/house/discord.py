"""The door to Discord, where its token is set."""

from typing import TYPE_CHECKING

from bot.chat import Place
from bot.house.pieces import Pieces
from bot.house.staying import Chat

if TYPE_CHECKING:
    from adapters.discord.client import Discord


def made(pieces: Pieces) -> "Chat[Discord] | None":
    """Make the door if Discord's token is set."""
    settings = pieces.settings
    if not settings.DISCORD_TOKEN.get_secret_value():
        return None
    from adapters.discord.client import Discord  # noqa: PLC0415 - only where it is needed

    door = pieces.health.doors["discord"] = Discord(settings, pieces.bot)

    async def daily_in() -> Place | None:
        wanted = settings.DISCORD_QUIZ_CHANNEL if settings.DAILY_QUIZ_TIME else ""
        return await door.place_of(wanted) if wanted else None

    return Chat("discord", door, daily_in)

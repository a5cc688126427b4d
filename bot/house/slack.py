"""The door to Slack, where its token is set."""

from typing import TYPE_CHECKING

from bot.chat import Place
from bot.house.pieces import Pieces
from bot.house.staying import Chat

if TYPE_CHECKING:
    from adapters.slack.client import Slack


def made(pieces: Pieces) -> "Chat[Slack] | None":
    """Make the door if Slack's token is set."""
    settings = pieces.settings
    if not settings.has_slack:
        return None
    from adapters.slack.client import Slack  # noqa: PLC0415 - only where it is needed

    door = pieces.health.doors["slack"] = Slack(settings, pieces.bot, pieces.store, pieces.now)

    async def daily_in() -> Place | None:
        channel = settings.SLACK_QUIZ_CHANNEL
        return door.place_of(channel) if channel else None

    return Chat("slack", door, daily_in)

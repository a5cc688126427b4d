"""The door to Slack: opened where its token is set, and kept until Slack's last word."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING

import structlog

from bot.house.daily import daily
from bot.house.pieces import Pieces

if TYPE_CHECKING:
    from adapters.slack.client import Slack

log = structlog.get_logger()


def made(pieces: Pieces) -> "Slack | None":
    """Make the door if Slack's token is set."""
    if not pieces.settings.has_slack:
        return None
    from adapters.slack.client import Slack  # noqa: PLC0415 - only where it is needed

    door = Slack(pieces.settings, pieces.bot, pieces.store, pieces.now)
    pieces.health.doors["slack"] = door
    return door


@asynccontextmanager
async def kept(
    pieces: Pieces, slack: "Slack", goes_on: Callable[[], object]
) -> AsyncIterator[asyncio.Task[str]]:
    """Keep the bot on Slack; gives the task that ends with Slack's last word.

    `goes_on` says whether another door stays open then.
    """
    from adapters.slack.client import Final  # noqa: PLC0415 - only where it is needed

    async def stay() -> str:
        try:
            await slack.run(partial(_joined, pieces))
        except Final as final:
            pieces.posters.pop("slack", None)
            if goes_on():
                log.error("Slack is closed to the bot, the rest goes on", cure=str(final))  # noqa: TRY400 - no bug
            return str(final)
        return ""

    staying = asyncio.create_task(stay())
    try:
        yield staying
    finally:
        await slack.close()
        await staying


async def _joined(pieces: Pieces, slack: "Slack") -> None:
    """Begin to post on Slack: what is due there, and the daily quiz of the settings."""
    settings = pieces.settings
    pieces.posters["slack"] = slack.poster
    channel = settings.SLACK_QUIZ_CHANNEL
    wanted = [daily(settings, slack.place_of(channel))] if channel else []
    await pieces.posting.order("slack", filter(None, wanted))
    pieces.timetable.soon()

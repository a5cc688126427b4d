"""The door to Slack: opened where its token is set, and kept until Slack's last word."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TYPE_CHECKING

import structlog

from bot.chat import Poster
from bot.house.daily import daily
from bot.posting import Posting
from bot.settings import Settings
from bot.store.store import Store
from bot.study import StudyBot
from bot.timetable import Timetable

if TYPE_CHECKING:
    from adapters.slack.client import Slack

log = structlog.get_logger()


def made(settings: Settings, bot: StudyBot, store: Store, now: Callable[[], datetime]) -> "Slack | None":
    """Make the door if Slack's token is set."""
    if not settings.SLACK_BOT_TOKEN.get_secret_value():
        return None
    from adapters.slack.client import Slack  # noqa: PLC0415 - only where it is needed

    return Slack(settings, bot, store, now)


@asynccontextmanager
async def kept(
    slack: "Slack",
    joined: Callable[["Slack"], Awaitable[None]],
    posters: dict[str, Poster],
    goes_on: Callable[[], object],
) -> AsyncIterator[asyncio.Task[str]]:
    """Keep the bot on Slack; gives the task that ends with Slack's last word.

    `goes_on` says whether another door stays open then.
    """
    from adapters.slack.client import Final  # noqa: PLC0415 - only where it is needed

    async def stay() -> str:
        try:
            await slack.run(joined)
        except Final as final:
            posters.pop("slack", None)
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


async def joined(
    settings: Settings, posting: Posting, posters: dict[str, Poster], timetable: Timetable, slack: "Slack"
) -> None:
    """Begin to post on Slack: what is due there, and the daily quiz of the settings."""
    posters["slack"] = slack.poster
    channel = settings.SLACK_QUIZ_CHANNEL
    wanted = [daily(settings, slack.place_of(channel))] if channel else []
    await posting.order("slack", filter(None, wanted))
    timetable.soon()

"""The web server of the house: probes always, the classroom and what Slack sends where there is either."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from adapters.classroom.client import Classroom
from adapters.probes import open_probes
from adapters.web import PortTaken, application, serve
from bot.house.health import Health
from bot.settings import Settings

if TYPE_CHECKING:
    from adapters.slack.client import Slack

__all__ = ["PortTaken", "served"]


@asynccontextmanager
async def served(
    settings: Settings, health: Health, classroom: Classroom | None, slack: "Slack | None"
) -> AsyncIterator[str]:
    """Serve until the block ends; gives the address."""
    app = application(settings.WEB_HOST)
    open_probes(app, health.troubles, health.figures)
    if slack and (settings.SLACK_SIGNING_SECRET.get_secret_value() or settings.SLACK_CLIENT_ID):
        slack.open(app)
    if classroom:
        await classroom.open(app)
    runner, address = await serve(app, settings.WEB_HOST, settings.WEB_PORT)
    try:
        yield address
    finally:
        await runner.cleanup()

"""The web server of the house, where anything is served over HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from adapters.classroom.client import Classroom
from adapters.web import PortTaken, application, serve
from bot.settings import Settings

if TYPE_CHECKING:
    from adapters.slack.client import Slack


__all__ = ["PortTaken", "served"]


@asynccontextmanager
async def served(
    settings: Settings, classroom: Classroom | None, slack: "Slack | None"
) -> AsyncIterator[str]:
    """Serve the classroom and what Slack sends over HTTP, where there is either; gives the address."""
    app = application(settings.WEB_HOST)
    over_http = slack if settings.SLACK_SIGNING_SECRET.get_secret_value() else None
    if over_http:
        over_http.open(app)
    if classroom:
        await classroom.open(app)
    if not (classroom or over_http):
        yield ""
        return
    runner, address = await serve(app, settings.WEB_HOST, settings.WEB_PORT)
    try:
        yield address
    finally:
        await runner.cleanup()

"""What comes from Slack, put to the library and answered: on a socket or over HTTP, from whichever workspace."""

from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response

from adapters.slack.blocks import Json
from adapters.slack.hearing import Hearing
from adapters.slack.library import (
    COMMAND,
    HOME,
    ON_MESSAGE,
    PRESS,
    SHORTCUT,
    Switchboard,
    Work,
    app_for,
    put_to,
)
from adapters.slack.manifest import LEFT
from adapters.slack.under_way import UnderWay
from adapters.slack.workspace import Workspace

YES = 200  # in HTTP

log = structlog.get_logger()


class Answering:
    """`find` gives the workspace of a payload; `leaving` hears that one removed the bot. Not `ready`: come again."""

    def __init__(
        self,
        find: Callable[[Json], Awaitable[Workspace | None]],
        under_way: UnderWay,
        leaving: Work | None = None,
    ) -> None:
        self._find = find
        work = {
            COMMAND: self._heard(Hearing.command),
            PRESS: self._heard(Hearing.press),
            HOME: self._heard(Hearing.home),
            **dict.fromkeys((SHORTCUT, ON_MESSAGE), self._heard(Hearing.shortcut)),
            **(dict.fromkeys(LEFT, leaving) if leaving else {}),
        }
        self._app = app_for(Switchboard(work, under_way.begin, self._sent))
        self.ready = False

    async def envelope(self, body: Json) -> str:
        """Answer what came on a socket, in JSON; a payload that breaks something is still acknowledged."""
        try:
            told = await put_to(self._app, body, mode="socket_mode")
        except Exception as error:  # noqa: BLE001 - the library's own, over a payload that it cannot read
            log.warning("a payload could not be read", error=type(error).__name__)
            return ""
        return told.body if told.status == YES else ""

    async def request(self, body: str, query: str, headers: Mapping[str, str]) -> web.Response:
        """Answer what Slack has signed; before the bot knows itself it asks to be tried again."""
        if not self.ready:
            return web.Response(status=503)
        try:
            told = await put_to(self._app, body, query=query, headers=headers)
        except Exception as error:  # noqa: BLE001 - the library's own, over a body that it cannot read
            log.warning("a request could not be read", error=type(error).__name__)
            return web.Response(status=400)
        return await to_aiohttp_response(told) if told.status == YES else web.Response()

    def _heard(self, hear: Callable[[Hearing, Json], Coroutine[Any, Any, None]]) -> Work:
        async def heard(body: Json) -> None:
            workspace = await self._find(body)
            if workspace:
                await hear(workspace.hearing, body)
            else:
                log.warning("something came from a workspace that has not installed the bot")

        return heard

    async def _sent(self, body: Json) -> Json:
        workspace = await self._find(body)
        return await workspace.hearing.sent(body) if workspace else {}

"""Slack's door: connects through Socket Mode or takes what is sent over HTTP; says when it is over."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp

from adapters.limits import Limits
from adapters.slack.asking import Asking
from adapters.slack.blocks import Json
from adapters.slack.calls import DEAD, REFUSED_BOT, Api, Denied, Unanswered, client_of, session
from adapters.slack.door import door
from adapters.slack.hearing import Hearing
from adapters.slack.library import (
    COMMAND,
    HOME,
    ON_MESSAGE,
    PRESS,
    SHORTCUT,
    Switchboard,
    app_for,
    put_to,
)
from adapters.slack.manifest import PATH
from adapters.slack.members import Members
from adapters.slack.payload import PLATFORM
from adapters.slack.poster import SlackPoster
from adapters.slack.screen import Screen
from adapters.slack.sockets import CONNECTIONS, Sockets
from adapters.web import OPEN
from bot.chat import Place
from bot.settings import Settings
from bot.store.store import Store
from bot.study import StudyBot

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0  # seconds between tries to reach Slack at the start
TIDY = 3_600.0  # seconds between clearings of old deliveries

log = structlog.get_logger()


class Final(Exception):
    """Slack's last word: what to mend before the bot is started again."""


class Slack:
    """The bot in one workspace; `poster` posts in its channels."""

    def __init__(self, settings: Settings, bot: StudyBot, store: Store, now: Callable[[], datetime]) -> None:
        self._settings = settings
        self._limits = Limits(lambda seconds: self.poster.pace.rest(seconds))  # noqa: PLW0108 - the poster comes after
        self._connections = session(self._limits.trace())
        self._api = Api(client_of(settings, self._connections), self._connections)
        self._api.died = self._over
        members = Members(self._api, settings.SLACK_TEACHERS)
        prefix = settings.SLACK_COMMAND_PREFIX
        self.poster = SlackPoster(self._api, members.teachers, prefix)
        self._asking = Asking(bot, store, members, self.poster, now)
        self._hearing = Hearing(self._asking, Screen(self._api, prefix))
        self._app: AsyncApp | None = None
        self._sockets: Sockets | None = None
        self._ended = asyncio.Event()
        self._last_word = ""
        self.team = ""

    @property
    def trouble(self) -> str:
        """Say what keeps the door shut; nothing while all is well."""
        if self._last_word or self._app is None:
            return self._last_word or "is not logged in"
        return "no socket is open" if self._sockets and not self._sockets.live else ""

    @property
    def connections(self) -> int:
        """How often the bot connected; several sockets that are kept open count as one connection."""
        return max(0, self._sockets.opened - CONNECTIONS) + 1 if self._sockets else 0

    @property
    def limited(self) -> int:
        """How often Slack asked for patience."""
        return self._limits.count

    def open(self, app: web.Application) -> None:
        """Take what Slack sends over HTTP."""
        secret = self._settings.SLACK_SIGNING_SECRET.get_secret_value()
        app[OPEN].add(PATH)
        app.router.add_post(PATH, door(secret, self._answer_request))

    async def run(self, joined: Callable[["Slack"], Awaitable[None]]) -> None:
        """Learn who the bot is, tell so, stay until closed; raise Final at Slack's last word."""
        try:
            told = await self._who()
            if told:
                self.team = str(told["team_id"])
                self._app = self._listening()
                await joined(self)
                await self._stay()
        finally:
            await self._leave()
        if self._last_word:
            raise Final(self._last_word)

    async def close(self) -> None:
        """Leave; what is under way comes to its end."""
        self._ended.set()

    def place_of(self, channel: str) -> Place:
        return Place(PLATFORM, self.team, channel)

    async def _who(self) -> Json | None:
        """Ask Slack who the bot is, again and again while it cannot be reached; None if it is over before."""
        pause = FIRST_PAUSE
        while not self._ended.is_set():
            try:
                return await self._api.call("auth.test")
            except Denied as no:
                self._over(REFUSED_BOT if no.error in DEAD else f"SLACK_BOT_TOKEN: Slack says {no.error}")
            except Unanswered as error:
                log.warning("Slack cannot be reached, it is tried again", why=str(error), seconds=pause)
                await self._pause(pause)
                pause = min(LONGEST_PAUSE, pause * 2)
        return None

    async def _pause(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._ended.wait()

    async def _stay(self) -> None:
        token = self._settings.SLACK_APP_TOKEN.get_secret_value()
        if token:
            self._sockets = Sockets(self._api, token, self._answer_envelope)
            self._sockets.start()
        log.info("connected to Slack", team=self.team)
        while not self._ended.is_set():
            await self._asking.forget()
            await self._pause(TIDY)

    async def _leave(self) -> None:
        if self._sockets:
            await self._sockets.stop()
        await self._hearing.stop()
        await self._connections.close()

    def _over(self, word: str) -> None:
        """End at Slack's last word: nothing more is asked of it."""
        self._last_word = self._last_word or word
        self._ended.set()

    def _listening(self) -> AsyncApp:
        heard = self._hearing
        work = {COMMAND: heard.command, PRESS: heard.press, HOME: heard.home}
        work |= dict.fromkeys((SHORTCUT, ON_MESSAGE), heard.shortcut)
        return app_for(Switchboard(work, heard.begin, heard.sent))

    async def _answer_envelope(self, body: Json) -> str:
        """Answer what came on a socket, in JSON; a payload that breaks something is still acknowledged."""
        if self._app is None:
            return ""
        try:
            told = await put_to(self._app, body, mode="socket_mode")
        except Exception as error:  # noqa: BLE001 - the library's own, over a payload that it cannot read
            log.warning("a payload could not be read", error=type(error).__name__)
            return ""
        return told.body if told.status == 200 else ""  # noqa: PLR2004 - HTTP's yes

    async def _answer_request(self, body: str, query: str, headers: Mapping[str, str]) -> web.Response:
        """Answer what Slack has signed; before the bot knows itself it asks to be tried again."""
        if self._app is None or self._ended.is_set():
            return web.Response(status=503)
        try:
            told = await put_to(self._app, body, query=query, headers=headers)
        except Exception as error:  # noqa: BLE001 - the library's own, over a body that it cannot read
            log.warning("a request could not be read", error=type(error).__name__)
            return web.Response(status=400)
        return await to_aiohttp_response(told) if told.status == 200 else web.Response()  # noqa: PLR2004

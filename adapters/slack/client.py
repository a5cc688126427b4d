"""Slack's door: connects through Socket Mode or takes what is sent over HTTP; says when it is over."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TYPE_CHECKING

import structlog
from aiohttp import web

from adapters.limits import Limits
from adapters.slack.answering import Answering
from adapters.slack.blocks import Json
from adapters.slack.calls import DEAD, REFUSED_BOT, Denied, Unanswered, session
from adapters.slack.door import door
from adapters.slack.manifest import BACK, INSTALL, PATH
from adapters.slack.payload import PLATFORM
from adapters.slack.sockets import CONNECTIONS, Sockets
from adapters.slack.under_way import UnderWay
from adapters.slack.workspace import Building, Workspace, team_of
from adapters.web import OPEN
from bot.chat import Final, Place
from bot.settings import Settings
from bot.store.backend import Away
from bot.store.store import Store
from bot.study import StudyBot

if TYPE_CHECKING:
    from adapters.slack.poster import SlackPoster
    from adapters.slack.workspaces import EveryPoster, Workspaces

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0  # seconds between tries to reach Slack at the start
TIDY = 3_600.0  # seconds between clearings of old deliveries

log = structlog.get_logger()


class Slack:
    """The bot in one workspace, or in each that installs it; `poster` posts in their channels."""

    poster: "SlackPoster | EveryPoster"

    def __init__(self, settings: Settings, bot: StudyBot, store: Store, now: Callable[[], datetime]) -> None:
        self._settings = settings
        self._limits = Limits(lambda seconds: self.poster.pace.rest(seconds))  # noqa: PLW0108 - the poster comes after
        self._connections = session(self._limits.trace())
        self._under_way = UnderWay()
        self._building = Building(settings, bot, store, now, self._connections, self._under_way)
        self._many: Workspaces | None = None
        self._one: Workspace | None = None
        if settings.SLACK_CLIENT_ID:
            from adapters.slack.workspaces import EveryPoster, for_all  # noqa: PLC0415 - loads cryptography

            self._many = for_all(self._building)
            self._api, self.poster = self._building.api(""), EveryPoster(self._many)
        else:
            token = settings.SLACK_BOT_TOKEN.get_secret_value()
            self._one = self._building.workspace(token, settings.SLACK_TEACHERS)
            self._api, self.poster = self._one.api, self._one.poster
        self._api.died = self._over
        leaving = self._many.left if self._many else None
        self._answering = Answering(self._workspace, self._under_way, leaving)
        self._sockets: Sockets | None = None
        self._ended = asyncio.Event()
        self._last_word = ""
        self.team = ""

    @property
    def trouble(self) -> str:
        """Say what keeps the door shut; nothing while all is well."""
        if self._last_word or not self._answering.ready:
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
        """Take what Slack sends over HTTP, and those who install the bot."""
        secret = self._settings.SLACK_SIGNING_SECRET.get_secret_value()
        if secret:
            app[OPEN].add(PATH)
            app.router.add_post(PATH, door(secret, self._answering.request))
        if self._many:
            from adapters.slack.installing import Installing  # noqa: PLC0415 - loads cryptography

            installing = Installing(self._settings, self._building.api(""), self._many)
            app[OPEN].update({INSTALL, BACK})
            app.router.add_get(INSTALL, installing.begin)
            app.router.add_get(BACK, installing.back)

    async def run(self, joined: Callable[["Slack"], Awaitable[None]]) -> None:
        """Learn who the bot is, tell so, stay until closed; raise Final at Slack's last word."""
        try:
            told = {"team_id": ""} if self._many else await self._who()
            if told:
                self.team = str(told["team_id"])
                self._answering.ready = True
                await joined(self)
                await self._stay()
        finally:
            await self._leave()
        if self._last_word:
            raise Final(self._last_word)

    async def close(self) -> None:
        """Leave; what is under way comes to its end."""
        self._answering.ready = False
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
            self._sockets = Sockets(self._api, token, self._answering.envelope)
            self._sockets.start()
        log.info("connected to Slack", team=self.team)
        while not self._ended.is_set():
            await self._tidy()
            await self._pause(TIDY)

    async def _tidy(self) -> None:
        """Let go of deliveries that can no longer come again."""
        now = self._building.now()
        with contextlib.suppress(Away):  # it can wait until the database serves again
            await self._building.store.write(lambda ledger: ledger.deliveries.forget(now))

    async def _leave(self) -> None:
        if self._sockets:
            await self._sockets.stop()
        await self._under_way.end()
        await self._connections.close()

    def _over(self, word: str) -> None:
        """End at Slack's last word: nothing more is asked of it."""
        self._last_word = self._last_word or word
        self._ended.set()

    async def _workspace(self, body: Json) -> Workspace | None:
        """Find the workspace that a payload comes from; None if the bot is not installed there."""
        return await self._many.of(team_of(body)) if self._many else self._one

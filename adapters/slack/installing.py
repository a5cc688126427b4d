"""How a workspace installs the bot by itself: sent to Slack with a state that is good once, and taken back."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta

import structlog
from aiohttp import web
from yarl import URL

from adapters.slack.calls import Api, Denied, Unanswered
from adapters.slack.manifest import INSTALL, OPTIONAL, SCOPES
from adapters.slack.workspaces import Workspaces
from bot.chat import Refusal
from bot.settings import Settings

GOOD_FOR = timedelta(minutes=10)
COOKIE = "cardindex-install"  # whoever comes back must be the one who went
ASK = "https://slack.com/oauth/v2/authorize"
STALE = f"This installation was finished before, or begun too long ago. Begin again at {INSTALL}."
DECLINED = f"Nothing was installed, since Slack was told no. {INSTALL} begins again."
FAILED = f"Slack did not finish the installation. Begin again at {INSTALL}; if it stays, ask the bot's admin."
WHOLE_ORG = "The bot is installed in single workspaces, not in a whole organisation."
DONE = "Card Index is installed. Invite it to the class's channel with /invite @Card Index; /guide says what it does."
BUSY = "Very many install just now. Please try again in ten minutes."

log = structlog.get_logger()


@dataclass
class Installing:
    """`api` has no token of its own: who installs has not got one yet."""

    settings: Settings
    api: Api
    workspaces: Workspaces

    async def begin(self, request: web.Request) -> web.Response:
        """Send a member to Slack's own page, which asks what they allow."""
        state = secrets.token_urlsafe(32)
        building = self.workspaces.building
        now = building.now()
        until = now + GOOD_FOR
        if not await building.store.write(lambda ledger: ledger.installations.begin(state, now, until)):
            return web.Response(status=503, text=BUSY)
        wanted = {
            "client_id": self.settings.SLACK_CLIENT_ID,
            "scope": ",".join(SCOPES + OPTIONAL),
            "state": state,
        }
        sent = web.Response(status=302, headers={"Location": str(URL(ASK).with_query(wanted))})
        age = int(GOOD_FOR.total_seconds())
        secure = request.secure or request.headers.get("X-Forwarded-Proto") == "https"
        sent.set_cookie(
            COOKIE, state, max_age=age, path="/slack", httponly=True, samesite="Lax", secure=secure
        )
        return sent

    async def back(self, request: web.Request) -> web.Response:
        """Take a member back from Slack: keep the workspace's token, or say in words why not."""
        try:
            await self._finish(request)
        except Refusal as no:
            return web.Response(status=400, text=str(no))
        done = web.Response(text=DONE)
        done.del_cookie(COOKIE, path="/slack")
        return done

    async def _finish(self, request: web.Request) -> None:
        await self._redeem(request.query.get("state", ""), request.cookies.get(COOKIE, ""))
        if request.query.get("error") or not request.query.get("code"):
            raise Refusal(DECLINED)
        own = self.settings.SLACK_CLIENT_SECRET.get_secret_value()
        try:
            told = await self.api.exchange(request.query["code"], self.settings.SLACK_CLIENT_ID, own)
        except (Denied, Unanswered) as no:
            log.warning("an installation was not finished", why=str(no))
            raise Refusal(FAILED) from None
        team = told.get("team")
        if not isinstance(team, dict) or not team.get("id"):
            raise Refusal(WHOLE_ORG)
        await self.workspaces.installed(str(team["id"]), str(told["access_token"]))

    async def _redeem(self, state: str, cookie: str) -> None:
        """Use the state up; raise Refusal unless it is this browser's, in its time, for the first time."""
        building = self.workspaces.building
        mine = bool(state) and hmac.compare_digest(state.encode(), cookie.encode())
        now = building.now()
        if not mine or not await building.store.write(lambda ledger: ledger.installations.end(state, now)):
            raise Refusal(STALE)

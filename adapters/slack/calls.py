"""Calls to Slack's Web API: one way to ask, and what is final told from what will pass."""

from collections.abc import Callable, Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.blocks import Json
from bot.settings import Settings

TIMEOUT = 10.0  # seconds for one call; the posting's fence counts on it
LONGEST_WAIT = (
    30  # seconds that a call waits by itself when Slack asks for patience; beyond it fails and is met again
)
DEAD = frozenset(
    {"invalid_auth", "account_inactive", "token_revoked", "token_expired", "not_authed", "team_disabled"}
)
LIVE = "https://slack.com/api/"

REFUSED_BOT = (
    "SLACK_BOT_TOKEN: Slack does not take this token (any more): install the app again, set the new token, "
    "start the bot again"
)
REFUSED_APP = (
    "SLACK_APP_TOKEN: Slack does not take this token (any more): make one with connections:write, set it, "
    "start the bot again"
)
SOCKETS = "apps.connections.open"  # the one method that takes the app's token


class Denied(Exception):
    """Slack's no, by its name; `needed` is the scope that is missing, if one is."""

    def __init__(self, error: str, needed: str = "") -> None:
        self.error = error
        self.needed = needed
        super().__init__(f"{error} {needed}".strip())


class Unanswered(Exception):
    """No answer that says whether the call had an effect: what it was meant to do has to be looked for."""


class Patience(AsyncRateLimitErrorRetryHandler):
    """Waits when Slack asks for it, but not longer than the posting's lease allows."""

    async def _can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        limited = await super()._can_retry_async(state=state, request=request, response=response, error=error)
        return limited and response is not None and _asked_wait(response.headers) <= LONGEST_WAIT


def _asked_wait(headers: Mapping[str, object]) -> int:
    told = next((value for name, value in headers.items() if name.lower() == "retry-after"), ["1"])
    first = str(told[0] if isinstance(told, list) else told)
    return int(first) if first.isdecimal() else LONGEST_WAIT + 1


def session(trace: aiohttp.TraceConfig | None = None) -> aiohttp.ClientSession:
    """Open the connections that all calls share."""
    traces = [trace] if trace else []
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(TIMEOUT), trace_configs=traces)


def client_of(settings: Settings, connections: aiohttp.ClientSession, token: str) -> AsyncWebClient:
    """Make the SDK's client; it repeats nothing by itself but what was refused for being too fast."""
    return AsyncWebClient(
        token,
        base_url=settings.SLACK_API_URL or LIVE,
        timeout=int(TIMEOUT),
        session=connections,
        retry_handlers=[Patience(max_retry_count=2)],
    )


class Api:
    """The Web API; once Slack no longer takes the token nothing is asked any more, and `died` is told."""

    def __init__(self, client: AsyncWebClient, connections: aiohttp.ClientSession) -> None:
        self.client = client
        self.connections = connections
        self.dead = ""
        self.died: Callable[[str], None] = lambda _: None

    async def call(self, method: str, **arguments: object) -> Json:
        """Do something; raise Denied or Unanswered."""
        return await self._ask(method, json=arguments)

    async def look(self, method: str, **arguments: object) -> Json:
        """Look at something; these methods read no JSON."""
        return await self._ask(method, params=arguments)

    async def exchange(self, code: str, client_id: str, secret: str) -> Json:
        """Give what Slack gives for the code of an installation: the workspace and its token."""
        who = {"Authorization": aiohttp.encode_basic_auth(client_id, secret)}
        return await self._ask("oauth.v2.access", data={"code": code}, headers=who)

    async def _ask(self, method: str, **how: Any) -> Json:  # noqa: ANN401 - what the SDK takes
        if self.dead:
            raise Denied(self.dead)
        try:
            answer = await self.client.api_call(method, **how)
        except SlackApiError as error:
            raise self._denied(error, REFUSED_APP if method == SOCKETS else REFUSED_BOT) from None
        except (aiohttp.ClientError, OSError, TimeoutError, SlackRequestError, ValueError) as error:
            raise Unanswered(f"{method}: {type(error).__name__}") from None
        return {**_body(answer.data), "scopes": answer.headers.get("X-OAuth-Scopes", "")}

    def _denied(self, error: SlackApiError, cure: str) -> Denied | Unanswered:
        told = _body(getattr(error.response, "data", None))
        name, status = str(told.get("error", "")), getattr(error.response, "status_code", 0)
        if not name or name in {"ratelimited", "internal_error", "fatal_error"}:
            return Unanswered(f"{name or 'no answer'} ({status})")
        if name in DEAD and not self.dead:
            self.dead = name
            self.died(cure)
        return Denied(name, str(told.get("needed", "")))

    async def answer(self, address: str, body: Json) -> bool:
        """Answer an act at its own address; False if it was not taken."""
        try:
            async with self.connections.post(address, json=body) as told:
                return told.status < 300  # noqa: PLR2004 - HTTP's line between yes and no
        except (aiohttp.ClientError, OSError, TimeoutError):
            return False


def _body(told: object) -> Json:
    return told if isinstance(told, dict) else {}

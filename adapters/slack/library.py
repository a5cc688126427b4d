"""slack_bolt set up so that nothing it does can be slow, loud or in the way of an acknowledgement."""

import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.blocks import Json
from adapters.slack.wire import written

SENT = "view_submission"
COMMAND, PRESS, HOME = "command", "block_actions", "app_home_opened"
SHORTCUT, ON_MESSAGE = "shortcut", "message_action"
OPTIONS = frozenset({"block_suggestion", "dialog_suggestion"})
HANDSHAKES = frozenset({"url_verification", "ssl_check"})  # what the library itself answers

Work = Callable[[Json], Coroutine[Any, Any, None]]
Begin = Callable[[Coroutine[Any, Any, None]], object]
Answer = Callable[[Json], Awaitable[Json]]
Next = Callable[[], Awaitable[BoltResponse]]

log = structlog.get_logger()


class Quiet(logging.Handler):
    """Says where the library complains, never of what: its words hold payloads, which hold students' words."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        log.warning("slack_bolt complains", where=f"{record.module}.{record.funcName}", error=error)


def quiet_logger() -> logging.Logger:
    """Give the logger that the library is to use: warnings alone, since it prints payloads when it debugs."""
    logger = logging.getLogger("cardindex.slack")
    logger.handlers, logger.propagate = [Quiet()], False
    logger.setLevel(logging.ERROR)
    return logger


class Switchboard(AsyncMiddleware):
    """Acknowledges whatever comes, by one look at its kind; the work begins behind the acknowledgement.

    In place of the library's own listeners: it tries one after the other, each with arguments made for it alone, which
    costs more than the act itself; and its lazy ones copy the whole request, and fail where anything cannot be copied.
    """

    def __init__(self, work: Mapping[str, Work], begin: Begin, sent: Answer) -> None:
        self._work = work
        self._begin = begin
        self._sent = sent

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Next,  # noqa: A002 - the library's own word
    ) -> BoltResponse:
        """Acknowledge; a sent form is answered with its acknowledgement."""
        del resp
        kind = kind_of(req.body)
        if kind in HANDSHAKES:
            return await next()
        if kind == SENT:
            return acknowledged(await self._sent(req.body))
        if kind in self._work:
            self._begin(self._work[kind](req.body))
        return acknowledged({"options": []} if kind in OPTIONS else {})


def acknowledged(answer: Json) -> BoltResponse:
    """Acknowledge, with an answer if there is one; written out here, which is quicker than in the library."""
    return BoltResponse(status=200, body=written(answer) if answer else "")


def kind_of(body: Json) -> str:
    """Name what Slack sends: a command, a kind of event, else its own word; nothing if it has none."""
    if "command" in body:
        return COMMAND
    if "ssl_check" in body:
        return "ssl_check"
    if body.get("type") == "event_callback" and isinstance(body.get("event"), dict):
        return str(body["event"].get("type", ""))
    return str(body.get("type", ""))


class Bare(AsyncApp):
    """An app that makes no client for each request, which takes longer than all else that it does: nothing uses it."""

    def _init_context(self, req: AsyncBoltRequest) -> None:
        if kind_of(req.body) in HANDSHAKES:  # all else ends at the switchboard
            super()._init_context(req)


def app_for(switchboard: Switchboard) -> AsyncApp:
    """Make the app. Signatures are checked at our door, and who the bot is was asked once, so nothing here asks."""

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=None)

    return Bare(
        client=AsyncWebClient(retry_handlers=[]),
        authorize=authorize,
        before_authorize=switchboard,
        logger=quiet_logger(),
        signing_secret="",
        process_before_response=True,
        request_verification_enabled=False,
        name="cardindex",
    )


async def put_to(app: AsyncApp, body: Json | str, **how: Any) -> BoltResponse:  # noqa: ANN401 - what the library takes
    """Have a payload answered."""
    return await app.async_dispatch(AsyncBoltRequest(body=body, **how))

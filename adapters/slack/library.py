"""slack_bolt set up so that nothing it does can be slow, loud or in the way of an acknowledgement."""

import logging
import re
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.blocks import Json

ANY = re.compile(".*", re.DOTALL)

Work = Callable[[Json], Coroutine[Any, Any, None]]
Begin = Callable[[Coroutine[Any, Any, None]], object]
Listener = Callable[..., Awaitable[None]]

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


def app_for(token: str, team: str, bot: str, bot_id: str) -> AsyncApp:
    """Make the app; who it is was asked once, so that no act waits for that. Signatures are checked at our door.

    It gets a bare client, which nothing uses: the library copies it for each request.
    """
    known = AuthorizeResult(enterprise_id=None, team_id=team, bot_token=token, bot_id=bot_id, bot_user_id=bot)

    async def authorize() -> AuthorizeResult:
        return known

    return AsyncApp(
        client=AsyncWebClient(retry_handlers=[]),
        authorize=authorize,
        logger=quiet_logger(),
        signing_secret="",
        process_before_response=True,
        request_verification_enabled=False,
        name="cardindex",
    )


async def received(ack: AsyncAck) -> None:
    """Acknowledge, and do nothing else."""
    await ack()


async def no_options(ack: AsyncAck) -> None:
    await ack(options=[])


def lazily(work: Work, begin: Begin) -> Listener:
    """Make a listener that acknowledges and cannot fail; the work begins behind it.

    The library's own lazy listeners copy the whole request with its client for each act, which costs more than the
    act itself and fails, after the acknowledgement, where anything in it cannot be copied.
    """

    async def listener(ack: AsyncAck, body: Json) -> None:
        await ack()
        begin(work(body))

    return listener


def listen(app: AsyncApp, work: Mapping[str, Work], begin: Begin, sent: Listener) -> None:
    """Have every kind of payload heard; what nobody knows is acknowledged too."""
    # In the order of how often they come: the library tries one listener after the other, at a tenth of a millisecond.
    app.view_submission(ANY)(sent)
    app.action(ANY)(lazily(work["press"], begin))
    app.command(ANY)(lazily(work["command"], begin))
    app.shortcut(ANY)(lazily(work["shortcut"], begin))
    app.event("app_home_opened")(lazily(work["home"], begin))
    app.view_closed(ANY)(received)
    app.options(ANY)(no_options)
    app.event(ANY)(received)


async def put_to(app: AsyncApp, body: Json | str, **how: Any) -> BoltResponse:  # noqa: ANN401 - what the library takes
    """Have a payload answered."""
    return await app.async_dispatch(AsyncBoltRequest(body=body, **how))

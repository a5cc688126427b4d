"""HTTP delivery: what Slack has signed is let in, anything else is answered 401, and nothing ever breaks."""

import hashlib
import hmac
import re
import time
from collections.abc import Awaitable, Callable, Mapping

import structlog
from aiohttp import web

BODY_LIMIT = 1024 * 1024  # bytes: a press brings the whole message that it was done on
YOUNG = 300  # seconds within which a signature holds
_STAMP, _SIGNATURE = re.compile(r"\d{1,12}", re.ASCII), re.compile(r"v0=[0-9a-f]{64}", re.ASCII)

Answer = Callable[[str, str, Mapping[str, str]], Awaitable[web.Response]]

log = structlog.get_logger()


def genuine(secret: str, headers: Mapping[str, str], body: bytes, now: float) -> bool:
    """Tell whether Slack signed exactly this body, within the last five minutes."""
    stamp, signature = headers.get("X-Slack-Request-Timestamp", ""), headers.get("X-Slack-Signature", "")
    if not _STAMP.fullmatch(stamp) or not _SIGNATURE.fullmatch(signature):
        return False
    if abs(now - int(stamp)) > YOUNG:
        return False
    mac = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256)
    return hmac.compare_digest(f"v0={mac.hexdigest()}", signature)


def door(secret: str, answer: Answer) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Make the handler of Slack's requests."""

    async def hear(request: web.Request) -> web.Response:
        body = await _body(request)
        if body is None:
            return web.Response(status=413)
        if not genuine(secret, request.headers, body, time.time()):
            log.warning("a request to Slack's door was not signed by Slack")
            return web.Response(status=401)
        return await answer(body.decode("utf-8", "replace"), request.query_string, request.headers)

    return hear


async def _body(request: web.Request) -> bytes | None:
    """Read the body; None if it is longer than Slack's ever are."""
    read = bytearray()
    async for chunk in request.content.iter_chunked(64 * 1024):
        read += chunk
        if len(read) > BODY_LIMIT:
            return None
    return bytes(read)

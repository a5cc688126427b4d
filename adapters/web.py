"""The web server that the doors share: loopback by default, Host and Origin checked, nothing from outside."""

import ipaddress
import logging
import socket
from collections.abc import Awaitable, Callable

from aiohttp import web
from yarl import URL

BODY_LIMIT = 64 * 1024  # bytes
EVERY_ADDRESS = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared with, not listened on
SHUTDOWN = 2.0  # seconds that open streams get to end
BACKLOG = (
    2_048  # connections that wait to be accepted: a platform that sends a thousand at once opens as many
)

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}

OPEN = web.AppKey("open", set[str])  # paths that outsiders ask for, each with a door of its own

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


# What is no HTTP at all is answered 400; its traceback is of no use to an admin.
logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)


class PortTaken(Exception):
    """The address cannot be listened on: why, and what to do."""


def application(host: str) -> web.Application:
    """Make an application that answers only its own addresses and only its own pages."""

    @web.middleware
    async def own_pages_only(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path in app[OPEN]:
            return await handler(request)
        own = _address(request)
        if own is None or not _is_here(own.host or "", host):
            raise web.HTTPForbidden(text="This address is not served here.")
        if request.method != "GET" and request.headers.get("Origin") != str(own):
            raise web.HTTPForbidden(text="Only the classroom's own page may send here.")
        return await handler(request)

    async def add_headers(_: web.Request, response: web.StreamResponse) -> None:
        response.headers.update(_HEADERS)

    app = web.Application(middlewares=[own_pages_only], client_max_size=BODY_LIMIT)
    app[OPEN] = set()
    app.on_response_prepare.append(add_headers)
    return app


def _address(request: web.Request) -> URL | None:
    """Read the address under which the page was asked for; None if it is none."""
    try:
        return request.url.origin()
    except ValueError:
        return None


def _is_here(asked: str, host: str) -> bool:
    """Whether the page may be asked for under this host: never under a stranger's name that leads here."""
    if asked in {"127.0.0.1", "localhost", "::1", host}:
        return True
    return host in EVERY_ADDRESS and (_is_number(asked) or asked == socket.gethostname())


def _is_number(asked: str) -> bool:
    try:
        return bool(ipaddress.ip_address(asked))
    except ValueError:
        return False


async def serve(app: web.Application, host: str, port: int) -> tuple[web.AppRunner, str]:
    """Listen, and give the runner with the page's address; raise PortTaken."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=SHUTDOWN)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port, backlog=BACKLOG).start()
    except OSError as error:
        await runner.cleanup()
        raise PortTaken(
            f"WEB_PORT: {host}:{port} cannot be listened on ({error.strerror}): "
            "another program has it, or the host is not this machine's. Set another WEB_PORT, such as 8081."
        ) from None
    bound = runner.addresses[0][1]
    shown = f"[{host}]" if ":" in host else host
    return runner, f"http://{shown}:{bound}/"

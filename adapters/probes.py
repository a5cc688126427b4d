"""What watches the bot from outside: whether it lives, whether it serves, and its figures for Prometheus.

A probe asks under whatever name or number it knows the bot by, so these answer to any. They tell of nobody.
"""

from collections.abc import Awaitable, Callable

from aiohttp import web

from adapters.web import OPEN

ALIVE, READY, FIGURES = "/healthz", "/readyz", "/metrics"
NOT_READY = 503
AS_TEXT = {"Content-Type": "text/plain; version=0.0.4; charset=utf-8"}


def open_probes(
    app: web.Application,
    troubles: Callable[[], Awaitable[dict[str, str]]],
    figures: Callable[[], Awaitable[bytes]],
) -> None:
    """Answer probes: `troubles` names what is not ready and why, `figures` writes the metrics."""

    async def alive(_: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def ready(_: web.Request) -> web.Response:
        found = await troubles()
        return web.json_response(
            {"ready": not found, "not_ready": found}, status=NOT_READY if found else web.HTTPOk.status_code
        )

    async def measured(_: web.Request) -> web.Response:
        return web.Response(body=await figures(), headers=AS_TEXT)

    app[OPEN].update((ALIVE, READY, FIGURES))
    app.add_routes([web.get(ALIVE, alive), web.get(READY, ready), web.get(FIGURES, measured)])

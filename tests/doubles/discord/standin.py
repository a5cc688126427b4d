"""The stand-in as a whole: one server on loopback, and the objects with which a test scripts it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiohttp import web

from doubles import overhearing

from .control import control_routes
from .crowd import Crowd
from .faults import Fault
from .happenings import Happenings
from .people import People
from .refusals import METHOD_NOT_ALLOWED, NOT_FOUND, Json, Refused
from .rest import Rest, as_json
from .state import State

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.stand-in.a-token-of-no-worth"  # noqa: S105 - it opens nothing but this stand-in
HOST = "127.0.0.1"
Answering = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Discord:
    """`api` and `gateway_url` are what the bot is given; everything else is the test's."""

    def __init__(self, token: str = TOKEN) -> None:
        self.state = State(token)
        self.token = token
        overhearing.planted(token)
        self.world = self.state.world
        self.people = People(self.state)
        self.crowd = Crowd(self.people)
        self.happenings = Happenings(self.state)
        self.gateway = self.state.gateway
        self.limits = self.state.limits
        self.clock = self.state.clock

    @property
    def api(self) -> str:
        return f"{self.state.address}/api/v10"

    @property
    def gateway_url(self) -> str:
        return self.state.gateway.address

    def fault(self, route: str, **how: object) -> None:
        """Script a fault; see Fault for the words."""
        self.state.faults.add(Fault(route, **how))  # type: ignore[arg-type]

    def lag(self, seconds: float) -> None:
        """Hide the youngest messages from every look into the history."""
        self.state.lag = seconds

    def nonce_window(self, seconds: float) -> None:
        self.state.messages.nonce_window = seconds

    def messages(self) -> list[Json]:
        """Give every message that the bot sent: as new, as an answer or as an edit."""
        return [each.message for each in self.state.outgoing if each.message is not None]

    def sent(self) -> list[str]:
        """Give every body that the bot sent, as text, for canaries."""
        return [each.text for each in self.state.outgoing]

    def forget(self) -> None:
        """Let go of what was sent and who acted, before it fills the memory of a long run."""
        self.state.outgoing.clear()
        self.state.interactions.forget()
        self.gateway.heard.clear()

    def report(self) -> Json:
        """Give the counts that a test might assert."""
        state = self.state
        return {
            "requests": len(state.outgoing),
            "refused": [f"{each.route}: {each.told}" for each in state.outgoing if each.status >= 400],
            "pinged": [f"{each.message}: {each.whom}" for each in state.pinged],
            "malformed": state.malformed,
            "identified": state.gateway.identified,
            "judged": state.published.judged,
            "unpublished": state.published.refused,
            "invalid": state.limits.refusals,
        }

    def app(self) -> web.Application:
        app = web.Application(client_max_size=32 * 1024 * 1024, middlewares=[_as_json])
        app.add_routes(Rest(self.state).routes())
        app.add_routes([web.get("/gateway", self.gateway.serve), web.get("/gateway/", self.gateway.serve)])
        app.add_routes([web.get("/attachments/{channel}/{id}/{name}", self._attachment)])
        app.add_routes(control_routes(self))
        return app

    async def _attachment(self, request: web.Request) -> web.Response:
        for message in self.state.messages.kept.values():
            if content := message.files.get(request.match_info["id"]):
                return web.Response(body=content)
        raise web.HTTPNotFound

    @asynccontextmanager
    async def running(self, port: int = 0) -> AsyncIterator["Discord"]:
        """Serve on loopback until the block ends."""
        runner = web.AppRunner(self.app(), access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        await web.TCPSite(runner, HOST, port).start()
        port = runner.addresses[0][1]
        self.state.address = f"http://{HOST}:{port}"
        self.gateway.address = f"ws://{HOST}:{port}/gateway"
        try:
            yield self
        finally:
            self.gateway.close(1001)
            await runner.cleanup()


@web.middleware
async def _as_json(request: web.Request, handler: Answering) -> web.StreamResponse:
    """Say it in JSON where there is no such route."""
    try:
        return await handler(request)
    except (web.HTTPNotFound, web.HTTPMethodNotAllowed) as error:
        refused = Refused(*(NOT_FOUND if error.status == 404 else METHOD_NOT_ALLOWED))
        return as_json(refused.body, error.status)

"""The stand-in as a whole: one server on loopback, and the objects with which a test scripts it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from aiohttp import web

from doubles import overhearing

from .control import control_routes
from .delivery import Delivery
from .door import Door
from .faults import Fault
from .people import People
from .refusals import Json
from .state import State

HOST = "127.0.0.1"
WRITES = ("chat.postMessage", "chat.update", "chat.postEphemeral", "response_url")


class Slack:
    """`api` is what the bot is given; everything else is the test's."""

    def __init__(self) -> None:
        self.state = State()
        self.world = self.state.world
        app = self.world.app
        overhearing.planted(app.bot_token, app.app_token, app.signing_secret, app.client_secret)
        self.sockets = self.state.sockets
        self.clock = self.state.clock
        self.delivery = Delivery(self.world, self.sockets)
        self.people = People(self.state, self.delivery)

    @property
    def api(self) -> str:
        return f"{self.state.address}/api/"

    def over_http(self, address: str) -> None:
        """Deliver to this address from now on, signed, instead of through Socket Mode."""
        self.delivery.address = address

    def fault(self, method: str, **how: object) -> None:
        """Script a fault; see Fault for the words."""
        self.state.faults.waiting.append(Fault(method, **how))  # type: ignore[arg-type]

    def lag(self, seconds: float) -> None:
        """Hide the youngest messages from every look into the history."""
        self.state.lag = seconds

    def called(self, method: str) -> list[Json]:
        """Give the arguments of every call of a method, oldest first."""
        return [each.arguments for each in self.state.outgoing if each.method == method]

    def sent(self) -> list[str]:
        """Give every body that the bot sent, as text, for canaries."""
        return [each.text for each in self.state.outgoing]

    def forget(self) -> None:
        """Let go of what was sent and shown, before it fills the memory of a long run."""
        self.state.outgoing.clear()
        self.state.board.forget()
        self.state.triggers.forget()
        self.delivery.acks.clear()

    def report(self) -> Json:
        """Give the counts that a test might assert."""
        calls = self.state.outgoing
        refused = [
            f"{c.method}: {c.told['error']}" for c in calls if isinstance(c.told, dict) and "error" in c.told
        ]
        sockets = {
            "opened": self.sockets.opened,
            "live": len(self.sockets.live),
            "turned away": self.sockets.refused,
        }
        late = [ack.error for ack in self.delivery.acks if ack.error]
        return {"calls": len(calls), "refused": refused, "unacknowledged": late, **sockets}

    def app(self) -> web.Application:
        app = web.Application(client_max_size=4 * 1024 * 1024)
        app.add_routes(Door(self.state).routes())
        app.add_routes([web.get("/link", self.sockets.serve)])
        app.add_routes(control_routes(self))
        return app

    @asynccontextmanager
    async def running(self, port: int = 0) -> AsyncIterator["Slack"]:
        """Serve on loopback until the block ends."""
        runner = web.AppRunner(self.app(), access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        await web.TCPSite(runner, HOST, port).start()
        port = runner.addresses[0][1]
        self.state.address = f"http://{HOST}:{port}"
        self.sockets.address = f"ws://{HOST}:{port}/link"
        everywhere = aiohttp.TCPConnector(limit=0)  # Slack does not queue for connections
        async with aiohttp.ClientSession(connector=everywhere) as self.delivery.session:
            try:
                yield self
            finally:
                await self.delivery.settle()
                await self.sockets.close()
                await runner.cleanup()

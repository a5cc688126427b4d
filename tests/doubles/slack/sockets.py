"""Socket Mode: tickets, up to ten connections, an envelope for each payload, a refresh now and then."""

import asyncio
import json
import random
import secrets
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from .refusals import Json, Refused
from .world import World

MOST = 10


@dataclass(eq=False)
class Connection:
    """One open socket; `leaving` ones are sent nothing new."""

    socket: web.WebSocketResponse
    leaving: bool = False
    gone: asyncio.Event = field(default_factory=asyncio.Event)
    sent: int = 0

    def say(self, told: Json) -> None:
        self.sent += 1
        asyncio.ensure_future(self._say(told))  # noqa: RUF006 - the socket ends it, whatever happens

    async def _say(self, told: Json) -> None:
        try:
            await self.socket.send_str(json.dumps(told))
        except (ConnectionError, RuntimeError):
            self.gone.set()


class Sockets:
    def __init__(self, world: World) -> None:
        self._world = world
        self.address = ""
        self.tickets: set[str] = set()
        self.live: list[Connection] = []
        self.opened = 0
        self.refused = 0
        self.unknown: list[Json] = []
        self.waiting: dict[str, asyncio.Future[Json]] = {}

    def ticket(self) -> str:
        """Give an address that opens one connection."""
        ticket = secrets.token_hex(8)
        self.tickets.add(ticket)
        return f"{self.address}?ticket={ticket}&app_id={self._world.app_id}"

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        if request.query.get("ticket") not in self.tickets:
            self.refused += 1
            raise web.HTTPForbidden
        self.tickets.discard(request.query["ticket"])
        socket = web.WebSocketResponse(autoping=True)
        await socket.prepare(request)
        if len(self.live) >= MOST:
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets", "debug_info": {}})
            await socket.close()
            return socket
        await self._stay(Connection(socket))
        return socket

    async def _stay(self, connection: Connection) -> None:
        self.live.append(connection)
        self.opened += 1
        hello = {
            "type": "hello",
            "num_connections": len(self.live),
            "debug_info": {"host": "applink-stand-in"},
        }
        connection.say({**hello, "connection_info": {"app_id": self._world.app_id}})
        try:
            async for message in connection.socket:
                if message.type is WSMsgType.TEXT:
                    self._hear(json.loads(message.data))
        finally:
            connection.gone.set()
            self.live.remove(connection)

    def _hear(self, told: Json) -> None:
        """Take an acknowledgement, on whichever connection it comes."""
        waits = self.waiting.get(str(told.get("envelope_id")))
        if waits is None:
            self.unknown.append(told)
        elif not waits.done():
            waits.set_result(told.get("payload") or {})

    def choose(self) -> Connection | None:
        """Choose a connection at random, as Slack does."""
        open_ = [each for each in self.live if not each.leaving and not each.socket.closed]
        return random.choice(open_) if open_ else None  # noqa: S311 - a test's chance, no secret

    async def refresh(self, grace: float = 0.5, which: int = 0) -> None:
        """Ask one connection to be replaced, and close it some seconds later."""
        connection = self.live[which]
        connection.leaving = True
        connection.say({"type": "disconnect", "reason": "refresh_requested", "debug_info": {}})
        await asyncio.sleep(grace)
        await connection.socket.close()

    async def disable(self) -> None:
        """Tell every connection that Socket Mode is switched off."""
        for connection in list(self.live):
            connection.say({"type": "disconnect", "reason": "link_disabled", "debug_info": {}})
            await connection.socket.close()

    def cut(self, which: int = 0) -> None:
        """Let a connection break without a word."""
        transport = self.live[which].socket._req.transport  # type: ignore[union-attr] # noqa: SLF001 - no public way
        if transport:
            transport.abort()

    async def close(self) -> None:
        for connection in list(self.live):
            await connection.socket.close()


def check_app_token(world: World, token: str) -> None:
    """Refuse any token but the app's own, with its scope."""
    if not token:
        raise Refused("not_authed")
    if token != world.app.app_token:
        raise Refused("not_allowed_token_type" if token == world.app.bot_token else "invalid_auth")
    if world.app.dead:
        raise Refused(world.app.dead)
    if "connections:write" not in world.app.app_scopes:
        raise Refused("missing_scope", needed="connections:write", provided="")

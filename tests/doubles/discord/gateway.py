"""The gateway v10: hello, identify or resume, heartbeats, and the close codes that end a bot."""

from dataclasses import dataclass, field

from aiohttp import web

from .clock import Clock
from .payloads import whole_guild
from .refusals import Json
from .sessions import ALL_INTENTS, INTENT_GUILDS, PRIVILEGED, Session
from .visits import Visit
from .wire import INVALID, RECONNECT, Wire
from .world import Guild, World


@dataclass
class Gateway:
    """All sessions, and what a test may set.

    `refuse` handshakes fail next; `close_identify` answers each IDENTIFY with this code; an IDENTIFY within
    `identify_pause` seconds of the last is refused with op 9 (the live service: 5); `mute` acknowledges no heartbeat.
    """

    world: World
    clock: Clock
    token: str
    address: str = ""
    heartbeat: float = 41.25
    identify_pause: float = 0.0
    refuse: int = 0
    close_identify: int = 0
    invalidate_resumes: bool = False
    mute: bool = False
    sharding_needed: bool = False
    allowed_intents: int = ALL_INTENTS & ~PRIVILEGED
    sessions: dict[str, Session] = field(default_factory=dict)
    identified: int = 0
    last_identify: float = 0.0
    heard: list[Json] = field(default_factory=list)

    def dispatch(self, event: str, payload: Json, guild: int | None = None, intent: int = 0) -> int:
        """Tell every session that wants it; give how many did."""
        wanting = [session for session in self.sessions.values() if session.wants(guild, intent)]
        for session in wanting:
            session.dispatch(event, payload)
        return sum(session.wire is not None for session in wanting)

    @property
    def connected(self) -> list[Session]:
        return [session for session in self.sessions.values() if session.wire]

    def close(self, code: int) -> None:
        """End every connection with a close code; 1006 cuts them without a word."""
        for session in self.connected:
            wire, session.wire = session.wire, None
            if wire and code == 1006:
                wire.cut()
            elif wire:
                wire.stop(code)

    def reconnect(self) -> None:
        """Ask every client to come again (op 7)."""
        for session in self.connected:
            if session.wire:
                session.wire.say(RECONNECT)

    def invalidate(self, *, resumable: bool = False) -> None:
        """Tell every client that its session is no longer good (op 9)."""
        for session in self.connected:
            if session.wire:
                session.wire.say(INVALID, resumable)
            if not resumable:
                self.sessions.pop(session.id)

    def drop_around_interaction(self, when: str) -> None:
        """Lose every connection "before" or "after" the next interaction is sent."""
        for session in self.connected:
            session.drops = when

    async def serve(self, request: web.Request) -> web.StreamResponse:
        if self.refuse:
            self.refuse -= 1
            return web.Response(status=503, text="no healthy upstream")
        socket = web.WebSocketResponse(max_msg_size=4096 * 4)
        await socket.prepare(request)
        await Visit(self, Wire(request, socket), request.query.get("v") == "10").run(socket)
        return socket

    def guild_available(self, guild: Guild) -> None:
        self.dispatch("GUILD_CREATE", whole_guild(self.world, guild), guild.id, INTENT_GUILDS)

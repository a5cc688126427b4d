"""One connection to the gateway, from hello to goodbye."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aiohttp import WSMsgType, web

from .payloads import of_user, whole_guild
from .refusals import Json
from .sessions import ALL_INTENTS, INTENT_GUILDS, PRIVILEGED, Session
from .wire import ACK, HEARTBEAT, HELLO, IDENTIFY, INVALID, MEMBERS, PRESENCE, RESUME, VOICE, Wire
from .world import Guild

if TYPE_CHECKING:
    from .gateway import Gateway

(UNKNOWN_OP, NOT_JSON, NOT_IDENTIFIED, BAD_TOKEN, IDENTIFIED_TWICE) = range(4001, 4006)
BAD_SEQUENCE, TOO_FAST, BAD_SHARD, SHARDING_NEEDED, BAD_VERSION, BAD_INTENTS, DENIED_INTENTS = (
    4007, 4008, 4010, 4011, 4012, 4013, 4014,
)  # fmt: skip
PER_MINUTE = 120


@dataclass
class Visit:
    """`good_version`: the client asked for v10."""

    gateway: Gateway
    wire: Wire
    good_version: bool
    session: Session | None = None
    sent: deque[float] = field(default_factory=deque)

    async def run(self, socket: web.WebSocketResponse) -> None:
        pump = asyncio.create_task(self.wire.pump())
        self.wire.say(HELLO, {"heartbeat_interval": int(self.gateway.heartbeat * 1000), "_trace": []})
        try:
            async for message in socket:
                if message.type is not WSMsgType.TEXT or self._too_fast():
                    continue
                self._hear(message.data)
        finally:
            self._leave()
            pump.cancel()
            with suppress(asyncio.CancelledError):
                await pump

    def _leave(self) -> None:
        self.wire.open = False
        if self.session and self.session.wire is self.wire:
            self.session.wire = None

    def _too_fast(self) -> bool:
        now = self.gateway.clock.now()
        self.sent.append(now)
        while self.sent[0] <= now - 60:
            self.sent.popleft()
        if fast := len(self.sent) > PER_MINUTE:
            self.wire.stop(TOO_FAST)
        return fast

    def _hear(self, text: str) -> None:
        try:
            payload = json.loads(text)
            op, told = payload["op"], payload.get("d")
        except (ValueError, KeyError, TypeError):
            self.wire.stop(NOT_JSON)
            return
        self.gateway.heard.append({"op": op, "d": told})
        self._answer(op, told)

    def _answer(self, op: int, told: Json) -> None:
        if op == HEARTBEAT:
            if not self.gateway.mute:
                self.wire.say(ACK)
        elif op == IDENTIFY:
            self._identify(told)
        elif op == RESUME:
            self._resume(told)
        elif op in (PRESENCE, VOICE, MEMBERS):
            if not self.session:
                self.wire.stop(NOT_IDENTIFIED)
        else:
            self.wire.stop(UNKNOWN_OP)

    def _identify(self, told: Json) -> None:
        if code := self._objection(told):
            self.wire.stop(code)
            return
        if self._too_soon():
            self.wire.say(INVALID, False)  # noqa: FBT003 - the payload of op 9 is a bare boolean
            return
        self.gateway.identified += 1
        shard = tuple(told["shard"]) if told.get("shard") else None
        id_ = f"session-{self.gateway.identified}-{id(self)}"
        self.session = Session(id_, int(told["intents"]), shard, self.wire)
        self.gateway.sessions[id_] = self.session
        self._ready(self.session)

    def _too_soon(self) -> bool:
        gateway, now = self.gateway, self.gateway.clock.now()
        before, gateway.last_identify = gateway.last_identify, now
        return now - before < gateway.identify_pause

    def _objection(self, told: Json) -> int:
        """Give the close code that an IDENTIFY deserves, 0 if it is good."""
        gateway, intents, shard = self.gateway, told.get("intents"), told.get("shard")
        wrong = [
            (BAD_VERSION, not self.good_version),
            (gateway.close_identify, gateway.close_identify),
            (BAD_TOKEN, told.get("token") != gateway.token),
            (IDENTIFIED_TWICE, self.session is not None),
            (NOT_JSON, not isinstance(told.get("properties"), dict)),
            (BAD_INTENTS, not isinstance(intents, int) or intents & ~ALL_INTENTS),
            (DENIED_INTENTS, isinstance(intents, int) and intents & PRIVILEGED & ~gateway.allowed_intents),
            (BAD_SHARD, shard is not None and not (len(shard) == 2 and 0 <= shard[0] < shard[1])),
            (SHARDING_NEEDED, gateway.sharding_needed and shard is None),
        ]
        return next((code for code, holds in wrong if holds), 0)

    def _ready(self, session: Session) -> None:
        world = self.gateway.world
        mine = [guild for guild in world.guilds.values() if guild.present and session.wants(guild.id, 0)]
        session.dispatch("READY", self._ready_payload(session, mine))
        for guild in mine:
            if guild.available and session.intents & INTENT_GUILDS:
                session.dispatch("GUILD_CREATE", whole_guild(world, guild))

    def _ready_payload(self, session: Session, mine: list[Guild]) -> Json:
        bot = self.gateway.world.bot
        user = {**of_user(bot), "verified": True, "mfa_enabled": False, "email": None, "flags": 0}
        links = {"session_id": session.id, "resume_gateway_url": self.gateway.address}
        guilds = [{"id": str(guild.id), "unavailable": True} for guild in mine]
        shard = {"shard": list(session.shard)} if session.shard else {}
        application = {"id": str(bot.id), "flags": 0}
        return {"v": 10, "user": user, "guilds": guilds, "application": application, **links, **shard}

    def _resume(self, told: Json) -> None:
        gateway, since = self.gateway, told.get("seq")
        session = gateway.sessions.get(str(told.get("session_id")))
        if told.get("token") != gateway.token:
            self.wire.stop(BAD_TOKEN)
        elif session is None or gateway.invalidate_resumes:
            self.wire.say(INVALID, False)  # noqa: FBT003 - the payload of op 9 is a bare boolean
        elif not isinstance(since, int) or since > session.sequence:
            self.wire.stop(BAD_SEQUENCE)
        else:
            session.wire, self.session = self.wire, session
            session.replay(since)

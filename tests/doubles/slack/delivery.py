"""How acts and events reach the bot, and whether it acknowledged them within three seconds."""

import asyncio
import json
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from doubles import overhearing

from .refusals import Json
from .signed import EVENT, letter
from .sockets import Connection, Sockets
from .world import World

ACK_WITHIN = 3.0  # seconds
TIMEOUT, REFUSED, NOBODY = "operation_timeout", "dispatch_failed", "dispatch_unknown_error"


@dataclass
class Ack:
    """`error` is empty if it was acknowledged; `answer` is what came with it."""

    error: str = ""
    answer: Json = field(default_factory=dict)
    took: float = 0.0
    status: int = 0  # in HTTP, where it was refused


class Delivery:
    """`address` empty: Socket Mode. `copies`: how often each payload is sent at once. `retries`: pauses in seconds."""

    def __init__(self, world: World, sockets: Sockets) -> None:
        self._world = world
        self.sockets = sockets
        self.address = ""
        self.copies = 1
        self.ack_within = ACK_WITHIN
        self.retries = [0.0, 0.2, 0.5]
        self.acks: list[Ack] = []
        self.session: aiohttp.ClientSession | None = None
        self._background: set[asyncio.Task[Ack]] = set()

    async def deliver(self, kind: str, payload: Json) -> Ack:
        """Send a payload; events are sent again until they are acknowledged."""
        for _ in range(self.copies - 1):
            task = asyncio.create_task(self._once(kind, payload, None))
            self._background.add(task)
            task.add_done_callback(self._background.discard)
        ack = await self._once(kind, payload, None)
        for number, pause in enumerate(self.retries if kind == EVENT else (), 1):
            if not ack.error:
                break
            await asyncio.sleep(pause)
            ack = await self._once(kind, payload, (number, _reason(ack)))
        return ack

    async def _once(self, kind: str, payload: Json, retry: tuple[int, str] | None) -> Ack:
        began = time.perf_counter()
        ack = await (self._post(kind, payload, retry) if self.address else self._send(kind, payload, retry))
        ack.took = time.perf_counter() - began
        self.acks.append(ack)
        overhearing.on_slack(ack.answer, json.dumps(ack.answer))
        return ack

    async def _post(self, kind: str, payload: Json, retry: tuple[int, str] | None) -> Ack:
        told = letter(self._world.app.signing_secret, kind, payload, retry)
        assert self.session
        limit = aiohttp.ClientTimeout(self.ack_within)
        try:
            async with self.session.post(
                self.address, data=told.body, headers=told.headers, timeout=limit
            ) as got:
                text = await got.text()
                return Ack("", _read(text)) if got.status == 200 else Ack(REFUSED, status=got.status)
        except TimeoutError:
            return Ack(TIMEOUT)
        except aiohttp.ClientError:
            return Ack(NOBODY)

    async def _send(self, kind: str, payload: Json, retry: tuple[int, str] | None) -> Ack:
        """Send an envelope; what was on a connection that broke goes to another one."""
        id_, loop = secrets.token_hex(8), asyncio.get_running_loop()
        waits: asyncio.Future[Json] = loop.create_future()
        self.sockets.waiting[id_] = waits
        number, reason = retry or (0, "")
        answers = {"accepts_response_payload": kind != EVENT, "retry_attempt": number, "retry_reason": reason}
        envelope = {"envelope_id": id_, "type": kind, "payload": payload, **answers}
        try:
            async with asyncio.timeout(self.ack_within):
                return Ack("", await self._carried(envelope, waits))
        except TimeoutError:
            return Ack(TIMEOUT if self.sockets.live else REFUSED)
        finally:
            self.sockets.waiting.pop(id_)

    async def _carried(self, envelope: Json, waits: "asyncio.Future[Json]") -> Json:
        while True:
            connection = self.sockets.choose()
            if connection is None:
                await asyncio.sleep(0.02)
                continue
            connection.say(envelope)
            if await _acknowledged(connection, waits):
                return waits.result()

    async def settle(self) -> None:
        """Wait until every copy has come to its end."""
        while self._background:
            await asyncio.gather(*self._background)


async def _acknowledged(connection: Connection, waits: "asyncio.Future[Json]") -> bool:
    """Wait for the acknowledgement; tell if the connection broke before it."""
    gone = asyncio.ensure_future(connection.gone.wait())
    either: list[asyncio.Future[Any]] = [gone, waits]
    try:
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
    finally:
        gone.cancel()
    return waits.done()


def _read(text: str) -> Json:
    try:
        found: Json = json.loads(text) if text else {}
    except ValueError:
        return {"text": text}
    return found


def _reason(ack: Ack) -> str:
    return "http_timeout" if ack.error == TIMEOUT else "http_error"

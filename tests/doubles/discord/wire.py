"""One connection to the gateway: what it says, in order, packed as the client asked."""

import asyncio
import json
import zlib
from contextlib import suppress

from aiohttp import ClientConnectionError, web

from .refusals import Json

DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME, RECONNECT, MEMBERS, INVALID, HELLO, ACK = (
    0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11,
)  # fmt: skip


class Wire:
    """Sends what it is given, one after another; `stop` ends it politely, `cut` as a lost network would."""

    def __init__(self, request: web.Request, socket: web.WebSocketResponse) -> None:
        self._request = request
        self._socket = socket
        self._queue: asyncio.Queue[Json | int] = asyncio.Queue()
        packed = request.query.get("compress") == "zlib-stream"
        self._deflate = zlib.compressobj() if packed else None
        self.open = True

    def say(
        self, op: int, told: object = None, event: str | None = None, sequence: int | None = None
    ) -> None:
        self._queue.put_nowait({"op": op, "d": told, "s": sequence, "t": event})

    def stop(self, code: int) -> None:
        self._queue.put_nowait(code)

    def cut(self) -> None:
        self.open = False
        if self._request.transport:
            self._request.transport.abort()

    async def pump(self) -> None:
        """Send until the connection ends."""
        with suppress(ClientConnectionError, ConnectionError):
            while self.open:
                match await self._queue.get():
                    case int() as code:
                        self.open = False
                        await self._socket.close(code=code)
                    case payload:
                        await self._send(json.dumps(payload))

    async def _send(self, text: str) -> None:
        if self._deflate is None:
            await self._socket.send_str(text)
        else:
            packed = self._deflate.compress(text.encode()) + self._deflate.flush(zlib.Z_SYNC_FLUSH)
            await self._socket.send_bytes(packed)

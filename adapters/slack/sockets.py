"""Socket Mode: connections that are kept, and replaced before the old one is left.

The SDK's own client closes the old socket first, which loses what Slack sent in between, and tries for ever, with a
traceback each time, also with a token that was revoked; so the connection is ours, and what comes is the SDK's.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import aiohttp
import structlog
from aiohttp import ClientWebSocketResponse, WSMsgType

from adapters.slack.blocks import Json
from adapters.slack.calls import DEAD, SOCKETS, Api, Denied, Unanswered
from adapters.slack.wire import read, written

CONNECTIONS = 2  # of the ten that an app may have: while one is replaced the other one hears
HEARTBEAT = 15.0  # seconds
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0  # seconds between tries
LAST_WORDS = 20.0  # seconds that a connection which is being replaced is still heard

Answer = Callable[[Json], Awaitable[str]]

log = structlog.get_logger()


class Sockets:
    """Keeps the connections open; each envelope is answered on the connection that it came on."""

    def __init__(self, api: Api, app_token: str, answer: Answer, connections: int = CONNECTIONS) -> None:
        self._api = api
        self._token = app_token
        self._answer = answer
        self._count = connections
        self._tasks: set[asyncio.Task[None]] = set()
        self._open: list[ClientWebSocketResponse] = []
        self.connected = asyncio.Event()
        self.opened = 0  # since the start

    @property
    def live(self) -> int:
        """How many connections are open."""
        return len(self._open)

    def start(self) -> None:
        """Begin to connect; `connected` is set when the first connection is there."""
        for _ in range(self._count):
            self._begin(self._stay())

    async def stop(self) -> None:
        """Leave; whatever came is answered first where that is quick."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for socket in list(self._open):
            await socket.close()

    def _begin(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _stay(self) -> None:
        """Stay connected until stopped, or until Slack's last word."""
        pause = FIRST_PAUSE
        while not self._api.dead:
            try:
                socket = await self._connect()
            except Denied as no:
                if no.error in DEAD:
                    return
                log.warning("Slack lets no socket connect", error=no.error, scope=no.needed)
            except (Unanswered, aiohttp.ClientError, OSError, TimeoutError) as error:
                log.warning(
                    "no connection to Slack, it is tried again", why=type(error).__name__, seconds=pause
                )
            else:
                pause = FIRST_PAUSE
                await self._until_left(socket)
                continue
            await asyncio.sleep(pause)
            pause = min(LONGEST_PAUSE, pause * 2)

    async def _connect(self) -> ClientWebSocketResponse:
        """Open a connection with a ticket of its own."""
        told = await self._api.look(SOCKETS, token=self._token)
        return await self._api.connections.ws_connect(str(told["url"]), heartbeat=HEARTBEAT)

    async def _until_left(self, socket: ClientWebSocketResponse) -> None:
        """Hear a connection until it is closed or is to be replaced; then it is still heard for a while."""
        leaving = asyncio.Event()
        self._open.append(socket)
        self.opened += 1
        hearing = self._begin(self._hear(socket, leaving))
        left = asyncio.create_task(leaving.wait())
        try:
            await asyncio.wait({hearing, left}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            left.cancel()

    async def _hear(self, socket: ClientWebSocketResponse, leaving: asyncio.Event) -> None:
        try:
            async for told in socket:
                if told.type is WSMsgType.TEXT:
                    self._take(socket, told.json(loads=read), leaving)
        finally:
            self._open.remove(socket)
            await socket.close()

    def _take(self, socket: ClientWebSocketResponse, told: Json, leaving: asyncio.Event) -> None:
        if told.get("type") == "hello":
            self.connected.set()
        elif told.get("type") == "disconnect":
            leaving.set()
            self._begin(_closed_later(socket))
        elif "envelope_id" in told:
            self._begin(self._acknowledge(socket, told))

    async def _acknowledge(self, socket: ClientWebSocketResponse, told: Json) -> None:
        answer = await self._answer(told["payload"])
        payload = f', "payload": {answer}' if answer.startswith("{") else ""
        reply = f'{{"envelope_id": {written(told["envelope_id"])}{payload}}}'
        for each in (socket, *reversed(self._open)):
            with contextlib.suppress(ConnectionError, RuntimeError):
                await each.send_str(reply)
                return


async def _closed_later(socket: ClientWebSocketResponse) -> None:
    await asyncio.sleep(LAST_WORDS)
    await socket.close()

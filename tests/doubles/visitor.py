"""A visitor without a browser: sends what the classroom's page sends, hears what the page hears."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import ClientResponse, ClientSession, ClientTimeout, web

from adapters.web import serve
from doubles import overhearing

Json = dict[str, Any]
PATIENCE = 20  # seconds after which a test that waits for nothing gives up


@asynccontextmanager
async def served(app: web.Application) -> AsyncIterator[str]:
    """Listen on a free port of loopback; gives the page's address."""
    app.on_response_prepare.append(_overheard)
    runner, address = await serve(app, "127.0.0.1", 0)
    try:
        yield address
    finally:
        await runner.cleanup()


async def _overheard(_: web.Request, answer: web.StreamResponse) -> None:
    if isinstance(answer, web.Response) and answer.text:
        overhearing.on_page(answer.text)


class Visitor:
    """Whoever opened the page at the address."""

    def __init__(self, session: ClientSession) -> None:
        self.session = session

    async def state(self) -> Json:
        async with self.session.get("/api/state") as answer:
            return dict(await answer.json())

    async def send(self, what: str, **body: object) -> Json:
        """Send a request of the page; give the answer, whatever it is."""
        fields = body.get("fields")
        overhearing.typed(body.get("text", ""), *(fields.values() if isinstance(fields, dict) else ()))
        async with self.session.post(f"/api/{what}", json=body) as answer:
            return dict(await answer.json())

    async def say(self, person: str, text: str) -> Json:
        return await self.send("say", person=person, text=text)

    async def press(self, person: str, token: str) -> Json:
        return await self.send("press", person=person, token=token)

    async def join(self, name: str, role: str = "student") -> str:
        """Take a seat; give the newcomer's id."""
        return str((await self.send("people", name=name, role=role))["id"])

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[AsyncIterator[tuple[str, Any]]]:
        """Open the stream; gives its events from now on."""
        async with self.session.get("/api/stream") as stream:
            assert await stream.content.readline() == b": open\n"
            yield _events(stream)


@asynccontextmanager
async def visiting(address: str) -> AsyncIterator[Visitor]:
    """Open the page at the address."""
    headers = {"Origin": address.rstrip("/")}
    async with ClientSession(address, headers=headers, timeout=ClientTimeout(PATIENCE)) as session:
        yield Visitor(session)


async def _events(stream: ClientResponse) -> AsyncIterator[tuple[str, Any]]:
    event = ""
    async with asyncio.timeout(PATIENCE):
        async for line in stream.content:
            name, _, rest = line.decode().strip().partition(": ")
            event = rest if name == "event" else event
            if name == "data":
                yield event, json.loads(rest)


def button(card: Json, label: str) -> str:
    """Give the token of the card's button."""
    shown = [b for part in card["parts"] for b in part.get("buttons", ())]
    return next(str(b["token"]) for b in shown if b["label"] == label)

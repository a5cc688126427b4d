"""The classroom's connection: its requests and its live stream, and the Poster of its one channel."""

import contextlib
import json
import uuid
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path

import structlog
from aiohttp import web

from adapters.classroom.commands import completions, listed
from adapters.classroom.hub import Hub
from adapters.classroom.payload import CLASSROOM, Here, Newcomer, Pressed, Said, Sent, body, member_of
from adapters.classroom.render import Json, card, form, refusal
from bot.chat import Form, Member, MessageRef, Place, Refusal, Reply, Role
from bot.commands import COMMANDS
from bot.line import parse
from bot.names import clean
from bot.pace import Pace
from bot.store.classroom import Message, Person
from bot.store.store import Store
from bot.study import StudyBot

PAGE = Path(__file__).parent / "page"
LINE = 2_000  # characters of a typed line
SEATS = 300  # people in the classroom at most
FIRST_PEOPLE = (("Teacher", Role.TEACHER), ("Ada", Role.STUDENT), ("Ben", Role.STUDENT))

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

log = structlog.get_logger()


class Classroom:
    """One channel on a web page, for everyone who can open it."""

    def __init__(self, bot: StudyBot, store: Store, now: Callable[[], datetime]) -> None:
        self._bot = bot
        self._store = store
        self._now = now
        self._hub = Hub()
        self.pace = Pace()  # its own database sets the only limit
        self._untold: dict[str, list[Json]] = {}  # by person: notices until they are at the page

    async def open(self, app: web.Application) -> None:
        """Add the page and its requests to the server; seat the first people."""
        now = self._now()
        for seat in FIRST_PEOPLE if not await self._people() else ():
            await self._store.write(lambda ledger, seat=seat: ledger.classroom.join(*seat, now))  # type: ignore[misc]
        app.middlewares.append(in_words)
        app.on_shutdown.append(self._end_streams)
        app.add_routes(
            [
                web.get("/", _page),
                web.static("/page", PAGE),
                web.get("/api/state", self._state),
                web.get("/api/stream", self._stream),
                web.post("/api/say", self._say),
                web.post("/api/press", self._press),
                web.post("/api/submit", self._submit),
                web.post("/api/suggest", self._suggest),
                web.post("/api/people", self._join),
                web.post("/api/notices", self._notices),
            ]
        )

    async def _end_streams(self, _: web.Application) -> None:
        self._hub.close()

    async def _people(self) -> list[Person]:
        return await self._store.read(lambda ledger: ledger.classroom.people())

    async def _state(self, _: web.Request) -> web.Response:
        messages = await self._store.read(lambda ledger: ledger.classroom.latest(CLASSROOM.channel))
        state = {
            "title": self._bot.library.pack.title,
            "people": [_person(person) for person in await self._people()],
            "messages": [_message(message) for message in messages],
            "commands": listed(),
        }
        return web.json_response(state)

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        with contextlib.suppress(ConnectionResetError):  # the tab was closed, maybe as it was opening
            await response.prepare(request)
            async for event in self._hub.listen():
                await response.write(event)
        return response

    async def _say(self, request: web.Request) -> web.Response:
        said = await body(request, Said)
        line, member = clean(said.text, LINE), await self._member(said.person)
        if not line.startswith("/"):
            raise Refusal(
                f"A line begins with a slash. To ask the essay: /factor {line[:100] or 'who was the grey blur'}"
            )
        command, options = parse(line, COMMANDS)
        return await self._shown(await self._bot.answer(command.name, member, CLASSROOM, options))

    async def _press(self, request: web.Request) -> web.Response:
        pressed = await body(request, Pressed)
        member = await self._member(pressed.person)
        return await self._shown(await self._bot.press(pressed.token, member, CLASSROOM))

    async def _submit(self, request: web.Request) -> web.Response:
        sent = await body(request, Sent)
        member = await self._member(sent.person)
        return await self._shown(await self._bot.submit(sent.token, sent.fields, member, CLASSROOM))

    async def _suggest(self, request: web.Request) -> web.Response:
        typed = await body(request, Said)
        return web.json_response(
            {"choices": completions(self._bot, clean(typed.text, LINE) + _end(typed.text))}
        )

    async def _join(self, request: web.Request) -> web.Response:
        newcomer = await body(request, Newcomer)
        if not newcomer.name.strip():
            raise Refusal("Everyone here has a name. For example: Ada")
        if len(await self._people()) >= SEATS:
            raise Refusal(f"The classroom has {SEATS} seats and they are taken.")
        now = self._now()
        person = await self._store.write(
            lambda ledger: ledger.classroom.join(newcomer.name, newcomer.role, now)
        )
        self._hub.tell("people", [_person(each) for each in await self._people()])
        return web.json_response(_person(person))

    async def _notices(self, request: web.Request) -> web.Response:
        """Hand a person the notices that wait for them, once."""
        here = await body(request, Here)
        return web.json_response({"cards": self._untold.pop(here.person, [])})

    async def _member(self, id_: str) -> Member:
        number = int(id_) if id_.isascii() and id_.isdigit() and len(id_) < 10 else 0  # noqa: PLR2004 - an INTEGER's digits
        person = await self._store.read(lambda ledger: ledger.classroom.person(number))
        if person is None:  # maybe erased: the tab that still shows them learns of it
            self._hub.tell("people", [_person(each) for each in await self._people()])
            raise Refusal("Choose who you are at the top of the page.")
        return member_of(person)

    async def _shown(self, reply: Reply | Form) -> web.Response:
        """Answer the one who asked; what is for everyone goes to the channel instead."""
        if isinstance(reply, Form):
            return web.json_response({"form": form(reply)})
        if reply.private:
            return web.json_response({"card": card(reply)})
        await self.post(CLASSROOM, reply, uuid.uuid4().hex)
        return web.json_response({"shared": True})

    # The Poster

    async def post(self, place: Place, reply: Reply, token: str) -> MessageRef:
        """Post in the channel; the same token again is the same message."""
        drawn, now = json.dumps(card(reply)), self._now()
        message = await self._store.write(
            lambda ledger: ledger.classroom.post(place.channel, token, drawn, now)
        )
        self._hub.tell("message", _message(message))
        return MessageRef(place, str(message.id))

    async def edit(self, ref: MessageRef, reply: Reply) -> None:
        """Put the reply in the message's place."""
        drawn = json.dumps(card(reply))
        message = await self._store.write(lambda ledger: ledger.classroom.edit(int(ref.id), drawn))
        if message:
            self._hub.tell("edit", _message(message))

    async def find(self, place: Place, token: str) -> list[MessageRef]:
        """List the channel's messages with the token."""
        found = await self._store.read(lambda ledger: ledger.classroom.find(place.channel, token))
        return [MessageRef(place, str(message.id)) for message in found]

    async def delete(self, ref: MessageRef) -> None:
        """Take the message away."""
        await self._store.write(lambda ledger: ledger.classroom.delete(int(ref.id)))
        self._hub.tell("delete", {"id": int(ref.id)})

    async def tell(self, place: Place, account: str, reply: Reply, token: str) -> None:
        """Keep a notice until its person, or each teacher, is at the page; tabs hear whose it is, not what it says."""
        del place, token  # there is one channel, and nothing is lost on the way
        teachers = [str(each.id) for each in await self._people() if each.role is Role.TEACHER]
        for person in [account] if account else teachers:
            self._untold.setdefault(person, []).append(card(reply))
            self._hub.tell("notice", {"person": person})


@web.middleware
async def in_words(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Say every failure in a sentence; a bug is logged once, with the number that the member is told."""
    try:
        return await handler(request)
    except Refusal as no:
        if request.path in ("/api/say", "/api/press"):
            return web.json_response({"card": refusal(str(no))})
        return web.json_response({"error": str(no)}, status=422)
    except web.HTTPException as error:
        return web.json_response({"error": error.text}, status=error.status)
    except Exception:
        incident = uuid.uuid4().hex[:8]
        log.exception("a request failed", incident=incident, path=request.path)
        sorry = (
            "Something went wrong here and nothing was saved. Please try again; "
            f"if it stays, tell your teacher: incident {incident}."
        )
        return web.json_response({"error": sorry}, status=500)


async def _page(_: web.Request) -> web.FileResponse:
    return web.FileResponse(PAGE / "index.html")


def _person(person: Person) -> Json:
    return {"id": str(person.id), "name": person.name, "role": person.role}


def _message(message: Message) -> Json:
    return {
        "id": message.id,
        "at": message.at.isoformat(),
        "edited": message.edited,
        "card": json.loads(message.card),
    }


def _end(text: str) -> str:
    """Give the blank behind a finished word: it tells that the next one begins."""
    return " " if text.endswith(" ") else ""

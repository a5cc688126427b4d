"""One replica: the bot's own store, posting and Poster, with a wire to whoever watches over it."""

import asyncio
import contextlib
import json
import random
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import fields, is_dataclass
from typing import Any
from zoneinfo import ZoneInfo

from adapters.discord.connection import aim, logged_in
from adapters.discord.poster import DiscordPoster
from adapters.slack.calls import Api, client_of, session
from adapters.slack.poster import SlackPoster
from bot.chat import Form, Member, Place, Poster, Refusal, Reply, Role
from bot.posting import Posting
from bot.quiz.bank import Library
from bot.settings import Settings
from bot.store.backend import InUse
from bot.store.store import Store
from bot.study import StudyBot
from doubles.matrix.orders import Order
from doubles.matrix.perils import Perilous, Perils

BEAT = 15.0  # seconds, as the timetable's: that one lives by the machine's clock, which a run does not
PAUSE = 5.0  # seconds between two beats at least: hurried on, a run would do little else than sweep
LONDON = ZoneInfo("Europe/London")
REFUSED = 2


@asynccontextmanager
async def poster_of(order: Order) -> AsyncIterator[Poster]:
    """Make the adapter's own Poster, over HTTP; it needs no gateway."""
    settings = Settings.model_validate(order.settings)
    if order.platform == "discord":
        aim(settings)
        client = await logged_in(settings, lambda _: None)
        yield DiscordPoster(lambda: client, lambda: None)
        await client.close()
    else:
        async with session() as connections:
            token = settings.SLACK_BOT_TOKEN.get_secret_value()
            yield SlackPoster(Api(client_of(settings, connections, token), connections))


class Replica:
    """What the wire asks for: sweeps, commands, presses."""

    def __init__(self, bot: StudyBot, posting: Posting, perils: Perils) -> None:
        self._bot = bot
        self._posting = posting
        self._perils = perils
        self._changed = asyncio.Event()
        bot.when_changed(self._changed.set)

    async def beat(self, order: Order) -> None:
        """Sweep every few seconds, at the next due instant and after a change."""
        now = order.times.clock()
        while True:
            self._changed.clear()
            with contextlib.suppress(Refusal):  # the database is away; the next beat comes
                due = await self._posting.sweep()
                wait = min(BEAT, (due - now()).total_seconds()) if due else BEAT
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), max(PAUSE, wait))
                await asyncio.sleep(PAUSE)

    async def do(self, asked: dict[str, Any]) -> dict[str, object]:
        """Do what was asked; what is refused is told in its words."""
        try:
            if asked["do"] == "sweep":
                await self._posting.sweep()
                return {}
            return await self._spoken(asked)
        except Refusal as refusal:
            return {"refused": str(refusal)}

    async def _spoken(self, asked: dict[str, Any]) -> dict[str, object]:
        place = Place(*asked["place"])
        member = Member(place.platform, place.server, asked["who"], asked["name"], Role(asked["role"]))
        if asked["do"] == "press":
            return _told(await self._bot.press(asked["token"], member, place))
        return _told(await self._bot.answer(asked["command"], member, place, asked["options"]))


def _told(reply: Reply | Form) -> dict[str, object]:
    return {"title": reply.title, "tokens": list(_tokens(reply))}


def _tokens(part: object) -> list[str]:
    """List the tokens that a card can send, in their order."""
    if isinstance(part, tuple):
        return [token for each in part for token in _tokens(each)]
    if not is_dataclass(part):
        return []
    inside = [token for each in fields(part) for token in _tokens(getattr(part, each.name))]
    return [token for token in [getattr(part, "token", "")] if token] + inside


async def live(order: Order, library: Library) -> int:
    """Run a replica until its wire ends or it is told to; give the exit code."""
    reader, writer = await asyncio.open_unix_connection(order.socket)

    def tell(told: dict[str, object]) -> None:
        writer.write(json.dumps(told).encode() + b"\n")

    clock = order.times.clock()
    try:
        store = Store(order.database, LONDON, clock.shared)
    except InUse as in_use:
        tell({"refused": str(in_use)})
        await writer.drain()
        return REFUSED
    perils = Perils(order.kill, order.freeze, order.database, tell, random.Random(order.seed))  # noqa: S311 - a moment, not a secret
    try:
        async with poster_of(order) as poster:
            posting = Posting(store, library, {order.platform: Perilous(poster, perils)}, clock, perils.at)
            await posting.begin([])
            perils.watch_the_writer()
            replica = Replica(StudyBot(store, library, clock), posting, perils)
            tell({"ready": True})
            await _serve(replica, order, reader, tell)
    finally:
        store.close()
    return 0


async def _serve(replica: Replica, order: Order, reader: asyncio.StreamReader, tell: Any) -> None:  # noqa: ANN401 - as it is passed on
    """Do whatever the wire asks, all at once, until it ends or SIGTERM comes."""
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)

    async def done(asked: dict[str, Any]) -> None:
        tell({"n": asked["n"], **await replica.do(asked)})

    async def listen() -> None:
        async with asyncio.TaskGroup() as under_way:
            while line := await reader.readline():
                under_way.create_task(done(json.loads(line)))
        ended.set()

    tasks = [asyncio.ensure_future(listen())]
    tasks += [asyncio.ensure_future(replica.beat(order))] if order.beats else []
    stop = asyncio.ensure_future(ended.wait())
    await asyncio.wait({stop, *tasks}, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)

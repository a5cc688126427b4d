"""The real adapter at the stand-in, in one process: members act, the posting posts, the clock waits."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from adapters.slack.client import Slack as Door
from adapters.slack.payload import PLATFORM
from adapters.slack.poster import SlackPoster
from adapters.web import application, serve
from bot.chat import Final, Place, Poster
from bot.pace import Pace
from bot.posting import Posting
from bot.quiz.bank import Library
from bot.settings import Settings
from bot.store.store import Store
from bot.study import StudyBot
from doubles.clock import Clock, as_here
from doubles.rows import lay_out

from .blocks import elements_of
from .group import Group
from .refusals import Json
from .school import School
from .standin import HOST, Slack

GRACE = 0.2  # seconds, instead of the twelve of the live service


@dataclass
class Desk(Group):
    door: Door
    bot: StudyBot
    store: Store
    posting: Posting
    clock: Clock
    posters: dict[str, Poster]
    last_word: list[str] = field(default_factory=list)

    @property
    def place(self) -> Place:
        return Place(PLATFORM, self.slack.world.team, self.school.channel)

    async def quiz(self, options: str = "questions=2") -> Json:
        """Have the teacher post a quiz; give its public message."""
        self.clock.go_on(seconds=1)
        seen = await self.slack.people.slash(self.school.teacher, self.school.channel, f"/post {options}")
        await self.after(seen, "ephemeral")
        await self.posting.sweep()
        return (await self.slack.people.next(seen, "message")).message


def tokens(shown: Json) -> list[str]:
    """Give what the buttons carry."""
    return [str(each.get("value")) for _, each in elements_of(shown["blocks"]) if each["type"] == "button"]


def settings_for(slack: Slack, **more: str) -> Settings:
    app = slack.world.app
    given = {"SLACK_BOT_TOKEN": app.bot_token, "SLACK_API_URL": slack.api, "CLASSROOM": "off"}
    return Settings.model_validate({**given, **more})


@asynccontextmanager
async def at_the_desk(
    slack: Slack, school: School, library: Library, folder: Path | str, *, http: bool = False, **more: str
) -> AsyncIterator[Desk]:
    """Run the adapter until the block ends, over a new SQLite file in the folder or the database at an address."""
    database = folder if isinstance(folder, str) else f"sqlite:///{folder}/cardindex.db"
    lay_out(database)
    clock = Clock()
    store = Store(database, ZoneInfo("Europe/London"), as_here)
    bot = StudyBot(store, library, clock)
    try:
        async with connected(slack, bot, store, clock, http=http, **more) as (door, last_word):
            door.poster.pace = Pace()  # the stand-in takes any: no test is to wait a second a message
            posters: dict[str, Poster] = {PLATFORM: door.poster}
            posting = Posting(store, library, posters, clock)
            yield Desk(slack, school, library, door, bot, store, posting, clock, posters, last_word)
    finally:
        store.close()


@asynccontextmanager
async def connected(
    slack: Slack, bot: StudyBot, store: Store, clock: Clock, *, http: bool, **more: str
) -> AsyncIterator[tuple[Door, list[str]]]:
    """Connect an adapter; gives it with the list that takes its last word."""
    app = slack.world.app
    way = {"SLACK_SIGNING_SECRET": app.signing_secret} if http else {"SLACK_APP_TOKEN": app.app_token}
    door = Door(settings_for(slack, **way, **more), bot, store, clock)
    if isinstance(door.poster, SlackPoster):
        door.poster.grace = GRACE
    last_word: list[str] = []
    joined = asyncio.Event()
    served = application(HOST)
    if http:
        door.open(served)
    runner, address = await serve(served, HOST, 0)
    if http:
        slack.over_http(f"{address}slack/events")
    running = asyncio.create_task(_run(door, joined, last_word))
    await asyncio.wait_for(joined.wait(), 10)
    while not (http or slack.sockets.live):
        await asyncio.sleep(0.01)
    try:
        yield door, last_word
    finally:
        await door.close()
        await running
        await runner.cleanup()


async def _run(door: Door, joined: asyncio.Event, last_word: list[str]) -> None:
    async def tell(_: Door) -> None:
        joined.set()

    try:
        await door.run(tell)
    except Final as final:
        last_word.append(str(final))
        joined.set()

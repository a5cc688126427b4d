"""Our own bot on the stand-in, in the test's process: its door, its posting, a clock that waits."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from adapters.discord.client import Discord as Door
from bot.chat import Final, Place, Poster
from bot.posting import Posting
from bot.quiz.bank import Library
from bot.settings import Settings
from bot.store.store import Store
from bot.study import StudyBot
from doubles.clock import Clock, as_here
from doubles.rows import file_of, lay_out

from .people import People
from .school import School
from .seen import Seen, button, words
from .standin import Discord

PATIENCE = 10.0  # seconds, for a machine that is busy


@dataclass
class Desk:
    """A connected bot and the class server that it is in."""

    discord: Discord
    school: School
    bot: StudyBot
    door: Door
    posting: Posting
    store: Store
    database: str
    clock: Clock
    running: asyncio.Task[None]
    posters: dict[str, Poster] = field(default_factory=dict)

    @property
    def people(self) -> People:
        return self.discord.people

    @property
    def place(self) -> Place:
        return Place("discord", str(self.school.guild), str(self.school.channel))

    async def registered(self, writes: int) -> None:
        """Wait until the commands were written so often."""
        await until(lambda: self.discord.state.catalogue.writes == writes)

    async def slash(self, user: int, name: str, **options: str | int) -> Seen:
        return await self.people.slash(user, self.school.channel, name, dict(options))

    async def answered(self, user: int, name: str, **options: str | int) -> Seen:
        """Run a command and wait for its answer, also where it is promised first: the machine may be busy."""
        seen = await self.slash(user, name, **options)
        return await self.people.later(seen.interaction) if seen.kind == "thinking" else seen

    async def press(self, user: int, seen: Seen, label: str) -> Seen:
        return await self.people.press(user, seen.id, seen.button(label))

    async def quiz(self, **options: str | int) -> int:
        """Have the teacher post a quiz; give its message."""
        self.clock.go_on(seconds=1)
        await self.answered(self.school.teacher, "post", **options)
        await self.posting.sweep()
        return self.public[-1]

    async def start(self, user: int, message: int) -> Seen:
        return await self.people.press(user, message, button(self.shown(message), "Start"))

    @property
    def public(self) -> list[int]:
        """Give the ids of the messages that everyone sees."""
        kept = self.discord.state.messages.kept.values()
        return [each.id for each in kept if each.viewer is None and each.channel == self.school.channel]

    def shown(self, message: int) -> dict[str, object]:
        screen = self.people.screen(self.school.teacher, self.school.channel)
        return next(each for each in screen if int(each["id"]) == message)

    def read(self, message: int) -> str:
        return words(self.shown(message))


def settings_for(discord: Discord, **more: str) -> Settings:
    addresses = {"DISCORD_API_URL": discord.api, "DISCORD_GATEWAY_URL": discord.gateway_url}
    return Settings(_env_file=None, **{"DISCORD_TOKEN": discord.token, **addresses, **more})  # type: ignore[arg-type]


@asynccontextmanager
async def desk_at(
    discord: Discord, school: School, library: Library, database: str, **settings: str
) -> AsyncIterator[Desk]:
    """Connect our bot, to the database that is there or a new one; wait until it hears and its commands are there."""
    if not file_of(database).exists():
        lay_out(database)
    library.lookup.ask("")  # makes it ready, as the start of the bot does
    clock = Clock()
    store = Store(database, ZoneInfo("Europe/London"), as_here)
    bot = StudyBot(store, library, clock)
    door = Door(settings_for(discord, **settings), bot)
    posters: dict[str, Poster] = {"discord": door.poster}
    posting = Posting(store, library, posters, clock)
    running = asyncio.create_task(door.run(_nothing_more))
    desk = Desk(discord, school, bot, door, posting, store, database, clock, running, posters)
    try:
        await until(lambda: (discord.gateway.connected and _registered(discord, school)) or running.done())
        yield desk
    finally:
        await door.close()
        with suppress(Final):
            await running
        store.close()


async def _nothing_more(_: Door) -> None:
    pass


def _registered(discord: Discord, school: School) -> bool:
    catalogue = discord.state.catalogue
    return bool(catalogue.of(None) or catalogue.of(school.guild))


async def until(holds: object, patience: float = PATIENCE) -> None:
    """Wait until it holds."""
    assert callable(holds)
    async with asyncio.timeout(patience):
        while not holds():
            await asyncio.sleep(0.01)

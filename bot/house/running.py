"""The running bot: its pieces put together, its doors opened one after the other.

The adapter of a chat platform is imported where its token is found: each costs a start that does not need it.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from adapters.classroom.client import Classroom
from adapters.classroom.payload import CLASSROOM
from bot.chat import Poster
from bot.house import discord as to_discord
from bot.house import slack as to_slack
from bot.house.daily import daily
from bot.house.health import Health, can_write
from bot.house.page import served
from bot.house.watch import watched
from bot.posting import Posting
from bot.quiz.bank import Library
from bot.settings import Settings
from bot.store.store import Store
from bot.study import StudyBot, utc_now
from bot.timetable import Timetable
from bot.version import VERSION, commit


@dataclass
class House:
    """The running bot: where it is served, its page if there is one, its connections to Discord and Slack."""

    served: str = ""
    address: str = ""
    discord: asyncio.Task[str] | None = None
    slack: asyncio.Task[str] | None = None

    @property
    def where(self) -> str:
        """Say where it is to be met."""
        page = [f"open {self.address} in a browser"] if self.address else []
        chats = [*(["it joins your Discord servers"] if self.discord else [])]
        chats += ["it joins your Slack workspace"] if self.slack else []
        return " and ".join([*page, *chats])

    def when_closed(self, tell: Callable[[str], None]) -> None:
        """Have `tell` called with the last word of the last chat platform, if the bot has no page."""
        chats = [task for task in (self.discord, self.slack) if task]
        for task in chats if not self.address else ():
            task.add_done_callback(
                lambda done: tell(_word_of(done)) if all(t.done() for t in chats) else None
            )


def _word_of(done: asyncio.Task[str]) -> str:
    return "" if done.cancelled() else done.result()


@asynccontextmanager
async def running(
    settings: Settings,
    library: Library,
    now: Callable[[], datetime] = utc_now,
    at: Callable[[str], None] = lambda _: None,
) -> AsyncIterator[House]:
    """Run the whole bot, until the block ends. `at` is told each step of the posting."""
    library.lookup.ask("")  # makes it ready now, not while the first student waits
    store = Store(settings.DATABASE_URL, settings.TIME_ZONE)
    bot = StudyBot(store, library, now)
    bot.meter.built(VERSION, commit())
    bot.meter.queue(lambda: store.waiting)
    posters: dict[str, Poster] = {}
    posting = Posting(store, library, posters, now, at)
    timetable = Timetable(bot.meter.sweeping(posting.sweep), now)
    bot.when_changed(timetable.soon)
    try:
        async with AsyncExitStack() as doors:
            house, health = House(), Health(bot.meter, store, partial(can_write, store), now)
            slack = to_slack.made(settings, bot, store, now)
            classroom = Classroom(bot, store, now) if settings.has_classroom else None
            if classroom:
                posters[CLASSROOM.platform] = classroom
            house.served = await doors.enter_async_context(served(settings, health, classroom, slack))
            house.address = house.served if classroom else ""
            here = [daily(settings, CLASSROOM)] if settings.has_classroom else []
            discord = to_discord.made(settings, bot)
            later = [name for name, chat in (("discord", discord), ("slack", slack)) if chat]
            await posting.begin(filter(None, here), later=later)
            timetable.start()
            await doors.enter_async_context(watched(bot.meter))
            if slack:
                health.doors["slack"] = slack
                on_slack = partial(to_slack.joined, settings, posting, posters, timetable)
                others = lambda: house.address or house.discord  # noqa: E731 - read when it is over
                kept = to_slack.kept(slack, on_slack, posters, others)
                house.slack = await doors.enter_async_context(kept)
            if discord:
                health.doors["discord"] = discord
                on_discord = partial(to_discord.joined, settings, posting, posters, timetable)
                staying = to_discord.kept(discord, on_discord, posters, lambda: house.address)
                house.discord = await doors.enter_async_context(staying)
            yield house
            await timetable.stop()
    finally:
        store.close()

"""The running bot: its doors opened one after the other.

The adapter of a chat platform is imported where its token is found: each costs a start that does not need it.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from adapters.classroom.client import Classroom
from adapters.classroom.payload import CLASSROOM
from bot.house import discord as to_discord
from bot.house import slack as to_slack
from bot.house.daily import daily
from bot.house.page import served
from bot.house.pieces import Pieces, put_together
from bot.house.staying import kept
from bot.house.watch import watched
from bot.quiz.bank import Library
from bot.settings import Settings
from bot.study import utc_now


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
    pieces = put_together(settings, library, now, at)
    try:
        async with AsyncExitStack() as doors:
            house = await _opened(pieces, doors)
            doors.push_async_callback(pieces.timetable.stop)  # before any door is closed
            doors.callback(pieces.posting.end)  # and before that: a beat under way comes to its end soon
            yield house
    finally:
        pieces.store.close()


async def _opened(pieces: Pieces, doors: AsyncExitStack) -> House:
    """Open what is served and begin to post; then open the doors to the chat platforms, which may take long."""
    slack, discord = to_slack.made(pieces), to_discord.made(pieces)
    classroom = Classroom(pieces.bot, pieces.store, pieces.now) if pieces.settings.has_classroom else None
    if classroom:
        pieces.posters[CLASSROOM.platform] = classroom
    of_slack = slack.door if slack else None  # what Slack sends may come to the page's own server
    house = House(
        await doors.enter_async_context(served(pieces.settings, pieces.health, classroom, of_slack))
    )
    house.address = house.served if classroom else ""
    here = [daily(pieces.settings, CLASSROOM)] if classroom else []
    later = [chat.platform for chat in (discord, slack) if chat]
    await pieces.posting.begin(filter(None, here), later=later)
    pieces.timetable.start()
    await doors.enter_async_context(watched(pieces.bot.meter))
    if slack:
        staying = kept(pieces, slack, lambda: house.address or house.discord)
        house.slack = await doors.enter_async_context(staying)
    if discord:
        staying = kept(pieces, discord, lambda: house.address or house.slack)
        house.discord = await doors.enter_async_context(staying)
    return house

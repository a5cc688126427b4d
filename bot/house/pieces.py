"""The pieces of one bot, put together; its doors share them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.chat import Poster
from bot.house.health import Health
from bot.posting import Posting
from bot.quiz.bank import Library
from bot.settings import Settings
from bot.store.clocks import SteadyTime
from bot.store.erasures import keeping
from bot.store.store import Store
from bot.study import StudyBot
from bot.tidying import Tidying
from bot.timetable import Timetable
from bot.version import VERSION, commit


@dataclass
class Pieces:
    settings: Settings
    now: Callable[[], datetime]
    store: Store
    bot: StudyBot
    posters: dict[str, Poster]  # of the platforms that are connected
    posting: Posting
    timetable: Timetable
    health: Health


def put_together(
    settings: Settings, library: Library, now: Callable[[], datetime], at: Callable[[str], None]
) -> Pieces:
    """Open the database and put the pieces together around it; nothing runs yet."""
    library.lookup.ask("")  # makes it ready now, not while the first student waits
    kept = keeping(settings.DATABASE_URL, settings.ERASED_FILE, settings.RETENTION_DAYS)
    store = Store(settings.DATABASE_URL, settings.TIME_ZONE, SteadyTime(), kept)
    bot, posters = StudyBot(store, library, now), dict[str, Poster]()
    posting = Posting(store, library, posters, now, at)
    tidying = Tidying(store, settings.RETENTION_DAYS, now, at)
    timetable = Timetable(partial(_beat, bot.meter.sweeping(posting.sweep), tidying), now)
    bot.when_changed(timetable.soon, timetable.later)
    bot.meter.built(VERSION, commit())
    bot.meter.queue(lambda: store.waiting)
    health = Health(bot.meter, store, store.serves, now)
    return Pieces(settings, now, store, bot, posters, posting, timetable, health)


async def _beat(sweep: Callable[[], Awaitable[datetime | None]], tidying: Tidying) -> datetime | None:
    """Do whatever is due; give the instant at which something is due next."""
    due = await sweep()
    await tidying.beat()
    return due

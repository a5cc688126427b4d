"""The heartbeat: APScheduler wakes the posting every few seconds, and to the second when something is due."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

EVERY = 15  # seconds between beats
LAST_BEAT = (
    5  # seconds that a beat under way gets when the bot ends; with the doors' own it makes less than ten
)
MOST = 3  # beats of a kind: one under way, which posts over a slow network, one that waits, one that sees it
SOON = timedelta(milliseconds=150)  # after a change, so that many at once make one beat
COUNTED = timedelta(seconds=1)  # after an answer: a whole class answers at once, and only a count is old


class Timetable:
    """Beats every 15 s, at the next due instant, and soon after a change. It keeps no schedules."""

    def __init__(self, beat: Callable[[], Awaitable[datetime | None]], now: Callable[[], datetime]) -> None:
        self._beat = beat
        self._now = now
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._next: datetime | None = None
        self._ended = False
        self._waits = False  # a beat, for the one under way
        self._one = asyncio.Lock()  # the interval's beat and the due one never run together

    def start(self) -> None:
        """Begin to beat, at once."""
        options = {"coalesce": True, "max_instances": MOST, "misfire_grace_time": None}
        self._scheduler.add_job(self._run, "interval", seconds=EVERY, id="beat", **options)
        self._scheduler.start()
        self.soon()

    async def stop(self) -> None:
        """Beat no more; a beat under way gets some seconds to come to its end."""
        self._ended = True
        self._scheduler.pause()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LAST_BEAT), self._one:
                pass
        self._scheduler.shutdown(wait=False)

    def soon(self) -> None:
        """Beat a moment from now."""
        self._wake_at(self._now() + SOON)

    def later(self) -> None:
        """Beat once what is going on has had some time to come together."""
        self._wake_at(self._now() + COUNTED)

    async def _run(self) -> None:
        if self._waits:  # it begins after this moment: one is enough
            return
        self._waits = True
        async with self._one:
            self._waits = False
            if self._ended:
                return
            self._next = None  # what changes from now on asks for a beat of its own
            due = await self._beat()
        if due:
            self._wake_at(max(due, self._now() + SOON))

    def _wake_at(self, instant: datetime) -> None:
        """Arrange one beat at the instant unless one comes sooner."""
        if self._next is None or instant < self._next:
            self._next = instant
            real = datetime.now(UTC) + (instant - self._now())  # APScheduler lives by the machine's clock
            options = {"replace_existing": True, "max_instances": MOST, "misfire_grace_time": None}
            self._scheduler.add_job(self._run, "date", run_date=real, id="due", **options)

"""Whose time it is: a clock that jumps, a server's clock, and zones whose rules change between releases."""

import shutil
import zoneinfo
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, time, timedelta
from functools import partial
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from doubles.channel import Channel
from doubles.clock import Clock, as_here
from doubles.rows import rows

from bot.chat import Place
from bot.posting import Posting
from bot.quiz.bank import Library
from bot.store.clocks import DISBELIEF, SteadyTime, ticks
from bot.store.schedules import Order
from bot.store.store import Store

LONDON = ZoneInfo("Europe/London")
DAILY = "mon,tue,wed,thu,fri,sat,sun"


def daily(place: Place) -> Order:
    return Order(place, time(9, 30), DAILY, 3, "", timedelta(hours=8))


class Machine:
    """A machine whose clock can be set; its ticks go on whatever is done to it."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.ticked = 0.0

    def ticks(self) -> float:
        return self.ticked

    def pass_by(self, **span: float) -> None:
        self.clock.go_on(**span)
        self.ticked += timedelta(**span).total_seconds()


@pytest.fixture
def machine(clock: Clock) -> Machine:
    return Machine(clock)


@pytest.fixture
async def posting(
    database: str, library: Library, channel: Channel, machine: Machine, place: Place
) -> AsyncIterator[Posting]:
    with closing(Store(database, LONDON, SteadyTime(machine.ticks))) as store:
        made = Posting(store, library, {"classroom": channel}, machine.clock)
        await made.begin([daily(place)])
        yield made


@pytest.mark.sqlite
async def test_a_clock_that_jumps_a_day_ahead_and_back_posts_nothing_early(
    posting: Posting, machine: Machine, channel: Channel, database: str
) -> None:
    """Fault 18: SQLite has no server's clock to ask, but the machine's ticks."""
    await posting.sweep()
    machine.clock.go_on(hours=24)
    for _ in range(4):
        machine.pass_by(minutes=14)
        assert await posting.sweep() is None
    assert (channel.posted, rows(database, "select * from occurrences")) == (0, [])
    machine.clock.go_on(hours=-24)
    machine.pass_by(minutes=34)
    await posting.sweep()
    assert rows(database, "select local_date from occurrences") == [("2026-11-23",)]
    assert channel.posted == 1


@pytest.mark.sqlite
async def test_a_clock_that_jumps_and_stays_is_believed_after_an_hour(
    posting: Posting, machine: Machine, channel: Channel
) -> None:
    """Fault 18: it had been wrong before. No quiz is lost: the catch-up window is longer than the hour."""
    await posting.sweep()
    machine.clock.go_on(minutes=90)
    await posting.sweep()
    machine.pass_by(seconds=DISBELIEF - 1)
    assert await posting.sweep() is None
    assert channel.posted == 0
    machine.pass_by(seconds=1)
    assert await posting.sweep()
    assert channel.posted == 1


@pytest.mark.sqlite
async def test_a_clock_that_drifts_is_followed(posting: Posting, machine: Machine, channel: Channel) -> None:
    """Fault 18: what a time server sets bit by bit is no jump."""
    for _ in range(4):
        machine.pass_by(minutes=21)
        machine.clock.go_on(seconds=50)
        assert await posting.sweep()
    machine.pass_by(minutes=3)
    await posting.sweep()
    assert channel.posted == 1


@pytest.mark.sqlite
async def test_a_night_in_which_the_machine_sleeps_is_no_jump(
    posting: Posting, machine: Machine, channel: Channel
) -> None:
    """Fault 24: the ticks that are counted are those that go on asleep."""
    await posting.sweep()
    machine.pass_by(hours=3)
    await posting.sweep()
    assert channel.posted == 1
    assert 0 < ticks() <= ticks()


async def test_on_postgresql_it_is_the_servers_clock_that_counts(
    database: str, database_kind: str, library: Library, channel: Channel, place: Place
) -> None:
    """Fault 18: a machine three minutes ahead of the server rests, one in step with it does not."""
    if database_kind == "sqlite":
        pytest.skip("SQLite has no clock of its own")
    with closing(Store(database, LONDON, SteadyTime())) as store:
        for ahead, rests in ((timedelta(minutes=3), True), (timedelta(), False)):
            clock = partial(an_instant, ahead)
            posting = Posting(store, library, {"classroom": channel}, clock)
            await posting.begin([daily(place)])
            assert (await posting.sweep() is None) is rests


def an_instant(ahead: timedelta) -> datetime:
    return datetime.now(UTC) + ahead


TOWN = "Class/Town"


@pytest.fixture
def release(tmp_path: Path) -> Iterator[Callable[[str], ZoneInfo]]:
    """Install a release of the zone data, in which the town has the rules of another one."""

    def install(like: str) -> ZoneInfo:
        where = tmp_path / like.replace("/", "-")
        (where / "Class").mkdir(parents=True)
        with (files("tzdata") / "zoneinfo" / like).open("rb") as rules, (where / TOWN).open("wb") as file:
            shutil.copyfileobj(rules, file)
        zoneinfo.reset_tzpath([str(where)])
        ZoneInfo.clear_cache(only_keys=[TOWN])
        return ZoneInfo(TOWN)

    yield install
    zoneinfo.reset_tzpath()
    ZoneInfo.clear_cache(only_keys=[TOWN])


async def test_new_zone_data_moves_what_is_to_come_and_nothing_else(
    database: str,
    release: Callable[[str], ZoneInfo],
    library: Library,
    channel: Channel,
    clock: Clock,
    place: Place,
) -> None:
    """Fault 23: half past nine on the town's wall is at 06:30 UTC by one release and at 05:30 by the next."""

    async def bot_runs(town: ZoneInfo, **span: float) -> datetime | None:
        with closing(Store(database, town, as_here)) as store:
            posting = Posting(store, library, {"classroom": channel}, clock)
            await posting.begin([daily(place)])
            clock.go_on(**span)
            return await posting.sweep()

    await bot_runs(release("Europe/Moscow"), hours=23)  # Tuesday, 07:00 UTC
    assert channel.posted == 1
    due = await bot_runs(release("Europe/Samara"), minutes=30)
    assert channel.posted == 1  # Tuesday has had its quiz, whenever half past nine was
    assert f"{due:%d %H:%M}" == "24 14:30"  # when the open one closes
    await bot_runs(ZoneInfo(TOWN), hours=21, minutes=59)  # Wednesday, 05:29
    assert channel.posted == 1
    await bot_runs(ZoneInfo(TOWN), minutes=1)
    assert channel.posted == 2
    kept = rows(database, "select local_date, due_at from occurrences order by due_at")
    assert [f"{day} {at}"[:27] for day, at in kept] == [
        "2026-11-24 2026-11-24 06:30",
        "2026-11-25 2026-11-25 05:30",
    ]

"""The heartbeat: at once, when due, soon after a change, and on after a failure."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.study import utc_now
from bot.timetable import SOON, Timetable

PATIENCE = 10


async def beats(count: int, beat: Callable[[int], Awaitable[datetime | None]], *, poke: bool = False) -> int:
    """Let a timetable run until it has beaten so often; give the count."""
    beaten, enough = 0, asyncio.Event()

    async def counted() -> datetime | None:
        nonlocal beaten
        beaten += 1
        if beaten >= count:
            enough.set()
        return await beat(beaten)

    timetable = Timetable(counted, utc_now)
    timetable.start()
    while poke and not enough.is_set():
        timetable.soon()
        await asyncio.sleep(0.01)
    await asyncio.wait_for(enough.wait(), PATIENCE)
    await timetable.stop()
    return beaten


async def test_it_beats_when_something_is_due() -> None:
    async def next_in_a_moment(_: int) -> datetime | None:
        return utc_now() + timedelta(milliseconds=20)

    assert await beats(3, next_in_a_moment) == 3


async def test_it_beats_soon_after_a_change() -> None:
    async def nothing_due(_: int) -> None:
        return None

    assert await beats(2, nothing_due, poke=True) >= 2


async def test_many_changes_at_once_make_one_beat() -> None:
    """Fault 26: a beat that overruns is never run beside itself."""
    running, most = 0, 0

    async def slow(_: int) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.05)
        running -= 1

    await beats(3, slow, poke=True)
    assert most == 1


async def test_a_failing_beat_does_not_end_the_beating() -> None:
    """Fault 26."""

    async def fails_first(beaten: int) -> None:
        if beaten == 1:
            raise RuntimeError("once")

    assert await beats(2, fails_first, poke=True) >= 2


async def test_a_beat_that_blocks_the_loop_is_followed_by_the_next() -> None:
    """Fault 26: what was due meanwhile is late, and not left out."""

    async def blocks_first(beaten: int) -> datetime | None:
        if beaten == 1:
            time.sleep(0.5)  # noqa: ASYNC251 - that is the fault
        return utc_now() + timedelta(milliseconds=20)

    assert await beats(3, blocks_first) == 3


async def test_it_waits_for_a_beat_under_way_when_it_stops() -> None:
    """Fault 28: a post under way comes to its end."""
    begun, done = asyncio.Event(), asyncio.Event()

    async def slow() -> None:
        begun.set()
        await asyncio.sleep(0.1)
        done.set()

    timetable = Timetable(slow, utc_now)
    timetable.start()
    await asyncio.wait_for(begun.wait(), PATIENCE)
    await timetable.stop()
    assert done.is_set()


async def test_a_change_during_a_slow_beat_gets_a_beat_of_its_own() -> None:
    """Fault 26. Posts over a real network take a while; what is asked for meanwhile does not wait a round."""
    began, beaten = asyncio.Event(), 0

    async def slow() -> None:
        nonlocal beaten
        beaten += 1
        began.set()
        await asyncio.sleep(0.6)

    timetable = Timetable(slow, utc_now)
    timetable.start()
    await asyncio.wait_for(began.wait(), PATIENCE)
    timetable.soon()
    async with asyncio.timeout(PATIENCE):
        while beaten < 2:
            await asyncio.sleep(0.01)
    await timetable.stop()


async def test_a_beat_that_waits_at_the_end_does_not_begin() -> None:
    began, beaten = asyncio.Event(), 0

    async def slow() -> None:
        nonlocal beaten
        beaten += 1
        began.set()
        await asyncio.sleep(0.5)

    timetable = Timetable(slow, utc_now)
    timetable.start()
    await asyncio.wait_for(began.wait(), PATIENCE)
    timetable.soon()
    await asyncio.sleep(0.3)
    await timetable.stop()
    assert beaten == 1


async def test_a_beat_that_still_waits_when_it_ends_is_left_out() -> None:
    """No more than one ever waits, also when the clock is put back."""
    begun, go_on, beaten, back = asyncio.Event(), asyncio.Event(), 0, timedelta()

    async def slow() -> None:
        nonlocal beaten
        beaten += 1
        begun.set()
        await go_on.wait()

    timetable = Timetable(slow, lambda: utc_now() - back)
    timetable.start()
    await begun.wait()
    timetable.soon()
    while not timetable._waits:  # noqa: SLF001 - the second one is there
        await asyncio.sleep(0.01)
    back = timedelta(hours=1)
    timetable.soon()
    await asyncio.sleep(3 * SOON.total_seconds())
    asyncio.get_running_loop().call_later(0.05, go_on.set)
    await timetable.stop()
    assert beaten == 1

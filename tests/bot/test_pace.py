"""A platform's pace: turns in order, a beat apart, never saved up; a rest holds for all."""

import asyncio
import time
from itertools import pairwise

import pytest

from bot.pace import Pace, Resting


async def turns(pace: Pace, *channels: str) -> list[tuple[str, float]]:
    """Have all ask at once, in this order; give who got a turn, and when, in the order of the turns."""
    had: list[tuple[str, float]] = []

    async def ask(channel: str) -> None:
        await pace.turn(channel)
        had.append((channel, time.monotonic()))

    await asyncio.gather(*map(ask, channels))
    return had


async def test_turns_come_in_the_order_in_which_they_were_asked_for() -> None:
    channels = [str(number) for number in range(20)]
    assert [channel for channel, _ in await turns(Pace(1_000), *channels)] == channels


async def test_turns_lie_a_beat_apart_and_are_never_saved_up() -> None:
    pace = Pace(100)
    await asyncio.sleep(0.1)
    began = time.monotonic()
    had = [at for _, at in await turns(pace, *"abcdefghijk")]
    assert had[-1] - began >= 0.089  # ten beats, one of which may be made up for
    assert sum(later - earlier < 0.005 for earlier, later in pairwise(had)) <= 2


async def test_a_busy_channel_holds_up_no_other() -> None:
    began = time.monotonic()
    had = await turns(Pace(1_000, per_channel=20), "busy", "busy", "busy", "quiet")
    assert [channel for channel, _ in had] == ["busy", "quiet", "busy", "busy"]
    busy = [at for channel, at in had if channel == "busy"]
    assert busy[2] - began >= 0.099


async def test_a_rest_holds_for_all_also_for_those_who_wait_already() -> None:
    pace = Pace(20)
    began = time.monotonic()
    waiting = asyncio.create_task(turns(pace, "a", "b", "c"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    pace.rest(0.15)
    had = dict(await waiting)
    assert had["b"] - began >= 0.149


async def test_a_pace_that_binds_nothing_rests_too() -> None:
    pace, began = Pace(), time.monotonic()
    pace.rest(0.05)
    await pace.turn("a")
    assert time.monotonic() - began >= 0.049


async def test_a_long_rest_is_not_waited_for() -> None:
    pace = Pace(48)
    pace.rest(60)
    assert pace.rests
    with pytest.raises(Resting):
        await pace.turn("a")


async def test_a_channel_whose_turn_is_far_off_is_not_waited_for() -> None:
    pace = Pace(1_000, per_channel=0.04)
    await pace.turn("a")
    with pytest.raises(Resting):
        await pace.turn("a")
    await pace.turn("b")


def test_no_more_is_claimed_than_there_are_turns() -> None:
    assert [Pace(48).within(10, 1_000), Pace(48).within(60, 1_000), Pace().within(10, 1_000)] == [
        480,
        1_000,
        1_000,
    ]


async def test_a_channel_that_is_forgotten_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only so many are remembered: by then its second is long over."""
    monkeypatch.setattr("bot.pace.REMEMBERED", 2)
    pace = Pace(per_channel=0.01)
    for channel in ("a", "b", "c", "a"):
        await pace.turn(channel)
    with pytest.raises(Resting):
        await pace.turn("c")

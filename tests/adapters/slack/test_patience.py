"""Many tasks are waited for by one timer: each for the same time, and none of them is ended by it."""

import asyncio

import pytest

from adapters.slack.patience import Patience

LATE = 0.1  # seconds


@pytest.fixture
def patience(monkeypatch: pytest.MonkeyPatch) -> Patience:
    monkeypatch.setattr("adapters.slack.patience.SLOW", LATE)
    return Patience()


async def taking(seconds: float) -> str:
    await asyncio.sleep(seconds)
    return "done"


async def test_who_is_quick_is_seen_beside_who_is_slow(patience: Patience) -> None:
    slow = [asyncio.create_task(taking(LATE * 5)) for _ in range(2)]
    first = asyncio.create_task(patience.sees(slow[0]))
    assert await patience.sees(asyncio.create_task(taking(0)))
    await asyncio.sleep(LATE / 2)
    second = asyncio.create_task(patience.sees(slow[1]))  # which the timer has to be set for once more
    assert [await first, await second] == [False, False]
    assert await asyncio.gather(*slow) == ["done", "done"]


async def test_it_begins_anew_after_a_rest(patience: Patience) -> None:
    for _ in range(2):
        assert await patience.sees(asyncio.create_task(taking(0)))
        assert not await patience.sees(asyncio.create_task(taking(LATE * 2)))
        await asyncio.sleep(LATE * 2)


async def test_one_who_no_longer_waits_is_in_nobodys_way(patience: Patience) -> None:
    work = asyncio.create_task(taking(LATE * 2))
    gone = asyncio.create_task(patience.sees(work))
    await asyncio.sleep(0)
    gone.cancel()
    assert not await patience.sees(work)
    assert await work == "done"

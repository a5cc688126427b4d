"""kill -9 and restart at any moment of the day: nothing twice, no acknowledged answer lost."""

import asyncio
import random
import signal
from collections import Counter
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
from doubles.process import answer_until_gone, ended, env_file, rows, started, until

STEPS = ["planned", "claimed", "fenced", "posted", "recorded"]
STUDENTS = range(2, 14)
SHORTLY = timedelta(seconds=5)  # in which even a busy machine opens its database


@pytest.mark.parametrize("step", STEPS)
async def test_killed_at_a_step_of_the_posting_it_posts_once(tmp_path: Path, step: str) -> None:
    """Faults 1, 2, 3, 5 and 6: killed at the quiz's minute, started again."""
    due = env_file(tmp_path, minutes_ahead=30)
    async with started(tmp_path, due - SHORTLY, step) as bot:
        assert await ended(bot) == -signal.SIGKILL
    for later in (1, 2):
        async with started(tmp_path, due + later * SHORTLY) as bot:
            await until(lambda found: found == [("posted",)], tmp_path, "select status from occurrences")
            assert [m["card"]["title"].split(":")[0] for m in await bot.messages()] == ["Daily quiz"]
    assert rows(tmp_path, "select count(*) from classroom_messages") == [(1,)]


async def test_the_daily_quiz_is_not_posted_before_its_minute(tmp_path: Path) -> None:
    async with started(tmp_path, env_file(tmp_path, minutes_ahead=30) - SHORTLY):
        found = await until(
            len, tmp_path, "select posted_at >= due_at from occurrences where status = 'posted'"
        )
        assert found == [(1,)]


async def test_killed_while_the_class_answers_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    """Faults 29 to 31: three times killed amid answers; every one that was acknowledged is there, once."""
    env_file(tmp_path)
    moment, acknowledged = random.Random(31), list[tuple[int, int, str]]()  # noqa: S311 - a moment, not a secret
    for _ in range(3):
        async with started(tmp_path) as bot:
            seated = len(rows(tmp_path, "select id from classroom_people"))
            for number in range(seated, STUDENTS.stop):
                await bot.send("people", {"name": f"Student {number}", "role": "student"})
            wanted = len(bot.acknowledged) + moment.randint(40, 160)
            class_ = [asyncio.create_task(answer_until_gone(bot, each, moment)) for each in STUDENTS]
            while len(bot.acknowledged) < wanted:
                await asyncio.sleep(0)
            await bot.kill()
            for outcome in await asyncio.gather(*class_, return_exceptions=True):
                assert isinstance(outcome, aiohttp.ClientError), outcome
            acknowledged += bot.acknowledged
    kept = Counter(rows(tmp_path, "select round_id, place, choice from answers"))
    assert len(acknowledged) > 120
    assert set(acknowledged) <= kept.keys()
    assert max(kept.values()) == 1
    assert rows(tmp_path, "pragma integrity_check") == [("ok",)]


async def test_sigterm_ends_it_in_order(tmp_path: Path) -> None:
    """Fault 28."""
    env_file(tmp_path)
    async with started(tmp_path) as bot:
        await bot.say(2, "/quiz")
        bot.process.terminate()
        assert await ended(bot) == 0

"""Told to end, the whole bot finishes what is under way or hands it over, keeps what was acknowledged, exits 0."""

import asyncio
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
from doubles.discord.school import School, school_in
from doubles.discord.standin import Discord
from doubles.matrix.sites import Counted
from doubles.process import answer_until_gone, ended, env_file, started
from doubles.rows import rows

POST = "POST /channels/{channel}/messages"
IN_ORDER = 10.0 + 5.0  # seconds to end in, and what a busy machine adds
STUDENTS = range(2, 8)


@dataclass
class Platform:
    """A platform that takes its time over a post."""

    discord: Discord
    kept: Counted
    school: School

    async def post(self) -> None:
        """Have the teacher ask for a quiz, as soon as the bot is there; wait until it is being posted."""
        people, school = self.discord.people, self.school
        while "post" not in people.commands(school.teacher, school.channel):
            await asyncio.sleep(0.05)
        while (await people.slash(school.teacher, school.channel, "post", {"questions": 1})).failure:
            await asyncio.sleep(0.1)
        while not any(message.viewer is None for message in self.kept.values()):
            await asyncio.sleep(0.02)

    @property
    def public(self) -> int:
        return sum(message.viewer is None for message in self.kept.values())


@pytest.fixture
async def platform(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Platform]:
    monkeypatch.setenv("DISCORD_OPENAPI", "none")
    async with Discord().running() as discord:
        kept = discord.state.messages.kept = Counted()
        addresses = {"DISCORD_API_URL": discord.api, "DISCORD_GATEWAY_URL": discord.gateway_url}
        env_file(tmp_path, None, DATABASE_URL=database, DISCORD_TOKEN=discord.token, **addresses)
        yield Platform(discord, kept, school_in(discord))


async def test_told_to_end_amid_a_post_it_finishes_it(
    platform: Platform, database: str, tmp_path: Path
) -> None:
    """Fault 28."""
    platform.discord.fault(POST, delay=0.5, accepted=True)
    async with started(tmp_path) as bot:
        await platform.post()
        bot.process.terminate()
        assert await ended(bot) == 0
    assert rows(database, "select status from occurrences") == [("posted",)]
    assert platform.public == 1


@pytest.mark.sqlite  # it waits for eight seconds, and does so alike on both
async def test_told_to_end_amid_a_post_that_does_not_end_it_hands_over(
    platform: Platform, database: str, tmp_path: Path
) -> None:
    """Fault 28: within ten seconds, and the next process finds the message and adopts it."""
    platform.discord.fault(POST, delay=60, accepted=True)
    async with started(tmp_path) as bot:
        await platform.post()
        began = asyncio.get_running_loop().time()
        bot.process.terminate()
        assert await ended(bot) == 0
        assert asyncio.get_running_loop().time() - began < IN_ORDER
    assert rows(database, "select status from occurrences") == [("sending",)]
    async with started(tmp_path):
        while rows(database, "select status from occurrences") != [("posted",)]:
            await asyncio.sleep(0.1)
    assert platform.public == 1


async def test_told_to_end_while_the_class_answers_it_keeps_what_it_acknowledged(
    database: str, tmp_path: Path
) -> None:
    """Fault 28: during the flush."""
    env_file(tmp_path, DATABASE_URL=database)
    moment = random.Random(28)  # noqa: S311 - a moment, not a secret
    async with started(tmp_path) as bot:
        for number in STUDENTS:
            await bot.send("people", {"name": f"Student {number}", "role": "student"})
        class_ = [asyncio.create_task(answer_until_gone(bot, each, moment)) for each in STUDENTS]
        while len(bot.acknowledged) < 20:
            await asyncio.sleep(0)
        bot.process.terminate()
        assert await ended(bot) == 0
        for outcome in await asyncio.gather(*class_, return_exceptions=True):
            assert isinstance(outcome, aiohttp.ClientError | KeyError | StopIteration | RuntimeError), outcome
    kept = rows(database, "select round_id, place, choice from answers")
    assert set(bot.acknowledged) <= set(kept)
    assert len(kept) == len(set(kept))

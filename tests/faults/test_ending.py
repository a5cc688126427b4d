"""SIGTERM at the worst moment, amid a post and amid answers: it ends in order within ten seconds and loses nothing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import ClientError
from doubles.discord.desk import until
from doubles.discord.door import DiscordDoor
from doubles.discord.faults import Fault
from doubles.discord.school import school_in
from doubles.discord.standin import Discord
from doubles.doors import TEACHER
from doubles.process import tokens_of
from doubles.rows import rows, run
from doubles.running import RunningBot, started
from doubles.visitor import Visitor, visiting

POST = "POST /channels/{channel}/messages"
LONGEST = 10  # seconds from the signal to the end
STUDENTS = 8


@asynccontextmanager
async def bot_on(discord: Discord, folder: Path, database: str) -> AsyncIterator[RunningBot]:
    """Run the bot with both of its doors open."""
    addresses = {"DISCORD_API_URL": discord.api, "DISCORD_GATEWAY_URL": discord.gateway_url}
    more = {"DISCORD_TOKEN": discord.token, "CLASSROOM": "on", "DATABASE_URL": database}
    async with started(folder, settings={**addresses, **more}) as bot:
        await until(lambda: discord.gateway.connected and discord.state.catalogue.of(None), 30)
        yield bot


async def have_posted(discord: Discord, fault: Fault) -> DiscordDoor:
    """Have a teacher ask for a quiz, and wait until its post has run into the fault; give the class's door."""
    school = school_in(discord)
    discord.world.users[school.teacher].name = TEACHER
    discord.state.faults.add(fault)
    door = DiscordDoor(discord, school)
    await door.say(TEACHER, "post", questions=2)
    await until(lambda: POST in discord.state.faults.struck)
    return door


async def quizzes(door: DiscordDoor) -> int:
    """Count the messages of the channel that invite to a quiz."""
    return sum("Start" in card.buttons for card in await door.channel())


async def answer_on(visitor: Visitor, person: str, acknowledged: list[tuple[int, int]]) -> None:
    """Answer everything in practice rounds until the bot is gone or says that it goes."""
    while tokens := tokens_of((await visitor.say(person, "/quiz questions:10"))["card"]):
        round_id = int(tokens[0].split(":")[1])
        for place in range(10):
            card = (await visitor.press(person, f"pick:{round_id}:{place}:A"))["card"]
            if card["tone"] == "plain" and not card["title"].startswith("Question "):
                acknowledged.append((round_id, place))


async def test_a_post_and_answers_under_way_come_to_their_end(database: str, tmp_path: Path) -> None:
    """Fault 28."""
    acknowledged = list[tuple[int, int]]()
    async with Discord().running() as discord, bot_on(discord, tmp_path, database) as bot:
        door = await have_posted(discord, Fault(POST, delay=2))
        async with visiting(bot.address) as visitor:
            seats = [await visitor.join(f"Student {number}") for number in range(STUDENTS)]
            class_ = [asyncio.create_task(answer_on(visitor, seat, acknowledged)) for seat in seats]
            await until(lambda: len(acknowledged) > 2 * STUDENTS, 20)
            code, took = await bot.terminate()
            for outcome in await asyncio.gather(*class_, return_exceptions=True):
                assert outcome is None or isinstance(outcome, ClientError), outcome
        assert (code, took < LONGEST) == (0, True)
        assert await quizzes(door) == 1
    assert rows(database, "select status from occurrences") == [("posted",)]
    assert set(acknowledged) <= set(rows(database, "select round_id, place from answers"))
    assert "Traceback" not in bot.log


async def test_a_post_that_does_not_come_to_its_end_is_handed_over(database: str, tmp_path: Path) -> None:
    """Fault 28: Discord took it and gives no answer. Whoever comes next finds the message and posts no other."""
    async with Discord().running() as discord:
        async with bot_on(discord, tmp_path, database) as bot:
            door = await have_posted(discord, Fault(POST, delay=12, accepted=True))
            code, took = await bot.terminate()
        assert (code, took < LONGEST) == (0, True)
        assert rows(database, "select status from occurrences") == [("sending",)]
        run(database, "update occurrences set lease_until = '2026-01-01 00:00:00+00'")  # a minute has passed
        async with bot_on(discord, tmp_path, database):
            await until(lambda: rows(database, "select status from occurrences") == [("posted",)], 30)
        assert await quizzes(door) == 1

"""The class's lesson on Discord, through the real client in its own process: the same as in the classroom."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from doubles.discord.desk import settings_for, until
from doubles.discord.door import DiscordDoor
from doubles.discord.school import School, school_in
from doubles.discord.standin import Discord
from doubles.doors import ClassroomDoor, kept, lesson
from doubles.items import one_letter_pack
from doubles.rows import lay_out, rows
from doubles.running import ROOT, RunningBot, started
from doubles.visitor import visiting

from bot.__main__ import running
from bot.quiz.bank import Library


def aimed(discord: Discord, **more: str) -> dict[str, str]:
    """Give the settings that send the bot to the stand-in."""
    addresses = {"DISCORD_API_URL": discord.api, "DISCORD_GATEWAY_URL": discord.gateway_url}
    return {"DISCORD_TOKEN": discord.token, **addresses, **more}


def school_of(discord: Discord) -> School:
    """Found the server with the names that the classroom has."""
    school = school_in(discord)
    discord.world.users[school.teacher].name = "Teacher"
    return school


@asynccontextmanager
async def bot_on(discord: Discord, folder: Path, **more: str) -> AsyncIterator[RunningBot]:
    """Run the bot in its own process until it hears."""
    async with started(folder, settings=aimed(discord, **more)) as bot:
        await until(lambda: discord.gateway.connected and discord.state.catalogue.of(None), 30)
        yield bot


async def test_the_lesson_leaves_the_same_rows_as_in_the_classroom(tmp_path: Path, library: Library) -> None:
    page, chat = tmp_path / "page", tmp_path / "chat"
    for folder in (page, chat):
        folder.mkdir()
        lay_out(f"sqlite:///{folder}/cardindex.db")
    packs = {"CONTENT_DIR": str(one_letter_pack(tmp_path))}
    async with started(page, settings=packs) as bot, visiting(bot.address) as visitor:
        await lesson(await ClassroomDoor.of(visitor), library)
    async with Discord().running() as discord:
        school = school_of(discord)
        async with bot_on(discord, chat, **packs) as bot:
            await lesson(DiscordDoor(discord, school), library)
            assert (await bot.end())[0] == 0
        assert (discord.report()["refused"], discord.report()["pinged"]) == ([], [])
        assert "Traceback" not in bot.log
        assert discord.token not in bot.log
    assert kept(chat) == kept(page)


async def test_the_daily_quiz_of_the_settings_is_posted_in_its_channel(
    tmp_path: Path, library: Library, discord: Discord, school: School
) -> None:
    channel = str(school.channel)
    more = {
        "DAILY_QUIZ_TIME": "08:30",
        "DISCORD_QUIZ_CHANNEL": channel,
        "DATABASE_URL": f"sqlite:///{tmp_path}/c.db",
    }
    for _ in range(2):
        async with running(settings_for(discord, **more), library):
            await until(lambda: rows(more["DATABASE_URL"], "select server, channel, origin from schedules"))
        found = rows(more["DATABASE_URL"], "select server, channel, origin, at from schedules")
        assert found == [(str(school.guild), channel, "settings", "08:30")]
    async with running(settings_for(discord, **{**more, "DAILY_QUIZ_TIME": ""}), library):
        await until(lambda: rows(more["DATABASE_URL"], "select * from schedules") == [])


async def start(folder: Path, **settings: str) -> tuple[int, str]:
    """Start the bot as an admin would, until it ends by itself; give its exit code and what it says."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "WEB_PORT": "0", **settings}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", cwd=folder, env=env, stdout=PIPE, stderr=PIPE
    )
    _, told = await asyncio.wait_for(process.communicate(), 30)
    return int(process.returncode or 0), told.decode()


async def test_at_discords_last_word_it_ends_with_two_and_one_line(
    tmp_path: Path, discord: Discord, school: School
) -> None:
    """Fault 44; every code is tried on the connection itself."""
    assert school.guild
    discord.gateway.close_identify = 4014
    exit_code, told = await start(tmp_path, **aimed(discord))
    assert exit_code == 2
    assert len(told.splitlines()) == 1, told
    assert discord.token not in told
    assert discord.gateway.identified == 0


async def test_at_discords_last_word_the_page_goes_on(
    tmp_path: Path, discord: Discord, school: School
) -> None:
    """Faults 44 and 69: a wrong token, told once."""
    assert school.guild
    settings = aimed(discord, CLASSROOM="on") | {"DISCORD_TOKEN": "canary-0001"}
    async with started(tmp_path, settings=settings) as bot, visiting(bot.address) as visitor:
        await until(lambda: "Discord is closed to the bot" in bot.log, 30)
        assert (await visitor.state())["people"]
    assert bot.log.count("DISCORD_TOKEN") == 1
    assert "canary" not in bot.log

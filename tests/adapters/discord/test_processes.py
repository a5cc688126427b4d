"""Bots in processes of their own: killed between any two steps, two with a shard each, two by mistake."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from doubles.discord.desk import desk_at, until
from doubles.discord.door import DiscordDoor
from doubles.discord.people import People
from doubles.discord.school import School, school_in
from doubles.discord.seen import Seen, button
from doubles.discord.standin import Discord
from doubles.doors import TEACHER, kept, lesson, posted
from doubles.items import one_letter_pack
from doubles.nursery import Born, Nursery, nursery
from doubles.postgres import Postgres
from doubles.rows import counts, lay_out

from adapters.discord import answering
from bot.quiz.bank import Library

WRONG = ("error", "Traceback", "was lost", "did not take")  # words of a log in which something is amiss
PATIENCE = 30.0  # seconds, for a machine that is busy


@pytest.fixture(scope="session")
def born(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    with nursery(one_letter_pack(tmp_path_factory.mktemp("packs"))) as found:
        yield found


def aimed(discord: Discord, **more: str) -> dict[str, str]:
    """Give the settings that send a bot to the stand-in."""
    addresses = {"DISCORD_API_URL": discord.api, "DISCORD_GATEWAY_URL": discord.gateway_url}
    return {"DISCORD_TOKEN": discord.token, **addresses, **more}


async def connected(discord: Discord, bots: int) -> None:
    await until(lambda: len(discord.gateway.connected) == bots and discord.state.catalogue.of(None), PATIENCE)


async def test_killed_between_any_two_steps_the_lesson_leaves_the_same_rows(
    born: Nursery, library: Library, tmp_path: Path
) -> None:
    """Fault 29: old buttons work, the round goes on where it was: one process for each step, each killed."""
    for name in ("calm", "rough"):
        (tmp_path / name).mkdir()
    assert await held(born, library, tmp_path / "calm", killed=False) == 1
    assert await held(born, library, tmp_path / "rough", killed=True) > 18
    assert kept(tmp_path / "rough") == kept(tmp_path / "calm")


async def held(born: Nursery, library: Library, folder: Path, *, killed: bool) -> int:
    """Hold the lesson; give in how many lives of the bot."""
    lay_out(f"sqlite:///{folder}/cardindex.db")
    lives: list[Born] = []
    async with Discord().running() as discord:
        door = DiscordDoor(discord, school_of(discord))

        async def between() -> None:
            if lives and killed:
                await lives[-1].kill()
                await until(lambda: not discord.gateway.connected)
            if killed or not lives:
                lives.append(born.bot(folder, aimed(discord)))
                await connected(discord, 1)

        await between()
        await lesson(door, library, between)
        await lives[-1].end()
        assert (discord.report()["refused"], discord.report()["pinged"]) == ([], [])
        assert "Traceback" not in lives[-1].log
    return len({bot.pid for bot in lives})


def school_of(discord: Discord, guild: int | None = None) -> School:
    """Found a server with the names that the lesson has."""
    school = school_in(discord, guild)
    discord.world.users[school.teacher].name = TEACHER
    return school


def two_schools(discord: Discord) -> list[School]:
    """Found one server for each of two shards."""
    first = school_of(discord)
    long_before = first.guild - 1_000_001 * (1 << 22)  # ms: no other id is made for that instant
    return sorted((first, school_of(discord, long_before)), key=lambda s: shard_of(s.guild))


def shard_of(guild: int) -> int:
    return (guild >> 22) % 2


def born_on(born: Nursery, discord: Discord, database: str, folder: Path, settings: dict[str, str]) -> Born:
    """Start a bot that shares a database."""
    folder.mkdir()
    return born.bot(folder, aimed(discord, DATABASE_URL=database, **settings))


async def hour(discord: Discord, school: School) -> None:
    """Play a quiz with all the class at once; share an answer; make a mistake; set a schedule."""
    people, where = discord.people, school.channel
    assert "Posting" in (await people.slash(school.teacher, where, "post", {"questions": 2})).text
    quiz = await posted(DiscordDoor(discord, school), "Nobody has answered yet.")
    students = sorted(
        set(discord.world.guilds[school.guild].members) - {school.teacher, discord.world.bot.id}
    )

    async def play(student: int) -> None:
        seen = await pressed(people, student, int(quiz.message), quiz.buttons["Start"])
        for onward in ("Next", "Finish"):
            seen = await pressed(people, student, seen.id, seen.button("A"))
            assert "of 10 points" in seen.text, seen.text
            seen = await pressed(people, student, seen.id, seen.button(onward))
        assert "2 not answered" not in seen.text

    await asyncio.gather(*map(play, students))
    answer = await people.slash(school.ada, where, "factor", {"question": "who called him a grey blur"})
    await people.press(school.ada, answer.id, answer.button("Share with the channel"))
    assert (
        "Not that way" in (await people.slash(school.teacher, where, "schedule add", {"time": "noon"})).text
    )
    assert "is set" in (await people.slash(school.teacher, where, "schedule add", {"time": "8:30"})).text
    await people.slash(school.teacher, where, "close")
    await posted(DiscordDoor(discord, school), f"{len(students)} took part.")


async def pressed(people: People, user: int, message: int, button: str) -> Seen:
    """Press, and wait if told to wait."""
    seen = await people.press(user, message, button)
    return await people.later(seen.interaction) if seen.kind in ("waiting", "thinking") else seen


def whole_class(discord: Discord, school: School) -> None:
    for number in range(18):
        discord.world.join(school.guild, discord.world.user(f"Student {number}").id)


async def test_two_shards_in_two_processes_handle_each_event_once(
    discord: Discord, born: Nursery, postgres: Postgres, tmp_path: Path
) -> None:
    """Fault 50: nothing is refused, and nothing is there twice."""
    database, schools, bots = postgres.migrated(), two_schools(discord), list[Born]()
    for shard in ("0", "1"):
        shards = {"DISCORD_SHARD_COUNT": "2", "DISCORD_SHARD_IDS": shard}
        bots.append(born_on(born, discord, database, tmp_path / shard, shards))
    await connected(discord, 2)
    assert sorted(session.shard or () for session in discord.gateway.connected) == [(0, 2), (1, 2)]
    await asyncio.gather(*(hour(discord, school) for school in schools))
    for bot in bots:
        await bot.end()
        assert "warning" not in bot.log, bot.log
    assert discord.report()["refused"] == []
    assert effects(database) == {"classes": 2, "occurrences": 2, "schedules": 2, "rounds": 4, "answers": 8}
    assert [len(public(discord, school)) for school in schools] == [2, 2]


async def test_two_processes_without_shards_give_one_answer_and_the_log_the_cure(
    discord: Discord, born: Nursery, postgres: Postgres, tmp_path: Path
) -> None:
    """Fault 50: every event comes to both, each effect is there once, nobody sees anything twice."""
    database, school, bots = postgres.migrated(), school_of(discord), list[Born]()
    whole_class(discord, school)
    for name in ("one", "another"):
        bots.append(born_on(born, discord, database, tmp_path / name, {}))
    await connected(discord, 2)
    await hour(discord, school)
    for bot in bots:
        await bot.end()
    assert effects(database) == {"classes": 1, "occurrences": 1, "schedules": 1, "rounds": 20, "answers": 40}
    assert all("40060" in each for each in discord.report()["refused"])
    assert len(public(discord, school)) == 2
    seen = [len(discord.people.screen(user, school.channel)) - 2 for user in (school.ben, school.ada)]
    assert seen == [1, 2]
    assert len(discord.people.screen(school.teacher, school.channel)) - 2 == 4
    logs = "".join(bot.log for bot in bots)
    assert "DISCORD_SHARD_COUNT" in logs
    assert [line for line in logs.splitlines() if any(word in line for word in WRONG)] == []


def effects(database: str) -> dict[str, int]:
    """Count what was done."""
    found = counts(database)
    return {name: found[name] for name in ("classes", "occurrences", "schedules", "rounds", "answers")}


def public(discord: Discord, school: School) -> list[int]:
    kept = discord.state.messages.kept.values()
    return [each.id for each in kept if each.viewer is None and each.channel == school.channel]


async def test_what_one_process_promises_the_other_keeps(
    discord: Discord,
    school: School,
    library: Library,
    postgres: Postgres,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Both are slow, so whichever tells a student to wait need not be the one that does what was asked."""
    database = postgres.migrated()
    async with (
        desk_at(discord, school, library, database) as one,
        desk_at(discord, school, library, database) as other,
    ):
        await until(lambda: len(discord.gateway.connected) == 2)
        whole_class(discord, school)
        quiz = await one.quiz(questions=1)
        monkeypatch.setattr(answering, "SLOW", 0.1)
        start, holding = button(one.shown(quiz), "Start"), list[asyncio.Task[None]]()
        students = sorted(set(discord.world.guilds[school.guild].members) - {discord.world.bot.id})

        async def play(student: int) -> None:
            asked = await pressed(discord.people, student, quiz, start)
            assert (
                "of 10 points" in (await pressed(discord.people, student, asked.id, asked.button("A"))).text
            )
            assert len(discord.people.screen(student, school.channel)) == (
                3 if student == school.teacher else 2
            )

        for slow, seconds in ((one, 0.3), (other, 0.5)) * 2:
            holding.append(asyncio.create_task(slow.store.write(lambda _, s=seconds: time.sleep(s))))  # type: ignore[misc]
        await asyncio.gather(*map(play, students), *holding)
    assert counts(database)["answers"] == len(students) == 21
    assert all("40060" in each for each in discord.report()["refused"])

"""The gateway's connection: lost, resumed, refused, ended for good; and servers that come and go."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import discord as client_library
import pytest
from doubles.discord.desk import Desk, desk_at, settings_for, until
from doubles.discord.school import School
from doubles.discord.seen import FAILED
from doubles.discord.standin import Discord
from doubles.rows import counts, rows
from structlog.testing import capture_logs

from adapters.discord import connection
from adapters.discord.client import Discord as Door
from adapters.discord.connection import CURES, WRONG_TOKEN, client_for
from bot.chat import Final
from bot.quiz.bank import Library
from bot.store.store import Store
from bot.study import StudyBot

STRANGE = {"DISCORD_TOKEN": "xoxb-canary-0001"}


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for nothing between two tries: the library's five seconds before an IDENTIFY, our growing pauses."""

    async def at_once(*_: object, **__: object) -> None:
        pass

    monkeypatch.setattr(client_library.Client, "before_identify_hook", at_once)
    monkeypatch.setattr(connection, "LONGEST_WAIT", 0.01)


async def test_it_asks_to_hear_of_servers_alone_and_pings_nobody(discord: Discord, desk: Desk) -> None:
    [identify] = [each["d"] for each in discord.gateway.heard if each["op"] == 2]
    assert identify["intents"] == 1
    mentions = desk.door.client.allowed_mentions
    assert mentions
    assert mentions.to_dict()["parse"] == []


async def test_a_press_lost_with_the_connection_is_handled_once_after_the_resume(
    discord: Discord, desk: Desk
) -> None:
    """Fault 42."""
    message = await desk.quiz(questions=1)
    question = await desk.start(desk.school.ada, message)
    discord.gateway.drop_around_interaction("before")
    with capture_logs() as logged:
        verdict = await desk.press(desk.school.ada, question, "A")
        await until(lambda: "connected to Discord again" in str(logged))
    assert "of 10 points" in verdict.text
    assert discord.gateway.identified == 1
    assert rows(desk.database, "select count(*) from answers") == [(1,)]


async def test_after_a_refused_resume_old_buttons_work_and_nothing_is_posted_again(
    discord: Discord, desk: Desk
) -> None:
    """Fault 43."""
    message = await desk.quiz(questions=1)
    question = await desk.start(desk.school.ada, message)
    discord.gateway.invalidate_resumes = True
    discord.gateway.close(1006)
    assert (await desk.people.press(desk.school.ben, message, "start:1|" + _token(desk))).failure == FAILED
    await until(lambda: discord.gateway.identified == 2 and discord.gateway.connected)
    await desk.posting.sweep()
    assert "of 10 points" in (await desk.press(desk.school.ada, question, "A")).text
    assert "Question 1 of 1" in (await desk.start(desk.school.ben, message)).text
    assert desk.public == [message]


def _token(desk: Desk) -> str:
    return str(rows(desk.database, "select token from occurrences")[0][0])


async def test_ready_again_starts_nothing_again(discord: Discord, desk: Desk) -> None:
    writes, tasks = discord.state.catalogue.writes, len(asyncio.all_tasks())
    discord.gateway.invalidate()
    await until(lambda: discord.gateway.identified == 2 and discord.gateway.connected)
    assert (await desk.slash(desk.school.ada, "score")).private
    assert discord.state.catalogue.writes == writes
    assert len(asyncio.all_tasks()) <= tasks + 2


async def test_a_refused_first_handshake_is_tried_again(
    discord: Discord, school: School, library: Library, database: str
) -> None:
    discord.gateway.refuse = 3
    async with desk_at(discord, school, library, database) as desk:
        assert (await desk.slash(school.ada, "score")).private


async def test_a_discord_that_is_down_at_the_start_is_waited_for(
    discord: Discord, school: School, library: Library, database: str
) -> None:
    discord.fault("GET /users/@me", drop=True, times=2)
    discord.fault("GET /applications/{application}/commands", status=503, times=6)
    with capture_logs() as logged:
        async with desk_at(discord, school, library, database) as desk:
            assert (await desk.slash(school.ada, "score")).private
    assert {line["event"] for line in logged} >= {"Discord cannot be reached"}


@asynccontextmanager
async def door_to(discord: Discord, store: Store, library: Library, **settings: str) -> AsyncIterator[Door]:
    door = Door(settings_for(discord, **settings), StudyBot(store, library))
    yield door
    await door.close()


async def _nothing(_: Door) -> None:
    pass


@pytest.mark.parametrize("code", [4004, 4010, 4011, 4012, 4013, 4014])
async def test_a_final_close_code_ends_it_with_the_cure(
    discord: Discord, store: Store, library: Library, code: int
) -> None:
    """Fault 44: no second IDENTIFY."""
    discord.gateway.close_identify = code
    async with door_to(discord, store, library) as door:
        with pytest.raises(Final) as final:
            await door.run(_nothing)
    assert str(final.value) == CURES[code]
    assert len([each for each in discord.gateway.heard if each["op"] == 2]) == 1


async def test_a_wrong_token_is_told_and_not_shown(discord: Discord, store: Store, library: Library) -> None:
    """Fault 69."""
    async with door_to(discord, store, library, **STRANGE) as door:
        with capture_logs() as logged, pytest.raises(Final, match="DISCORD_TOKEN") as final:
            await door.run(_nothing)
    assert "canary" not in f"{final.value}{logged}"
    assert "canary" not in repr(settings_for(discord, **STRANGE))


async def test_a_token_revoked_while_running_ends_all_calls_at_once(discord: Discord, desk: Desk) -> None:
    """Fault 70."""
    discord.fault("POST /channels/{channel}/messages", status=401, times=1_000)
    await desk.slash(desk.school.teacher, "post", questions=1)
    for _ in range(5):
        await desk.posting.sweep()
        desk.clock.go_on(minutes=5)
    with pytest.raises(Final) as final:
        await desk.running
    assert str(final.value) == WRONG_TOKEN
    assert len([each for each in discord.state.outgoing if each.status == 401]) == 1
    discord.forget()


async def test_a_server_that_threw_the_bot_out_has_its_schedules_at_rest(
    discord: Discord, desk: Desk
) -> None:
    """Fault 73."""
    await desk.slash(desk.school.teacher, "schedule add", time="8:30")
    discord.happenings.kick(desk.school.guild)
    await until(lambda: rows(desk.database, "select status from schedules") == [("paused",)])
    assert rows(desk.database, "select reason from schedules") == [("the bot was removed from the server",)]


async def test_a_server_that_threw_the_bot_out_unseen_is_missed_at_the_next_start(
    discord: Discord, school: School, library: Library, database: str
) -> None:
    """Fault 73: and a server that is out of order at that moment is not."""
    async with desk_at(discord, school, library, database) as desk:
        await desk.slash(school.teacher, "schedule add", time="8:30")
    for happens, status in ((discord.happenings.outage, "active"), (discord.happenings.kick, "paused")):
        happens(school.guild)
        async with desk_at(discord, school, library, database):
            await until(lambda status=status: rows(database, "select status from schedules") == [(status,)])
    assert rows(database, "select server from departures") == [(str(school.guild),)]


async def test_let_in_again_the_server_is_kept(discord: Discord, desk: Desk) -> None:
    """Fault 73."""
    await desk.slash(desk.school.teacher, "schedule add", time="8:30")
    discord.happenings.kick(desk.school.guild)
    await until(lambda: rows(desk.database, "select * from departures"))
    discord.happenings.recover(desk.school.guild)
    await until(lambda: rows(desk.database, "select * from departures") == [])
    desk.clock.go_on(days=31)
    await desk.bot.tidy()
    assert len(rows(desk.database, "select * from schedules")) == 1


async def test_a_server_left_for_thirty_days_is_forgotten(discord: Discord, desk: Desk) -> None:
    """Fault 73."""
    message = await desk.quiz(questions=1)
    await desk.press(desk.school.ada, await desk.start(desk.school.ada, message), "A")
    discord.happenings.kick(desk.school.guild)
    await until(lambda: rows(desk.database, "select * from departures"))
    for days, left in ((29, 1), (2, 0)):
        desk.clock.go_on(days=days)
        await desk.bot.tidy()
        found = counts(desk.database)
        kept = {found[name] for name in ("classes", "answers", "students", "accounts", "departures")}
        assert kept == {left}


async def test_a_server_out_of_order_changes_nothing(discord: Discord, desk: Desk) -> None:
    """Fault 73."""
    await desk.slash(desk.school.teacher, "schedule add", time="8:30")
    discord.happenings.outage(desk.school.guild)
    discord.happenings.recover(desk.school.guild)
    assert "At 08:30" in (await desk.slash(desk.school.teacher, "schedule list")).text.replace("\\", "")
    assert rows(desk.database, "select status from schedules") == [("active",)]


async def test_a_shard_hears_of_its_own_servers_alone(
    discord: Discord, school: School, library: Library, database: str
) -> None:
    mine = (school.guild >> 22) % 2
    shards = {"DISCORD_SHARD_COUNT": "2", "DISCORD_SHARD_IDS": str(mine)}
    async with desk_at(discord, school, library, database, **shards) as desk:
        assert [session.shard for session in discord.gateway.connected] == [(mine, 2)]
        assert (await desk.slash(school.ada, "score")).private


@pytest.mark.parametrize(
    ("settings", "client_class"),
    [
        ({}, client_library.Client),
        ({"DISCORD_SHARD_COUNT": "2"}, client_library.AutoShardedClient),
        ({"DISCORD_SHARD_COUNT": "4", "DISCORD_SHARD_IDS": "0, 2"}, client_library.AutoShardedClient),
    ],
)
async def test_the_settings_choose_the_shards(
    discord: Discord, settings: dict[str, str], client_class: type
) -> None:
    client = client_for(settings_for(discord, **settings))
    assert type(client) is client_class
    assert getattr(client, "shard_ids", None) == ([0, 2] if "DISCORD_SHARD_IDS" in settings else None)


async def test_the_quizs_channel_is_found_with_its_server(discord: Discord, desk: Desk) -> None:
    assert await desk.door.place_of(str(desk.school.channel)) == desk.place
    with capture_logs() as logged:
        assert await desk.door.place_of("12345") is None
    assert "DISCORD_QUIZ_CHANNEL: the bot cannot see this channel" in [line["event"] for line in logged]
    discord.forget()


async def test_an_answer_under_way_is_given_before_the_bot_leaves(discord: Discord, desk: Desk) -> None:
    """Fault 28."""
    holding = asyncio.create_task(desk.store.write(lambda _: time.sleep(0.6)))
    asking = asyncio.create_task(desk.slash(desk.school.ada, "quiz", questions=1))
    await until(lambda: [each for each in discord.state.interactions.kept.values() if each.payload])
    await asyncio.sleep(0.2)
    await desk.door.close()
    assert "Question 1 of 1" in (await asking).text
    await holding

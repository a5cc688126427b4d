"""Posts on Discord: once whatever the network does, found again, given up with the reason where they cannot be."""

import asyncio
from collections.abc import AsyncIterator
from datetime import time, timedelta

import aiohttp
import discord as client_library
import pytest
from doubles.discord.desk import Desk, desk_at, until
from doubles.discord.refusals import Json
from doubles.discord.school import School
from doubles.discord.seen import controls, words
from doubles.discord.standin import Discord
from doubles.discord.world import FORUM, MANAGE_GUILD, READ_HISTORY, SEND, THREAD, VIEW
from doubles.rows import rows
from structlog.testing import capture_logs

from adapters.discord import poster
from adapters.discord.poster import NO_HISTORY, NotConnected
from bot.chat import Button, Choices, Gone, MessageRef, Place, Reply, Text
from bot.posting import HTTP_TIMEOUT
from bot.quiz.bank import Library
from bot.store.schedules import Order

POST = "POST /channels/{channel}/messages"
DAY = timedelta(hours=8)
QUIZ = Reply("Quiz", (Text("Come in."), Choices((Button("Start", "start:1"),))), private=False)
TOKEN = "s1-20261123"  # noqa: S105 - a post's


@pytest.fixture
async def desk(discord: Discord, school: School, library: Library, database: str) -> AsyncIterator[Desk]:
    """A desk whose requests may be refused."""
    async with desk_at(discord, school, library, database) as sat_down:
        yield sat_down
    assert discord.report()["pinged"] == []


async def test_a_post_is_found_by_its_token_alone(desk: Desk) -> None:
    ref = await desk.door.poster.post(desk.place, QUIZ, TOKEN)
    await desk.door.poster.post(desk.place, QUIZ, "s1-20261124")
    desk.people.say(desk.school.ada, desk.school.channel, TOKEN)
    assert await desk.door.poster.find(desk.place, TOKEN) == [ref]
    assert await desk.door.poster.find(desk.place, "start:1") == []


async def test_the_same_token_within_minutes_is_the_same_message(desk: Desk) -> None:
    first = await desk.door.poster.post(desk.place, QUIZ, TOKEN)
    assert await desk.door.poster.post(desk.place, QUIZ, TOKEN) == first
    desk.discord.clock.go_on(600)
    second = await desk.door.poster.post(desk.place, QUIZ, TOKEN)
    assert await desk.door.poster.find(desk.place, TOKEN) == [first, second]


async def test_a_message_is_edited_for_good_and_deleted(desk: Desk) -> None:
    """The bot's own right, not a token of fifteen minutes: a daily quiz is edited hours later."""
    ref = await desk.door.poster.post(desk.place, QUIZ, TOKEN)
    desk.discord.clock.go_on(90_000)
    await desk.door.poster.edit(ref, Reply("Results", (Text("@everyone took part."),)))
    assert "## Results" in desk.read(desk.public[0])
    await desk.door.poster.delete(ref)
    await desk.door.poster.delete(ref)
    assert desk.public == []


@pytest.mark.parametrize("status", [500, 502, 503, 504])
@pytest.mark.parametrize("accepted", [False, True])
async def test_whatever_discord_fails_with_one_message_is_there(
    desk: Desk,
    status: int,
    accepted: bool,  # noqa: FBT001 - a case
) -> None:
    """Fault 46: before and after it was accepted."""
    desk.discord.fault(POST, status=status, accepted=accepted)
    await _posted_in_the_end(desk)


async def test_a_dropped_answer_leaves_one_message(desk: Desk) -> None:
    """Fault 47: accepted, then the connection breaks."""
    desk.discord.fault(POST, drop=True, accepted=True)
    await _posted_in_the_end(desk)


async def test_an_answer_that_takes_too_long_is_looked_for(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fault 48: with a second for the fifteen of real life."""
    monkeypatch.setattr(poster, "PATIENCE", 0.2)
    desk.discord.fault(POST, delay=0.4, accepted=True)
    await _posted_in_the_end(desk)


async def _posted_in_the_end(desk: Desk) -> None:
    """Post a quiz over whatever is scripted, minutes apart, until it is recorded; there must be one message."""
    await desk.slash(desk.school.teacher, "post", questions=1)
    for _ in range(3):
        await desk.posting.sweep()
        if rows(desk.database, "select status from occurrences") == [("posted",)]:
            break
        desk.clock.go_on(seconds=61)
        desk.discord.clock.go_on(400)  # beyond the window in which a nonce helps
    await until(lambda: not desk.discord.state.faults.waiting or desk.discord.state.faults.struck)
    assert _recorded(desk) == desk.public
    assert len(desk.public) == 1


def _recorded(desk: Desk) -> list[int]:
    return [
        int(str(each).partition("|")[0]) for [each] in rows(desk.database, "select message from occurrences")
    ]


async def test_an_edit_leaves_the_buttons_as_they_were(desk: Desk) -> None:
    message = await desk.quiz(questions=1)
    before = list(controls(desk.shown(message)))
    await desk.start(desk.school.ada, message)
    await desk.press(desk.school.ada, await desk.start(desk.school.ada, message), "A")
    await desk.posting.sweep()
    assert "1 person has answered." in desk.read(message)
    assert [each["custom_id"] for each in controls(desk.shown(message))] == [
        each["custom_id"] for each in before
    ]


async def test_a_rate_limit_is_waited_for(desk: Desk) -> None:
    """Fault 45: a 429 for one channel, then one for everything."""
    desk.discord.fault(POST, retry_after=0.3)
    desk.discord.fault(POST, retry_after=0.3, everywhere=True, skip=1)
    for day in (1, 2):
        await desk.door.poster.post(desk.place, QUIZ, f"s1-2026112{day}")
    assert len(desk.public) == 2
    assert desk.discord.report()["invalid"] == 2


@pytest.mark.parametrize("everywhere", [True, False])
async def test_a_long_ban_holds_back_every_channel_if_it_is_meant_for_all(
    desk: Desk,
    everywhere: bool,  # noqa: FBT001 - a case
) -> None:
    """Fault 45: Retry-After is obeyed by all that is still to be sent."""
    desk.discord.fault(POST, retry_after=600.0, everywhere=everywhere)
    waiting = asyncio.create_task(desk.door.poster.post(desk.place, QUIZ, TOKEN))
    await until(lambda: desk.discord.report()["invalid"])
    await asyncio.sleep(0.05)
    assert desk.door.poster.pace.rests is everywhere
    waiting.cancel()


async def test_endless_rate_limits_are_not_hammered(desk: Desk) -> None:
    """Fault 45: fifty in a row; over ten minutes of sweeps fewer than a hundred are met."""
    desk.discord.fault(POST, retry_after=0.01, times=10_000)
    await desk.slash(desk.school.teacher, "post", questions=1)
    for _ in range(10):
        await desk.posting.sweep()
        desk.clock.go_on(seconds=61)
    assert 10 <= desk.discord.report()["invalid"] < 100


async def test_a_channel_that_may_not_be_read_gets_no_second_post(desk: Desk) -> None:
    """Fault 49: Discord shows an empty history to whoever may not read it."""
    desk.discord.fault(POST, drop=True, accepted=True)
    await desk.slash(desk.school.teacher, "post", questions=1)
    await desk.posting.sweep()
    desk.discord.happenings.deny(desk.school.channel, desk.discord.world.bot.id, READ_HISTORY)
    desk.clock.go_on(seconds=61)
    await until(lambda: not _reads_history(desk))
    await desk.posting.sweep()
    assert rows(desk.database, "select status, reason from occurrences") == [("failed", NO_HISTORY)]
    assert len(desk.public) == 1


async def test_a_channel_of_another_processs_shard_is_looked_at_as_closely(
    discord: Discord, school: School, library: Library, database: str
) -> None:
    """Fault 49: any process posts what is due, also where it hears of nothing."""
    other = str(1 - (school.guild >> 22) % 2)
    shards = {"DISCORD_SHARD_COUNT": "2", "DISCORD_SHARD_IDS": other}
    async with desk_at(discord, school, library, database, **shards) as desk:
        ref = await desk.door.poster.post(desk.place, QUIZ, TOKEN)
        assert await desk.door.poster.find(desk.place, TOKEN) == [ref]
        discord.happenings.deny(school.channel, discord.world.bot.id, READ_HISTORY)
        with pytest.raises(Gone, match="Read Message History"):
            await desk.door.poster.find(desk.place, TOKEN)


def _reads_history(desk: Desk) -> bool:
    channel = desk.door.client.get_channel(desk.school.channel)
    assert isinstance(channel, client_library.TextChannel)
    return channel.permissions_for(channel.guild.me).read_message_history


def deny_sending(desk: Desk) -> None:
    desk.discord.happenings.deny(desk.school.channel, desk.discord.world.bot.id, SEND)


def hide(desk: Desk) -> None:
    desk.discord.happenings.deny(desk.school.channel, desk.discord.world.bot.id, VIEW)


def delete(desk: Desk) -> None:
    desk.discord.happenings.delete_channel(desk.school.channel)


def kick(desk: Desk) -> None:
    desk.discord.world.guilds[desk.school.guild].present = False  # while the bot was not listening


@pytest.mark.parametrize(
    ("happening", "reason"),
    [
        (deny_sending, "the bot may not post in the channel: give it View Channel"),
        (hide, "the bot no longer sees the channel"),
        (delete, "the channel was deleted"),
        (kick, "the bot no longer sees the channel: it was removed from the server"),
    ],
)
async def test_where_a_quiz_can_never_be_posted_its_schedule_rests_with_the_reason(
    desk: Desk, happening: object, reason: str
) -> None:
    """Faults 71, 72 and 73: said under /schedule list, and tried no second time."""
    await desk.slash(desk.school.teacher, "schedule add", time="8:30")
    assert callable(happening)
    happening(desk)
    for hours in (1, 24, 24):
        desk.clock.go_on(hours=hours)
        await desk.posting.sweep()
    [(status, said)] = rows(desk.database, "select status, reason from schedules")
    assert (status, str(said)[: len(reason)]) == ("paused", reason)
    channel = f"/channels/{desk.school.channel}/messages"
    tries = [each for each in desk.discord.state.outgoing if each.route == POST and channel in each.path]
    assert len(tries) == 1


async def test_the_teacher_who_made_the_schedule_is_told_in_private_once(desk: Desk) -> None:
    """Faults 71 and 72."""
    deputy = desk.discord.world.role(desk.school.guild, "Deputy", MANAGE_GUILD).id
    desk.discord.happenings.set_roles(desk.school.guild, desk.school.ben, [deputy])
    await desk.slash(desk.school.ben, "schedule add", time="8:30")
    deny_sending(desk)
    for hours in (2, 24, 24):
        desk.clock.go_on(hours=hours)
        await desk.posting.sweep()
    [notice] = letters(desk, desk.school.ben)
    assert "could not be posted: the bot may not post in the channel: give it View Channel" in words(notice)
    assert f"In <#{desk.school.channel}>" in words(notice)
    assert letters(desk, desk.school.teacher) == []


async def test_of_the_settings_quiz_the_servers_owner_is_told(desk: Desk) -> None:
    """Fault 25, and fault 71 where no teacher asked."""
    await desk.posting.order("discord", [Order(desk.place, time(8, 30), "mon,tue,wed,thu,fri", 1, "", DAY)])
    desk.clock.go_on(days=4, hours=1)
    for _ in range(2):
        await desk.posting.sweep()
    [notice] = letters(desk, desk.school.teacher)
    assert "left out" in words(notice)


async def test_a_teacher_who_takes_no_messages_is_not_written_to_again(desk: Desk) -> None:
    """Fault 71: no storm."""
    desk.discord.world.users[desk.school.teacher].takes_messages = False
    await desk.slash(desk.school.teacher, "post")
    deny_sending(desk)
    with capture_logs() as logged:
        for _ in range(3):
            await desk.posting.sweep()
            desk.clock.go_on(minutes=5)
    assert "the member takes no messages from the bot" in [line.get("why") for line in logged]
    assert len([each for each in desk.discord.state.outgoing if each.route == POST]) == 2


async def test_a_notice_whose_answer_is_lost_is_there_once(desk: Desk) -> None:
    reply = Reply("Notice", (Text("Read this."),))
    desk.discord.fault(POST, drop=True, accepted=True)
    with pytest.raises(aiohttp.ClientError):
        await desk.door.poster.tell(desk.place, str(desk.school.ada), reply, "n1")
    await desk.door.poster.tell(desk.place, str(desk.school.ada), reply, "n1")
    assert len(letters(desk, desk.school.ada)) == 1


def letters(desk: Desk, user: int) -> list[Json]:
    """Give what the bot wrote to a member alone."""
    return desk.people.screen(user, desk.discord.world.direct(user).id)


async def test_the_teacher_reads_why_a_schedule_rests_and_lets_it_run_again(desk: Desk) -> None:
    """Fault 71."""
    await desk.slash(desk.school.teacher, "schedule add", time="8:30")
    deny_sending(desk)
    desk.clock.go_on(hours=1)
    await desk.posting.sweep()
    listed = await desk.slash(desk.school.teacher, "schedule list")
    assert "Resting: the bot may not post in the channel" in listed.text
    desk.discord.happenings.deny(desk.school.channel, desk.discord.world.bot.id, 0)
    again = await desk.press(desk.school.teacher, listed, "Resume 1")
    assert "## Schedule 1 runs again" in again.text
    desk.clock.go_on(hours=24)
    await desk.posting.sweep()
    assert len(desk.public) == 1


async def test_a_renamed_channel_is_the_same_channel(desk: Desk) -> None:
    """Fault 72."""
    await desk.slash(desk.school.teacher, "schedule add", time="8:30")
    desk.discord.happenings.rename_channel(desk.school.channel, "history-a-level")
    desk.clock.go_on(hours=1)
    await desk.posting.sweep()
    assert len(desk.public) == 1


async def test_a_locked_thread_and_a_forum_take_no_post(desk: Desk) -> None:
    """Faults 56 and 72."""
    world, school = desk.discord.world, desk.school
    thread = world.channel(school.guild, "week 3", THREAD, school.channel).id
    desk.discord.happenings.archive(thread, locked=True)
    forum = world.channel(school.guild, "essays", FORUM).id
    for channel, reason in ((thread, "the thread is archived"), (forum, "choose a text channel")):
        with pytest.raises(Gone, match=reason):
            await desk.door.poster.post(
                Place("discord", str(school.guild), str(channel)), QUIZ, f"t{channel}"[:25]
            )


async def test_a_quiz_whose_message_was_deleted_is_closed_in_peace(desk: Desk) -> None:
    message = await desk.quiz(questions=1)
    question = await desk.start(desk.school.ada, message)
    desk.discord.state.messages.kept.pop(message)
    await desk.press(desk.school.ada, question, "A")
    await desk.slash(desk.school.teacher, "close")
    with capture_logs() as logged:
        for _ in range(2):
            await desk.posting.sweep()
            desk.clock.go_on(minutes=5)
    assert rows(desk.database, "select status, shown, swept from occurrences") == [("closed", -1, 1)]
    assert {line.get("why") for line in logged} == {"the message was deleted"}


async def test_a_body_that_discord_does_not_take_is_not_sent_again_and_again(desk: Desk) -> None:
    desk.discord.fault(POST, status=400, code=50035)
    with pytest.raises(Gone, match="code 50035"):
        await desk.door.poster.post(desk.place, QUIZ, TOKEN)


async def test_without_a_connection_nothing_is_posted(desk: Desk) -> None:
    await desk.door.close()
    with pytest.raises(NotConnected):
        await desk.door.poster.edit(MessageRef(desk.place, "1"), QUIZ)


async def test_a_duplicate_that_showed_late_is_swept_away(desk: Desk) -> None:
    """Fault 49: the history lagged when it was looked into."""
    desk.discord.lag(120)
    desk.discord.fault(POST, drop=True, accepted=True)
    await desk.slash(desk.school.teacher, "post", questions=1)
    await desk.posting.sweep()
    desk.clock.go_on(seconds=61)
    desk.discord.nonce_window(0)
    await desk.posting.sweep()
    assert len(desk.public) == 2
    desk.discord.lag(0)
    desk.clock.go_on(minutes=4)
    await desk.posting.sweep()
    assert _recorded(desk) == desk.public


def test_the_poster_waits_no_longer_than_the_posting_counts_on() -> None:
    assert HTTP_TIMEOUT.total_seconds() == poster.PATIENCE

"""What Slack, the network and members can do to the bot, and what holds: each case by its number."""

import asyncio
import io
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing
from pathlib import Path

import aiohttp
import psycopg
import pytest
from doubles.dialogue import RIGHT, WRONG
from doubles.postgres import Postgres
from doubles.slack import payloads
from doubles.slack.desk import Desk, at_the_desk, connected
from doubles.slack.refusals import Json
from doubles.slack.school import School
from doubles.slack.seen import words
from doubles.slack.signed import ACT, COMMAND, Letter, letter, signed
from doubles.slack.standin import Slack

from adapters.slack.poster import SlackPoster
from bot.chat import Gone, Member, Place, Reply, Role, Text
from bot.commands import COMMANDS
from bot.pace import Pace
from bot.quiz.bank import Library
from bot.slash import Audience
from bot.store.claims import LEASE
from bot.store.closings import GRACE
from bot.study import StudyBot

CARD = Reply("Quiz", (Text("Two questions."),), private=False)
FOR_TEACHERS = "That is for teachers. /guide lists what you can do here."


def posts(desk: Desk) -> list[Json]:
    """Give what everyone sees in the channel."""
    return desk.slack.people.screen(desk.school.ben, desk.school.channel)


async def posted_in_the_end(desk: Desk, options: str = "questions=2") -> list[Json]:
    """Have a quiz posted by a posting that is tried again, as after a lost answer; give what everyone sees."""
    await desk.line(desk.school.teacher, f"/post {options}", "ephemeral")
    await desk.posting.sweep()
    desk.clock.go_on(seconds=LEASE.total_seconds() + 1)
    await desk.posting.sweep()
    return posts(desk)


async def status(desk: Desk) -> list[str]:
    found = await desk.store.read(lambda ledger: ledger.occurrences.open_in(1))
    return [each.status for each in found]


# Posting


async def test_a_post_refused_for_being_too_fast_waits_as_long_as_slack_says(one: Desk) -> None:
    """Fault 45."""
    one.slack.fault("chat.postMessage", retry_after=1)
    began = asyncio.get_running_loop().time()
    await one.line(one.school.teacher, "/post questions=2", "ephemeral")
    await one.posting.sweep()
    assert asyncio.get_running_loop().time() - began >= 1
    assert len(posts(one)) == 1
    assert len(one.slack.called("chat.postMessage")) == 2


async def test_a_long_ban_is_not_waited_for_nor_hammered_at(one: Desk) -> None:
    """Fault 45."""
    one.slack.fault("chat.postMessage", retry_after=600)
    await one.line(one.school.teacher, "/post questions=2", "ephemeral")
    await asyncio.wait_for(one.posting.sweep(), 5)
    assert len(one.slack.called("chat.postMessage")) == 1
    one.clock.go_on(seconds=61)
    await one.posting.sweep()
    assert len(one.slack.called("chat.postMessage")) == 1
    one.door.poster.pace = Pace()  # as if the ten minutes were over
    await one.posting.sweep()
    assert len(posts(one)) == 1


@pytest.mark.parametrize("accepted", [False, True], ids=["before", "after"])
async def test_errors_of_the_server_leave_one_message(one: Desk, accepted: bool) -> None:  # noqa: FBT001 - a case
    """Fault 46."""
    for error in (500, 502, 503, 504):
        one.slack.fault("chat.postMessage", status=error, accepted=accepted)
    await one.line(one.school.teacher, "/post questions=2", "ephemeral")
    for _ in range(5):
        await one.posting.sweep()
        one.clock.go_on(seconds=LEASE.total_seconds() + 1)
    assert len(posts(one)) == 1
    assert await status(one) == ["posted"]


async def test_an_answer_lost_after_acceptance_leaves_one_message(one: Desk) -> None:
    """Fault 47: nothing is sent again by itself, and the message is found and adopted."""
    one.slack.fault("chat.postMessage", drop=True, accepted=True)
    (message,) = await posted_in_the_end(one)
    assert len(one.slack.called("chat.postMessage")) == 1
    assert await status(one) == ["posted"]
    await one.play(one.school.ada, message, RIGHT, RIGHT)


async def test_a_call_lost_on_its_way_is_made_again(one: Desk) -> None:
    """Fault 47."""
    one.slack.fault("chat.postMessage", drop=True)
    assert len(await posted_in_the_end(one)) == 1
    assert len(one.slack.called("chat.postMessage")) == 2


async def test_an_answer_that_takes_too_long_is_looked_for_and_adopted(
    slack: Slack, school: School, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fault 48."""
    monkeypatch.setattr("adapters.slack.calls.TIMEOUT", 0.4)
    async with at_the_desk(slack, school, library, tmp_path) as desk:
        slack.fault("chat.postMessage", delay=1.0, accepted=True)
        assert len(await posted_in_the_end(desk)) == 1
        assert len(slack.called("chat.postMessage")) == 1
        assert await status(desk) == ["posted"]


async def test_the_look_up_waits_until_a_lost_message_must_show(one: Desk) -> None:
    """Fault 49: the history lags; a look before the grace is over would post again."""
    one.slack.lag(0.5)
    assert isinstance(one.door.poster, SlackPoster)
    one.door.poster.grace = 0.8
    one.slack.fault("chat.postMessage", drop=True, accepted=True)
    assert len(await posted_in_the_end(one)) == 1
    assert len(one.slack.called("chat.postMessage")) == 1


async def test_a_duplicate_that_showed_too_late_is_swept_away(one: Desk) -> None:
    """Fault 49."""
    one.slack.fault("chat.postMessage", drop=True, accepted=True)
    one.slack.fault("conversations.history", skip=1, lag=60)
    assert len(await posted_in_the_end(one)) == 2
    one.clock.go_on(minutes=4)
    await one.posting.sweep()
    assert len(posts(one)) == 1


async def test_where_the_bot_may_not_look_nothing_is_posted_twice(one: Desk) -> None:
    """Fault 49: the documented way is to give up, and to tell the teacher."""
    one.slack.fault("chat.postMessage", drop=True, accepted=True)
    one.slack.fault("conversations.history", skip=1, error="missing_scope")
    assert len(await posted_in_the_end(one)) == 1
    assert await status(one) == []


@pytest.mark.parametrize(
    ("happens", "why"),
    [
        (
            lambda slack, channel: slack.world.kick(channel),
            "the bot is not in the channel: invite it with /invite",
        ),
        (lambda slack, channel: slack.world.archive(channel), "the channel is archived"),
        (
            lambda slack, channel: slack.world.channels.pop(channel),
            "the channel is gone, or private without the bot",
        ),
        (lambda slack, _: slack.world.app.scopes.discard("chat:write"), "the app lacks the scope chat:write"),
    ],
    ids=["kicked", "archived", "deleted", "without scope"],
)
async def test_a_channel_that_takes_no_posts_pauses_its_schedule_with_the_reason(
    slack: Slack,
    school: School,
    library: Library,
    tmp_path: Path,
    happens: Callable[[Slack, str], None],
    why: str,
) -> None:
    """Faults 71 and 72: one try, no storm, and the teacher is told."""
    room = slack.world.channel("quizzes").id
    async with at_the_desk(slack, school, library, tmp_path, SLACK_TEACHERS=school.teacher) as desk:
        seen = await slack.people.slash(school.teacher, room, "/schedule add 08:30 daily")
        await desk.after(seen, "ephemeral")
        happens(slack, room)
        desk.clock.go_on(hours=2)
        for _ in range(3):
            await desk.posting.sweep()
            desk.clock.go_on(minutes=2)
        assert len([c for c in slack.called("chat.postMessage") if c["channel"] == room]) == 1
        listed = words((await desk.line(school.teacher, "/schedule list")).message)
        assert f"Resting: {why}" in listed
        told = slack.people.screen(school.teacher, f"D{school.teacher}")
        assert len(told) == (0 if "scope" in why else 1)
        assert all(f"could not be posted: {why}" in each["text"] for each in told)


async def test_a_renamed_channel_is_no_matter(one: Desk) -> None:
    """Fault 72."""
    await one.line(one.school.teacher, "/schedule add 08:30 daily", "ephemeral")
    one.slack.world.channels[one.school.channel].name = "renamed"
    one.clock.go_on(hours=2)
    await one.posting.sweep()
    assert len(posts(one)) == 1


async def test_a_channel_without_the_bot_is_refused_before_anything_is_promised(one: Desk) -> None:
    """Fault 71."""
    elsewhere = one.slack.world.channel("elsewhere", with_bot=False).id
    people, teacher = one.slack.people, one.school.teacher
    for line in ("/post", "/schedule add 08:30"):
        said = await one.after(await people.slash(teacher, elsewhere, line), "ephemeral")
        assert "I cannot post in this channel: the bot is not in the channel: invite it" in words(
            said.message
        )
    assert await status(one) == []


async def test_a_message_that_was_deleted_or_whose_channel_is_gone_is_edited_no_more(one: Desk) -> None:
    quiz = await one.quiz()
    one.slack.state.messages.kept.pop(quiz["ts"])
    await one.line(one.school.teacher, "/close", "ephemeral")
    one.clock.now += GRACE
    for _ in range(3):
        await one.posting.sweep()
    assert len(one.slack.called("chat.update")) == 1


# Tokens


@pytest.mark.parametrize("why", ["token_revoked", "account_inactive", "invalid_auth"])
async def test_a_revoked_token_ends_the_calls_at_once(one: Desk, why: str) -> None:
    """Fault 70: the door shuts with its cure, and what else the bot does goes on."""
    one.slack.world.revoke(why)
    with pytest.raises(Gone, match="no longer takes the bot's token"):
        await one.door.poster.post(one.place, CARD, "t1")
    calls = len(one.slack.state.outgoing)
    for number in range(5):
        with pytest.raises(Gone):
            await one.door.poster.post(one.place, CARD, f"t{number}")
    await asyncio.sleep(0.3)
    assert len(one.slack.state.outgoing) == calls
    assert one.door.trouble.startswith("SLACK_BOT_TOKEN: ")
    assert one.last_word == [one.door.trouble]
    assert one.slack.sockets.live == []


@pytest.mark.parametrize("token", ["bot", "app"])
async def test_a_wrong_token_ends_the_start_with_its_cure(
    slack: Slack,
    school: School,
    library: Library,
    tmp_path: Path,
    token: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Fault 69: the token is never printed."""
    assert school.channel
    wrong = {"bot": {"SLACK_BOT_TOKEN": "xoxb-canary-1"}, "app": {"SLACK_APP_TOKEN": "xapp-canary-1"}}[token]
    async with at_the_desk(slack, school, library, tmp_path, **wrong, http=True) as desk:
        async with asyncio.timeout(5):
            while not desk.last_word:
                await asyncio.sleep(0.01)
    assert desk.last_word[0].startswith(f"SLACK_{token.upper()}_TOKEN: Slack does not take this token")
    assert "canary" not in desk.last_word[0] + "".join(capsys.readouterr())


# Deliveries


async def test_the_same_act_delivered_three_times_has_one_effect(desk: Desk) -> None:
    """Fault 50: a command, a press and an answer."""
    desk.slack.delivery.copies = 3
    quiz = await desk.quiz()
    await desk.slack.delivery.settle()
    assert len(posts(desk)) == 1
    private = [
        m for m in desk.slack.people.screen(desk.school.teacher, desk.school.channel) if m["ts"] != quiz["ts"]
    ]
    assert len(private) == 1
    await desk.play(desk.school.ada, quiz, RIGHT, WRONG)
    await desk.slack.delivery.settle()
    scores = await desk.store.read(lambda ledger: ledger.boards.of_quiz(1))
    assert [score.points for score in scores] == [10]
    assert len(desk.slack.called("views.open")) == 1


async def test_the_same_form_delivered_three_times_has_one_effect(one: Desk) -> None:
    """Fault 50."""
    await one.line(one.school.teacher, "/schedule add", "modal")
    one.slack.delivery.copies = 3
    done = await one.slack.people.submit(one.school.teacher, {"time": "08:30"})
    await one.slack.delivery.settle()
    assert "At 08:30" in words(done.view or {})
    assert len(await one.store.read(lambda ledger: ledger.schedules.of_class(1))) == 1


async def test_an_event_retried_by_slack_has_one_effect(desk: Desk) -> None:
    """Fault 50: the App Home is drawn once."""
    desk.slack.delivery.copies = 3
    await desk.after(await desk.slack.people.open_home(desk.school.ada), "home")
    await desk.slack.delivery.settle()
    await asyncio.sleep(0.2)
    assert len(desk.slack.called("views.publish")) == 1


async def test_the_same_envelope_to_two_replicas_has_one_effect(one: Desk, library: Library) -> None:
    """Fault 50: two doors over one store."""
    bot = StudyBot(one.store, library, one.clock)
    async with connected(one.slack, bot, one.store, one.clock, http=False):
        one.slack.delivery.copies = 6
        await one.line(one.school.teacher, "/post questions=2", "ephemeral")
        await one.slack.delivery.settle()
        await asyncio.sleep(0.2)
        await one.posting.sweep()
        assert len(posts(one)) == 1
        assert len(one.slack.people.screen(one.school.teacher, one.school.channel)) == 2


async def test_two_replicas_on_postgresql_share_the_work_without_doing_it_twice(
    slack: Slack, school: School, library: Library, postgres: Postgres
) -> None:
    """Fault 50: each act comes to both, three times over, a practice round too; both post what is due."""
    address = postgres.migrated()
    async with (
        at_the_desk(slack, school, library, address) as one,
        at_the_desk(slack, school, library, address) as other,
    ):
        slack.delivery.copies = 3
        await one.line(school.teacher, "/post questions=2", "ephemeral")
        await slack.delivery.settle()
        await asyncio.sleep(0.3)
        await asyncio.gather(one.posting.sweep(), other.posting.sweep())
        (quiz,) = posts(one)
        await one.play(school.ada, quiz, RIGHT, WRONG)
        await slack.delivery.settle()
        scores = await other.store.read(lambda ledger: ledger.boards.of_quiz(1))
        assert [score.points for score in scores] == [10]
        await one.line(school.ben, "/quiz", "modal")
        await slack.people.open_home(school.ben)
        await slack.delivery.settle()
        await asyncio.sleep(0.3)
        with closing(psycopg.connect(address.replace("+psycopg", ""))) as connection:
            assert connection.execute("select count(*) from rounds").fetchone() == (2,)
        assert len(slack.called("views.publish")) == 1


async def test_a_slow_database_delays_the_answer_and_loses_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fault 51: acknowledged at once, a modal asks for patience, then the answer is there; no banner anywhere."""
    quiz = await desk.quiz()
    monkeypatch.setattr("adapters.slack.patience.SLOW", 0.2)
    slow(desk, monkeypatch, 0.5)
    ada, people = desk.school.ada, desk.slack.people
    started = await people.press(ada, quiz["ts"], "Start")
    assert words((await desk.after(started, "modal")).view) == "One moment"
    since = desk.slack.state.board.count
    assert words((await desk.slack.state.board.next(since, ada, "modal")).view).startswith("Question 1 of 2")
    typed = await people.slash(ada, desk.school.channel, "/score")
    assert (await desk.after(typed, "ephemeral")).message
    waited = await people.submit(ada, {"Your answer": "A"})
    assert (waited.banner, words(waited.view or {})) == ("", "One moment")
    verdict = await desk.slack.state.board.next(desk.slack.state.board.count, ada, "modal")
    assert "of 10 points." in words(verdict.view)


def slow(desk: Desk, monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """Let every request take so long."""
    press, answer = desk.bot.press, desk.bot.answer

    def delayed(call: Callable[..., Awaitable[object]]) -> Callable[..., Awaitable[object]]:
        async def later(*given: object) -> object:
            await asyncio.sleep(seconds)
            return await call(*given)

        return later

    monkeypatch.setattr(desk.bot, "press", delayed(press))
    monkeypatch.setattr(desk.bot, "answer", delayed(answer))


async def test_a_bug_behind_the_acknowledgement_is_told_in_a_sentence(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Fault 83: the sentence has a number, the log the number and no word of the member's."""
    quiz = await desk.quiz()

    async def broken(*_: object) -> Reply:
        raise ZeroDivisionError

    monkeypatch.setattr(desk.bot, "press", broken)
    monkeypatch.setattr(desk.bot, "answer", broken)
    for act in (
        desk.slack.people.slash(desk.school.ada, desk.school.channel, "/factor canary-words"),
        desk.slack.people.press(desk.school.ada, quiz["ts"], "Start"),
    ):
        told = await desk.after(await act, "ephemeral modal")
        assert "Something went wrong here and nothing was saved." in words(told.message or told.view)
    assert "canary-words" not in "".join(capsys.readouterr())


# The HTTP door


async def knock(desk: Desk, letter_: Letter) -> int:
    async with aiohttp.ClientSession() as session:
        address = desk.slack.delivery.address
        body = io.BytesIO(letter_.body.encode())
        async with session.post(address, data=body, headers=letter_.headers) as told:
            return told.status


@pytest.fixture
async def over_http(slack: Slack, school: School, library: Library, tmp_path: Path) -> AsyncIterator[Desk]:
    async with at_the_desk(slack, school, library, tmp_path, http=True) as found:
        yield found


def a_command(desk: Desk, line: str = "/post questions=2") -> Letter:
    payload = payloads.command(desk.slack.state, desk.school.teacher, desk.school.channel, line)
    return letter(desk.slack.world.app.signing_secret, COMMAND, payload)


BAD: dict[str, Callable[[Letter], Letter]] = {
    "no signature": lambda good: Letter(good.body, {"Content-Type": good.headers["Content-Type"]}),
    "a wrong signature": lambda good: changed(good, {"X-Slack-Signature": "v0=" + "0" * 64}),
    "a junk signature": lambda good: changed(good, {"X-Slack-Signature": "ünïcode"}),
    "a short signature": lambda good: changed(good, {"X-Slack-Signature": "v0="}),
    "a junk timestamp": lambda good: changed(good, {"X-Slack-Request-Timestamp": "soon"}),
    "an endless timestamp": lambda good: changed(good, {"X-Slack-Request-Timestamp": "9" * 400}),
    "a negative timestamp": lambda good: changed(good, {"X-Slack-Request-Timestamp": "-1"}),
    "no timestamp": lambda good: changed(good, {"X-Slack-Request-Timestamp": ""}),
    "another body": lambda good: Letter(f"{good.body}&x=1", good.headers),
    "an old letter": lambda good: signed("stand-in-secret", good, at=1_000_000_000),
    "another secret": lambda good: signed("other", good),
}


def changed(good: Letter, headers: dict[str, str]) -> Letter:
    return Letter(good.body, {**good.headers, **headers})


async def test_what_slack_has_not_signed_is_answered_401(
    over_http: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    """Fault 52: never 500, never a traceback, no effect."""
    told = {what: await knock(over_http, forge(a_command(over_http))) for what, forge in BAD.items()}
    assert told == dict.fromkeys(BAD, 401)
    assert "Traceback" not in "".join(capsys.readouterr())
    assert await status(over_http) == []


async def test_a_signature_holds_for_five_minutes_and_not_a_second_longer(over_http: Desk) -> None:
    """Fault 52."""
    old, young = (
        signed("stand-in-secret", a_command(over_http, "/guide"), at=time.time() - s) for s in (302, 290)
    )
    assert [await knock(over_http, each) for each in (old, young)] == [401, 200]


async def test_a_replay_within_five_minutes_has_no_second_effect(over_http: Desk) -> None:
    """Fault 52."""
    good = a_command(over_http)
    assert [await knock(over_http, good) for _ in range(3)] == [200, 200, 200]
    await asyncio.sleep(0.3)
    await over_http.posting.sweep()
    assert len(posts(over_http)) == 1


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "payload=%7B",
        "payload=3",
        "payload=null",
        "\0" * 100,
        "x" * 5_000,
        "[]",
        "payload=" + "[" * 50_000,
        "9" * 9_000,
    ],
)
async def test_signed_nonsense_is_answered_without_a_fault(
    over_http: Desk, body: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for content in ("application/json", "application/x-www-form-urlencoded", "text/plain"):
        nonsense = signed("stand-in-secret", Letter(body, {"Content-Type": content}))
        assert await knock(over_http, nonsense) in {200, 400}
    assert "Traceback" not in "".join(capsys.readouterr())


async def test_a_body_without_an_end_is_cut_off(over_http: Desk) -> None:
    """Fault 59."""
    assert await knock(over_http, signed("stand-in-secret", Letter("x" * 1_100_000))) == 413


async def test_slack_proves_the_address_and_outsiders_see_nothing_else(over_http: Desk) -> None:
    challenge = Letter(
        json.dumps({"type": "url_verification", "challenge": "abc"}), {"Content-Type": "application/json"}
    )
    base = over_http.slack.delivery.address
    async with aiohttp.ClientSession() as session:
        good = signed("stand-in-secret", challenge)
        public = {**good.headers, "Host": "bot.school.example"}
        async with session.post(base, data=good.body, headers=public) as told:
            assert "abc" in await told.text()
        for path in ("", "api/state", "slack/other"):
            address = base.replace("slack/events", path)
            async with session.get(address, headers={"Host": "bot.school.example"}) as told:
                assert told.status in {403, 404}


# Members


async def test_a_student_meets_a_refusal_at_every_teachers_command(one: Desk) -> None:
    """Fault 57: complete, because it runs over all that is declared."""
    for command in COMMANDS:
        if command.audience is Audience.TEACHERS:
            assert await one.refused(one.school.ada, command.example) == FOR_TEACHERS
        else:
            seen = await one.slack.people.slash(one.school.ada, one.school.channel, command.example)
            assert (await one.after(seen)).kind in {"ephemeral", "modal"}


async def test_a_rank_taken_away_counts_at_the_next_click_after_a_minute(
    one: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fault 58."""
    listed = await one.line(one.school.teacher, "/schedule add 08:30")
    one.slack.world.users[one.school.teacher].admin = False
    monkeypatch.setattr(asyncio.get_running_loop(), "time", _an_hour_later(asyncio.get_running_loop()))
    pressed = await one.slack.people.press(one.school.teacher, listed.message["ts"], "Pause 1")
    told = await one.after(pressed, "ephemeral")
    assert FOR_TEACHERS in words(told.message)


def _an_hour_later(loop: asyncio.AbstractEventLoop) -> Callable[[], float]:
    time = loop.time
    return lambda: time() + 3_600


async def test_a_listed_teacher_needs_no_rank_and_no_scope(
    slack: Slack, school: School, library: Library, tmp_path: Path
) -> None:
    slack.world.app.scopes.discard("users:read")
    async with at_the_desk(slack, school, library, tmp_path, SLACK_TEACHERS=f"U9, {school.ben}") as desk:
        assert "At 08:30" in words((await desk.line(school.ben, "/schedule add 08:30")).message)
        said = await desk.refused(school.teacher, "/schedule list")
        assert "the app lacks the scope users:read" in said
        assert "SLACK_TEACHERS" in said


async def test_every_place_where_a_command_can_be_typed_has_an_answer(one: Desk) -> None:
    """Fault 56: the bot's own messages, a private channel, a conversation of two."""
    people, teacher = one.slack.people, one.school.teacher
    direct = one.slack.world.direct(teacher).id
    private = one.slack.world.channel("staff", private=True).id
    said = await one.after(await people.slash(teacher, direct, "/post"), "ephemeral")
    assert "A quiz is posted in a channel." in words(said.message)
    answered = await one.after(await people.slash(teacher, direct, "/factor grey blur"), "ephemeral")
    assert "Sukhanov" in words(answered.message)
    await one.after(await people.slash(teacher, private, "/post questions=1"), "ephemeral")
    await one.posting.sweep()
    assert [m for m in people.screen(teacher, private) if m["text"].startswith("Quiz")]


async def test_the_same_number_on_another_platform_is_another_person(one: Desk, library: Library) -> None:
    """Fault 55."""
    await one.play(one.school.ada, await one.quiz(), RIGHT, RIGHT)
    twin = Member("discord", "T1SCHOOL", one.school.ada, "ada", Role.STUDENT)
    said = await StudyBot(one.store, library, one.clock).answer(
        "score", twin, Place("discord", "T1SCHOOL", "c"), {}
    )
    assert isinstance(said, Reply)
    assert "You have not answered a question yet." in str(said.parts)


async def test_another_workspaces_quiz_is_refused_like_an_unknown_one(one: Desk) -> None:
    """Faults 54 and 85."""
    quiz = await one.quiz()
    state, ada = one.slack.state, one.school.ada
    told = []
    for team, value in (("T2OTHER", "start:1"), ("T2OTHER", "start:999")):
        message = state.messages.kept[quiz["ts"]]
        action = {"type": "button", "action_id": "press:1", "block_id": "b", "value": value}
        payload = {**payloads.on_message(state, ada, message, action), "team": {"id": team, "domain": "x"}}
        since = state.board.count
        assert not (await one.slack.delivery.deliver(ACT, payload)).error
        told.append(words((await state.board.next(since, ada, "ephemeral")).message))
    assert told[0] == told[1]
    assert "This button no longer leads anywhere." in told[0]


@pytest.mark.parametrize(
    "name", ["<!here>", "<@U0001>", "`*_~", "{0.__class__}", "=cmd()", "\u202eevil", "e\u0301" * 30]
)
async def test_a_members_name_is_only_a_name(one: Desk, name: str) -> None:
    """Faults 60, 61 and 62."""
    one.slack.world.users[one.school.ada].name = name
    await one.play(one.school.ada, await one.quiz(), RIGHT, RIGHT)
    await one.line(one.school.ada, "/leaderboard", "ephemeral")
    for sent in one.slack.sent():
        for call in ("<!here", "<@U", 'link_names": true'):
            assert call not in sent


@pytest.mark.parametrize(
    "typed", ["x" * 4_000, "\0", "\u200b", "𓀀" * 900, "<!channel> & <#C1>", "%s %n {0} ```"]
)
async def test_any_question_is_answered_within_the_limits(one: Desk, typed: str) -> None:
    """Faults 59, 60, 61 and 86; the stand-in checks every block."""
    answered = await one.line(one.school.ada, f"/factor {typed}", "ephemeral")
    assert answered.message["text"]
    assert one.slack.report()["refused"] == []


# Sockets


async def test_a_refresh_under_load_loses_nothing_with_two_replicas(one: Desk, library: Library) -> None:
    async def ask(number: int) -> str:
        await asyncio.sleep(number / 100)
        seen = await one.slack.people.slash(one.school.ada, one.school.channel, "/guide")
        await one.slack.people.next(seen, "ephemeral")
        return seen.banner

    bot = StudyBot(one.store, library, one.clock)
    async with connected(one.slack, bot, one.store, one.clock, http=False):
        asked = [asyncio.create_task(ask(number)) for number in range(80)]
        for which in (0, 1, 2):
            await asyncio.sleep(0.15)
            await one.slack.sockets.refresh(grace=0.05, which=which)
        assert set(await asyncio.gather(*asked)) == {""}
        assert one.slack.sockets.opened >= 6
        assert one.slack.report()["unacknowledged"] == []
        async with asyncio.timeout(10):
            while len(one.slack.people.screen(one.school.ada, one.school.channel)) < len(asked):
                await asyncio.sleep(0.02)


async def test_a_connection_that_breaks_comes_back(one: Desk) -> None:
    async with asyncio.timeout(10):
        while len(one.slack.sockets.live) < 2:
            await asyncio.sleep(0.01)
        one.slack.sockets.cut(0)
        while one.slack.sockets.opened < 3:
            await asyncio.sleep(0.01)
    assert (await one.line(one.school.ada, "/guide")).kind == "ephemeral"


async def test_slack_out_of_reach_at_the_start_is_tried_again(
    slack: Slack, school: School, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.slack.client.FIRST_PAUSE", 0.05)
    slack.fault("auth.test", status=503, times=2)
    async with at_the_desk(slack, school, library, tmp_path) as desk:
        assert (await desk.line(school.ada, "/guide")).kind == "ephemeral"
    assert len(slack.called("auth.test")) == 3

"""What members do on Discord, and what they see: by slash, press, choice and form."""

import asyncio
import re
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from itertools import product

import pytest
from doubles.dialogue import with_other_keys
from doubles.discord.desk import Desk, desk_at, until
from doubles.discord.refusals import Impossible
from doubles.discord.school import School, school_in
from doubles.discord.seen import Seen, button, controls
from doubles.discord.standin import Discord
from doubles.discord.world import FORUM, MANAGE_GUILD, SEND, THREAD
from doubles.rows import counts, rows, run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from adapters.discord import answering
from adapters.discord.crowd import LARGE
from bot.commands import COMMANDS, PRESSES
from bot.quiz.bank import Bank, Library
from bot.quiz.question import Form as QuestionForm
from bot.slash import Audience

GREY_BLUR = "the 'grey blur' in Sukhanov's famous description"
LONG = 60.0  # seconds
FIRST_WORD = "POST /interactions/{interaction}/{token}/callback"
WAIT = '"type":6'  # what was pressed stays, and changes later
CANARY = "heliotrope"  # a word of a student's that must not come out anywhere else
MENTIONS = "@everyone @here <@1> <@&2> <#3> [a](https://b.example) **c** ||d|| `e` {0.__class__} %s"


async def factor(desk: Desk, user: int, question: str = "who called him a grey blur") -> Seen:
    return await desk.slash(user, "factor", question=question)


async def test_an_answer_is_seen_by_whoever_asked_alone(desk: Desk) -> None:
    seen = await factor(desk, desk.school.ada)
    assert GREY_BLUR in seen.text
    assert seen.private
    assert desk.people.screen(desk.school.ben, desk.school.channel) == []


async def test_what_is_shared_is_seen_by_everyone_and_the_private_card_stays(desk: Desk) -> None:
    seen = await factor(desk, desk.school.ada)
    shared = await desk.press(desk.school.ada, seen, "Share with the channel")
    assert (shared.private, "Shared by Ada" in shared.text) == (False, True)
    assert len(desk.people.screen(desk.school.ada, desk.school.channel)) == 2
    assert len(desk.people.screen(desk.school.ben, desk.school.channel)) == 1


async def test_a_press_inside_something_private_replaces_it_in_place(desk: Desk) -> None:
    asked = await desk.slash(desk.school.ada, "quiz", questions=2)
    verdict = await desk.press(desk.school.ada, asked, "A")
    following = await desk.press(desk.school.ada, verdict, "Next")
    assert {asked.id, verdict.id, following.id} == {asked.id}
    assert [asked.kind, verdict.kind, following.kind] == ["message", "update", "update"]
    assert "Question 2 of 2" in following.text


async def test_a_press_on_a_public_message_opens_something_private(desk: Desk) -> None:
    message = await desk.quiz(questions=1)
    hers, his = await desk.start(desk.school.ada, message), await desk.start(desk.school.ben, message)
    assert hers.private
    assert hers.id != message
    assert "Question 1 of 1" in hers.text
    his_screen = {int(each["id"]) for each in desk.people.screen(desk.school.ben, desk.school.channel)}
    assert his_screen == {message, his.id}


async def test_what_is_chosen_in_a_picker_is_pressed(desk: Desk) -> None:
    page = await factor(desk, desk.school.ada, "opponents")
    [picker] = [each for each in controls(page.shown) if each["type"] == 3]
    chosen = picker["options"][0]
    seen = await desk.people.choose(desk.school.ada, page.id, picker["custom_id"], [chosen["value"]])
    assert (seen.kind, seen.id) == ("update", page.id)
    assert f"## {chosen['label']}" in seen.text.replace("\\", "")


async def test_a_form_is_filled_in_and_the_choice_is_kept(desk: Desk) -> None:
    asked = await desk.slash(desk.school.teacher, "class set")
    assert asked.kind == "modal"
    seen = await desk.people.submit(
        desk.school.teacher, asked.interaction, {"time_zone": "Europe/Paris", "reveal": "at-close"}
    )
    assert seen.private
    assert "time zone: Europe/Paris" in seen.text
    assert rows(desk.database, "select time_zone, reveal from classes") == [("Europe/Paris", "at-close")]


async def test_a_mistake_in_a_form_is_answered_with_an_example(desk: Desk) -> None:
    asked = await desk.slash(desk.school.teacher, "class set")
    seen = await desk.people.submit(desk.school.teacher, asked.interaction, {"time_zone": "Nowhere"})
    assert (seen.private, "For example: /class set" in seen.text) == (True, True)


async def test_a_typed_answer_is_filled_in_and_its_verdict_takes_the_questions_place(
    discord: Discord, school: School, shipped: Library, database: str
) -> None:
    typed = next(question for question in shipped.bank.questions if question.form is QuestionForm.CLOZE)
    small = Library(shipped.pack, Bank((typed,), "one typed question"))
    async with desk_at(discord, school, small, database) as desk:
        asked = await desk.start(school.ada, await desk.quiz(questions=1))
        opened = await desk.press(school.ada, asked, "Type the answer")
        seen = await desk.people.submit(school.ada, opened.interaction, {"answer": typed.key})
        assert (seen.kind, seen.id) == ("update", asked.id)
        assert "10 of 10 points" in seen.text
        assert rows(database, "select points from answers") == [(10,)]


async def test_a_message_can_be_quizzed_on(desk: Desk) -> None:
    written = desk.people.say(desk.school.ben, desk.school.channel, "Who on earth was the grey blur?")
    seen = await desk.people.menu(desk.school.ada, written, "Quiz me on this")
    assert (seen.private, "Question 1 of 3" in seen.text) == (True, True)
    written = desk.people.say(desk.school.ben, desk.school.channel, "pizza tonight?")
    seen = await desk.people.menu(desk.school.ada, written, "Quiz me on this")
    assert "The essay says nothing on this message" in seen.text


async def test_the_bots_own_card_can_be_quizzed_on(desk: Desk) -> None:
    seen = await factor(desk, desk.school.ada)
    shared = await desk.press(desk.school.ada, seen, "Share with the channel")
    seen = await desk.people.menu(desk.school.ben, shared.id, "Quiz me on this")
    assert "Question 1 of 3" in seen.text


async def test_a_refusal_leaves_what_was_pressed_as_it_is(desk: Desk) -> None:
    message = await desk.quiz(questions=2)
    question = await desk.start(desk.school.ada, message)
    await desk.slash(desk.school.teacher, "close")
    await desk.posting.sweep()
    refused = await desk.press(desk.school.ada, question, "A")
    assert "This quiz is closed" in refused.text
    assert refused.private
    assert refused.id != question.id
    assert rows(desk.database, "select * from answers") == []


async def test_one_answer_counts_however_often_it_is_pressed_and_delivered(desk: Desk) -> None:
    """Fault 36."""
    message = await desk.quiz(questions=1)
    question = await desk.start(desk.school.ada, message)
    first = await desk.press(desk.school.ada, question, "B")
    assert desk.people.again(first.interaction) == 1
    other = await desk.people.forge(desk.school.ada, question.id, question.button("C"))
    assert other.id == question.id
    assert rows(desk.database, "select choice from answers") == [("B",)]
    assert desk.discord.report()["refused"] == []


Hurry = Callable[[], None]


@pytest.fixture
def hurry(discord: Discord, monkeypatch: pytest.MonkeyPatch) -> Hurry:
    """From its call on Discord waits 0.8 s for the first word instead of 3, and the bot promises after 0.2."""

    def from_now_on() -> None:
        discord.state.interactions.first = 0.8
        monkeypatch.setattr(answering, "SLOW", 0.2)

    return from_now_on


async def test_a_slow_answer_is_promised_in_private_and_follows(desk: Desk, hurry: Hurry) -> None:
    """Fault 51: the writer is held for longer than Discord waits."""
    message = await desk.quiz(questions=1)
    hurry()
    holding = asyncio.create_task(desk.store.write(lambda _: time.sleep(0.9)))
    opened, began = await asyncio.gather(
        desk.start(desk.school.ada, message), desk.slash(desk.school.ben, "quiz", questions=1)
    )
    assert (opened.kind, began.kind) == ("thinking", "thinking")
    for promised in (opened, began):
        seen = await desk.people.later(promised.interaction)
        assert (seen.id, seen.private, "Question 1 of 1" in seen.text) == (promised.id, True, True)
    await holding


Crowded = Callable[[int], AbstractAsyncContextManager[list[asyncio.Task[Seen]]]]


@pytest.fixture
def crowded(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Crowded:
    """Have a large crowd and so many more wait for the writer until the block ends; nothing else makes a promise."""
    monkeypatch.setattr(answering, "SLOW", LONG)
    desk.discord.state.interactions.first = LONG

    @asynccontextmanager
    async def waiting(more: int) -> AsyncIterator[list[asyncio.Task[Seen]]]:
        held, ada = threading.Event(), desk.school.ada
        holding = asyncio.create_task(desk.store.write(lambda _: held.wait(LONG)))
        asked = [asyncio.create_task(desk.slash(ada, "quiz", questions=1)) for _ in range(LARGE + more)]
        await until(lambda: sum(each.done() for each in asked) == more)
        yield asked
        held.set()
        await asyncio.gather(holding, *asked)

    return waiting


async def test_in_a_large_crowd_an_answer_is_promised_at_once_and_follows(
    desk: Desk, crowded: Crowded
) -> None:
    """Fault 51: more come than can be answered in time, and each has a first word long before it is due."""
    async with crowded(6) as asked:
        pass
    heard = [each.result() for each in asked]
    assert Counter(seen.kind for seen in heard) == {"message": LARGE, "thinking": 6}
    for promised in (seen for seen in heard if seen.kind == "thinking"):
        seen = await desk.people.later(promised.interaction)
        assert (seen.id, seen.private, "Question 1 of 1" in seen.text) == (promised.id, True, True)


async def test_in_a_large_crowd_an_answer_counts_from_when_it_came(desk: Desk, crowded: Crowded) -> None:
    """Fault 33: the quiz ends while whoever answered in time is still being told to wait."""
    question = await desk.start(desk.school.ben, await desk.quiz(questions=1))
    desk.discord.fault(FIRST_WORD, delay=0.5, holding=WAIT)
    async with crowded(1):
        pressed = asyncio.create_task(desk.press(desk.school.ben, question, "A"))
        await until(lambda: desk.discord.state.faults.struck)
        desk.clock.go_on(days=2)
    seen = await desk.people.later((await pressed).interaction)
    assert "of 10 points" in seen.text


async def test_a_slow_press_inside_something_private_still_replaces_it(desk: Desk, hurry: Hurry) -> None:
    """Fault 51."""
    asked = await desk.slash(desk.school.ada, "quiz", questions=1)
    hurry()
    holding = asyncio.create_task(desk.store.write(lambda _: time.sleep(0.9)))
    pressed = await desk.press(desk.school.ada, asked, "A")
    assert pressed.kind == "waiting"
    seen = await desk.people.later(pressed.interaction)
    assert (seen.id, "of 10 points" in seen.text) == (asked.id, True)
    await holding


# Who asks, and where


async def test_nobody_but_teachers_runs_a_teachers_command_even_unhidden(desk: Desk) -> None:
    """Fault 57: every command that Discord hides from a student, sent all the same."""
    needed = {"time": "8:30", "number": 1, "date": "2026-12-21"}
    for command in COMMANDS:
        if command.audience is Audience.TEACHERS:
            options = {option.name: needed[option.name] for option in command.options if option.required}
            where = (desk.school.ada, desk.school.channel)
            seen = await desk.people.slash_unseen(*where, command.name, options)
            assert (seen.private, "That is for teachers." in seen.text) == (True, True), command.name
    assert counts(desk.database)["schedules"] == counts(desk.database)["occurrences"] == 0


@pytest.mark.parametrize("named_by", ["the class", "the settings, by name", "the settings, by id"])
async def test_a_role_makes_a_teacher_for_as_long_as_it_is_held(
    discord: Discord, school: School, library: Library, database: str, named_by: str
) -> None:
    """Fault 58: the role is read at the moment of the click."""
    tutors = discord.world.role(school.guild, "Tutors").id
    set_to = {"the settings, by name": "tutors", "the settings, by id": str(tutors)}.get(named_by, "")
    async with desk_at(discord, school, library, database, DISCORD_TEACHER_ROLE=set_to) as desk:
        if not set_to:
            await desk.slash(school.teacher, "class set", teacher_role=f"<@&{tutors}>")
        await desk.slash(school.teacher, "schedule add", time="8:30")
        discord.happenings.set_roles(school.guild, school.ada, [tutors])
        panel = await desk.people.slash_unseen(school.ada, school.channel, "schedule list")
        assert "1\\. At 08:30" in panel.text
        discord.happenings.set_roles(school.guild, school.ada, [])
        seen = await desk.press(school.ada, panel, "Pause 1")
        assert "That is for teachers." in seen.text
        assert rows(database, "select status from schedules") == [("active",)]


async def test_whoever_manages_the_server_is_a_teacher(desk: Desk) -> None:
    deputy = desk.discord.world.role(desk.school.guild, "Deputy", MANAGE_GUILD).id
    desk.discord.happenings.set_roles(desk.school.guild, desk.school.ben, [deputy])
    assert "## Schedules" in (await desk.slash(desk.school.ben, "schedule list")).text


async def test_commands_belong_to_servers_and_are_refused_elsewhere(desk: Desk) -> None:
    """Fault 56: a conversation with the bot."""
    direct = desk.discord.world.direct(desk.school.ada).id
    assert desk.people.commands(desk.school.ada, direct) == []
    for each in desk.discord.state.catalogue.of(None):
        each["contexts"] = [0, 1]  # as a version before may have registered them
    seen = await desk.people.slash(desk.school.ada, direct, "score")
    assert "Card Index works inside a class server" in seen.text
    assert counts(desk.database)["students"] == 0


async def test_a_thread_and_a_forums_post_are_places_of_their_own(desk: Desk) -> None:
    """Fault 56."""
    world, school = desk.discord.world, desk.school
    forum = world.channel(school.guild, "essays", FORUM).id
    for parent in (school.channel, forum):
        thread = world.channel(school.guild, "week 3", THREAD, parent).id
        desk.clock.go_on(seconds=1)
        seen = await desk.people.slash(school.teacher, thread, "post", {"questions": 1})
        assert "## Posting" in seen.text
        await desk.posting.sweep()
        assert len(desk.people.screen(school.ben, thread)) == 1
    assert set(rows(desk.database, "select status from occurrences")) == {("posted",)}


async def test_a_bots_press_is_refused(desk: Desk) -> None:
    """Fault 56."""
    other = desk.discord.world.user("Other bot", bot=True).id
    desk.discord.world.join(desk.school.guild, other)
    seen = await desk.slash(other, "score")
    assert "I answer people" in seen.text
    assert counts(desk.database)["students"] == 0


async def test_a_member_whom_the_server_no_longer_names_is_still_answered(desk: Desk) -> None:
    """Fault 56: a deleted account's press that was under way."""
    message = await desk.quiz(questions=1)
    desk.discord.world.users[desk.school.ben].name = "Deleted User 0a1b2c3d"
    assert "Question 1 of 1" in (await desk.start(desk.school.ben, message)).text


async def test_the_same_number_on_another_platform_is_another_person(desk: Desk) -> None:
    """Fault 55."""
    await desk.slash(desk.school.ada, "quiz", questions=1)
    account = (
        "insert into accounts (student_id, platform, user_id) select 1, 'classroom', user_id from accounts"
    )
    assert rows(desk.database, "select platform from accounts") == [("discord",)]
    run(desk.database, account)
    assert len(rows(desk.database, "select * from accounts")) == 2


# What is forged, foreign or too much


async def test_another_servers_button_gets_the_answer_of_an_unknown_one(desk: Desk) -> None:
    """Faults 54 and 85: every button that names a row, pressed by the other server's teacher."""
    message = await desk.quiz(questions=1)
    question = await desk.start(desk.school.ada, message)
    await desk.slash(desk.school.teacher, "schedule add", time="8:30")
    before, world = counts(desk.database), desk.discord.world
    stranger = world.user("Mr Park").id
    guild = desk.discord.happenings.found_guild("Other school", stranger)
    theirs = await desk.people.slash(stranger, world.channel(guild.id, "history").id, "guide")
    ids = {int: (0, 1, 99), str: ("A",)}
    named = [press for press in PRESSES.values() if int in press.kinds]
    tokens = [p.token(*n) for p in named for n in product(*(ids[kind] for kind in p.kinds))]
    told = {(await desk.people.forge(stranger, theirs.id, token)).text for token in (*tokens, "nonsense")}
    assert len(tokens) > 20
    assert len(told) == 1
    assert counts(desk.database) == before | {"classes": 2, "places": 2}
    assert question.button("A") in tokens


@pytest.fixture
def forgeries() -> st.SearchStrategy[str]:
    verbs, ids = (
        st.sampled_from(sorted(PRESSES)),
        st.lists(st.integers().map(str) | st.text(max_size=8), max_size=5),
    )
    near = st.builds(lambda verb, rest: ":".join([verb, *rest])[:100], verbs, ids)
    return near | st.text(min_size=1, max_size=100)


async def test_a_forged_button_leaves_no_trace_but_a_line_without_what_it_held(
    desk: Desk, forgeries: st.SearchStrategy[str]
) -> None:
    """Fault 53: 150 here; the core's own test tries more."""
    guide = await desk.slash(desk.school.ada, "guide")
    before, forged = counts(desk.database), list[str]()

    @settings(max_examples=150, database=None, suppress_health_check=list(HealthCheck))
    @given(forgeries)
    def collect(token: str) -> None:
        forged.append(token)

    collect()
    harmless = {press.verb for press in PRESSES.values() if int not in press.kinds and not press.writes}
    forged = [token for token in forged if token.partition("|")[0].partition(":")[0] not in harmless]
    with capture_logs() as logged:
        told = [await desk.people.forge(desk.school.ada, guide.id, token) for token in forged]
    assert {seen.failure for seen in told} == {""}
    assert all("Not that way" in seen.text and seen.private for seen in told)
    assert {name: n for name, n in counts(desk.database).items() if n != before[name]} == {}
    assert {line["log_level"] for line in logged} == {"warning"}
    assert set().union(*(line.keys() for line in logged)) == {"event", "interaction", "log_level"}


async def test_what_people_type_is_shown_as_words_and_calls_nobody(desk: Desk) -> None:
    """Faults 61 and 62: names, questions and mistakes; the fixture asserts that nobody was pinged."""
    named = desk.discord.world.user(MENTIONS[:32]).id
    desk.discord.world.join(desk.school.guild, named)
    message = await desk.quiz(questions=1)
    question = await desk.start(named, message)
    await desk.press(named, question, "A")
    board = await desk.slash(named, "leaderboard")
    assert "\\@everyone \\@here \\<\\@1>" in board.text
    shared = await desk.press(named, await factor(desk, named), "Share with the channel")
    assert "Shared by \\@everyone" in shared.text
    refused = await desk.slash(desk.school.teacher, "schedule add", time=MENTIONS)
    assert "Not that way" in refused.text
    told = [message["allowed_mentions"] for message in desk.discord.messages()]
    assert told
    assert {value for mentions in told for value in map(str, mentions.values())} <= {"[]", "False"}


@pytest.mark.parametrize(
    "typed",
    [
        "x" * 4_000,
        " ",
        "\x00",
        "\u202egnp",
        "a\u0301" * 900,
        "\U0001f469\u200d\U0001f467" * 300,
        "\u202e\ufdfd" * 500,
    ],
)
async def test_any_question_is_answered_within_the_limits(desk: Desk, typed: str) -> None:
    """Faults 59 and 60."""
    seen = await factor(desk, desk.school.ada, typed)
    assert seen.private
    assert len(seen.text) <= 4_000


async def test_names_of_any_letters_stand_beside_each_other(desk: Desk) -> None:
    """Fault 60."""
    message = await desk.quiz(questions=1)
    for name in ("\u202eevil", "Z̸̢͓̈́a̵͎͐l̷̰̈́", "\u200b", "مريم", "Ada\nAdmin: hello"):
        user = desk.discord.world.user(name).id
        desk.discord.world.join(desk.school.guild, user)
        await desk.press(user, await desk.start(user, message), "A")
    board = (await desk.slash(desk.school.ada, "leaderboard")).text.split("\n\n")[1].splitlines()
    assert len(board) == 5
    assert all("\u2068" in line and "\u2069:" in line for line in board)
    assert "\u202e" not in "".join(board)


async def test_before_the_close_nothing_is_sent_that_another_key_would_change(
    library: Library, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Fault 84: no body, whatever it holds, tells one key from the other; after the close bodies do."""
    told = []
    for each in (library, with_other_keys(library)):
        database = f"sqlite:///{tmp_path_factory.mktemp('key')}/cardindex.db"
        async with (
            Discord().running() as discord,
            desk_at(discord, school_in(discord), each, database) as desk,
        ):
            told.append(await _played_unrevealed(desk))
    (before, after), (other_before, other_after) = told
    assert before == other_before
    assert after != other_after


async def _played_unrevealed(desk: Desk) -> tuple[list[str], list[str]]:
    """Give all that is sent before the close and after it, numbers of this run left out."""
    await desk.slash(desk.school.teacher, "class set", reveal="at-close")
    question = await desk.start(desk.school.ada, await desk.quiz(questions=2))
    for label in ("A", "Next", "B", "Finish"):
        question = await desk.press(desk.school.ada, question, label)
    for command in ("score", "leaderboard", "class show"):
        await desk.slash(desk.school.teacher, command)
    await desk.posting.sweep()
    before = len(desk.discord.sent())
    await desk.slash(desk.school.teacher, "close")
    desk.clock.go_on(minutes=2)
    await desk.posting.sweep()
    sent = [re.sub(r"\d{15,}", "N", each) for each in desk.discord.sent()]
    return sent[:before], sent[before:]


async def test_no_word_of_a_students_and_no_secret_is_logged(
    discord: Discord, school: School, every_form: Library, database: str
) -> None:
    """Fault 83: at every level, names, questions, typed answers and the token; also where it goes wrong."""
    discord.world.users[school.ada].name = f"{CANARY} Ada"
    small = Library(
        every_form.pack, Bank(tuple(q for q in every_form.bank.questions if not q.picks), "typed")
    )
    with capture_logs() as logged:
        async with desk_at(discord, school, small, database) as desk:
            await factor(desk, school.ada, f"{CANARY}?")
            asked = await desk.start(school.ada, await desk.quiz(questions=1))
            opened = await desk.press(school.ada, asked, "Type the answer")
            await desk.people.submit(school.ada, opened.interaction, {"answer": CANARY})
            await desk.people.forge(school.ada, asked.id, f"pick:{CANARY}")
            run(database, "drop table answers")
            broken = await desk.slash(school.ada, "score")
            assert "Something went wrong here" in broken.text
            assert not any(word in broken.text for word in (CANARY, "Traceback"))
    assert len(logged) >= 3
    assert CANARY not in str(logged)
    assert discord.token not in str(logged)


async def test_no_answer_leaves_the_process_before_it_may(desk: Desk, library: Library) -> None:
    """Fault 84: of a quiz that reveals at its close neither key nor reason is sent before."""
    await desk.slash(desk.school.teacher, "class set", reveal="at-close")
    message = await desk.quiz(questions=2)
    question = await desk.start(desk.school.ada, message)
    for label in ("A", "Next", "B", "Finish"):
        question = await desk.press(desk.school.ada, question, label)
    await desk.slash(desk.school.ada, "score")
    await desk.slash(desk.school.ada, "leaderboard")
    await desk.posting.sweep()
    sent = "\n".join(desk.discord.sent())
    reasons = [choice.why for question in library.bank.questions for choice in question.choices.values()]
    assert [why for why in reasons if why in sent] == []
    assert not any(sign in sent for sign in ("✅", "❌", "right answer"))


async def test_a_bug_is_told_in_a_sentence_and_logged_once(desk: Desk) -> None:
    """Fault 83: with a number that both know, and without the words of a student."""
    await desk.slash(desk.school.ada, "quiz", questions=1)
    run(desk.database, "drop table answers")
    with capture_logs() as logged:
        seen = await desk.slash(desk.school.ada, "score")
    assert (seen.private, "Something went wrong here" in seen.text) == (True, True)
    [line] = [line for line in logged if line["log_level"] == "error"]
    assert f"incident {line['incident']}" in seen.text
    assert "Ada" not in str(line)


async def test_a_second_answer_to_the_same_press_is_logged_with_the_cure(
    desk: Desk, library: Library, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Two processes with one token and no shards: each student sees one answer, and the log says what to do."""
    database = f"sqlite:///{tmp_path_factory.mktemp('other')}/cardindex.db"
    with capture_logs() as logged:
        async with desk_at(desk.discord, desk.school, library, database):
            await until(lambda: len(desk.discord.gateway.connected) == 2)
            seen = await factor(desk, desk.school.ada)
            assert GREY_BLUR in seen.text
            await until(lambda: [line for line in logged if "DISCORD_SHARD_IDS" in str(line.get("cure"))])
    assert len(desk.people.screen(desk.school.ada, desk.school.channel)) == 1
    assert all("40060" in each for each in desk.discord.report()["refused"])
    desk.discord.forget()


async def test_a_button_that_is_not_there_cannot_be_pressed(desk: Desk) -> None:
    seen = await factor(desk, desk.school.ada)
    with pytest.raises(Impossible):
        await desk.press(desk.school.ben, seen, "Share with the channel")
    with pytest.raises(Impossible):
        button(seen.shown, "No such button")


async def test_where_the_bot_may_not_post_nothing_is_promised(desk: Desk) -> None:
    """Fault 71, at set-up."""
    desk.discord.happenings.deny(desk.school.channel, desk.discord.world.bot.id, SEND)
    for name, options in (("post", {}), ("schedule add", {"time": "8:30"})):
        seen = await desk.slash(desk.school.teacher, name, **options)
        assert "I may not post in this channel" in seen.text
    assert counts(desk.database)["occurrences"] == counts(desk.database)["schedules"] == 0

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientSession
from doubles.clock import Clock
from doubles.visitor import Visitor, button, served, visiting
from structlog.testing import capture_logs
from yarl import URL

from adapters.classroom.client import LINE, SEATS, Classroom
from adapters.classroom.payload import CLASSROOM
from adapters.web import BODY_LIMIT, application
from bot.chat import MessageRef, Reply, Role, Text
from bot.commands import COMMANDS
from bot.quiz.bank import Library
from bot.slash import Command
from bot.store.store import Store
from bot.study import StudyBot

TEACHER, ADA, BEN = "1", "2", "3"
CANARY = "heliotrope"  # a word of a student's that must not come out anywhere else
HELLO = Reply("Hello", (Text("to everyone"),), private=False)


@asynccontextmanager
async def open_to(classroom: Classroom) -> AsyncIterator[Visitor]:
    """Serve the classroom to a visitor."""
    app = application("127.0.0.1")
    await classroom.open(app)
    async with served(app) as address, visiting(address) as visitor:
        yield visitor


@pytest.fixture
def classroom(bot: StudyBot, store: Store, clock: Clock) -> Classroom:
    return Classroom(bot, store, clock)


@pytest.fixture
async def visitor(classroom: Classroom) -> AsyncIterator[Visitor]:
    async with open_to(classroom) as found:
        yield found


@pytest.fixture
async def page(visitor: Visitor) -> ClientSession:
    return visitor.session


# Who is here and what is on the wall


async def test_the_classroom_opens_with_a_teacher_and_two_students(visitor: Visitor) -> None:
    people = (await visitor.state())["people"]
    assert [(p["id"], p["name"], p["role"]) for p in people] == [
        (TEACHER, "Teacher", "teacher"),
        (ADA, "Ada", "student"),
        (BEN, "Ben", "student"),
    ]


async def test_nobody_is_seated_twice_when_it_opens_again(bot: StudyBot, store: Store, clock: Clock) -> None:
    for _ in range(2):
        async with open_to(Classroom(bot, store, clock)) as visitor:
            assert len((await visitor.state())["people"]) == 3


async def test_the_page_learns_the_title_and_every_command(visitor: Visitor) -> None:
    state = await visitor.state()
    assert state["title"] == "Stalin's rise to power"
    assert [command["name"] for command in state["commands"]] == [command.name for command in COMMANDS]
    assert state["messages"] == []


async def test_a_newcomer_takes_a_seat_and_speaks(visitor: Visitor) -> None:
    cem = await visitor.join("Cem", "teacher")
    assert (await visitor.say(cem, "/schedule list"))["card"]["title"] == "Schedules"


async def test_a_newcomers_name_cannot_disturb_the_others(visitor: Visitor) -> None:
    """Fault 60."""
    joined = await visitor.send("people", name="\u202eadA\n" + "x" * 500, role="student")
    assert joined["name"] == "adA " + "x" * 35 + "…"


@pytest.mark.parametrize("name", ["", "   ", "\n\t"])
async def test_nobody_takes_a_seat_without_a_name(page: ClientSession, name: str) -> None:
    async with page.post("/api/people", json={"name": name, "role": "student"}) as answer:
        assert (answer.status, await answer.json()) == (
            422,
            {"error": "Everyone here has a name. For example: Ada"},
        )


async def test_the_seats_are_counted(visitor: Visitor, store: Store) -> None:
    for number in range(SEATS - 3):
        await store.write(lambda ledger, n=number: ledger.classroom.join(f"S{n}", Role.STUDENT))  # type: ignore[misc]
    refused = await visitor.send("people", name="One too many", role="student")
    assert refused == {"error": f"The classroom has {SEATS} seats and they are taken."}


# Private and public


async def test_an_answer_goes_to_the_asker_with_the_sentence_word_for_word(visitor: Visitor) -> None:
    card = (await visitor.say(ADA, "/factor who called him a grey blur"))["card"]
    evidence = next(part for part in card["parts"] if part["kind"] == "evidence")
    assert evidence["quote"] == (
        "On the surface he was politically neutral - the 'grey blur' in Sukhanov's famous description."
    )
    assert (evidence["sentence"], evidence["factor"]) == ("p5.s4", "Political skill")


async def test_private_answers_never_go_down_the_stream_and_public_ones_do(visitor: Visitor) -> None:
    async with visitor.listening() as events:
        await visitor.say(BEN, f"/factor {CANARY}")
        asked = await visitor.say(ADA, "/factor who called him a grey blur")
        shared = await visitor.press(ADA, button(asked["card"], "Share with the channel"))
        event, message = await anext(events)
    assert shared == {"shared": True}
    assert (event, message["card"]["title"]) == ("message", "From the essay")
    assert [m["card"]["title"] for m in (await visitor.state())["messages"]] == ["From the essay"]


async def test_what_was_asked_stays_private_when_its_answer_is_shared(visitor: Visitor) -> None:
    asked = await visitor.say(ADA, "/factor who called him a grey blur")
    await visitor.press(ADA, button(asked["card"], "Share with the channel"))
    assert "who called him" not in str((await visitor.state())["messages"])


async def test_shared_evidence_keeps_its_teachers_note(visitor: Visitor) -> None:
    asked = await visitor.say(ADA, "/factor who called him a grey blur")
    await visitor.press(ADA, button(asked["card"], "Share with the channel"))
    shared = (await visitor.state())["messages"][0]["card"]["parts"]
    assert {part["kind"] for part in shared} == {"evidence", "note", "text"}
    assert [part for part in shared if part["kind"] == "note"] == [
        part for part in asked["card"]["parts"] if part["kind"] == "note"
    ]


async def test_a_newcomer_is_announced_to_every_tab(visitor: Visitor) -> None:
    async with visitor.listening() as events:
        await visitor.join("Cem")
        event, people = await anext(events)
    assert (event, [person["name"] for person in people]) == ("people", ["Teacher", "Ada", "Ben", "Cem"])


async def test_one_students_button_is_nothing_to_another(visitor: Visitor) -> None:
    """Fault 53."""
    mine = (await visitor.say(ADA, "/quiz any 1"))["card"]
    token = next(part for part in mine["parts"] if part["kind"] == "options")["options"][0]["token"]
    theirs = (await visitor.press(BEN, token))["card"]
    forged = (await visitor.press(BEN, "pick:999:0:A"))["card"]
    assert theirs == forged
    assert theirs["tone"] == "refusal"


async def test_a_form_is_sent_where_a_command_needs_more(visitor: Visitor) -> None:
    form = (await visitor.say(TEACHER, "/schedule add"))["form"]
    assert [field["name"] for field in form["fields"]][:2] == ["time", "days"]
    sent = {"person": TEACHER, "token": form["press"], "fields": {"time": "8.30"}}
    assert (await visitor.send("submit", **sent))["card"]["title"] == "Schedule 1 is set"


async def test_the_composer_is_offered_what_fits(visitor: Visitor) -> None:
    offered = (await visitor.send("suggest", person=ADA, text="/quiz opp"))["choices"]
    assert [choice["text"] for choice in offered] == ["/quiz opponents"]
    after = (await visitor.send("suggest", person=ADA, text="/quiz opponents "))["choices"]
    assert [choice["text"] for choice in after] == ["/quiz opponents questions:"]


# The Poster


async def test_a_post_is_kept_and_told(classroom: Classroom, visitor: Visitor) -> None:
    async with visitor.listening() as events:
        ref = await classroom.post(CLASSROOM, HELLO, "hello-1")
        event, message = await anext(events)
    assert (event, str(message["id"])) == ("message", ref.id)
    assert (await visitor.state())["messages"] == [message]


async def test_the_same_token_twice_is_one_message(classroom: Classroom, visitor: Visitor) -> None:
    assert await classroom.post(CLASSROOM, HELLO, "hello-1") == await classroom.post(
        CLASSROOM, HELLO, "hello-1"
    )
    assert len((await visitor.state())["messages"]) == 1


async def test_a_message_is_found_by_its_token_alone(classroom: Classroom) -> None:
    ref = await classroom.post(CLASSROOM, HELLO, "hello-1")
    await classroom.post(CLASSROOM, HELLO, "hello-2")
    assert await classroom.find(CLASSROOM, "hello-1") == [ref]
    assert await classroom.find(CLASSROOM, "hello-3") == []


async def test_an_edit_replaces_the_message_in_place(classroom: Classroom, visitor: Visitor) -> None:
    ref = await classroom.post(CLASSROOM, HELLO, "hello-1")
    async with visitor.listening() as events:
        await classroom.edit(ref, Reply("Good bye", private=False))
        event, message = await anext(events)
    assert (event, message["edited"], message["card"]["title"]) == ("edit", True, "Good bye")
    assert (await visitor.state())["messages"] == [message]


async def test_an_edit_of_what_is_gone_tells_nobody(classroom: Classroom, visitor: Visitor) -> None:
    async with visitor.listening() as events:
        await classroom.edit(MessageRef(CLASSROOM, "99"), HELLO)
        await classroom.post(CLASSROOM, HELLO, "hello-1")
        assert (await anext(events))[0] == "message"


async def test_a_deleted_message_leaves_every_tab(classroom: Classroom, visitor: Visitor) -> None:
    ref = await classroom.post(CLASSROOM, HELLO, "hello-1")
    async with visitor.listening() as events:
        await classroom.delete(ref)
        assert await anext(events) == ("delete", {"id": int(ref.id)})
    assert (await visitor.state())["messages"] == []


async def test_when_the_bot_ends_the_streams_end_with_it(classroom: Classroom) -> None:
    app = application("127.0.0.1")
    await classroom.open(app)
    async with served(app) as address, visiting(address) as visitor, visitor.listening() as events:
        await app.shutdown()
        assert [event async for event in events] == []


# What is refused


@pytest.mark.parametrize("id_", ["", "0", "99", "-1", "+2", " 2", "2.0", "٢", "9" * 400, "2 OR 1=1", "\x00"])
@pytest.mark.parametrize("what", ["say", "press", "submit"])
async def test_a_stranger_is_asked_to_choose_who_they_are(visitor: Visitor, what: str, id_: str) -> None:
    sent = {"person": id_, "text": "/guide", "token": "all-factors", "fields": {}}
    answer = await visitor.send(what, **sent)
    assert "Choose who you are at the top of the page." in str(answer)


async def test_a_line_without_a_slash_is_shown_the_way(visitor: Visitor) -> None:
    card = (await visitor.say(ADA, "who was Sukhanov"))["card"]
    assert (card["tone"], card["parts"][0]["words"]) == (
        "refusal",
        "A line begins with a slash. To ask the essay: /factor who was Sukhanov",
    )


@pytest.mark.parametrize("command", [c for c in COMMANDS if c.audience == "teachers"], ids=lambda c: c.name)
async def test_a_student_cannot_do_what_is_the_teachers(visitor: Visitor, command: Command) -> None:
    """Fault 57."""
    card = (await visitor.say(ADA, command.example))["card"]
    assert card["parts"][0]["words"] == "That is for teachers. /guide lists what you can do here."


async def test_a_form_sent_back_empty_is_told_in_a_sentence(page: ClientSession) -> None:
    sent = {"person": TEACHER, "token": "fill:schedule-add", "fields": {"time": " "}}
    async with page.post("/api/submit", json=sent) as answer:
        assert answer.status == 422
        assert (await answer.json())["error"].startswith("The form is empty.")


@pytest.mark.parametrize("what", ["say", "press", "submit", "suggest", "people"])
async def test_junk_is_refused_in_a_sentence(page: ClientSession, what: str) -> None:
    headers = {"Content-Type": "application/json"}
    async with page.post(f"/api/{what}", data=b'{"person"', headers=headers) as answer:
        assert (answer.status, await answer.json()) == (400, {"error": "This is not what the page sends."})


@pytest.mark.parametrize("what", ["say", "press", "submit", "suggest", "people"])
async def test_a_form_of_another_site_is_refused(page: ClientSession, what: str) -> None:
    async with page.post(f"/api/{what}", data={"person": ADA, "text": "/guide"}) as answer:
        assert (answer.status, await answer.json()) == (415, {"error": "Send application/json."})


@pytest.mark.parametrize("what", ["say", "press", "submit", "suggest", "people"])
async def test_nothing_is_done_for_another_sites_page(page: ClientSession, what: str) -> None:
    body = {"person": ADA, "text": "/guide", "token": "all-factors", "name": "Eve", "role": "student"}
    async with page.post(f"/api/{what}", json=body, headers={"Origin": "http://evil.example"}) as answer:
        assert answer.status == 403
    async with page.get("/api/state") as state:
        assert len((await state.json())["people"]) == 3


async def test_a_body_too_large_is_refused(page: ClientSession) -> None:
    """Fault 59."""
    async with page.post("/api/say", json={"person": ADA, "text": "a" * BODY_LIMIT}) as answer:
        assert answer.status == 413
        assert set(await answer.json()) == {"error"}


async def test_a_long_line_is_cut_and_answered(visitor: Visitor) -> None:
    """Fault 59."""
    card = (await visitor.say(ADA, "/factor " + "grey blur " * (LINE // 2)))["card"]
    assert card["parts"][0]["kind"] == "text"


@pytest.mark.parametrize(
    "path",
    [
        "/page/../client.py",
        "/page/..%2fclient.py",
        "/page/%2e%2e/client.py",
        "/page/%2e%2e%2fclient.py",
        "/page/..%5cclient.py",
        "/page//etc/passwd",
        "/page/%2fetc%2fpasswd",
        "/page/....//client.py",
        "/page/index.html%00.js",
        "/page/",
        "/page",
        "/client.py",
    ],
)
async def test_only_the_pages_own_files_are_served(page: ClientSession, path: str) -> None:
    async with page.get(URL(path, encoded=True)) as answer:
        assert answer.status in {403, 404}
        assert not {"class", "root:"} & set((await answer.text()).split())
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html"),
        ("/page/classroom.css", "text/css"),
        ("/page/classroom.js", "javascript"),
        ("/page/icon.svg", "image/svg+xml"),
        ("/api/state", "application/json"),
        ("/api/stream", "text/event-stream"),
    ],
)
async def test_each_file_says_what_it_is_under_the_same_rules(
    page: ClientSession, path: str, kind: str
) -> None:
    async with page.get(path) as answer:
        assert answer.status == 200
        assert answer.content_type.endswith(kind)  # javascript is text or application by machine
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


# When something breaks


def broken() -> None:
    raise RuntimeError("the clock fell off the wall")


@pytest.fixture
async def unlucky(store: Store, library: Library, clock: Clock) -> AsyncIterator[Visitor]:
    """A visitor of a classroom whose bot has a broken clock."""
    bot = StudyBot(store, library, broken)  # type: ignore[arg-type]
    async with open_to(Classroom(bot, store, clock)) as visitor:
        yield visitor


async def test_a_bug_is_told_in_a_sentence_with_its_number_and_nothing_else(unlucky: Visitor) -> None:
    """Fault 83."""
    with capture_logs() as logged:
        sent = {"person": ADA, "text": f"/factor {CANARY}"}
        async with unlucky.session.post("/api/say", json=sent) as answer:
            said = (await answer.json())["error"]
    assert answer.status == 500
    assert said.endswith(f"incident {logged[0]['incident']}.")
    assert "clock" not in said
    assert CANARY not in said
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


async def test_a_bug_is_logged_once_without_what_the_student_wrote(unlucky: Visitor) -> None:
    """Fault 83."""
    with capture_logs() as logged:
        await unlucky.say(ADA, f"/factor {CANARY}")
    assert [(entry["log_level"], entry["path"]) for entry in logged] == [("error", "/api/say")]
    assert CANARY not in str(logged)


async def test_two_bugs_have_two_numbers(unlucky: Visitor) -> None:
    with capture_logs() as logged:
        await unlucky.say(ADA, "/guide")
        await unlucky.say(ADA, "/guide")
    assert len({entry["incident"] for entry in logged}) == 2


async def test_a_tab_that_was_closed_is_no_bug_either(classroom: Classroom, visitor: Visitor) -> None:
    with capture_logs() as logged:
        async with visitor.listening():
            pass
        for number in range(20):
            await classroom.post(CLASSROOM, HELLO, f"hello-{number}")
            await visitor.state()
    assert logged == []


async def test_a_refusal_is_no_bug_and_is_not_logged(visitor: Visitor) -> None:
    filled_in = {"person": ADA, "token": "fill:nosuch", "fields": {}}
    with capture_logs() as logged:
        await visitor.say(ADA, "/nosuch")
        await visitor.press(ADA, "forged")
        await visitor.send("submit", **filled_in)
    assert logged == []


# What one person alone is told


async def test_a_notice_waits_for_its_person_and_is_handed_out_once(
    classroom: Classroom, visitor: Visitor
) -> None:
    async with visitor.listening() as events:
        await classroom.tell(CLASSROOM, ADA, HELLO, "n1")
        assert await anext(events) == ("notice", {"person": ADA})
    told = [(await visitor.send("notices", person=person))["cards"] for person in (BEN, ADA, ADA)]
    assert [len(cards) for cards in told] == [0, 1, 0]
    assert told[1][0]["title"] == "Hello"


async def test_what_concerns_no_single_teacher_is_told_to_each(
    classroom: Classroom, visitor: Visitor
) -> None:
    """Fault 25."""
    other = await visitor.join("Mr Park", "teacher")
    await classroom.tell(CLASSROOM, "", HELLO, "n1")
    told = {
        person: (await visitor.send("notices", person=person))["cards"] for person in (TEACHER, other, ADA)
    }
    assert [len(cards) for cards in told.values()] == [1, 1, 0]

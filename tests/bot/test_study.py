"""The front door: what comes in by command, button and form, and what never gets through."""

import asyncio
from contextlib import nullcontext
from dataclasses import replace

import pytest
from doubles.channel import Channel
from doubles.clock import Clock
from doubles.dialogue import RIGHT, WRONG, Lesson, Talk, buttons, form, options, refusal, reply, words
from doubles.rows import counts, rows
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chat import TOKEN_LIMIT, Member, Place, Ranking, Refusal, Role
from bot.commands import COMMANDS, PRESSES
from bot.plain import plain
from bot.posting import Posting
from bot.quiz.bank import Library
from bot.slash import Audience, UnknownButton
from bot.store.store import Store
from bot.study import TOO_QUICK, Repeated, StudyBot, utc_now
from bot.turns import AT_ONCE, Turns

NOWHERE = (UnknownButton, str(UnknownButton()))


@pytest.fixture
def lesson(bot: StudyBot, posting: Posting, channel: Channel, clock: Clock, place: Place) -> Lesson:
    return Lesson(bot, posting, channel, clock, place)


# Commands


async def test_what_two_processes_hear_is_done_by_one_and_refused_by_none(
    bot: StudyBot, lesson: Lesson, teacher: Member, place: Place, database: str
) -> None:
    """A repeated reading is answered again; a mistake is told by whichever comes first, and changes nothing."""
    shared = database.startswith("postgresql")
    with pytest.raises(Refusal):
        await bot.answer("post", teacher, place, {"questions": 99}, "1")
    await bot.answer("post", teacher, place, {"questions": 1}, "1")
    lesson.clock.go_on(seconds=1)
    with pytest.raises(Repeated) if shared else nullcontext():
        await bot.answer("post", teacher, place, {"questions": 1}, "1")
    assert counts(database)["occurrences"] == (1 if shared else 2)
    for _ in range(2):
        assert reply(await bot.answer("guide", teacher, place, {}, "2")).title


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("leaderbord", "Did you mean /leaderboard?"),
        ("", "There is no command “/”."),
        ("schedule", "/schedule needs one more word: add, list, pause, resume, remove, skip."),
        ("guide me", "There is no command “/guide me”."),
        ("x" * 5_000, f"There is no command “/{'x' * 39}…”."),
        ("{0.__class__} %s <b>", "There is no command “/{0.__class__}”."),
    ],
)
async def test_an_unknown_command_is_refused_with_the_way_on(
    bot: StudyBot, ada: Member, place: Place, command: str, said: str
) -> None:
    no = str(await refusal(bot.answer(command, ada, place, {})))
    assert said in no
    assert "/guide" in no or "For example" in no


async def test_a_command_is_known_in_any_case(bot: StudyBot, ada: Member, place: Place) -> None:
    assert reply(await bot.answer("GUIDE", ada, place, {})).title.startswith("Card Index")


async def test_an_option_that_a_command_has_not_is_refused_with_an_example(
    bot: StudyBot, ada: Member, place: Place
) -> None:
    no = await refusal(bot.answer("quiz", ada, place, {"speed": "fast"}))
    assert str(no) == "/quiz has no option “speed”. For example: /quiz opponents 5"


@pytest.mark.parametrize("questions", [5, "5", " 5 "])
async def test_an_option_may_come_as_a_number_or_as_text(
    bot: StudyBot, ada: Member, place: Place, questions: int | str
) -> None:
    said = reply(await bot.answer("quiz", ada, place, {"questions": questions}))
    assert said.title == "Question 1 of 5"


async def test_a_refused_command_leaves_nothing_behind(lesson: Lesson, database: str, ada: Member) -> None:
    await lesson.talk(ada).ask("guide")
    before = counts(database)
    await refusal(lesson.teacher.ask("schedule add", time="08:30", questions=11))
    await refusal(lesson.teacher.ask("post", factor="the weather"))
    await refusal(lesson.teacher.ask("close"))
    assert counts(database) == before


# Forms


async def test_a_command_without_what_it_needs_opens_its_form(lesson: Lesson) -> None:
    opened = form(await lesson.bot.answer("schedule add", lesson.teacher.member, lesson.place, {}))
    assert opened.title == "/schedule add"
    assert [field.name for field in opened.fields] == ["time", "days", "questions", "factor", "window"]
    assert all(field.hint for field in opened.fields)


async def test_a_filled_in_form_does_what_the_command_does(lesson: Lesson) -> None:
    teacher = lesson.teacher.member
    opened = form(await lesson.bot.answer("schedule add", teacher, lesson.place, {}))
    fields = {field.name: "" for field in opened.fields} | {
        "time": "8.30",
        "days": "mon wed",
        "window": "90m",
    }
    said = plain(reply(await lesson.bot.submit(opened.press, fields, teacher, lesson.place)))
    assert "08:30 (Europe/London)" in said
    assert "open for 90 minutes" in said
    assert "Wed 25 Nov 2026, 08:30\n• Mon 30 Nov 2026, 08:30" in said


async def test_a_forms_refusal_says_what_was_wrong_and_how_it_works(lesson: Lesson) -> None:
    sent = lesson.bot.submit(
        "fill:schedule-add", {"time": "soon", "days": "daily"}, lesson.teacher.member, lesson.place
    )
    assert str(await refusal(sent)) == (
        "A time looks like 08:30, 8.30 or 8:30am. "
        "For example: /schedule add 08:30 mon-fri questions:3 window:8h"
    )


@pytest.mark.parametrize("fields", [{}, {"time": ""}, {"time": "  \n"}, {"hidden": "yes"}])
async def test_an_empty_form_is_refused(lesson: Lesson, fields: dict[str, str]) -> None:
    sent = lesson.bot.submit("fill:schedule-add", fields, lesson.teacher.member, lesson.place)
    assert str(await refusal(sent)).startswith("The form is empty. For example: /schedule add")


async def test_a_field_that_the_form_has_not_changes_nothing(lesson: Lesson) -> None:
    fields = {"time": "08:30", "id": "7", "class_id": "2"}
    sent = lesson.bot.submit("fill:schedule-add", fields, lesson.teacher.member, lesson.place)
    assert reply(await sent).title == "Schedule 1 is set"


@pytest.mark.parametrize(
    "token", ["fill:", "fill:nothing", "schedule-add", "start:1", "", "fill:schedule add"]
)
async def test_a_form_that_was_never_given_out_leads_nowhere(
    bot: StudyBot, teacher: Member, place: Place, token: str
) -> None:
    no = await refusal(bot.submit(token, {"time": "08:30"}, teacher, place))
    assert (type(no), str(no)) == NOWHERE


# Completion


@pytest.mark.parametrize(
    ("command", "option", "typed", "offered"),
    [
        (
            "quiz",
            "factor",
            "",
            ["any", "general-secretary", "opponents", "lenin-legacy", "political-skill", "judgement"],
        ),
        ("quiz", "factor", " Lenin L", ["lenin-legacy"]),
        ("quiz", "questions", "3", []),
        ("leaderboard", "period", "M", ["month"]),
        ("leaderboard", "nothing", "", []),
        ("guide", "nothing", "", []),
    ],
)
def test_completion_offers_what_the_option_may_become(
    bot: StudyBot, command: str, option: str, typed: str, offered: list[str]
) -> None:
    found = next(each for each in COMMANDS if each.name == command)
    assert bot.suggest(found, option, typed) == offered


# Changes


async def test_the_timetable_is_told_of_changes_alone(lesson: Lesson, ada: Member) -> None:
    told: list[str] = []
    lesson.bot.when_changed(lambda: told.append("changed"))
    await lesson.talk(ada).ask("leaderboard")
    await refusal(lesson.teacher.ask("close"))
    assert told == []
    await lesson.teacher.ask("post")
    assert told == ["changed"]


async def test_an_answer_is_told_apart_from_what_makes_something_due(lesson: Lesson, ada: Member) -> None:
    told: list[str] = []
    card = await lesson.quiz()
    lesson.bot.when_changed(lambda: told.append("due"), lambda: told.append("counted"))
    await lesson.talk(ada).play(card, RIGHT)
    assert set(told) == {"counted"}
    await lesson.teacher.ask("close")
    assert told[-1] == "due"


def test_the_clock_of_every_day_knows_its_zone() -> None:
    assert utc_now().tzinfo is not None


async def test_a_server_gets_one_class_on_first_use(
    bot: StudyBot, ada: Member, ben: Member, place: Place, database: str
) -> None:
    for member, channel in ((ada, "class"), (ben, "class"), (ada, "homework")):
        await bot.answer("guide", member, place._replace(channel=channel), {})
    assert (counts(database)["classes"], counts(database)["places"]) == (1, 1)


# Forged tokens


@pytest.fixture
async def given_out(lesson: Lesson) -> list[str]:
    """Every kind of token that a quiz gives out, in the hands of a teacher, who may press anything."""
    teacher = lesson.talk(lesson.teacher.member)
    shown = [await lesson.quiz(), await teacher.start(lesson.card)]
    shown += [await teacher.answer(RIGHT), await teacher.press("Next")]
    shown += [await teacher.answer(WRONG), await teacher.press("Next"), await teacher.answer(RIGHT)]
    tokens = [button.token for said in shown for button in buttons(said)]
    return tokens + [option.token for option in options(shown[1])]


def _no_place(text: str) -> bool:
    return not (text.isascii() and text.isdigit() and int(text) < 3)


IDS = st.one_of(
    st.integers(max_value=-1).map(str),
    st.integers(min_value=1_000).map(str),
    st.integers(min_value=10**17).map(str),
    st.sampled_from(["", "1.0", "1e0", "+1", "٣", "½", "None", "A' OR '1'='1", "../1", "\0", "1 ", "1\n"]),
    st.text(max_size=120).filter(_no_place),
)
FORGED = st.one_of(
    st.text(max_size=300),
    st.text(min_size=TOKEN_LIMIT + 1, max_size=2_000),
    st.builds(
        lambda verb, ids: ":".join([verb, *ids]),
        st.sampled_from(sorted(PRESSES)),
        st.lists(IDS, min_size=1, max_size=4),
    ),
    st.builds("pick:1:0:{}".format, st.text(max_size=3).filter(lambda letter: letter not in set("ABCD"))),
    st.builds("pick:1:{}:A".format, IDS),
    st.builds("turn-to:1:{}".format, IDS),
    st.builds("review:1:{}".format, IDS),
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(forged=FORGED)
async def test_every_forged_token_gets_the_same_refusal(
    lesson: Lesson, given_out: list[str], database: str, forged: str
) -> None:
    """Fault 53: one answer to all of them, and no row, while a quiz is open and the forger has a round."""
    assert given_out
    before = counts(database)
    no = await refusal(lesson.bot.press(forged, lesson.teacher.member, lesson.place))
    assert (type(no), str(no)) == NOWHERE
    assert counts(database) == before


async def test_a_token_cut_short_or_drawn_out_leads_nowhere(
    lesson: Lesson, given_out: list[str], database: str
) -> None:
    """Fault 53."""
    before = counts(database)
    assert {token.split(":")[0] for token in given_out} == {"start", "pick", "turn-to", "finish"}
    for token in given_out:
        cut = [token[:end] for end in range(len(token))]
        drawn_out = [f"{token}{more}" for more in ("0", ":0", ":", " ", "\n", "\0", "0" * TOKEN_LIMIT)]
        for forged in (*cut, *drawn_out, f" {token}", token.upper(), token.replace(":", "::")):
            no = await refusal(lesson.bot.press(forged, lesson.teacher.member, lesson.place))
            assert (type(no), str(no)) == NOWHERE
    assert counts(database) == before


@pytest.mark.parametrize("token", ["pick:1:{}:A", "turn-to:1:{}", "review:1:{}"])
async def test_a_question_beyond_the_last_leads_nowhere(lesson: Lesson, ada: Member, token: str) -> None:
    """Fault 53."""
    talk = lesson.talk(ada)
    await talk.play(await lesson.quiz(), RIGHT, RIGHT, RIGHT)
    assert (await talk.send(token.format(2))).title == "Right"
    for place in (3, 4, 999_999_999_999_999_999):
        no = await refusal(talk.send(token.format(place)))
        assert (type(no), str(no)) == NOWHERE


@pytest.mark.parametrize("verb", [verb for verb, press in PRESSES.items() if press.kinds == (str,)])
async def test_a_name_that_the_pack_has_not_leads_nowhere(lesson: Lesson, ada: Member, verb: str) -> None:
    """Fault 53."""
    talk = lesson.talk(ada) if PRESSES[verb].audience is Audience.EVERYONE else lesson.teacher
    for name in ("none-such", "p99-s1", ".", "p2-s3.", "p2.s3", "__class__"):
        no = await refusal(talk.send(f"{verb}:{name}"))
        assert (type(no), str(no)) == NOWHERE


async def test_an_option_that_the_question_has_not_leads_nowhere(
    lesson: Lesson, ada: Member, database: str
) -> None:
    """Fault 53."""
    talk = lesson.talk(ada)
    token = options(await talk.start(await lesson.quiz()))[0].token.removesuffix("A")
    there = {option.letter for option in options(talk.said)}
    for letter in sorted({"A", "B", "C", "D", "E", "Z", "a", "AB"} - there):
        no = await refusal(talk.send(f"{token}{letter}"))
        assert (type(no), str(no)) == NOWHERE
    assert counts(database)["answers"] == 0


# Too many at once


async def test_a_script_that_presses_without_end_is_refused_and_nobody_else(
    store: Store, library: Library, lesson: Lesson, ada: Member, ben: Member, database: str
) -> None:
    """Fault 40: in plain words, and before anything is read or written."""
    bot = StudyBot(store, library, lesson.clock, Turns(lambda: 0.0))
    card = await lesson.quiz()
    script, other = Talk(bot, ada, lesson.place), Talk(bot, ben, lesson.place)
    said = await asyncio.gather(*(words(script.start(card)) for _ in range(1_000)))
    assert said.count(TOO_QUICK) == 1_000 - AT_ONCE
    assert (await other.start(card)).title == "Question 1 of 3"
    before = counts(database)
    for refused in (script.ask("quiz"), script.ask("guide"), script.send("start:1"), script.start(card)):
        assert await words(refused) == TOO_QUICK
    sent = bot.submit("fill:quiz", {"questions": "1"}, ada, lesson.place)
    assert await words(sent) == TOO_QUICK
    assert counts(database) == before
    assert await words(Talk(bot, replace(ada, platform="discord"), lesson.place).ask("guide")) != TOO_QUICK


# People and servers


async def test_the_same_number_on_another_platform_is_another_person(
    lesson: Lesson, ada: Member, database: str
) -> None:
    """Fault 55."""
    namesake = replace(ada, platform="discord", name="Adam")
    ours = lesson.talk(ada)
    await ours.play(await lesson.quiz(), RIGHT, RIGHT, RIGHT)
    theirs = replace(lesson, place=Place("discord", "local", "class")).talk(namesake)
    assert "not answered a question yet" in plain(await theirs.ask("score"))
    await theirs.ask("quiz")
    assert rows(database, "select name from students order by id") == [("Ada",), ("Adam",)]
    assert (type(no := await refusal(theirs.send("finish:1"))), str(no)) == NOWHERE


async def test_nothing_of_one_server_is_seen_in_another(lesson: Lesson, ada: Member) -> None:
    """Fault 54: not even by the same person."""
    await lesson.teacher.ask("schedule add", time="08:30")
    await lesson.teacher.ask("class set", exam_date="2027-05-20")
    await lesson.talk(ada).play(await lesson.quiz(), RIGHT, RIGHT, RIGHT)
    elsewhere = replace(lesson, place=lesson.place._replace(server="other"))
    for command, said in {
        "leaderboard": "Nobody has points yet.",
        "score": "You have not answered a question yet.",
        "schedule list": "There is no schedule.",
        "class show": "exam date: none",
    }.items():
        asked = replace(ada, server="other", role=Role.TEACHER)
        assert said in plain(await elsewhere.talk(asked).ask(command)), command


async def test_a_servers_quiz_is_closed_by_nobody_elsewhere(lesson: Lesson) -> None:
    """Fault 54."""
    await lesson.quiz()
    for place in (lesson.place._replace(server="other"), lesson.place._replace(platform="discord")):
        assert str(await refusal(replace(lesson, place=place).teacher.ask("close"))).startswith(
            "No quiz is open"
        )
    assert (await lesson.close()).title.endswith("results")


# Names

NAMES = {
    "format string": ("{0.__class__} {name!r} %s %(x)s $x", "{0.__class__} {name!r} %s %(x)s $x"),
    "tag": ("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"),
    "mention": ("@everyone <@123> <!channel>", "@everyone <@123> <!channel>"),
    "SQL": ("'; DROP TABLE answers; --", "'; DROP TABLE answers; --"),
    "markdown": ("```**_[x](http://x)_**```", "```**_[x](http://x)_**```"),
    "right-to-left override": ("\u202eadA\u202c", "adA"),
    "unseen characters": ("A\u2066d\u200ba\ufeff", "Ada"),
    "Arabic letter mark": ("\u061cAda", "Ada"),
    "zalgo": ("Z\u0311\u0312\u0313\u0314\u0315o", "Z\u0311\u0312o"),
    "Cyrillic zalgo": ("Z" + "\u0489" * 30, "Z" + "\u0489" * 2),
    "long": ("x" * 500, "x" * 39 + "…"),
    "lines": ("Ada\nLovelace\r\n 1. Ben: 900 points", "Ada Lovelace 1. Ben: 900 points"),
    "controls": ("A\0d\x1ba", "A d a"),
    "combining": ("Zoe\u0308 \U0001f600", "Zo\u00eb \U0001f600"),
    "blanks": ("   ", "someone"),
    "nothing to see": ("\u200b\u200d", "someone"),
    "Hangul filler": ("\u3164", "someone"),
    "empty": ("", "someone"),
}


@pytest.mark.parametrize(("name", "shown"), NAMES.values(), ids=NAMES)
async def test_a_name_stands_on_the_board_as_harmless_text(
    lesson: Lesson, ada: Member, ben: Member, database: str, name: str, shown: str
) -> None:
    """Faults 60 to 63."""
    crafted = lesson.talk(replace(ada, name=name))
    card = await lesson.quiz(questions=1)
    await crafted.play(card, RIGHT)
    await lesson.talk(ben).play(card, WRONG)
    (ranking,) = [part for part in (await crafted.ask("leaderboard")).parts if isinstance(part, Ranking)]
    assert [(row.rank, row.name, row.score) for row in ranking.rows] == [
        (1, shown, "10 points"),
        (2, "Ben", "0 points"),
    ]
    assert f"1. {shown}: 10 points" in plain(await lesson.close())
    assert counts(database)["answers"] == 2


async def test_a_name_with_half_a_character_can_be_written_down(lesson: Lesson, ada: Member) -> None:
    """Fault 60: a lone surrogate is no text for a database, a file or the network."""
    crafted = lesson.talk(replace(ada, name="Ad\ud800a"))
    await crafted.play(await lesson.quiz(questions=1), RIGHT)
    said = plain(await crafted.ask("leaderboard"))
    assert said.encode().decode() == said
    assert "1. Ad" in said


@pytest.mark.parametrize("text", [*(name for name, _ in NAMES.values()), "Ad\ud800a"])
async def test_crafted_text_in_any_option_is_answered_in_words(
    lesson: Lesson, database: str, text: str
) -> None:
    """Faults 59 to 63: whatever an option is given, the answer is a reply or a refusal."""
    await lesson.teacher.ask("guide")
    for command in COMMANDS:
        for option in command.options:
            needed = {o.name: "1" for o in command.options if o.required}
            asked = lesson.bot.answer(
                command.name, lesson.teacher.member, lesson.place, {**needed, option.name: text}
            )
            said = await words(asked)
            assert "Traceback" not in said
            assert len(said) < 8_000
    assert counts(database)["classes"] == 1

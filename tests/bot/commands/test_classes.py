"""The class's settings: shown as they would be typed, changed one by one, asked for on a form."""

import pytest
from doubles.channel import Channel
from doubles.clock import Clock
from doubles.dialogue import Lesson, form, refusal, reply, words
from doubles.rows import rows
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chat import Form, Place
from bot.plain import plain
from bot.posting import Posting
from bot.study import StudyBot

KEPT = (
    "select time_zone, exam_date, reveal, attempts, catch_up, teacher_role, practice_counts, slips, names "
    "from classes"
)


@pytest.fixture
def lesson(bot: StudyBot, posting: Posting, channel: Channel, clock: Clock, place: Place) -> Lesson:
    return Lesson(bot, posting, channel, clock, place)


async def opened_form(lesson: Lesson) -> Form:
    return form(await lesson.bot.answer("class set", lesson.teacher.member, lesson.place, {}))


async def test_a_new_class_has_the_usual_settings(lesson: Lesson) -> None:
    assert plain(await lesson.teacher.ask("class show")).splitlines()[1:10] == [
        "time zone: Europe/London",
        "exam date: none",
        "reveal: at-once",
        "attempts: 1",
        "catch up: 6 hours",
        "teacher role: none",
        "practice: off",
        "slips: off",
        "names: full",
    ]


@pytest.mark.parametrize(
    ("option", "typed", "shown"),
    [
        ("time_zone", "America/New_York", "time zone: America/New_York"),
        ("exam_date", "2027-05-20", "exam date: 2027-05-20"),
        ("reveal", "AT-CLOSE", "reveal: at-close"),
        ("attempts", "3", "attempts: 3"),
        ("catch_up", "90m", "catch up: 90 minutes"),
        ("teacher_role", "Tutors", "teacher role: Tutors"),
        ("practice", "on", "practice: on"),
        ("slips", "on", "slips: on"),
        ("names", "Initials", "names: initials"),
    ],
)
async def test_each_setting_is_changed_by_itself(lesson: Lesson, option: str, typed: str, shown: str) -> None:
    before = plain(await lesson.teacher.ask("class show")).splitlines()
    said = plain(await lesson.teacher.ask("class set", **{option: typed}))
    after = plain(await lesson.teacher.ask("class show")).splitlines()
    assert [line for line in after if line not in before] == [shown]
    assert shown in said


async def test_practice_can_be_turned_off_again(lesson: Lesson) -> None:
    for typed in ("on", "off"):
        assert f"practice: {typed}" in plain(await lesson.teacher.ask("class set", practice=typed))


@pytest.mark.parametrize(
    ("option", "typed", "wrong"),
    [
        ("time_zone", "Londn", "A time zone is a name such as Europe/London"),
        ("time_zone", "../../etc/passwd", "A time zone is a name such as Europe/London"),
        ("time_zone", "Europe", "A time zone is a name such as Europe/London"),
        ("time_zone", "z" * 5_000, "A time zone is a name such as Europe/London"),
        ("exam_date", "20 May", "A date looks like 2026-12-21"),
        ("reveal", "never", "reveal is one of: at-once, at-close."),
        ("attempts", "0", "attempts is 1, 2 or 3."),
        ("attempts", "4", "attempts is 1, 2 or 3."),
        ("catch_up", "1m", "A length is between 5m and 14d."),
        ("names", "nicknames", "names is one of: full, initials, pseudonyms."),
        ("practice", "maybe", "practice is one of: on, off."),
    ],
)
async def test_a_wrong_setting_is_refused_with_an_example(
    lesson: Lesson, database: str, option: str, typed: str, wrong: str
) -> None:
    await lesson.teacher.ask("class show")
    before = rows(database, KEPT)
    for more in ({}, {"teacher_role": "Tutors"}):
        no = str(
            await refusal(
                lesson.bot.answer("class set", lesson.teacher.member, lesson.place, {option: typed, **more})
            )
        )
        assert no.startswith(wrong)
        assert "For example: /class set " in no
    assert rows(database, KEPT) == before


async def test_without_options_a_form_opens_with_what_is_set(lesson: Lesson) -> None:
    await lesson.teacher.ask("class set", exam_date="2027-05-20", reveal="at-close")
    fields = {field.name: field for field in (await opened_form(lesson)).fields}
    assert fields["time_zone"].value == "Europe/London"
    assert fields["exam_date"].value == "2027-05-20"
    assert (fields["reveal"].value, fields["reveal"].choices) == ("at-close", ("at-once", "at-close"))


async def test_a_filled_in_form_changes_the_class(lesson: Lesson, database: str) -> None:
    opened = await opened_form(lesson)
    fields = {field.name: field.value for field in opened.fields} | {
        "attempts": "2",
        "exam_date": "2027-05-20",
    }
    said = plain(reply(await lesson.bot.submit(opened.press, fields, lesson.teacher.member, lesson.place)))
    assert said.startswith("The class's settings are changed")
    assert rows(database, "select exam_date, attempts from classes") == [("2027-05-20", 2)]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(minutes=st.integers(5, 20_160))
async def test_a_form_sent_back_as_it_came_changes_nothing(lesson: Lesson, minutes: int) -> None:
    days, rest = divmod(minutes, 1440)
    before = await lesson.teacher.ask("class set", catch_up=f"{days}d{rest}m", attempts=2)
    opened = await opened_form(lesson)
    sent = lesson.bot.submit(
        opened.press,
        {field.name: field.value for field in opened.fields},
        lesson.teacher.member,
        lesson.place,
    )
    assert await words(sent) == plain(before)


async def test_a_server_without_a_zone_of_its_own_keeps_to_the_settings(
    lesson: Lesson, database: str
) -> None:
    await lesson.teacher.ask("class set", attempts=2)
    assert rows(database, "select time_zone from classes") == [("",)]
    await lesson.teacher.ask("class set", time_zone="Europe/London")
    assert rows(database, "select time_zone from classes") == [("Europe/London",)]


async def test_a_role_name_is_kept_as_harmless_text(lesson: Lesson) -> None:
    """Faults 59 to 63."""
    for typed in ("'; drop table classes; --", "{0.__class__}", "x" * 900, "a\0b\ud800c"):
        said = await words(lesson.teacher.ask("class set", teacher_role=typed))
        assert len(said) < 1_000
        assert "\0" not in said
    assert "teacher role: a b" in plain(await lesson.teacher.ask("class show"))


async def test_settings_count_for_the_next_quiz_and_not_for_the_open_one(
    lesson: Lesson, database: str
) -> None:
    await lesson.quiz()
    await lesson.teacher.ask("class set", reveal="at-close", attempts=3)
    await lesson.quiz()
    kept = rows(database, "select reveal, attempts from occurrences order by id")
    assert kept == [("at-once", 1), ("at-close", 3)]

"""Standing orders: written as people write, listed in words, posted once a day whatever is changed."""

from datetime import date, timedelta

import pytest
from doubles.channel import Channel
from doubles.clock import Clock
from doubles.dialogue import Lesson, refusal, token_of, words
from doubles.rows import counts, rows
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chat import Place
from bot.commands import COMMANDS
from bot.line import parse
from bot.plain import plain
from bot.posting import Posting
from bot.slash import UnknownButton
from bot.study import StudyBot

MONDAY = date(2026, 11, 23)


@pytest.fixture
def lesson(bot: StudyBot, posting: Posting, channel: Channel, clock: Clock, place: Place) -> Lesson:
    return Lesson(bot, posting, channel, clock, place)


async def listed(lesson: Lesson) -> str:
    return plain(await lesson.teacher.ask("schedule list"))


def upcoming(said: str) -> list[str]:
    """Give the instants that a list says come next."""
    after = said.split("Next:\n")[1].splitlines()
    return [line.removeprefix("• ") for line in after if line.startswith("• ")]


# Adding


async def test_a_new_schedule_lists_its_next_five_quizzes(lesson: Lesson) -> None:
    said = plain(await lesson.teacher.ask("schedule add", time="08:30"))
    assert said.startswith("Schedule 1 is set\n1. At 08:30 (Europe/London)")
    assert "3 questions from any factor, open for 8 hours." in said
    assert upcoming(said) == [
        "Mon 23 Nov 2026, 08:30",
        "Tue 24 Nov 2026, 08:30",
        "Wed 25 Nov 2026, 08:30",
        "Thu 26 Nov 2026, 08:30",
        "Fri 27 Nov 2026, 08:30",
    ]


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("08:30", ("08:30", "mon,tue,wed,thu,fri", 3, "", 480)),
        ("8.30am mon-fri", ("08:30", "mon,tue,wed,thu,fri", 3, "", 480)),
        ("08:30 mon-fri questions=3 window=8h", ("08:30", "mon,tue,wed,thu,fri", 3, "", 480)),
        ("time:5pm days:mon,wed factor:Lenin questions:10", ("17:00", "mon,wed", 10, "lenin-legacy", 480)),
        ("00:00 daily 1 any 14d here", ("00:00", "mon,tue,wed,thu,fri,sat,sun", 1, "", 20_160)),
        ("window:90m 23:59 weekend", ("23:59", "sat,sun", 3, "", 90)),
    ],
)
async def test_a_schedule_is_kept_as_it_was_typed(
    lesson: Lesson, database: str, line: str, kept: tuple[str, str, int, str, int]
) -> None:
    command, options = parse(f"/schedule add {line}", COMMANDS)
    await lesson.teacher.ask(command.name, **options)
    assert rows(database, 'select at, days, questions, factor, "window" from schedules') == [kept]


@pytest.mark.parametrize(
    ("options", "wrong"),
    [
        ({"time": "25:00"}, "A time is between 00:00 and 23:59."),
        ({"time": "8"}, "A time looks like 08:30, 8.30 or 8:30am."),
        ({"time": "13pm"}, "With am or pm the hour is between 1 and 12."),
        ({"time": ""}, "/schedule add needs time:"),
        ({"days": "mon-fri"}, "/schedule add needs time:"),
        ({"time": "08:30", "days": "someday"}, "Days look like mon-fri, or mon,wed,fri, or daily."),
        ({"time": "08:30", "questions": "few"}, "questions is a whole number, such as 3."),
        ({"time": "08:30", "questions": 0}, "A quiz has 1 to 10 questions."),
        ({"time": "08:30", "questions": 11}, "A quiz has 1 to 10 questions."),
        ({"time": "08:30", "window": "soon"}, "A length looks like 8h, 90m or 2d."),
        ({"time": "08:30", "window": "4m"}, "A length is between 5m and 14d."),
        ({"time": "08:30", "window": "14d1m"}, "A length is between 5m and 14d."),
        ({"time": "08:30", "channel": "there"}, "channel is one of: here."),
        ({"time": "08:30", "colour": "red"}, "/schedule add has no option “colour”."),
    ],
)
async def test_a_wrong_schedule_is_refused_with_a_working_example(
    lesson: Lesson, database: str, options: dict[str, str | int], wrong: str
) -> None:
    no = str(await refusal(lesson.teacher.ask("schedule add", **options)))
    assert no.startswith(wrong)
    assert "For example: " in no
    assert counts(database)["schedules"] == 0


async def test_a_class_has_at_most_twenty_schedules(lesson: Lesson) -> None:
    for minute in range(20):
        await lesson.teacher.ask("schedule add", time=f"08:{minute + 10}")
    assert "at most 20" in str(await refusal(lesson.teacher.ask("schedule add", time="09:00")))
    await lesson.teacher.ask("schedule remove", number=1)
    await lesson.teacher.ask("schedule add", time="09:00")


async def test_an_empty_list_says_how_to_begin(lesson: Lesson) -> None:
    assert "There is no schedule. For example: /schedule add 08:30" in await listed(lesson)


# Resting, running again, being removed


async def posted_on(lesson: Lesson, database: str, days: int) -> list[date]:
    """Let days pass, an hour at a time; give the dates that got a quiz."""
    for _ in range(days * 24):
        await lesson.later(hours=1)
    found = rows(database, "select local_date from occurrences where message <> '' order by id")
    assert len(found) == lesson.channel.posted
    return [date.fromisoformat(str(day)) for (day,) in found]


@pytest.mark.parametrize("how", ["command", "button"])
async def test_a_resting_schedule_posts_nothing_and_catches_nothing_up(
    lesson: Lesson, database: str, how: str
) -> None:
    await lesson.teacher.ask("schedule add", time="09:00")
    if how == "command":
        said = await lesson.teacher.ask("schedule pause", number=1)
    else:
        said = await lesson.teacher.press("Pause 1")
    assert "Resting: paused by a teacher." in plain(said)
    assert await posted_on(lesson, database, 2) == []
    if how == "command":
        await lesson.teacher.ask("schedule resume", number=1)
    else:
        await lesson.teacher.press("Resume 1")
    assert await posted_on(lesson, database, 1) == [MONDAY + timedelta(days=2)]
    assert "Not posted" not in await listed(lesson)


async def test_a_removed_schedule_posts_no_more_and_its_quiz_stays(lesson: Lesson, database: str) -> None:
    await lesson.teacher.ask("schedule add", time="09:00")
    await lesson.teacher.ask("schedule skip", number=1, date="2026-11-27")
    await posted_on(lesson, database, 1)
    await lesson.teacher.ask("schedule remove", number=1)
    assert await posted_on(lesson, database, 2) == [MONDAY]
    assert "There is no schedule." in await listed(lesson)


async def test_a_new_schedule_in_the_place_of_a_removed_one_posts_today(lesson: Lesson) -> None:
    await lesson.teacher.ask("schedule add", time="09:00")
    await lesson.later(hours=2)
    await lesson.teacher.ask("schedule remove", number=1)
    said = plain(await lesson.teacher.ask("schedule add", time="14:00"))
    assert upcoming(said)[0] == "Mon 23 Nov 2026, 14:00"
    await lesson.later(hours=4)
    assert lesson.channel.posted == 2


async def test_a_button_of_a_removed_schedule_leads_nowhere(lesson: Lesson) -> None:
    await lesson.teacher.ask("schedule add", time="09:00")
    old = token_of(lesson.teacher.said, "Pause 1")
    await lesson.teacher.ask("schedule remove", number=1)
    await lesson.teacher.ask("schedule add", time="14:00")
    assert isinstance(await refusal(lesson.teacher.send(old)), UnknownButton)


@pytest.mark.parametrize("command", ["schedule pause", "schedule resume", "schedule remove", "schedule skip"])
async def test_a_number_that_there_is_not_is_refused_with_the_way_to_the_numbers(
    lesson: Lesson, command: str
) -> None:
    more = {"date": "2026-12-21"} if command == "schedule skip" else {}
    no = await refusal(lesson.teacher.ask(command, number=7, **more))
    assert str(no) == "This class has no schedule 7. /schedule list shows their numbers."


# Days left out


async def test_a_day_left_out_gets_no_quiz_and_is_not_called_missed(lesson: Lesson, database: str) -> None:
    await lesson.teacher.ask("schedule add", time="09:00")
    said = plain(await lesson.teacher.ask("schedule skip", number=1, date="2026-11-24"))
    assert said.startswith("Schedule 1 skips Tue 24 Nov 2026\n")
    assert [day[:6] for day in upcoming(said)[:3]] == ["Mon 23", "Wed 25", "Thu 26"]
    assert await posted_on(lesson, database, 3) == [MONDAY, MONDAY + timedelta(days=2)]
    assert "Not posted" not in await listed(lesson)


async def test_a_holiday_is_left_out_as_a_whole(lesson: Lesson, database: str) -> None:
    await lesson.teacher.ask("schedule add", time="09:00", days="daily")
    said = await lesson.teacher.ask("schedule skip", number=1, date="2026-11-23", until="2026-11-26")
    assert plain(said).startswith("Schedule 1 skips Mon 23 Nov 2026 to Thu 26 Nov 2026\n")
    assert await posted_on(lesson, database, 5) == [MONDAY + timedelta(days=4)]


async def test_a_day_left_out_twice_is_left_out(lesson: Lesson, database: str) -> None:
    await lesson.teacher.ask("schedule add", time="09:00")
    for _ in range(2):
        await lesson.teacher.ask("schedule skip", number=1, date="2026-11-24")
    assert counts(database)["skips"] == 1


@pytest.mark.parametrize(
    ("options", "wrong"),
    [
        ({"date": "2026-12-21", "until": "2026-12-20"}, "The last day comes after the first"),
        (
            {"date": "2026-12-21", "until": "2027-04-21"},
            "The last day comes after the first, within 120 days.",
        ),
        ({"date": "21.12.2026"}, "A date looks like 2026-12-21"),
        ({"date": "2026-02-30"}, "A date looks like 2026-12-21"),
        ({"until": "2026-12-21"}, "/schedule skip needs date:"),
        ({"date": "9999-12-31"}, ""),
        ({"date": "9999-12-01", "until": "9999-12-31"}, ""),
    ],
)
async def test_days_that_cannot_be_left_out_are_refused_with_an_example(
    lesson: Lesson, database: str, options: dict[str, str], wrong: str
) -> None:
    await lesson.teacher.ask("schedule add", time="09:00")
    said = await words(lesson.teacher.ask("schedule skip", number=1, **options))
    assert said.startswith(wrong)
    if wrong:
        assert "For example: /schedule skip 1 2026-12-21" in said
        assert counts(database)["skips"] == 0


# Changes of zone and clock

ZONES = ["America/New_York", "Pacific/Honolulu", "Asia/Tokyo", "Pacific/Kiritimati", "Asia/Kathmandu"]


@pytest.mark.parametrize("zone", ZONES)
async def test_another_zone_after_todays_post_makes_no_second_one(
    lesson: Lesson, database: str, zone: str
) -> None:
    """Fault 22: every date has one quiz, and the next is tomorrow's."""
    await lesson.teacher.ask("schedule add", time="09:00", days="daily")
    await lesson.later(hours=4)
    await lesson.teacher.ask("class set", time_zone=zone)
    assert upcoming(await listed(lesson))[0] == "Tue 24 Nov 2026, 09:00"
    days = await posted_on(lesson, database, 3)
    assert days == [MONDAY + timedelta(days=n) for n in range(len(days))]
    assert len(days) >= 3


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(st.tuples(st.integers(1, 30), st.sampled_from(ZONES)), max_size=5))
async def test_no_date_ever_has_two_quizzes(
    lesson: Lesson, database: str, changes: list[tuple[int, str]]
) -> None:
    """Fault 22: whenever the zone is changed, and however often."""
    if not lesson.channel.posted:
        await lesson.teacher.ask("schedule add", time="09:00", days="daily")
    for hours, zone in changes:
        await lesson.later(hours=hours)
        await lesson.teacher.ask("class set", time_zone=zone)
    days = await posted_on(lesson, database, 1)
    assert len(days) == len(set(days))


@pytest.mark.parametrize("hours", [2, 7])
async def test_a_zone_in_which_todays_time_has_passed_begins_tomorrow(lesson: Lesson, hours: int) -> None:
    await lesson.teacher.ask("schedule add", time="17:30", days="daily")
    lesson.clock.go_on(hours=hours)
    await lesson.teacher.ask("class set", time_zone="Asia/Tokyo")  # nine hours ahead
    await lesson.posting.sweep()
    assert lesson.channel.posted == 0
    assert "Not posted" not in (said := await listed(lesson))
    assert upcoming(said)[0] == "Tue 24 Nov 2026, 17:30"


async def test_quizzes_missed_while_the_bot_was_down_are_listed(lesson: Lesson) -> None:
    """Fault 25: in one notice, however often the bot looks."""
    await lesson.teacher.ask("schedule add", time="09:00", days="daily")
    await lesson.later(days=4, hours=2)
    await lesson.later(minutes=1)
    said = await listed(lesson)
    assert lesson.channel.posted == 1
    assert said.count("Not posted:") == 1
    assert said.count("the bot was not running at that time") == 4
    for day in ("Mon 23", "Tue 24", "Wed 25", "Thu 26"):
        assert f"• {day} Nov 2026: the bot was not running at that time" in said
    await lesson.later(days=14)
    assert "Mon 23 Nov" not in await listed(lesson)


async def test_a_schedule_whose_channel_is_gone_rests_and_says_why(lesson: Lesson) -> None:
    """Fault 72."""
    await lesson.teacher.ask("schedule add", time="09:00")
    lesson.channel.closed_for_good = "the channel was deleted"
    await lesson.later(hours=2)
    said = await listed(lesson)
    assert "Resting: the channel was deleted." in said
    assert "• Mon 23 Nov 2026: the channel was deleted" in said

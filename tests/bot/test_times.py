"""Times as teachers write them, and one slot a date whatever the clocks do."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.times import (
    WEEKDAYS,
    Rule,
    calendar_day,
    clock_time,
    day_in_words,
    days_in_words,
    in_words,
    length,
    length_in_words,
    weekdays,
    zone,
)

DAILY = ",".join(WEEKDAYS)
DAY, QUARTER = timedelta(days=1), timedelta(minutes=15)
LONDON = ZoneInfo("Europe/London")
LAST_SUNDAYS = (date(2026, 3, 29), date(2026, 10, 25))
QUARTERS = [time(minute // 60, minute % 60) for minute in range(0, 1440, 15)]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("8:30", time(8, 30)),
        ("08.30", time(8, 30)),
        (" 8:30am ", time(8, 30)),
        ("8:30 PM", time(20, 30)),
        ("8pm", time(20)),
        ("1am", time(1)),
        ("12am", time(0)),
        ("12:05pm", time(12, 5)),
        ("00:00", time(0)),
        ("23:59", time(23, 59)),
    ],
)
def test_a_time_is_read_as_teachers_write_it(typed: str, meant: time) -> None:
    assert clock_time(typed) == meant


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "looks like"),
        ("8", "looks like"),
        ("0830", "looks like"),
        ("8:3", "looks like"),
        ("noon", "looks like"),
        ("٨:٣٠", "looks like"),
        ("08:30:15", "looks like"),
        ("13pm", "between 1 and 12"),
        ("0:30am", "between 1 and 12"),
        ("24:00", "between 00:00 and 23:59"),
        ("8:60", "between 00:00 and 23:59"),
    ],
)
def test_a_time_that_is_none_is_refused_in_words(typed: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        clock_time(typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("mon-fri", "mon,tue,wed,thu,fri"),
        ("mon – wed", "mon,tue,wed"),
        ("Monday, Wednesday", "mon,wed"),
        ("fri mon", "mon,fri"),
        ("mon;thu+thu", "mon,thu"),
        ("sat-mon", "mon,sat,sun"),
        ("tues thurs", "tue,thu"),
        ("daily", DAILY),
        ("weekdays", "mon,tue,wed,thu,fri"),
        ("weekend", "sat,sun"),
        ("weekend,wed", "wed,sat,sun"),
    ],
)
def test_days_are_read_as_teachers_write_them(typed: str, meant: str) -> None:
    assert weekdays(typed) == meant


@pytest.mark.parametrize("typed", ["", "mo", "mon,", "someday", "mon-xyz", "1-5", "mon and fri"])
def test_days_that_are_none_are_refused_in_words(typed: str) -> None:
    with pytest.raises(ValueError, match="Days look like"):
        weekdays(typed)


@pytest.mark.parametrize("typed", ["monthly", "sunset", "mon-wed-fri"])
def test_days_are_not_guessed_from_their_first_letters(typed: str) -> None:
    with pytest.raises(ValueError, match="Days look like"):
        weekdays(typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("8h", timedelta(hours=8)),
        ("90m", timedelta(minutes=90)),
        ("2 days", timedelta(days=2)),
        ("1h30m", timedelta(minutes=90)),
        (" 1 day 1 hour 1 minute ", timedelta(days=1, hours=1, minutes=1)),
        ("5min", timedelta(minutes=5)),
        ("14D", timedelta(days=14)),
    ],
)
def test_a_length_is_read_as_teachers_write_it(typed: str, meant: timedelta) -> None:
    assert length(typed) == meant


@pytest.mark.parametrize("typed", ["", "8", "long", "8h8h", "-1h", "1.5h", "٨h"])
def test_a_length_that_is_none_is_refused_in_words(typed: str) -> None:
    with pytest.raises(ValueError, match="looks like 8h"):
        length(typed)


@pytest.mark.parametrize("typed", ["4m", "0h", "14d1m", "999d"])
def test_a_length_out_of_bounds_is_refused_with_the_bounds(typed: str) -> None:
    with pytest.raises(ValueError, match="between 5m and 14d"):
        length(typed)


def test_a_date_is_read_year_first() -> None:
    assert calendar_day(" 2026-12-21 ") == date(2026, 12, 21)


@pytest.mark.parametrize(
    "typed", ["", "21.12.2026", "2026-02-30", "tomorrow", "1999-12-31", "2100-01-01", "9999-12-31"]
)
def test_a_date_that_no_class_can_mean_is_refused_in_words(typed: str) -> None:
    with pytest.raises(ValueError, match="looks like 2026-12-21"):
        calendar_day(typed)


def test_the_first_and_the_last_date_that_a_class_can_mean_are_read() -> None:
    assert calendar_day("2000-01-01") == date(2000, 1, 1)
    assert calendar_day("2099-12-31") == date(2099, 12, 31)


def test_a_time_zone_is_found_by_its_name() -> None:
    assert zone(" America/New_York ") == ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    "typed", ["", "London", "Europe", "../etc/passwd", "/etc/localtime", "a" * 5000, "\0"]
)
def test_a_time_zone_that_is_none_is_refused_in_words(typed: str) -> None:
    with pytest.raises(ValueError, match="is a name such as Europe/London"):
        zone(typed)


def refusal(read: Callable[[str], object], typed: str) -> str:
    """Give the words of the refusal; nothing if what was typed could be read."""
    try:
        read(typed)
    except ValueError as no:
        return str(no)
    return ""


@pytest.mark.parametrize("read", [clock_time, weekdays, length, calendar_day, zone])
@given(typed=st.text())
@settings(deadline=None, max_examples=60)
def test_whatever_is_typed_is_read_or_refused_with_an_example(
    read: Callable[[str], object], typed: str
) -> None:
    said = refusal(read, typed)
    assert said == "" or said.endswith(".")


def test_a_rule_has_a_slot_on_its_days_alone() -> None:
    rule = Rule(time(8, 30), "mon,wed", LONDON)
    week = [date(2026, 11, 23) + number * DAY for number in range(7)]
    assert [rule.due(day) for day in week] == [
        at("2026-11-23 08:30"),
        None,
        at("2026-11-25 08:30"),
        *[None] * 4,
    ]


@pytest.mark.parametrize(
    ("where", "day", "clock", "due"),
    [
        ("Europe/London", "2026-03-29", "01:30", "2026-03-29 01:30"),  # missing: 02:30 of summer
        ("Europe/London", "2026-03-29", "02:30", "2026-03-29 01:30"),
        ("Europe/London", "2026-03-30", "01:30", "2026-03-30 00:30"),
        ("Europe/London", "2026-10-25", "01:30", "2026-10-25 00:30"),  # twice: the first
        ("Europe/London", "2026-10-26", "01:30", "2026-10-26 01:30"),
        ("Africa/Cairo", "2026-04-24", "00:00", "2026-04-23 22:00"),  # midnight is missing
        ("America/Nuuk", "2026-03-28", "23:30", "2026-03-29 01:30"),  # moves into the next day
        ("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03 15:45"),  # half an hour is missing
        ("Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-04 14:45"),  # half an hour comes twice
        ("Antarctica/Troll", "2026-03-29", "01:30", "2026-03-29 01:30"),  # two hours are missing
    ],
)
def test_a_missing_time_moves_by_the_gap_and_a_repeated_one_is_the_first(
    where: str, day: str, clock: str, due: str
) -> None:
    """Fault 20."""
    rule = Rule(time.fromisoformat(clock), DAILY, ZoneInfo(where))
    assert rule.due(date.fromisoformat(day)) == at(due)


def clock_changes(where: ZoneInfo) -> list[date]:
    """List the days of 2026 that are not 24 hours long in the zone; where there are none, two Sundays."""
    midnights = [datetime.combine(date(2026, 1, 1) + number * DAY, time.min, where) for number in range(366)]
    days = pairwise(midnights)
    return [d.date() for d, then in days if d.utcoffset() != then.utcoffset()] or list(LAST_SUNDAYS)


def swept(rule: Rule, *watermarks: datetime) -> Iterator[tuple[date, datetime]]:
    """Give the slots as contiguous sweeps find them."""
    for after, until in pairwise(watermarks):
        yield from rule.slots(after, until)


def keeps_one_a_day(where: ZoneInfo, change: date, clock: time) -> bool:
    """Whether two sweeps over the days around a change find each date once, a day apart or so."""
    first, last = change - DAY, change + 2 * DAY
    start = datetime.combine(first, clock, where).astimezone(UTC) - timedelta(seconds=1)
    moment = datetime.combine(change, clock, UTC)  # a different one for every quarter hour
    end = datetime.combine(last, clock, where).astimezone(UTC)
    found = list(swept(Rule(clock, DAILY, where), start, moment, end))
    apart = [then - due for (_, due), (_, then) in pairwise(found)]
    return [day for day, _ in found] == [first, change, change + DAY, last] and all(
        timedelta(hours=22) <= gap <= timedelta(hours=26) for gap in apart
    )


def test_every_zone_has_one_slot_a_date_at_every_quarter_hour_around_its_clock_changes() -> None:
    """Fault 20."""
    zones = [ZoneInfo(name) for name in sorted(available_timezones())]
    wrong = [
        (where.key, change, clock)
        for where in zones
        for change in clock_changes(where)
        for clock in QUARTERS
        if not keeps_one_a_day(where, change, clock)
    ]
    assert wrong == []
    assert len(zones) > 400


@pytest.mark.parametrize(
    ("where", "left_out"), [("Pacific/Apia", date(2011, 12, 30)), ("Pacific/Kwajalein", date(1993, 8, 21))]
)
def test_a_date_that_a_zone_left_out_has_no_slot_and_its_neighbours_one_each(
    where: str, left_out: date
) -> None:
    """Fault 21."""
    for clock in QUARTERS:
        rule = Rule(clock, DAILY, ZoneInfo(where))
        start, end = (datetime.combine(left_out + 2 * way * DAY, clock, rule.zone) for way in (-1, 1))
        found = list(rule.slots(start.astimezone(UTC) - QUARTER, end.astimezone(UTC)))
        assert [day for day, _ in found] == [left_out + step * DAY for step in (-2, -1, 1, 2)]
        assert [then - due for (_, due), (_, then) in pairwise(found)] == [DAY] * 3


def test_a_weekday_rule_passes_over_the_friday_that_apia_left_out() -> None:
    """Fault 21."""
    rule = Rule(time(8, 30), "thu,fri", ZoneInfo("Pacific/Apia"))
    days = [day for day, _ in rule.slots(at("2011-12-28 00:00"), at("2012-01-07 12:00"))]
    assert days == [date(2011, 12, 29), date(2012, 1, 5), date(2012, 1, 6)]


def test_a_date_that_came_twice_has_one_slot() -> None:
    """Fault 21."""
    rule = Rule(time(8, 30), DAILY, ZoneInfo("Pacific/Kwajalein"))
    days = [day for day, _ in rule.slots(at("1969-09-28 21:00"), at("1969-10-03 00:00"))]
    assert days == [date(1969, 9, 29), date(1969, 9, 30), date(1969, 10, 1), date(1969, 10, 2)]


def test_a_slot_belongs_to_the_sweep_that_ends_with_it() -> None:
    rule, due = Rule(time(8, 30), DAILY, LONDON), at("2026-11-23 08:30")
    assert list(rule.slots(due - DAY, due)) == [(date(2026, 11, 23), due)]
    assert list(rule.slots(due, due)) == []
    assert list(rule.slots(due, due + DAY - timedelta(seconds=1))) == []


instants = st.datetimes(datetime(2020, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - in UTC by its timezones
rules = st.builds(Rule, st.times(), st.sampled_from([DAILY, "mon,tue,wed,thu,fri", "sun"]), st.timezones())


@given(rule=rules, start=instants, cuts=st.lists(st.timedeltas(timedelta(0), 9 * DAY), max_size=5))
@settings(deadline=None)
def test_sweeps_that_follow_each_other_find_what_one_long_sweep_finds(
    rule: Rule, start: datetime, cuts: list[timedelta]
) -> None:
    watermarks = [start, *(start + cut for cut in sorted(cuts)), start + 10 * DAY]
    found = list(swept(rule, *watermarks))
    assert found == list(rule.slots(start, start + 10 * DAY))
    assert len(found) == len({day for day, _ in found})
    assert [due for _, due in found] == sorted({due for _, due in found})


def test_the_next_slots_are_listed_in_order() -> None:
    rule = Rule(time(8, 30), "mon,fri", LONDON)
    days = [day for day, _ in rule.following(at("2026-11-23 08:30"), 3)]
    assert days == [date(2026, 11, 27), date(2026, 11, 30), date(2026, 12, 4)]


def test_a_weekly_rule_lists_as_many_weeks_as_asked_for() -> None:
    found = Rule(time(8, 30), "mon", LONDON).following(at("2026-11-23 08:30"), 5)
    assert [due for _, due in found] == [at("2026-11-30 08:30") + week * 7 * DAY for week in range(5)]


def test_a_rule_that_takes_no_date_has_no_next_slot() -> None:
    rule = Rule(time(8, 30), DAILY, LONDON)
    assert rule.following(at("2026-11-23 08:30"), 3, lambda _: False) == []


def test_days_left_out_make_room_for_later_ones() -> None:
    rule = Rule(time(8, 30), "mon", LONDON)
    holiday = frozenset(date(2026, 11, 30) + number * DAY for number in range(14))
    days = [day for day, _ in rule.following(at("2026-11-23 08:30"), 2, lambda day: day not in holiday)]
    assert days == [date(2026, 12, 14), date(2026, 12, 21)]


def test_an_instant_is_said_in_the_clock_of_the_place() -> None:
    assert in_words(at("2026-11-23 08:30"), LONDON) == "Mon 23 Nov 2026, 08:30"
    assert in_words(at("2026-07-05 23:30"), LONDON) == "Mon 6 Jul 2026, 00:30"


def test_a_day_is_said_without_a_leading_nought() -> None:
    assert day_in_words(date(2026, 12, 1)) == "Tue 1 Dec 2026"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (DAILY, "every day"),
        ("mon,tue,wed,thu,fri", "Monday to Friday"),
        ("mon,wed,sun", "Monday, Wednesday, Sunday"),
        ("sat", "Saturday"),
    ],
)
def test_days_are_said_in_words(days: str, words: str) -> None:
    assert days_in_words(days) == words


@pytest.mark.parametrize(
    ("span", "words"),
    [
        ({"hours": 8}, "8 hours"),
        ({"hours": 1}, "1 hour"),
        ({"days": 1}, "1 day"),
        ({"hours": 48}, "2 days"),
        ({"minutes": 90}, "90 minutes"),
        ({"minutes": 1}, "1 minute"),
    ],
)
def test_a_length_is_said_in_its_largest_whole_unit(span: dict[str, float], words: str) -> None:
    assert length_in_words(timedelta(**span)) == words

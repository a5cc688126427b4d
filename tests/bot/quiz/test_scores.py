"""Boards share ranks, streaks forgive today, and figures add up."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.quiz.scores import Period, Score, most_missed, ranked, share, since, streak

LONDON = ZoneInfo("Europe/London")
WEEK = [date(2026, 11, 23) + number * timedelta(days=1) for number in range(5)]


def board(*points: int) -> list[tuple[int, str]]:
    scores = [Score(number, name, p) for number, (name, p) in enumerate(zip("abcde", points, strict=False))]
    return [(place.rank, place.score.name) for place in ranked(scores)]


def test_the_best_comes_first_and_equal_points_share_a_rank() -> None:
    assert board(10, 30, 30, 20) == [(1, "b"), (1, "c"), (3, "d"), (4, "a")]
    assert board() == []


def test_equals_stand_by_name_whatever_its_case_then_by_number() -> None:
    scores = [Score(3, "ben", 10), Score(2, "Cem", 10), Score(5, "Ada", 10), Score(4, "Ada", 10)]
    assert [place.score.student for place in ranked(scores)] == [4, 5, 3, 2]


@given(points=st.lists(st.integers(0, 5), max_size=12))
@settings(deadline=None)
def test_a_rank_is_one_more_than_the_number_of_those_above(points: list[int]) -> None:
    places = ranked(Score(number, "x", p) for number, p in enumerate(points))
    assert sorted(place.score.student for place in places) == list(range(len(points)))
    for place in places:
        assert place.rank == 1 + sum(p > place.score.points for p in points)


@pytest.mark.parametrize(
    ("period", "began"),
    [
        (Period.DAY, "2026-11-25T00:00+00:00"),
        (Period.WEEK, "2026-11-23T00:00+00:00"),
        (Period.MONTH, "2026-11-01T00:00+00:00"),
        (Period.ALL, None),
    ],
)
def test_a_period_begins_at_midnight_of_its_first_day(period: Period, began: str | None) -> None:
    wednesday = datetime(2026, 11, 25, 12, tzinfo=UTC)
    assert since(period, wednesday, LONDON) == (datetime.fromisoformat(began) if began else None)


def test_a_period_begins_in_the_zone_of_the_class() -> None:
    just_monday = datetime(2026, 3, 29, 23, 30, tzinfo=UTC)  # already Monday by London's new summer time
    assert since(Period.WEEK, just_monday, LONDON) == datetime(2026, 3, 29, 23, tzinfo=UTC)
    new_york = ZoneInfo("America/New_York")
    assert since(Period.WEEK, just_monday, new_york) == datetime(2026, 3, 23, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("answered", "count"),
    [
        ([], 0),
        ([4], 1),
        ([0, 1, 2, 3, 4], 5),
        ([0, 1, 2, 3], 4),  # today may still come
        ([0, 2, 3, 4], 3),
        ([0, 1, 2], 0),  # yesterday was missed
        ([0, 1, 2, 4], 1),
    ],
)
def test_a_streak_counts_back_from_today_and_forgives_it(answered: list[int], count: int) -> None:
    assert streak(WEEK, frozenset(WEEK[number] for number in answered), WEEK[4]) == count


def test_a_streak_counts_quiz_days_alone_and_each_once() -> None:
    friday, monday = date(2026, 11, 20), date(2026, 11, 23)
    assert streak([monday, friday, monday], frozenset([friday, monday]), monday) == 2
    assert streak([], frozenset([friday]), monday) == 0


def test_a_share_is_said_in_figures_and_per_cent() -> None:
    assert share(3, 4) == "3 of 4 (75 %)"
    assert share(0, 3) == "0 of 3 (0 %)"
    assert share(0, 0) == "none yet"


@pytest.mark.parametrize(
    ("right", "takers", "worst"),
    [
        ({0: 4, 1: 1, 2: 3}, 4, 1),
        ({0: 4, 1: 2, 2: 2}, 4, 1),  # of equals the first
        ({0: 4, 1: 4}, 4, None),
        ({}, 4, None),
        ({0: 0}, 0, None),
    ],
)
def test_the_most_missed_is_named_if_any_was_missed(
    right: dict[int, int], takers: int, worst: int | None
) -> None:
    assert most_missed(right, takers) == worst

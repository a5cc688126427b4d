"""A quiz is chosen by its name and the past: spread, without repeats, never by chance."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

import pytest
from doubles.items import on
from doubles.shelf import shelf
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.quiz.bank import Library
from bot.quiz.choosing import NOTHING_YET, choose, past_of
from bot.quiz.question import Form, Question

FACTORS = ("post", "rivals", "legacy")
SHELF = tuple(on(f"{factor}-{number}", factor=factor) for factor in FACTORS for number in range(4))


def days(questions: tuple[Question, ...], count: int, size: int) -> list[tuple[Question, ...]]:
    """Give the quizzes of the days, each knowing those before it."""
    quizzes: list[tuple[Question, ...]] = []
    for day in range(count):
        past = past_of(question for quiz in quizzes for question in quiz)
        quizzes.append(choose(questions, size, f"1/{day}", past))
    return quizzes


def test_the_same_day_has_the_same_questions_in_whatever_order_they_are_kept() -> None:
    chosen = choose(SHELF, 3, "1/2026-11-23", NOTHING_YET)
    assert choose(tuple(reversed(SHELF)), 3, "1/2026-11-23", NOTHING_YET) == chosen


def test_other_days_and_other_schedules_have_other_questions() -> None:
    seeds = [f"{schedule}/{day}" for schedule in (1, 2) for day in range(4)]
    assert len({choose(SHELF, 3, seed, NOTHING_YET) for seed in seeds}) > 1


def test_a_quiz_is_spread_over_the_factors() -> None:
    assert {question.factor for question in choose(SHELF, 3, "1/1", NOTHING_YET)} == set(FACTORS)
    assert Counter(q.factor for q in choose(SHELF, 6, "1/1", NOTHING_YET)) == dict.fromkeys(FACTORS, 2)


def test_no_point_comes_twice_in_a_quiz_while_others_are_left() -> None:
    pair = (on("patronage"), on("patronage", 2), on("files"))
    assert {question.points for question in choose(pair, 2, "x", NOTHING_YET)} == {("patronage",), ("files",)}
    assert len(choose(pair, 3, "x", NOTHING_YET)) == 3


def test_no_point_comes_back_before_all_have_been_seen() -> None:
    first_round = [question.points for quiz in days(SHELF, 4, 3) for question in quiz]
    assert len(set(first_round)) == len(SHELF)


def test_an_unseen_point_comes_before_another_question_on_a_seen_one() -> None:
    past = past_of([on("patronage")])
    assert choose([on("patronage", 2), on("files")], 1, "x", past) == (on("files"),)


def test_of_points_seen_alike_a_missed_one_comes_back_first() -> None:
    shelf = [on(point) for point in ("patronage", "files", "menace")]
    for missed in ("patronage", "files", "menace"):
        assert choose(shelf, 1, "x", past_of(shelf, [missed])) == (on(missed),)


def test_easy_questions_come_first() -> None:
    shelf = [on(f"point-{level}-{number}", difficulty=level) for level in (3, 1, 2) for number in range(2)]
    assert [q.difficulty for q in choose(shelf, 6, "x", NOTHING_YET)] == [1, 1, 2, 2, 3, 3]


@pytest.mark.parametrize("count", [0, 1, 12, 50])
def test_a_quiz_is_as_long_as_asked_for_or_as_there_is(count: int) -> None:
    chosen = choose(SHELF, count, "x", NOTHING_YET)
    assert len(chosen) == len(set(chosen)) == min(count, len(SHELF))


def test_nothing_to_choose_from_is_an_empty_quiz() -> None:
    assert choose([], 3, "x", NOTHING_YET) == ()


def test_the_past_counts_questions_and_points() -> None:
    both = replace(on("patronage"), points=("patronage", "files"))
    past = past_of([both, both, on("files")], missed=["files"])
    assert past.questions == {"patronage-1": 2, "files-1": 1}
    assert past.points == {"patronage": 2, "files": 3}
    assert past.missed == {"files"}


@given(count=st.integers(1, 10), seed=st.text(max_size=20), seen=st.sets(st.sampled_from(SHELF)))
@settings(deadline=None)
def test_unseen_questions_are_asked_before_seen_ones(count: int, seed: str, seen: set[Question]) -> None:
    chosen = set(choose(SHELF, count, seed, past_of(seen)))
    assert len(chosen & seen) == max(0, count - len(set(SHELF) - seen))


# A term of 60 school days


def term(questions: tuple[Question, ...], size: int) -> list[tuple[Question, ...]]:
    """Give the quizzes of 60 days, each chosen as the bot chooses it: with what was asked, and on which days last."""
    quizzes: list[tuple[Question, ...]] = []
    for day in range(60):
        asked = [question for quiz in quizzes for question in quiz]
        recent = [question for quiz in quizzes[-1:] for question in quiz]
        quizzes.append(choose(questions, size, f"s1-{day}", past_of(asked, (), recent)))
    return quizzes


def usual(questions: tuple[Question, ...]) -> tuple[Question, ...]:
    return tuple(question for question in questions if question.form is not Form.SPOT_THE_SLIP)


def points(quiz: Iterable[Question]) -> Counter[str]:
    return Counter(point for question in quiz for point in question.points)


def shared_by_neighbours(quizzes: list[tuple[Question, ...]]) -> list[set[str]]:
    both = [points(one).keys() & points(next_).keys() for one, next_ in pairwise(quizzes)]
    return [shared for shared in both if shared]


@pytest.fixture(scope="module", params=["made", "made otherwise", "shipped"])
def bank(request: pytest.FixtureRequest, shipped: Library) -> tuple[Question, ...]:
    made = {"made": 1, "made otherwise": 2}.get(request.param)
    return usual(shelf(made) if made else shipped.bank.questions)


@pytest.mark.parametrize("size", [3, 5])
def test_in_a_term_every_point_comes_and_no_two_neighbouring_days_are_on_the_same(
    bank: tuple[Question, ...], size: int
) -> None:
    """And no question comes twice until nearly all have come once: the last few may be on yesterday's points."""
    quizzes = term(bank, size)
    asked = [question for quiz in quizzes for question in quiz]
    assert shared_by_neighbours(quizzes) == []
    assert all(points(asked)[point] >= 2 for point in points(bank))
    before = asked[: min(len(asked), len(bank) - 2 * size)]
    assert len(set(before)) == len(before)


@pytest.mark.parametrize("seed", range(4))
def test_three_a_day_from_a_bank_of_216_never_ask_a_question_twice_in_a_term(seed: int) -> None:
    quizzes = term(usual(shelf(seed)), 3)
    asked = [question.id for quiz in quizzes for question in quiz]
    assert len(set(asked)) == len(asked) == 180


def test_the_shape_that_the_terms_above_are_played_with() -> None:
    made = shelf(1)
    assert (len(made), len(points(made))) == (216, 74)
    assert min(points(usual(made)).values()) >= 2


@pytest.mark.parametrize("size", [3, 5])
def test_factors_and_forms_change_and_difficulty_climbs_within_a_quiz(size: int) -> None:
    quizzes = term(usual(shelf(1)), size)
    assert sum(len({question.factor for question in quiz}) for quiz in quizzes) / 60 > 0.75 * size
    assert sum(len({question.form for question in quiz}) for quiz in quizzes) / 60 > 0.75 * size
    assert all([q.difficulty for q in quiz] == sorted(q.difficulty for q in quiz) for quiz in quizzes)
    assert sum(quiz[0].difficulty < quiz[-1].difficulty for quiz in quizzes) > 50


def test_a_point_of_the_last_days_waits_while_others_are_left() -> None:
    past = past_of((), (), [on("patronage")])
    assert choose([on("patronage", 2), on("files")], 1, "x", past) == (on("files"),)
    assert len(choose([on("patronage", 2), on("files")], 2, "x", past)) == 2


def test_after_two_rounds_the_points_with_most_questions_left_go_first() -> None:
    many, few = [on("patronage", n) for n in range(6)], [on("files", n) for n in range(3)]
    past = past_of([*many[:2], *few[:2]])
    assert choose([*many, *few], 1, "x", past)[0].points == ("patronage",)

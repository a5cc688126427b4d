"""A quiz is chosen by its name and the past: spread, without repeats, never by chance."""

from collections import Counter
from dataclasses import replace

import pytest
from doubles.items import on
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.quiz.bank import Library
from bot.quiz.choosing import NOTHING_YET, choose, past_of
from bot.quiz.question import Question

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


def test_the_shipped_questions_last_four_weeks_of_three_a_day_without_a_repeat(shipped: Library) -> None:
    questions = shipped.bank.questions
    asked = [question.id for quiz in days(questions, len(questions) // 3, 3) for question in quiz]
    assert len(set(asked)) == len(asked)

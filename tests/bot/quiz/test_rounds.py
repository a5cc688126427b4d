"""A round knows what is next and what was earned."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from doubles.items import on

from bot.quiz.rounds import Answer, Quiz, Reveal, Round, answer_of

CLOSE = datetime(2026, 11, 23, 16, tzinfo=UTC)
QUESTIONS = (on("patronage"), on("menace"), on("files"))
RIGHT, WRONG = Answer(("B",), "B", 10), Answer(("A",), "A", 0)
OPEN = replace(WRONG, settled=False)
QUIZ = Quiz(1, CLOSE, Reveal.AT_ONCE, attempts=1, closed=False)


def round_of(answers: dict[int, Answer]) -> Round:
    return Round(7, QUESTIONS, answers)


def test_a_quiz_takes_answers_up_to_its_close() -> None:
    """Fault 33, fault 34."""
    assert QUIZ.takes_answers(CLOSE - timedelta(microseconds=1))
    assert not QUIZ.takes_answers(CLOSE)


def test_a_quiz_that_was_closed_early_takes_no_more_answers() -> None:
    """Fault 34."""
    assert not replace(QUIZ, closed=True).takes_answers(CLOSE - timedelta(hours=1))


def test_a_new_round_begins_with_its_first_question_and_nothing_earned() -> None:
    new = round_of({})
    assert (new.next_open(), new.points, new.right, new.most) == (0, 0, 0, 30)


def test_right_answers_earn_and_wrong_ones_do_not() -> None:
    played = round_of({0: RIGHT, 1: WRONG, 2: RIGHT})
    assert (played.points, played.right, played.most) == (20, 2, 30)


def test_an_answer_that_may_still_be_tried_again_keeps_its_question_open() -> None:
    trying = round_of({0: OPEN, 1: RIGHT})
    assert trying.next_open() == 0


def test_the_first_of_several_tries_is_the_answer() -> None:
    assert answer_of(QUESTIONS[0], ("A", "C", "B")) == Answer(("A", "C", "B"), "A", 0)


def test_a_question_that_was_passed_over_comes_before_the_later_ones() -> None:
    assert round_of({0: RIGHT, 2: RIGHT}).next_open() == 1


def test_a_finished_round_has_no_next_question() -> None:
    done = round_of(dict.fromkeys(range(3), RIGHT))
    assert done.next_open() is None
    assert done.points == done.most


def test_a_round_without_questions_is_finished() -> None:
    empty = Round(7, (), {})
    assert (empty.next_open(), empty.most) == (None, 0)

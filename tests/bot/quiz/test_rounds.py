"""A round knows what is next and what was earned."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from doubles.clock import MONDAY
from doubles.dialogue import wrong_answer
from doubles.items import on

from bot.quiz.bank import Library
from bot.quiz.question import Question
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


# What counts after another try

CLOSE_TO_IT = "patronedge"


def playing(question: Question, reveal: Reveal = Reveal.AT_ONCE, attempts: int = 1) -> Round:
    return Round(7, (question,), {}, replace(QUIZ, reveal=reveal, attempts=attempts))


def tries(round_: Round, *given: str) -> Answer:
    """Answer the first question again and again."""
    for each in given:
        round_ = replace(round_, answers={0: round_.after(0, each, MONDAY)})
    return round_.answers[0]


def test_in_every_form_the_first_answer_settles_the_question(every_form: Library) -> None:
    for question in every_form.bank.questions:
        wrong = wrong_answer(question)
        assert tries(playing(question), wrong, question.key) == Answer((wrong,), wrong, 0)


def test_in_every_form_the_last_answer_counts_while_verdicts_are_hidden(every_form: Library) -> None:
    for question in every_form.bank.questions:
        tried = tries(playing(question, Reveal.AT_CLOSE), question.key, wrong_answer(question), question.key)
        assert tried == Answer((question.key,), question.key, 10)


def test_a_misspelt_answer_uses_up_nothing_once(every_form: Library) -> None:
    cloze = every_form.bank.question["favour-in-a-word"]
    assert tries(playing(cloze), CLOSE_TO_IT) == Answer((CLOSE_TO_IT,), CLOSE_TO_IT, 0, settled=False)
    assert tries(playing(cloze), CLOSE_TO_IT, "patronage") == Answer(
        (CLOSE_TO_IT, "patronage"), "patronage", 10
    )
    again = f"{CLOSE_TO_IT}s"
    assert tries(playing(cloze), CLOSE_TO_IT, again) == Answer((CLOSE_TO_IT, again), again, 0)


def test_a_misspelt_answer_delivered_twice_is_one_try(every_form: Library) -> None:
    """Fault 36."""
    cloze = every_form.bank.question["favour-in-a-word"]
    assert tries(playing(cloze), CLOSE_TO_IT, CLOSE_TO_IT) == tries(playing(cloze), CLOSE_TO_IT)


def test_the_tries_of_the_class_begin_after_the_misspelt_one(every_form: Library) -> None:
    cloze = every_form.bank.question["favour-in-a-word"]
    two = playing(cloze, attempts=2)
    assert not tries(two, CLOSE_TO_IT, "vanity").settled
    assert tries(two, CLOSE_TO_IT, "vanity", "patronage") == Answer(
        (CLOSE_TO_IT, "vanity", "patronage"), "vanity", 0
    )
    assert not tries(two, "vanity").settled
    assert tries(two, "vanity", CLOSE_TO_IT).settled


def test_a_verdict_shows_when_its_question_is_settled_or_its_quiz_closed() -> None:
    one = Round(7, QUESTIONS, {0: RIGHT, 1: OPEN}, QUIZ)
    assert [one.shown(place) for place in range(3)] == [True, False, False]
    hiding = replace(one, quiz=replace(QUIZ, reveal=Reveal.AT_CLOSE))
    assert [hiding.shown(place) for place in range(3)] == [False] * 3
    closed = replace(one, quiz=replace(QUIZ, reveal=Reveal.AT_CLOSE, closed=True))
    assert [closed.shown(place) for place in range(3)] == [True] * 3

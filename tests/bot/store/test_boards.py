"""What the kept answers add up to, for one class at a time."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from doubles.clock import MONDAY, as_here
from doubles.dialogue import wrong_letters
from doubles.rows import lay_out
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine

from bot.chat import Member, MessageRef, Place, Role
from bot.quiz.bank import Library
from bot.quiz.choosing import NOTHING_YET
from bot.quiz.question import Question
from bot.quiz.rounds import Reveal, answer_of
from bot.quiz.scores import Score
from bot.store.boards import RECENT, Result
from bot.store.closings import GRACE
from bot.store.ledger import Ledger
from bot.store.occurrences import Occurrence, Slot

LONDON = ZoneInfo("Europe/London")


@dataclass(repr=False)
class Term:
    """A class over some days: its quizzes, its students, their answers, kept as the bot keeps them."""

    ledger: Ledger
    questions: Sequence[Question]
    server: str = "local"
    class_id: int = field(init=False)

    def __post_init__(self) -> None:
        self.place = Place("classroom", self.server, "class")
        self.class_id = self.ledger.classes.open(self.place, MONDAY).id

    def quiz(self, *asked: int, day: int = 0, reveal: Reveal = Reveal.AT_ONCE) -> Occurrence:
        """Post a quiz that asks the questions with these numbers."""
        at = MONDAY + timedelta(days=day)
        slot = Slot(
            class_id=self.class_id,
            place=self.place,
            local_date=at.date(),
            due_at=at,
            closes_at=at + timedelta(hours=8),
            questions=len(asked),
            factor="",
            reveal=reveal,
            attempts=1,
            token=f"{self.class_id}-{day}-{'-'.join(map(str, asked))}",
        )
        number = self.ledger.occurrences.plan(slot)
        assert number
        paper = self.ledger.papers.save(self.class_id, [self.questions[n] for n in asked], at)
        self.ledger.claims.give_papers({number: paper})
        self.ledger.claims.claim(at, at, "me", ["classroom"])
        self.ledger.claims.record(number, "me", MessageRef(self.place, f"{number}"), at)
        return self.found(number)

    def found(self, number: int) -> Occurrence:
        found = self.ledger.occurrences.in_class(self.class_id, number)
        assert found
        return found

    def close(self, quiz: Occurrence) -> None:
        self.ledger.closings.close_ended(quiz.slot.closes_at + GRACE)

    def student(self, name: str) -> int:
        return self.ledger.students.of(Member("classroom", self.server, name, name, Role.STUDENT), MONDAY)

    def takes(self, name: str, quiz: Occurrence, marks: str) -> None:
        """Answer the quiz's first questions: r for a right answer, w for a wrong one, - for none."""
        begun = self.ledger.rounds.begin(quiz, self.student(name), quiz.slot.due_at)
        self._answers(name, begun, marks, quiz.slot.due_at + timedelta(minutes=1))

    def practises(self, name: str, asked: Sequence[int], marks: str) -> None:
        paper = self.ledger.papers.save(self.class_id, [self.questions[n] for n in asked], MONDAY)
        begun = self.ledger.rounds.practise(self.class_id, self.student(name), paper, MONDAY)
        self._answers(name, begun, marks, MONDAY)

    def _answers(self, name: str, round_id: int, marks: str, at: datetime) -> None:
        student = self.student(name)
        round_ = self.ledger.rounds.of(round_id, student, self.class_id)
        assert round_
        for place, given_ in enumerate(marks):
            question = round_.questions[place]
            letter = question.key if given_ == "r" else wrong_letters(question)[0]
            if given_ != "-":
                answer = answer_of(question, (letter,))
                self.ledger.rounds.keep(round_, place, answer, (self.class_id, student), at)

    def board(self, *, practice: bool = False, days: int | None = None) -> dict[str, int]:
        since = None if days is None else MONDAY + timedelta(days=days)
        scores = self.ledger.boards.totals(self.class_id, since, practice=practice)
        return {score.name: score.points for score in scores}


@pytest.fixture
def ledger(database: str) -> Iterator[Ledger]:
    lay_out(database)
    engine = create_engine(database)
    with engine.begin() as connection:
        yield Ledger(connection, LONDON, as_here, {})
    engine.dispose()


@pytest.fixture
def term(ledger: Ledger, library: Library) -> Term:
    return Term(ledger, apart(library.bank.questions))


def apart(questions: Iterable[Question]) -> list[Question]:
    """Leave out every question that shares a point with one before it."""
    chosen: list[Question] = []
    for question in questions:
        if not any(set(question.points) & set(other.points) for other in chosen):
            chosen.append(question)
    return chosen


def test_quizzes_that_end_together_are_closed_part_by_part(term: Term) -> None:
    """Each is counted as it is closed: an answer to another one waits no longer than a part takes."""
    ended = max(term.quiz(number).slot.closes_at for number in range(3)) + GRACE
    assert [term.ledger.closings.close_ended(ended, most=2) for _ in range(3)] == [2, 1, 0]


# Boards


def test_a_board_adds_up_points_by_student(term: Term) -> None:
    monday, tuesday = term.quiz(0, 1, 2), term.quiz(3, 4, 5, day=1)
    term.takes("Ada", monday, "rrr")
    term.takes("Ada", tuesday, "w-r")
    term.takes("Ben", tuesday, "www")
    assert term.board() == {"Ada": 40, "Ben": 0}
    assert term.ledger.boards.of_quiz(tuesday.id) == [Score(1, "Ada", 10), Score(2, "Ben", 0)]


def test_a_board_begins_with_its_period(term: Term) -> None:
    for day, marks in enumerate(("r--", "rr-", "rrr")):
        term.takes("Ada", term.quiz(0, 1, 2, day=day), marks)
    assert [term.board(days=days) for days in (0, 1, 2, 3)] == [{"Ada": 60}, {"Ada": 50}, {"Ada": 30}, {}]


def test_practice_is_on_the_board_only_where_it_counts(term: Term) -> None:
    term.practises("Ada", (0, 1), "rr")
    term.takes("Ben", term.quiz(2, 3), "rw")
    assert term.board() == {"Ben": 10}
    assert term.board(practice=True) == {"Ada": 20, "Ben": 10}


def test_a_board_is_of_one_class(term: Term, ledger: Ledger) -> None:
    """The same person learns in both."""
    other = Term(ledger, term.questions, server="other")
    term.takes("Ada", term.quiz(0, 1), "rr")
    other.takes("Ada", other.quiz(2, 3), "rw")
    assert (term.board(), other.board()) == ({"Ada": 20}, {"Ada": 10})
    assert len(ledger.boards.of_student(other.class_id, term.student("Ada"))) == 2


@pytest.mark.parametrize("marks", ["rrr", "www"])
def test_marks_that_are_not_out_are_nowhere(term: Term, marks: str) -> None:
    """Fault 84."""
    quiz, student = term.quiz(0, 1, 2, reveal=Reveal.AT_CLOSE), term.student("Ada")
    term.takes("Ada", quiz, marks)
    boards = term.ledger.boards
    assert term.board() == term.board(practice=True) == {}
    assert boards.of_student(term.class_id, student) == []
    assert boards.recent(term.class_id, student) == []
    term.close(quiz)
    assert term.board() == {"Ada": 30 if marks == "rrr" else 0}
    assert len(boards.of_student(term.class_id, student)) == 3


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(marks=st.lists(st.text("rw-", min_size=3, max_size=3), min_size=1, max_size=6))
def test_a_board_equals_a_count_of_right_answers(term: Term, marks: list[str]) -> None:
    """Invariant I4; every example in a server of its own."""
    fresh = Term(term.ledger, term.questions, server=uuid.uuid4().hex)
    for day, line in enumerate(marks):
        fresh.takes(f"Student {day % 2}", fresh.quiz(0, 1, 2, day=day), line)
    given_ = {f"Student {n}": "".join(marks[n::2]).replace("-", "") for n in (0, 1)}
    assert fresh.board() == {name: 10 * all_.count("r") for name, all_ in given_.items() if all_}


# A quiz's results


def test_results_count_answers_and_right_ones_by_question(term: Term) -> None:
    quiz = term.quiz(0, 1, 2)
    for name, marks in (("Ada", "rrw"), ("Ben", "rw-"), ("Cai", "r--")):
        term.takes(name, quiz, marks)
    assert term.ledger.boards.results(quiz.id) == [Result(0, 3, 3), Result(1, 1, 2), Result(2, 0, 1)]


def test_nobodys_results_are_empty(term: Term) -> None:
    assert term.ledger.boards.results(term.quiz(0).id) == []


# A student's own figures


def test_a_students_answers_tell_factor_points_and_whether_in_a_quiz(term: Term) -> None:
    term.takes("Ada", term.quiz(0), "r")
    term.practises("Ada", (1,), "w")
    first, second = term.questions[:2]
    found = term.ledger.boards.of_student(term.class_id, term.student("Ada"))
    assert sorted(found) == sorted([(first.factor, 10, True), (second.factor, 0, False)])


def test_recent_quizzes_come_newest_first_and_at_most_five(term: Term) -> None:
    for day in range(7):
        term.takes("Ada", term.quiz(0, 1, day=day), "rw" if day % 2 else "rr")
    found = term.ledger.boards.recent(term.class_id, term.student("Ada"))
    dates = [(MONDAY + timedelta(days=day)).date() for day in (6, 5, 4, 3, 2)]
    assert found == [(day, points, 2) for day, points in zip(dates, (20, 10, 20, 10, 20), strict=True)]


def test_the_days_of_a_student_are_those_with_an_answer(term: Term) -> None:
    monday, tuesday = term.quiz(0), term.quiz(1, day=1)
    term.takes("Ada", monday, "w")
    term.takes("Ada", tuesday, "-")
    term.practises("Ada", (2,), "r")
    assert term.ledger.boards.days_of(term.class_id, term.student("Ada")) == {monday.slot.local_date}


# What was asked before


def test_a_class_remembers_what_it_was_asked_and_missed(term: Term, ledger: Ledger) -> None:
    Term(ledger, term.questions, server="other").quiz(4)
    quiz, again = term.quiz(0, 1, 2), term.quiz(0, day=1)
    term.takes("Ada", quiz, "rww")
    term.takes("Ben", quiz, "rwr")
    past = ledger.boards.past_of_class(term.class_id, MONDAY.date())
    assert past.questions == {term.questions[0].id: 2, term.questions[1].id: 1, term.questions[2].id: 1}
    assert set(term.questions[1].points) <= past.missed
    assert not past.missed & set(term.questions[0].points)
    assert again.slot.questions == 1


def test_the_points_of_today_and_of_the_quiz_day_before_it_are_recent(term: Term, ledger: Ledger) -> None:
    Term(ledger, term.questions, server="other").quiz(5, day=9)
    for number, day in ((0, 0), (1, 3), (2, 7), (3, 7)):
        term.quiz(number, day=day)

    def recent(day: int) -> frozenset[str]:
        return ledger.boards.past_of_class(term.class_id, (MONDAY + timedelta(days=day)).date()).recent

    def of(*numbers: int) -> set[str]:
        return {point for number in numbers for point in term.questions[number].points}

    assert recent(7) == of(1, 2, 3)
    assert recent(8) == of(2, 3)
    assert recent(0) == of(0)


def test_half_right_is_not_missed(term: Term) -> None:
    quiz = term.quiz(2)
    term.takes("Ada", quiz, "r")
    term.takes("Ben", quiz, "w")
    assert term.ledger.boards.past_of_class(term.class_id, MONDAY.date()).missed == frozenset()


def test_what_was_missed_long_ago_is_forgotten(term: Term) -> None:
    term.takes("Ada", term.quiz(0), "w")
    for day in range(1, RECENT + 1):
        term.quiz(1, day=day)
    assert term.ledger.boards.past_of_class(term.class_id, MONDAY.date()).missed == frozenset()


def test_a_student_remembers_quizzes_and_practice(term: Term) -> None:
    term.takes("Ada", term.quiz(0), "r")
    term.practises("Ada", (1, 2), "w-")
    term.practises("Ben", (3,), "w")
    past = term.ledger.boards.past_of_student(term.class_id, term.student("Ada"))
    assert set(past.questions) == {term.questions[n].id for n in (0, 1, 2)}
    assert past.missed == set(term.questions[1].points)


def test_a_new_class_has_no_past(term: Term) -> None:
    assert term.ledger.boards.past_of_class(term.class_id, MONDAY.date()) == NOTHING_YET
    assert term.ledger.boards.past_of_student(term.class_id, term.student("Ada")) == NOTHING_YET

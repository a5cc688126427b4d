"""Kept totals: whatever happens to answers, they are what the answers add up to."""

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo, available_timezones

import pytest
from doubles.clock import MONDAY, as_here
from doubles.counted import check_counted
from doubles.items import QUESTION, on
from doubles.rows import lay_out
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, func, select, update

from bot.chat import Member, MessageRef, Place, Role
from bot.quiz.question import Question
from bot.quiz.rounds import Reveal
from bot.quiz.scores import Period, since
from bot.store.backend import backend
from bot.store.boards import QUARTER
from bot.store.closings import GRACE
from bot.store.ledger import Ledger
from bot.store.occurrences import CLOSED, Slot
from bot.store.tables.answers import answers, regraded, rounds
from bot.store.tables.people import accounts, students
from bot.store.tables.quizzes import occurrences

EXAMPLES = int(os.environ.get("TOTALS_EXAMPLES", "12"))  # more of them when asked for
ZONES = ("Europe/London", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Kiritimati", "America/St_Johns")
QUESTIONS = (QUESTION, on("menace"), on("files"))
STUDENTS = ("Ada", "Ben", "Cai")


@dataclass
class School:
    """A class whose days go by: each step does one thing, some of them nothing when it is not possible."""

    connection: Connection
    server: str
    now: datetime = MONDAY
    bank: dict[str, Question] = field(default_factory=lambda: {q.id: q for q in QUESTIONS})
    quizzes: list[int] = field(default_factory=list)

    @cached_property
    def place(self) -> Place:
        return Place("classroom", self.server, "class")

    @cached_property
    def ledger(self) -> Ledger:
        return Ledger(self.connection, ZoneInfo("Europe/London"), as_here, {})

    @cached_property
    def class_id(self) -> int:
        return self.ledger.classes.open(self.place, self.now).id

    def student(self, name: str) -> int:
        return self.ledger.students.of(
            Member("classroom", self.server, f"{self.server}-{name}", name, Role.STUDENT), self.now
        )

    def paper(self) -> int:
        return self.ledger.papers.save(self.class_id, list(self.bank.values()), self.now)

    def take(self, step: tuple[str, int, int]) -> None:
        self.now += timedelta(hours=step[1] % 7, minutes=7 * step[2], seconds=11)
        getattr(self, f"_{step[0]}")(*step[1:])

    def _quiz(self, which: int, _: int) -> None:
        reveal = list(Reveal)[which % 2]
        closes = self.now + timedelta(hours=30)
        name = f"{self.server}-{len(self.quizzes)}"
        when = (self.now.date(), self.now, closes, len(self.bank))
        slot = Slot(self.class_id, self.place, *when, "", reveal, 2, name[-25:])
        number = self.ledger.occurrences.plan(slot) or 0
        self.ledger.claims.give_papers({number: self.paper()})
        self.ledger.claims.claim(self.now, self.now, "me", ["classroom"])
        self.ledger.claims.record(number, "me", MessageRef(self.place, name), self.now)
        self.quizzes.append(number)

    def _answer(self, which: int, letter: int) -> None:
        """Answer a question of the newest quiz, or change the answer."""
        quiz = self.quizzes and self.ledger.occurrences.in_class(self.class_id, self.quizzes[-1])
        if quiz and quiz.status != CLOSED:
            student = self.student(STUDENTS[which % 3])
            self._keep(self.ledger.rounds.begin(quiz, student, self.now), student, which // 3, "ABC"[letter])

    def _practise(self, which: int, letter: int) -> None:
        student = self.student(STUDENTS[which % 3])
        begun = self.ledger.rounds.practise(self.class_id, student, self.paper(), self.now)
        self._keep(begun, student, which // 3, "ABC"[letter])

    def _keep(self, begun: int, student: int, place: int, letter: str) -> None:
        round_ = self.ledger.rounds.of(begun, student, self.class_id)
        assert round_
        answer = round_.after(place, letter, self.now)
        assert self.ledger.rounds.keep(round_, place, answer, (self.class_id, student), self.now)

    def _close(self, _: int, __: int) -> None:
        for number in self.quizzes:
            self.ledger.closings.close(number, self.now)
        self.ledger.closings.close_ended(self.now + GRACE)
        self.ledger.regrades.apply(self.bank, self.now)

    def _correct(self, which: int, letter: int) -> None:
        """Find a question's key to have been wrong."""
        old = self.bank[QUESTIONS[which % 3].id]
        self.bank[old.id] = replace(old, key="ABC"[letter])
        self.ledger.regrades.apply(self.bank, self.now)

    def _erase(self, which: int, _: int) -> None:
        """Leave nothing of a student."""
        student = self.student(STUDENTS[which % 3])
        for table in (answers, rounds, regraded, accounts):
            self.connection.execute(delete(table).where(table.c.student_id == student))
        self.connection.execute(delete(students).where(students.c.id == student))

    def _hand_over(self, which: int, _: int) -> None:
        """Let a student's practice be somebody else's."""
        one, other = self.student(STUDENTS[which % 3]), self.student("Nobody")
        for table in (answers, rounds):
            mine = (table.c.student_id == one, table.c.occurrence_id.is_(None))
            self.connection.execute(update(table).where(*mine).values(student_id=other))


STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["quiz", *["answer"] * 4, "practise", "close", "correct", "erase", "hand_over"],
        ),
        st.integers(0, 8),
        st.integers(0, 2),
    ),
    min_size=4,
    max_size=24,
).map(lambda steps: [("quiz", steps[0][1], 0), *steps, ("close", 0, 0)])


@pytest.fixture
def connection(database: str) -> Iterator[Connection]:
    lay_out(database)
    engine = backend(database).writing_engine(database)
    with engine.begin() as opened:
        yield opened
    engine.dispose()


def check_boards(school: School, zone: ZoneInfo) -> None:
    """Hold what is read against the answers: each period's board in this zone, each question's figures."""
    hidden = select(occurrences.c.id).where(
        occurrences.c.reveal == "at-close", occurrences.c.status != CLOSED
    )
    query = select(answers).where(
        answers.c.class_id == school.class_id, func.coalesce(answers.c.occurrence_id, 0).not_in(hidden)
    )
    shown = school.connection.execute(query).all()
    for period in Period:
        began = since(period, school.now, zone)
        for practice in (True, False):
            expected = Counter[int]()
            for row in shown:
                if (began is None or row.at >= began) and (practice or row.occurrence_id):
                    expected[row.student_id] += row.points
            board = school.ledger.boards.totals(school.class_id, began, practice=practice)
            assert {score.student: score.points for score in board} == expected


def check_items(school: School, first: date | None) -> None:
    query = select(answers, occurrences.c.local_date).join_from(answers, occurrences)
    expected: dict[str, Counter[str]] = {}
    for row in school.connection.execute(query.where(occurrences.c.status == CLOSED)):
        if row.class_id == school.class_id and (first is None or row.local_date >= first):
            figures = expected.setdefault(row.version, Counter())
            figures.update({"answered": 1, "right": int(row.points == 10), f"chose {row.choice}": 1})
    found = school.ledger.items.of_class(school.class_id, first)
    assert {
        item.version: +Counter(_figures(item.answered, item.right, dict(item.chosen))) for item in found
    } == {version: +figures for version, figures in expected.items()}


def _figures(answered: int, right: int, chosen: dict[str, int]) -> dict[str, int]:
    return {
        "answered": answered,
        "right": right,
        **{f"chose {each}": count for each, count in chosen.items()},
    }


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, zone=st.sampled_from(ZONES))
def test_kept_totals_are_what_the_answers_add_up_to(
    connection: Connection, steps: list[tuple[str, int, int]], zone: str
) -> None:
    """Invariant I4, over answers, changed answers, practice, closes, corrected keys and erasures, in any zone."""
    with connection.begin_nested() as example:
        school = School(connection, "local")
        for step in steps:
            school.take(step)
            check_counted(connection)
        check_boards(school, ZoneInfo(zone))
        check_items(school, None)
        check_items(school, (MONDAY + timedelta(days=1)).date())
        example.rollback()


def test_a_class_that_moves_to_another_zone_has_the_days_of_that_zone(connection: Connection) -> None:
    """Nothing is written anew: the days begin elsewhere among the same quarters."""
    school = School(connection, "local", MONDAY.replace(hour=20))
    for _ in range(3):
        school.take(("quiz", 0, 0))
        school.take(("answer", 0, 1))
        school.now += timedelta(hours=1)
    points = {}
    for zone in ("Europe/London", "Asia/Kathmandu", "America/St_Johns"):
        began = since(Period.DAY, school.now, ZoneInfo(zone))
        board = school.ledger.boards.totals(school.class_id, began, practice=False)
        points[zone] = sum(score.points for score in board)
        check_boards(school, ZoneInfo(zone))
    assert points["America/St_Johns"] == 30


@pytest.mark.sqlite
def test_a_day_begins_with_a_quarter_of_an_hour_in_every_zone() -> None:
    """So that totals by the quarter add up to any class's days, weeks and months."""
    days = [date(2025, 1, 1) + timedelta(days=n) for n in range(0, 3_650, 20)]
    for name in sorted(available_timezones()):
        zone = ZoneInfo(name)
        assert {int(datetime(d.year, d.month, d.day, tzinfo=zone).timestamp()) % QUARTER for d in days} == {0}

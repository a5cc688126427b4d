"""What the kept answers add up to: boards, a student's own figures, a quiz's results."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Table,
    bindparam,
    case,
    func,
    or_,
    select,
    union_all,
)

from bot.quiz.choosing import Past, past_of
from bot.quiz.marking import WORTH
from bot.quiz.question import thawed
from bot.quiz.rounds import Reveal
from bot.quiz.scores import Score
from bot.store.occurrences import CLOSED
from bot.store.prepared import Prepared, Row, among
from bot.store.tables.answers import PRACTICE, answers, rounds, totals, week_totals
from bot.store.tables.people import students
from bot.store.tables.quizzes import occurrences, paper_questions, versions

QUARTER = 900  # seconds; a day begins at a quarter of an hour of UTC in every zone there is
WEEK = 672  # quarters
LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)
RECENT = 10  # papers whose missed points come back first

# Made once: very many quizzes are due at the same minute, and each asks what its class was asked before.
_ASKED = (
    select(versions.c.body, occurrences.c.local_date)
    .join_from(paper_questions, versions)
    .join(occurrences, occurrences.c.paper_id == paper_questions.c.paper_id)
    .where(occurrences.c.class_id == bindparam("of_class"))
)
_LATEST = (
    select(occurrences.c.id)
    .where(occurrences.c.class_id == bindparam("of_class"))
    .order_by(occurrences.c.due_at.desc())
    .limit(RECENT)
)
_MARKED = (
    select(versions.c.body, func.sum(answers.c.points), func.count())
    .join_from(answers, versions)
    .group_by(versions.c.version)
)
_MARKED_OF_LATE = _MARKED.where(answers.c.occurrence_id.in_(_LATEST))
_thawed = lru_cache(maxsize=4_096)(thawed)  # a kept question never changes


@dataclass(frozen=True, slots=True)
class Result:
    """How one question of a quiz went."""

    place: int
    right: int
    answered: int


class Boards:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def totals(self, class_id: int, since: datetime | None, *, practice: bool) -> list[Score]:
        """Add up the class's points by student since an instant, in quizzes and, if it counts, in practice.

        The instant is one at which a day begins somewhere: the kept totals are finer than any zone's days, so that
        a class's days are always those of the zone that it has now. Whole weeks are read from the totals by the week,
        what is before them by the quarter, and open quizzes, which are in neither, from their answers.
        """
        first = int(since.timestamp()) // QUARTER if since else 0
        week = -(-first // WEEK)  # the first that is whole
        spans = {"first": first, "week": week, "last": week * WEEK - 1}
        open_ = [row.id for row in _OPEN.all(self._connection, {"of_class": class_id})]
        whose = {"of_class": class_id, "practice": practice, "open": open_, "since": since or LONG_AGO}
        return list(map(_score, _BOARD.all(self._connection, spans | whose)))

    def of_quiz(self, occurrence: int) -> list[Score]:
        """Add up one quiz's points by student."""
        return list(map(_score, _OF_QUIZ.all(self._connection, {"of_quiz": occurrence})))

    def results(self, occurrence: int) -> list[Result]:
        """Count, per question of a quiz, who answered and who was right."""
        right = func.sum(case((answers.c.points == WORTH, 1), else_=0))
        query = select(answers.c.place, right, func.count()).where(answers.c.occurrence_id == occurrence)
        rows = self._connection.execute(query.group_by(answers.c.place).order_by(answers.c.place))
        return [Result(place, int(right), count) for place, right, count in rows]

    def of_student(self, class_id: int, student: int) -> list[tuple[str, int, bool]]:
        """List (factor, points, in a quiz) of each answer of the student whose marks are out."""
        query = (
            select(versions.c.body, answers.c.points, answers.c.occurrence_id)
            .join_from(answers, versions)
            .where(answers.c.class_id == class_id, answers.c.student_id == student, _shown(class_id))
        )
        return [
            (thawed(body).factor, points, quiz is not None)
            for body, points, quiz in self._connection.execute(query)
        ]

    def days_of(self, class_id: int, student: int) -> frozenset[date]:
        """List the quiz dates on which the student answered."""
        query = (
            select(occurrences.c.local_date)
            .join_from(answers, occurrences)
            .where(answers.c.class_id == class_id, answers.c.student_id == student)
            .distinct()
        )
        return frozenset(self._connection.scalars(query))

    def recent(self, class_id: int, student: int, most: int = 5) -> list[tuple[date, int, int]]:
        """List (date, points, questions answered) of the student's latest quizzes, newest first."""
        query = (
            select(occurrences.c.local_date, func.sum(answers.c.points), func.count())
            .join_from(answers, occurrences)
            .where(answers.c.class_id == class_id, answers.c.student_id == student, _shown(class_id))
            .group_by(occurrences.c.id)
            .order_by(occurrences.c.due_at.desc())
            .limit(most)
        )
        return [(day, int(points), count) for day, points, count in self._connection.execute(query)]

    def past_of_class(self, class_id: int, today: date) -> Past:
        """Count what the class was asked, what it missed of late, what today and the quiz day before asked."""
        rows = [*self._connection.execute(_ASKED, {"of_class": class_id})]
        asked = [(_thawed(body), day) for body, day in rows]
        since = max((day for _, day in asked if day < today), default=today)
        just_asked = (question for question, day in asked if since <= day <= today)
        missed = _missed(self._connection.execute(_MARKED_OF_LATE, {"of_class": class_id}))
        return past_of((question for question, _ in asked), missed, just_asked)

    def past_of_student(self, class_id: int, student: int) -> Past:
        """Count what the student met in quizzes and practice, and what is still missed more often than not."""
        query = select(versions.c.body).join_from(paper_questions, versions)
        query = query.join(rounds, rounds.c.paper_id == paper_questions.c.paper_id)
        asked = self._connection.scalars(
            query.where(rounds.c.class_id == class_id, rounds.c.student_id == student)
        )
        mine = (answers.c.class_id == class_id, answers.c.student_id == student)
        return past_of(map(_thawed, asked), _missed(self._connection.execute(_MARKED.where(*mine))))


def _shown(class_id: int) -> ColumnElement[bool]:
    """Say of an answer in the class that its marks are out: its quiz is not an open one that reveals at its close."""
    of_class = select(occurrences.c.id).where(occurrences.c.class_id == class_id)
    hidden = of_class.where(occurrences.c.reveal == Reveal.AT_CLOSE, occurrences.c.status != CLOSED)
    return or_(answers.c.occurrence_id.is_(None), answers.c.occurrence_id.not_in(hidden))


def _open() -> Select[tuple[int]]:
    """Find the class's quizzes that are not closed and yet have their marks out."""
    of_class = select(occurrences.c.id).where(occurrences.c.class_id == bindparam("of_class"))
    return of_class.where(occurrences.c.reveal != Reveal.AT_CLOSE, occurrences.c.status != CLOSED)


def _by_student(earned: FromClause) -> Select[Any]:
    """Add up what each student earned, under the name of today."""
    total = func.sum(earned.c.points).label("total")
    each = select(earned.c.student_id, total).group_by(earned.c.student_id).subquery()
    # Asked for each: joined, PostgreSQL reads all students of all classes, since it cannot know how few there are here.
    whose = (
        select(students.c[name]).where(students.c.id == each.c.student_id).scalar_subquery().label(name)
        for name in ("name", "on_board")
    )
    return select(each.c.student_id.label("id"), each.c.total, *whose)


def _score(row: Row) -> Score:
    return Score(row.id, row.name, int(row.total), row.on_board)


def _board(dialect: str) -> Select[Any]:
    with_practice = bindparam("practice", type_=Boolean)

    def earned(table: Table, *conditions: ColumnElement[bool]) -> Select[Any]:
        return select(table.c.student_id, table.c.points).where(*conditions)

    by_week = earned(
        week_totals,
        week_totals.c.class_id == bindparam("of_class"),
        week_totals.c.week >= bindparam("week"),
        or_(with_practice, week_totals.c.practice.is_(False)),
    )
    by_quarter = earned(
        totals,
        totals.c.class_id == bindparam("of_class"),
        totals.c.quarter.between(bindparam("first"), bindparam("last")),
        or_(with_practice, totals.c.occurrence != PRACTICE),
    )
    open_ = earned(
        answers,
        among(dialect, answers.c.occurrence_id, "open"),
        answers.c.at >= bindparam("since", type_=answers.c.at.type),
    )
    return _by_student(union_all(by_week, by_quarter, open_).subquery())


def _of_quiz() -> Select[Any]:
    of_quiz = select(answers.c.student_id, answers.c.points).where(
        answers.c.occurrence_id == bindparam("of_quiz")
    )
    return _by_student(of_quiz.subquery())


_OPEN = Prepared(lambda _: _open())
_BOARD = Prepared(_board)
_OF_QUIZ = Prepared(lambda _: _of_quiz())


def _missed(marked: Iterable[Sequence[Any]]) -> frozenset[str]:
    """Name the points for which less than half of what was possible was earned."""
    earned, possible = Counter[str](), Counter[str]()
    for body, points, count in marked:
        for point in _thawed(body).points:
            earned[point] += points
            possible[point] += count * WORTH
    return frozenset(point for point in possible if earned[point] * 2 < possible[point])

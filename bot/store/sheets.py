"""A teacher's view of a class: who answered what, and who is known to it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Select, Table, and_, func, select, union

from bot.store.boards import QUARTER
from bot.store.occurrences import CLOSED
from bot.store.tables.answers import answers, rounds, totals
from bot.store.tables.people import accounts, students
from bot.store.tables.quizzes import occurrences, schedules


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody by display name, whatever name boards show."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Given:
    """One student's answer to one question of a quiz, as it counts so far."""

    student: int
    place: int
    choice: str
    points: int


@dataclass(frozen=True, slots=True)
class Standing:
    """One student's part in several quizzes."""

    person: Person
    quizzes: int
    answered: int
    points: int


class Sheets:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_quiz(self, occurrence: int) -> list[Given]:
        """List every answer to a quiz, by question."""
        columns = (answers.c.student_id, answers.c.place, answers.c.choice, answers.c.points)
        query = select(*columns).where(answers.c.occurrence_id == occurrence)
        rows = self._connection.execute(query.order_by(answers.c.place, answers.c.student_id))
        return [Given(*row) for row in rows]

    def began(self, occurrence: int) -> list[Person]:
        """List by name who pressed a quiz's Start."""
        return self._people(select(rounds.c.student_id).where(rounds.c.occurrence_id == occurrence))

    def known(self, class_id: int, until: datetime) -> list[Person]:
        """List by name who had answered anything in the class by then, practice included; not who posts its quizzes."""
        counted = select(totals.c.student_id).where(
            totals.c.class_id == class_id, totals.c.quarter <= int(until.timestamp()) // QUARTER
        )
        open_ = select(occurrences.c.id).where(
            occurrences.c.class_id == class_id, occurrences.c.status != CLOSED
        )
        lately = select(answers.c.student_id).where(answers.c.occurrence_id.in_(open_), answers.c.at <= until)
        met = union(counted, lately).subquery()
        posting = (met.c.student_id.not_in(_makers(table, class_id)) for table in (occurrences, schedules))
        return self._people(select(met.c.student_id).where(*posting))

    def _people(self, which: Select[tuple[int]]) -> list[Person]:
        query = select(students.c.id, students.c.name).where(students.c.id.in_(which))
        found = [Person(*row) for row in self._connection.execute(query)]
        return sorted(found, key=lambda person: (person.name.casefold(), person.id))

    def of_class(self, class_id: int, since: date | None = None) -> list[Standing]:
        """Add up each student's part in the class's closed quizzes dated since then, by name."""
        when = [] if since is None else [occurrences.c.local_date >= since]
        closed = select(occurrences.c.id).where(
            occurrences.c.class_id == class_id, occurrences.c.status == CLOSED, *when
        )
        figures = (func.count(totals.c.occurrence.distinct()), func.sum(totals.c.answered))
        query = (
            select(students.c.id, students.c.name, *figures, func.sum(totals.c.points))
            .join_from(totals, students)
            .where(totals.c.class_id == class_id, totals.c.occurrence.in_(closed))
            .group_by(students.c.id, students.c.name)
        )
        found = [
            Standing(Person(id_, name), quizzes, int(answered), int(points))
            for id_, name, quizzes, answered, points in self._connection.execute(query)
        ]
        return sorted(found, key=lambda each: (each.person.name.casefold(), each.person.id))


def _makers(table: Table, class_id: int) -> Select[tuple[int]]:
    """Find who made what the class's quizzes come from."""
    theirs = and_(table.c.made_by == accounts.c.user_id, table.c.platform == accounts.c.platform)
    return select(accounts.c.student_id).join(table, theirs).where(table.c.class_id == class_id)

"""What is kept about one person: told in figures, copied out, kept off boards."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Table, func, select, update

from bot.quiz.question import thawed
from bot.store.columns import ABOUT
from bot.store.occurrences import CLOSED
from bot.store.redrawing import OURS, draw_anew_of_class, draw_anew_with
from bot.store.tables.answers import answers
from bot.store.tables.classroom import classroom_people
from bot.store.tables.people import students
from bot.store.tables.quizzes import occurrences, versions
from bot.store.whose import whose_account

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Summary:
    """What there is of a person: by our number once anything was answered, and how many rows of which kind."""

    number: int | None
    name: str
    since: datetime | None
    on_board: bool
    tally: tuple[tuple[str, int], ...]


class Personal:
    def __init__(self, connection: Connection, days: int = 0) -> None:
        self._connection = connection
        self.days = days  # for which answers are kept; 0: until they are erased

    def summary(self, platform: str, user: str) -> Summary | None:
        """Tell what there is of a person in figures; None if there is nothing."""
        whose = whose_account(self._connection, platform, user)
        all_ = (*whose.named_rows(), *whose.tables())
        counts = Counter[str]()
        for table, theirs in all_:
            counts[str(table.info[ABOUT])] += self._count(table, theirs)
        tally = tuple((words, count) for words, count in reversed(counts.items()) if count)
        if not tally:
            return None
        row = self._connection.execute(select(students).where(students.c.id == whose.student)).first()
        if row is None:
            return Summary(None, self._seated(platform, user), None, on_board=True, tally=tally)
        return Summary(row.id, row.name, row.created_at, row.on_board, tally)

    def _seated(self, platform: str, user: str) -> str:
        """Give the name of somebody with a seat in the classroom of whom nothing else is kept."""
        if platform != OURS or not user.isdecimal():
            return ""
        seat = select(classroom_people.c.name).where(classroom_people.c.id == int(user))
        return str(self._connection.scalar(seat) or "")

    def _count(self, table: Table, theirs: ColumnElement[bool]) -> int:
        return int(self._connection.scalar(select(func.count()).select_from(table).where(theirs)) or 0)

    def copy(self, platform: str, user: str) -> dict[str, list[Row]]:
        """Give every row about a person by table, as JSON can hold it; no verdict before it is shown."""
        whose = whose_account(self._connection, platform, user)
        found: dict[str, list[Row]] = {}
        for table, theirs in (*whose.tables(), *whose.named_rows()):
            query = select(table).where(theirs).order_by(*table.primary_key)
            if rows_ := [_plain(row) for row in self._connection.execute(query).mappings()]:
                found[table.name] = rows_
        if whose.student is not None:
            self._explain(found.get("answers", ()), whose.student)
        return dict(sorted(found.items()))

    def _explain(self, given: Iterable[Row], student: int) -> None:
        """Put the question's words beside each answer; take out marks that are not out yet."""
        query = (
            select(answers.c.id, versions.c.body, occurrences.c.reveal, occurrences.c.status)
            .join_from(answers, versions)
            .outerjoin(occurrences, occurrences.c.id == answers.c.occurrence_id)
            .where(answers.c.student_id == student)
        )
        known: dict[object, Any] = {row.id: row for row in self._connection.execute(query)}
        for answer in given:
            row = known[answer["id"]]
            answer["question"] = thawed(row.body).stem
            if row.reveal == "at-close" and row.status != CLOSED:
                answer |= {"points": "shown when the quiz closes", "settled": "shown when the quiz closes"}

    def show_on_boards(self, number: int, now: datetime, *, shown: bool) -> None:
        """Let a student be seen on boards, or not; results of late are drawn anew."""
        self._connection.execute(update(students).where(students.c.id == number).values(on_board=shown))
        draw_anew_with(self._connection, number, now)

    def rename_on_boards(self, class_id: int, now: datetime) -> None:
        """Have a class's results drawn anew: its boards name people otherwise."""
        draw_anew_of_class(self._connection, class_id, now)


def _plain(row: RowMapping) -> Row:
    """Write instants and dates as JSON can hold them."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}

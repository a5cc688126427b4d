"""What is kept about one person: told in figures, copied out, kept off boards, erased."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Table, delete, func, or_, select, update

from bot.quiz.question import thawed
from bot.store.locks import BURYING, alone
from bot.store.occurrences import CLOSED, Occurrences
from bot.store.tables import (
    ABOUT,
    accounts,
    answers,
    classroom_people,
    occurrences,
    rounds,
    students,
    versions,
)
from bot.store.tombstones import Tombstones, erased_file
from bot.store.whose import Whose

DRAWN_ANEW = timedelta(days=7)  # how old results may be that are drawn again in a channel
OURS = "classroom"  # the platform whose messages are ours to keep: there all results are drawn again

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long what people leave is kept, in days (0: until it is erased), and where it is noted who was erased."""

    days: int = 0
    tombstones: Tombstones | None = None


def keeping(url: str, erased: str, days: int) -> Keeping:
    """Keep for so many days, and note erasures in the chosen file, else beside the database; raise Unusable."""
    return Keeping(days, Tombstones(erased_file(url, erased)))


@dataclass(frozen=True, slots=True)
class Summary:
    """What there is of a person: by our number once anything was answered, and how many rows of which kind."""

    number: int | None
    name: str
    since: datetime | None
    on_board: bool
    tally: tuple[tuple[str, int], ...]


class Personal:
    def __init__(self, connection: Connection, keeping: Keeping) -> None:
        self._connection = connection
        self._keeping = keeping

    @property
    def days(self) -> int:
        """For how many days answers are kept; 0 if until they are erased."""
        return self._keeping.days

    def summary(self, platform: str, user: str) -> Summary | None:
        """Tell what there is of a person in figures; None if there is nothing."""
        whose = self._whose(platform, user)
        counts = [(str(t.info[ABOUT]), self._count(t, theirs)) for t, theirs in whose.tables()]
        tally = tuple((words, count) for words, count in counts[::-1] if count)
        if not tally:
            return None
        row = self._connection.execute(select(students).where(students.c.id == whose.student)).first()
        if row is None:
            seat = select(classroom_people.c.name).where(classroom_people.c.id == int(user))
            return Summary(None, str(self._connection.scalar(seat)), None, on_board=True, tally=tally)
        return Summary(row.id, row.name, row.created_at, row.on_board, tally)

    def _count(self, table: Table, theirs: ColumnElement[bool]) -> int:
        return int(self._connection.scalar(select(func.count()).select_from(table).where(theirs)) or 0)

    def copy(self, platform: str, user: str) -> dict[str, list[Row]]:
        """Give every row about a person by table, as JSON can hold it; no verdict before it is shown."""
        whose = self._whose(platform, user)
        found: dict[str, list[Row]] = {}
        for table, theirs in whose.tables():
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
        self._draw_anew(Whose("", "", number), now)

    def erase(self, platform: str, user: str, now: datetime) -> bool:
        """Erase everything about a person, and note it outside the database first; False if there is nothing."""
        whose = self._whose(platform, user)
        self._draw_anew(whose, now)  # before the student is held: an answer takes the quiz's row first, too
        whose = self._held(whose)
        if not any(self._has(whose)):
            return False
        if self._keeping.tombstones:
            for account in self._accounts(whose):
                self._keeping.tombstones.add(*account, now)
        self._delete(whose)
        return True

    def bury(self, now: datetime) -> int:
        """Erase again whom a backup has brought back, as the notes tell; give how many."""
        known = self._keeping.tombstones
        erased = known.erased() if known else {}
        if known is None or not erased:
            return 0
        alone(self._connection, BURYING)
        found = [
            whose for account, whose, since in self._everybody()
            if (at := erased.get(known.hash(*account))) and (since is None or since <= at)
        ]  # fmt: skip
        for whose in found:
            self._draw_anew(whose, now)
            self._delete(whose)
        return len(found)

    def let_go(self, number: int) -> None:
        """Delete a student of whom nothing else is left, with accounts and seat."""
        for platform, user in self._accounts(Whose("", "", number)):
            self._delete(Whose(platform, user, number))

    def _everybody(self) -> Iterable[tuple[tuple[str, str], Whose, datetime | None]]:
        """List accounts, whose they are and since when; a seat stands by itself."""
        query = select(accounts.c.platform, accounts.c.user_id, students.c.id, students.c.created_at)
        for platform, user, number, since in self._connection.execute(query.join_from(accounts, students)):
            yield (platform, user), Whose("", "", number), since
        for seat in self._connection.execute(select(classroom_people)):
            yield (OURS, str(seat.id)), Whose(OURS, str(seat.id), None), seat.joined_at

    def _whose(self, platform: str, user: str) -> Whose:
        query = select(accounts.c.student_id)
        number = self._connection.scalar(
            query.where(accounts.c.platform == platform, accounts.c.user_id == user)
        )
        return Whose(platform, user, number)

    def _held(self, whose: Whose) -> Whose:
        """Keep other processes from adding to the student, who may be gone by the time that they let go."""
        query = select(students.c.id).where(students.c.id == whose.student).with_for_update()
        return Whose(whose.platform, whose.user, self._connection.scalar(query))

    def _has(self, whose: Whose) -> Iterable[bool]:
        for table, theirs in whose.tables():
            yield (
                self._connection.execute(select(*table.primary_key).where(theirs).limit(1)).first()
                is not None
            )

    def _accounts(self, whose: Whose) -> list[tuple[str, str]]:
        query = select(accounts.c.platform, accounts.c.user_id).where(accounts.c.student_id == whose.student)
        found = [(row.platform, row.user_id) for row in self._connection.execute(query)]
        return found or [(whose.platform, whose.user)]

    def _delete(self, whose: Whose) -> None:
        """Delete every row about a person: this is the one place that does."""
        for table, theirs in whose.tables():
            self._connection.execute(delete(table).where(theirs))

    def _draw_anew(self, whose: Whose, now: datetime) -> None:
        """Have the messages drawn again in which the person is named or counted."""
        took_part = select(rounds.c.occurrence_id).where(
            rounds.c.student_id == whose.student, rounds.c.occurrence_id.is_not(None)
        )
        Occurrences(self._connection).draw_anew(occurrences.c.id.in_(took_part), _can_be_drawn_anew(now))

    def draw_class_anew(self, class_id: int, now: datetime) -> None:
        """Have a class's results drawn again: its boards name people otherwise."""
        Occurrences(self._connection).draw_anew(occurrences.c.class_id == class_id, _can_be_drawn_anew(now))


def _can_be_drawn_anew(now: datetime) -> ColumnElement[bool]:
    return or_(occurrences.c.closes_at >= now - DRAWN_ANEW, occurrences.c.platform == OURS)


def _plain(row: RowMapping) -> Row:
    """Write instants and dates as JSON can hold them."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}

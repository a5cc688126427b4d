"""Students' rounds and their answers."""

import json
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import JSON, ColumnElement, Connection, Select, bindparam, column, func, insert, select

from bot.quiz.rounds import Answer, Quiz, Reveal, Round
from bot.store.occurrences import CLOSED, POSTED, Occurrence
from bot.store.papers import Papers
from bot.store.prepared import Prepared, Row, Values, among
from bot.store.tables.answers import answers, rounds
from bot.store.tables.quizzes import occurrences
from bot.store.upsert import Insert, insert_in

Spot = tuple[int, int]  # a round, and the place of a question in it

_COLUMNS = (
    *(rounds.c[name] for name in ("id", "student_id", "class_id", "paper_id", "occurrence_id")),
    *(occurrences.c[name] for name in ("closes_at", "status", "reveal", "attempts")),
    *(answers.c[name] for name in ("place", "tried", "choice", "points", "settled", "at")),
)
_WHOSE = ("round_id", "class_id", "student_id", "occurrence_id", "place", "version")
_WHAT = ("choice", "tried", "points", "settled", "at")


def _whole(_: str) -> Select[Any]:
    """Look a round up: a row for each answer so far, at least one."""
    query = select(*_COLUMNS).join_from(rounds, occurrences, isouter=True)
    return query.outerjoin(answers, answers.c.round_id == rounds.c.id).where(rounds.c.id == bindparam("id"))


def _spots(dialect: str) -> Select[Any]:
    """Look questions of rounds up: a row for each, with its answer if there is one."""
    round_, place = _asked(dialect)
    query = select(*_COLUMNS, place.label("asked")).join(rounds, rounds.c.id == round_)
    query = query.outerjoin(occurrences, occurrences.c.id == rounds.c.occurrence_id)
    return query.outerjoin(answers, (answers.c.round_id == rounds.c.id) & (answers.c.place == place))


def _asked(dialect: str) -> tuple[ColumnElement[int], ColumnElement[int]]:
    """Make columns of a list of spots, which is a single parameter."""
    each = func.json_array_elements if dialect == "postgresql" else func.json_each
    spot = each(bindparam("spots", type_=JSON)).table_valued(column("value", JSON), name="asked").c.value
    return spot[0].as_integer(), spot[1].as_integer()


def _holding(dialect: str) -> Select[Any]:
    """Lock rounds in the order of their numbers, so that no two processes wait for each other."""
    held = select(rounds.c.id).where(among(dialect, rounds.c.id, "these"))
    return held.order_by(rounds.c.id).with_for_update(key_share=True)


def _keeping(dialect: str, *, quiz: bool) -> Insert:
    """Make the statement that keeps an answer, in place of an earlier one to the same question.

    Of a quiz it keeps nothing once the quiz is closed; if it is not, another process closes it only after
    this transaction.
    """
    row = {name: bindparam(name, type_=answers.c[name].type) for name in (*_WHOSE, *_WHAT)}
    statement = insert_in(dialect, answers)
    open_ = (occurrences.c.id == row["occurrence_id"], occurrences.c.status != CLOSED)
    if quiz:
        statement = statement.from_select(
            list(row), select(*row.values()).where(*open_).with_for_update(read=True)
        )
    else:
        statement = statement.values(row)
    changed = {name: statement.excluded[name] for name in _WHAT}
    return statement.on_conflict_do_update(index_elements=["round_id", "place"], set_=changed)


_WHOLE, _SPOTS, _HELD = Prepared(_whole), Prepared(_spots), Prepared(_holding)
_KEPT_OF_QUIZ, _KEPT = Prepared(partial(_keeping, quiz=True)), Prepared(partial(_keeping, quiz=False))


class ClosedMeanwhile(Exception):
    """A quiz was closed by another process between the look at a round of it and its answer."""


class Rounds:
    def __init__(self, connection: Connection, papers: Papers) -> None:
        self._connection = connection
        self._papers = papers
        self._expected: dict[Spot, Row] = {}
        self._to_keep: dict[Spot, Values] = {}

    def begin(self, occurrence: Occurrence, student: int, now: datetime) -> int:
        """Give the number of the student's round over a quiz, begun now unless it was before."""
        if found := self.over(occurrence.id, student):
            return found
        row = {"class_id": occurrence.slot.class_id, "student_id": student, "paper_id": occurrence.paper}
        return self._insert(**row, occurrence_id=occurrence.id, started_at=now)

    def over(self, occurrence: int, student: int) -> int | None:
        """Find the student's round over a quiz."""
        query = select(rounds.c.id).where(
            rounds.c.occurrence_id == occurrence, rounds.c.student_id == student
        )
        return self._connection.scalar(query)

    def practise(self, class_id: int, student: int, paper: int, now: datetime) -> int:
        """Begin a practice round over a paper."""
        return self._insert(class_id=class_id, student_id=student, paper_id=paper, started_at=now)

    def _insert(self, **row: object) -> int:
        return int(self._connection.execute(insert(rounds).values(**row).returning(rounds.c.id)).scalar_one())

    def expect(self, spots: Iterable[Spot]) -> None:
        """Hold rounds and look up what `at` will be asked for; their answers wait for `keep_expected`."""
        wanted = sorted(set(spots))
        self._hold(sorted({round_ for round_, _ in wanted}))
        found = _SPOTS.all(self._connection, {"spots": wanted})
        self._expected.update(((row.id, row.asked), row) for row in found)

    def at(self, spot: Spot, student: int | None, class_id: int) -> Round | None:
        """Find a round of this student in this class, with its answer to this question alone.

        What another process does about the round, such as taking another answer, comes before or after.
        """
        row = self._expected.get(spot)
        if row is None:
            self._hold([spot[0]])
            return self._round(_SPOTS.all(self._connection, {"spots": [spot]}), student, class_id)
        if kept := self._to_keep.get(spot):
            row = row._replace(**{name: kept[name] for name in ("place", *_WHAT)})
        return self._round([row], student, class_id)

    def of(self, id_: int, student: int | None, class_id: int) -> Round | None:
        """Find a round of this student in this class, with its answers so far."""
        return self._round(_WHOLE.all(self._connection, {"id": id_}), student, class_id)

    def _hold(self, these: list[int]) -> None:
        if self._connection.dialect.name == "postgresql":  # SQLite has but one process, which writes in turn
            _HELD.all(self._connection, {"these": these})

    def _round(self, found: list[Row], student: int | None, class_id: int) -> Round | None:
        if not found or (found[0].student_id, found[0].class_id) != (student, class_id):
            return None
        first = found[0]
        given = {row.place: _answer(row) for row in found if row.place is not None}
        find = self._papers.of_posted if first.status == POSTED else self._papers.questions
        return Round(first.id, find(first.paper_id), given, _quiz(first))

    def keep(self, round_: Round, place: int, answer: Answer, member: tuple[int, int], at: datetime) -> bool:
        """Keep an answer of (class, student), in place of an earlier one; False if the quiz is closed by now."""
        class_id, student = member
        row = {
            "round_id": round_.id,
            "class_id": class_id,
            "student_id": student,
            "occurrence_id": round_.quiz.occurrence if round_.quiz else None,
            "place": place,
            "version": round_.questions[place].version,
            "choice": answer.choice,
            "tried": written(answer.tried),
            "points": answer.points,
            "settled": answer.settled,
            "at": at,
        }
        spot = round_.id, place
        if spot in self._expected:
            self._to_keep[spot] = row
            return True
        return self._write([row]) == 1

    def keep_expected(self) -> None:
        """Keep the answers in rounds that were expected; raise ClosedMeanwhile, and keep none, if a quiz is closed."""
        rows = [self._to_keep[key] for key in sorted(self._to_keep)]
        if self._write(rows) != len(rows):
            raise ClosedMeanwhile

    def _write(self, rows: list[Values]) -> int:
        practice = [row for row in rows if row["occurrence_id"] is None]
        of_quizzes = [row for row in rows if row["occurrence_id"] is not None]
        kept = ((_KEPT, practice), (_KEPT_OF_QUIZ, of_quizzes))
        return sum(statement.count(self._connection, each) for statement, each in kept if each)


def _quiz(row: Row) -> Quiz | None:
    if row.occurrence_id is None:
        return None
    closed = row.status == CLOSED
    return Quiz(row.occurrence_id, row.closes_at, Reveal(row.reveal), row.attempts, closed)


def _answer(row: Row) -> Answer:
    return Answer(read(row.tried), row.choice, row.points, row.settled, row.at)


def written(tried: tuple[str, ...]) -> str:
    """Write tries for the table: single letters side by side, as they always were; else as a JSON list."""
    if all(len(one) == 1 and "A" <= one <= "Z" for one in tried):
        return "".join(tried)
    return json.dumps(tried, ensure_ascii=False)


def read(kept: str) -> tuple[str, ...]:
    """Read tries from the table."""
    return tuple(json.loads(kept)) if kept.startswith("[") else tuple(kept)

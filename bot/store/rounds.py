"""Students' rounds and their answers."""

import json
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, Select, bindparam, insert, select

from bot.quiz.rounds import Answer, Quiz, Reveal, Round
from bot.store.occurrences import CLOSED, POSTED, Occurrence
from bot.store.papers import Papers
from bot.store.prepared import Prepared, Row, Values, among
from bot.store.tables import answers, occurrences, rounds
from bot.store.upsert import Insert, insert_in

_ROUNDS = (  # a row for each answer so far, at least one a round
    select(*(rounds.c[name] for name in ("id", "student_id", "class_id", "paper_id", "occurrence_id")))
    .add_columns(*(occurrences.c[name] for name in ("closes_at", "status", "reveal", "attempts")))
    .add_columns(*(answers.c[name] for name in ("place", "tried", "choice", "points", "settled", "at")))
    .join_from(rounds, occurrences, isouter=True)
    .outerjoin(answers, answers.c.round_id == rounds.c.id)
)
_WHOSE = ("round_id", "class_id", "student_id", "occurrence_id", "place", "version")
_WHAT = ("choice", "tried", "points", "settled", "at")


def _these(dialect: str) -> Select[Any]:
    return _ROUNDS.where(among(dialect, rounds.c.id, "these"))


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


_THESE, _HELD = Prepared(_these), Prepared(_holding)
_KEPT_OF_QUIZ, _KEPT = Prepared(partial(_keeping, quiz=True)), Prepared(partial(_keeping, quiz=False))


class ClosedMeanwhile(Exception):
    """A quiz was closed by another process between the look at a round of it and its answer."""


class Rounds:
    def __init__(self, connection: Connection, papers: Papers) -> None:
        self._connection = connection
        self._papers = papers
        self._expected: dict[int, dict[int | None, Row]] = {}  # round -> place -> row
        self._to_keep: dict[tuple[int, int], Values] = {}  # (round, place) -> answer

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

    def expect(self, these: Iterable[int]) -> None:
        """Hold and look up rounds that will be asked for; their answers wait for `keep_expected`."""
        numbers = sorted(set(these))
        self._hold(numbers)
        for row in _THESE.all(self._connection, {"these": numbers}):
            self._expected.setdefault(row.id, {})[row.place] = row

    def hold(self, id_: int) -> None:
        """Let what another process does about this round, such as taking another answer, come before or after."""
        if id_ not in self._expected:
            self._hold([id_])

    def _hold(self, these: list[int]) -> None:
        if self._connection.dialect.name == "postgresql":  # SQLite has but one process, which writes in turn
            _HELD.all(self._connection, {"these": these})

    def of(self, id_: int, student: int | None, class_id: int) -> Round | None:
        """Find a round of this student in this class, with its answers so far."""
        expected = self._expected.get(id_)
        found = list(expected.values()) if expected else _THESE.all(self._connection, {"these": [id_]})
        if not found or (found[0].student_id, found[0].class_id) != (student, class_id):
            return None
        first = found[0]
        quiz = _quiz(first)
        given = {row.place: _answer(row) for row in found if row.place is not None}
        find = self._papers.of_posted if first.status == POSTED else self._papers.questions
        return Round(first.id, find(first.paper_id), given, quiz)

    def keep(self, round_: Round, place: int, answer: Answer, member: tuple[int, int], at: datetime) -> bool:
        """Keep an answer of (class, student), in place of an earlier one; False if the quiz is closed by now."""
        what = {
            "choice": answer.choice,
            "tried": written(answer.tried),
            "points": answer.points,
            "settled": answer.settled,
            "at": at,
        }
        class_id, student = member
        row = {
            **what,
            "round_id": round_.id,
            "class_id": class_id,
            "student_id": student,
            "occurrence_id": round_.quiz.occurrence if round_.quiz else None,
            "place": place,
            "version": round_.questions[place].version,
        }
        if expected := self._expected.get(round_.id):
            expected[place] = next(iter(expected.values()))._replace(place=place, **what)
            self._to_keep[round_.id, place] = row
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

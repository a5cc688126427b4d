"""Students' rounds and their answers."""

import json
import re
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select

from bot.quiz.rounds import Answer, Quiz, Reveal, Round
from bot.store.occurrences import CLOSED, POSTED, Occurrence
from bot.store.papers import Papers
from bot.store.tables import answers, occurrences, rounds
from bot.store.upsert import Insert, insert_in

# Made once: making a statement takes longer than running it, and every press of a round needs these.
_OF = (  # a row for each answer so far, at least one
    select(rounds.c.id, rounds.c.paper_id, rounds.c.occurrence_id)
    .add_columns(*(occurrences.c[name] for name in ("closes_at", "status", "reveal", "attempts")))
    .add_columns(*(answers.c[name] for name in ("place", "tried", "choice", "points", "settled", "at")))
    .join_from(rounds, occurrences, isouter=True)
    .outerjoin(answers, answers.c.round_id == rounds.c.id)
    .where(rounds.c.id == bindparam("of_round"), rounds.c.student_id == bindparam("of_student"))
    .where(rounds.c.class_id == bindparam("of_class"))
)
_WHOSE = ("round_id", "class_id", "student_id", "occurrence_id", "place", "version")
_WHAT = ("choice", "tried", "points", "settled", "at")
_HELD = select(rounds.c.id).where(rounds.c.id == bindparam("of_round")).with_for_update(key_share=True)


@cache
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
    kept = statement.on_conflict_do_update(index_elements=["round_id", "place"], set_=changed)
    return kept.execution_options(preserve_rowcount=True)


class Rounds:
    def __init__(self, connection: Connection, papers: Papers) -> None:
        self._connection = connection
        self._papers = papers

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

    def hold(self, id_: int) -> None:
        """Let what another process does about this round, such as taking another answer, come before or after."""
        if self._connection.dialect.name == "postgresql":  # SQLite has but one process, which writes in turn
            self._connection.execute(_HELD, {"of_round": id_})

    def of(self, id_: int, student: int | None, class_id: int) -> Round | None:
        """Find a round of this student in this class, with its answers so far."""
        mine = {"of_round": id_, "of_student": student, "of_class": class_id}
        found = self._connection.execute(_OF, mine).all()
        if not found:
            return None
        first = found[0]
        quiz = _quiz(first)
        given = {row.place: _answer(row) for row in found if row.place is not None}
        find = self._papers.of_posted if first.status == POSTED else self._papers.questions
        return Round(first.id, find(first.paper_id), given, quiz)

    def keep(self, round_: Round, place: int, answer: Answer, member: tuple[int, int], at: datetime) -> bool:
        """Keep an answer of (class, student), in place of an earlier one; False if the quiz is closed by now."""
        class_id, student = member
        row = {
            "choice": answer.choice,
            "tried": written(answer.tried),
            "points": answer.points,
            "settled": answer.settled,
            "at": at,
            "round_id": round_.id,
            "class_id": class_id,
            "student_id": student,
            "occurrence_id": round_.quiz.occurrence if round_.quiz else None,
            "place": place,
            "version": round_.questions[place].version,
        }
        keeping = _keeping(self._connection.dialect.name, quiz=round_.quiz is not None)
        return self._connection.execute(keeping, row).rowcount == 1


def _quiz(row: Row[Any]) -> Quiz | None:
    if row.occurrence_id is None:
        return None
    closed = row.status == CLOSED
    return Quiz(row.occurrence_id, row.closes_at, Reveal(row.reveal), row.attempts, closed)


def _answer(row: Row[Any]) -> Answer:
    return Answer(read(row.tried), row.choice, row.points, row.settled, row.at)


def written(tried: tuple[str, ...]) -> str:
    """Write tries for the table: single letters side by side, as they always were; else as a JSON list."""
    if all(re.fullmatch("[A-Z]", one, re.ASCII) for one in tried):
        return "".join(tried)
    return json.dumps(tried, ensure_ascii=False)


def read(kept: str) -> tuple[str, ...]:
    """Read tries from the table."""
    return tuple(json.loads(kept)) if kept.startswith("[") else tuple(kept)

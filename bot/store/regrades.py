"""Answers marked anew where the pack's key was wrong, and the record of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, bindparam, insert, or_, select, update

from bot.quiz.question import Question, thawed
from bot.quiz.regrading import corrected
from bot.quiz.rounds import answer_of
from bot.store.locks import REGRADING, alone
from bot.store.occurrences import CLOSED, POSTED, SENDING
from bot.store.rounds import read
from bot.store.tables.answers import answers, regraded, regrades
from bot.store.tables.people import students
from bot.store.tables.quizzes import occurrences, paper_questions, versions
from bot.store.upsert import insert_or

SHOWN_ANEW = timedelta(days=7)  # how old the message may be whose results are drawn again

_open = occurrences.c.status.in_([SENDING, POSTED])


@dataclass(frozen=True, slots=True)
class Regrade:
    """How a corrected key changed a class's points: by how much whose."""

    question: str
    at: datetime
    answers: int
    changes: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Remarked:
    """An answer, and what it earns by the corrected key."""

    id: int
    class_id: int
    student_id: int
    occurrence_id: int | None
    choice: str
    points: int
    change: int


class Regrades:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def apply(self, bank: Mapping[str, Question], now: datetime) -> None:
        """Mark every answer by its question's corrected key; an open quiz keeps its own until it is closed."""
        alone(self._connection, REGRADING)
        for old in self._outdated(bank):
            new = bank[old.id]
            kept = {"version": new.version, "question": new.id, "body": new.frozen}
            self._connection.execute(
                insert_or(self._connection, versions).values(**kept).on_conflict_do_nothing()
            )
            if marked := self._remarked(old, new):
                self._mark(marked)
                self._record(old, new, marked, now)
                self._show_anew(marked, now)
            self._turn(old.version, new.version)

    def of_class(self, class_id: int, since: datetime) -> list[Regrade]:
        """List what was marked anew in the class since an instant, newest first."""
        query = select(regrades).where(regrades.c.class_id == class_id, regrades.c.at >= since)
        rows = self._connection.execute(query.order_by(regrades.c.at.desc(), regrades.c.id)).all()
        return [Regrade(row.question, row.at, row.answers, self._changes(row.id)) for row in rows]

    def _changes(self, regrade: int) -> tuple[tuple[str, int], ...]:
        query = select(students.c.name, regraded.c.change).join_from(regraded, students)
        rows = self._connection.execute(
            query.where(regraded.c.regrade_id == regrade).order_by(students.c.name)
        )
        return tuple((name, change) for name, change in rows)

    def _outdated(self, bank: Mapping[str, Question]) -> list[Question]:
        """List the kept questions whose key is another one now, unless only an open quiz asks them."""
        current = [question.version for question in bank.values()]
        query = select(versions.c.body).where(
            versions.c.question.in_(list(bank)), versions.c.version.not_in(current)
        )
        kept = map(thawed, self._connection.scalars(query).all())
        return [old for old in kept if corrected(old, bank[old.id]) and self._is_asked(old.version)]

    def _is_asked(self, version: str) -> bool:
        asked = select(paper_questions.c.paper_id).where(
            paper_questions.c.version == version, _on_closed_paper()
        )
        return self._connection.execute(asked.limit(1)).first() is not None

    def _remarked(self, old: Question, new: Question) -> list[Remarked]:
        query = select(answers).where(answers.c.version == old.version, _in_closed_quiz())
        found = []
        for row in self._connection.execute(query):
            answer = answer_of(new, read(row.tried))
            who = (row.id, row.class_id, row.student_id, row.occurrence_id)
            found.append(Remarked(*who, answer.choice, answer.points, answer.points - row.points))
        return found

    def _mark(self, marked: Iterable[Remarked]) -> None:
        statement = update(answers).where(answers.c.id == bindparam("of"))
        rows = [{"of": each.id, "choice": each.choice, "points": each.points} for each in marked]
        self._connection.execute(statement, rows)

    def _record(self, old: Question, new: Question, marked: Iterable[Remarked], now: datetime) -> None:
        """Keep, for each class, what was marked anew and whose points it changed."""
        by_class = defaultdict[int, list[Remarked]](list)
        for each in marked:
            by_class[each.class_id].append(each)
        for class_id, its in by_class.items():
            row = {"class_id": class_id, "question": new.id, "answers": len(its), "at": now}
            row |= {"old_version": old.version, "new_version": new.version}
            changed = [each for each in its if each.change]
            new_row = insert(regrades).values(**row, changed=len(changed)).returning(regrades.c.id)
            self._record_students(int(self._connection.execute(new_row).scalar_one()), changed)

    def _record_students(self, regrade: int, changed: Iterable[Remarked]) -> None:
        changes = defaultdict[int, int](int)
        for each in changed:
            changes[each.student_id] += each.change
        rows = [
            {"regrade_id": regrade, "student_id": who, "change": change} for who, change in changes.items()
        ]
        if rows:
            self._connection.execute(insert(regraded), rows)

    def _show_anew(self, marked: Iterable[Remarked], now: datetime) -> None:
        """Have the results of the quizzes concerned drawn again, unless they are long past."""
        ids = {each.occurrence_id for each in marked if each.occurrence_id}
        closed = (occurrences.c.status == CLOSED, occurrences.c.closes_at >= now - SHOWN_ANEW)
        self._connection.execute(
            update(occurrences).where(occurrences.c.id.in_(ids), *closed).values(shown=0)
        )

    def _turn(self, old: str, new: str) -> None:
        """Let answers and papers show the question with its corrected key."""
        turned = update(answers).where(answers.c.version == old, _in_closed_quiz())
        self._connection.execute(turned.values(version=new))
        papers = update(paper_questions).where(paper_questions.c.version == old, _on_closed_paper())
        self._connection.execute(papers.values(version=new))


def _in_closed_quiz() -> ColumnElement[bool]:
    """Say of an answer that it is practice, or of a quiz that is over."""
    return or_(
        answers.c.occurrence_id.is_(None),
        answers.c.occurrence_id.not_in(select(occurrences.c.id).where(_open)),
    )


def _on_closed_paper() -> ColumnElement[bool]:
    open_ = select(occurrences.c.paper_id).where(_open, occurrences.c.paper_id.is_not(None))
    return paper_questions.c.paper_id.not_in(open_)

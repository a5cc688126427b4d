"""Papers: fixed lists of questions, each in the version in which it was asked."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Connection, bindparam, insert, select

from bot.quiz.question import Question, thawed
from bot.store.tables.quizzes import paper_questions, papers, versions
from bot.store.upsert import insert_or

_QUESTIONS = (  # made once: every press of a round needs it
    select(versions.c.body)
    .join(paper_questions)
    .where(paper_questions.c.paper_id == bindparam("of_paper"))
    .order_by(paper_questions.c.place)
)
_thawed = lru_cache(maxsize=4_096)(thawed)  # a kept question never changes, and every answer reads its paper


AT_HAND = 1_024  # papers kept in memory

PapersAtHand = dict[int, tuple[Question, ...]]  # paper -> its questions


class Papers:
    def __init__(self, connection: Connection, at_hand: PapersAtHand) -> None:
        self._connection = connection
        self._at_hand = at_hand

    def save(self, class_id: int, questions: Sequence[Question], now: datetime) -> int:
        """Keep the questions as they are worded now; give the paper's number."""
        return self.save_all([(class_id, questions)], now)[0]

    def save_all(self, asked: Sequence[tuple[int, Sequence[Question]]], now: datetime) -> list[int]:
        """Keep a paper for each (class, questions); give their numbers in this order."""
        new = insert(papers).returning(papers.c.id, sort_by_parameter_order=True)
        rows = [{"class_id": class_id, "created_at": now} for class_id, _ in asked]
        numbers = [int(number) for number in self._connection.scalars(new, rows)]
        self._keep_versions(question for _, questions in asked for question in questions)
        places = [
            {"paper_id": paper, "place": n, "version": question.version}
            for paper, (_, questions) in zip(numbers, asked, strict=True)
            for n, question in enumerate(questions)
        ]
        self._connection.execute(insert(paper_questions), places)
        return numbers

    def _keep_versions(self, questions: Iterable[Question]) -> None:
        each = {q.version: {"version": q.version, "question": q.id, "body": q.frozen} for q in questions}
        kept = [
            each[version] for version in sorted(each)
        ]  # in one order, whoever keeps them at the same time
        self._connection.execute(insert_or(self._connection, versions).on_conflict_do_nothing(), kept)

    def questions(self, paper: int) -> tuple[Question, ...]:
        """Give the paper's questions as they were asked."""
        return tuple(map(_thawed, self._connection.scalars(_QUESTIONS, {"of_paper": paper})))

    def versions(self, names: Iterable[str]) -> dict[str, Question]:
        """Give questions as they were asked, by the names of their versions."""
        kept = select(versions.c.version, versions.c.body).where(versions.c.version.in_(list(names)))
        return {version: _thawed(body) for version, body in self._connection.execute(kept)}

    def of_posted(self, paper: int) -> tuple[Question, ...]:
        """Give the questions of a quiz that is posted and not closed: until then nothing changes its paper."""
        found = self._at_hand.get(paper)
        if found is None:
            if len(self._at_hand) >= AT_HAND:
                self._at_hand.clear()
            found = self._at_hand[paper] = self.questions(paper)
        return found

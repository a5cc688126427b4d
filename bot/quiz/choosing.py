"""Which questions a quiz asks: decided by its name and what was asked before, never by chance."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from bot.quiz.question import Question


@dataclass(frozen=True, slots=True)
class Past:
    """What a class was asked so far: how often each question and point, which it missed, which were just asked."""

    questions: Counter[str]
    points: Counter[str]
    missed: frozenset[str] = frozenset()
    recent: frozenset[str] = frozenset()


Criterion = Callable[[Question], Any]

EVENLY = 2  # how often all points are asked before some are asked more
NOTHING_YET = Past(Counter(), Counter())


def past_of(asked: Iterable[Question], missed: Iterable[str] = (), recent: Iterable[Question] = ()) -> Past:
    """Count what was asked; `recent` are the questions of the last quiz days."""
    questions = list(asked)
    points = Counter(point for question in questions for point in question.points)
    just_asked = frozenset(point for question in recent for point in question.points)
    return Past(Counter(question.id for question in questions), points, frozenset(missed), just_asked)


def choose(questions: Iterable[Question], count: int, seed: str, past: Past) -> tuple[Question, ...]:
    """Choose questions, easiest first.

    Points of other days than the last ones come first, then questions not yet asked, then points seen less often, and
    missed ones first among equals; within one quiz factors, forms and difficulties are
    spread, and no point comes twice while others are left. The same arguments give the same questions.
    """
    pool = tuple(questions)
    left, chosen = list(pool), list[Question]()
    while left and len(chosen) < count:
        best = _first(left, _criteria(chosen, _turns(pool, left, past), past, seed))
        chosen.append(best)
        left = [question for question in left if question is not best]
    return tuple(sorted(chosen, key=lambda question: question.difficulty))


def _first(questions: list[Question], criteria: Iterable[Criterion]) -> Question:
    """Give the first by the criteria, each asked only about those that are equal by all before it."""
    for criterion in criteria:
        if len(questions) == 1:
            break
        values = [criterion(question) for question in questions]
        least = min(values)
        questions = [question for question, value in zip(questions, values, strict=True) if value == least]
    return questions[0]


def _turns(pool: Iterable[Question], left: Iterable[Question], past: Past) -> dict[str, tuple[int, int]]:
    """Say for each tested point how near its turn is, the lowest first.

    Twice every point waits until all had their turn. What is left then lies unevenly: the points with the most
    questions go first, or the last days would be on a few points alone.
    """
    asked = past.questions.get
    counts = [asked(question.id, 0) for question in left]
    least = min(counts)
    waiting = Counter(q.points[0] for q, count in zip(left, counts, strict=True) if count == least)
    had = Counter([question.points[0] for question in pool])
    had.subtract(waiting)
    return {
        point: (min(seen, EVENLY), -waiting[point] if seen >= EVENLY else 0) for point, seen in had.items()
    }


def _criteria(
    chosen: list[Question], turns: dict[str, tuple[int, int]], past: Past, seed: str
) -> Iterator[Criterion]:
    """Give what is asked about a question, the weightiest first: the lowest answer wins.

    What would be the same for all is not asked.
    """
    factors, forms, difficulties = (
        Counter(getattr(question, trait) for question in chosen) for trait in ("factor", "form", "difficulty")
    )
    if chosen:
        taken = {point for question in chosen for point in question.points}
        yield lambda question: not taken.isdisjoint(question.points)
    if past.recent:
        yield lambda question: not past.recent.isdisjoint(question.points)
    yield lambda question: past.questions.get(question.id, 0)
    yield lambda question: turns[question.points[0]]
    yield lambda question: past.points.get(question.points[0], 0)
    if chosen:
        yield lambda question: factors.get(question.factor, 0)
    if past.missed:
        yield lambda question: past.missed.isdisjoint(question.points)
    if chosen:
        yield lambda question: forms.get(question.form, 0)
        yield lambda question: difficulties.get(question.difficulty, 0)
    yield lambda question: hashlib.sha256(f"{seed}/{question.id}".encode()).hexdigest()

"""Which questions a quiz asks: decided by its name and what was asked before, never by chance."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from bot.quiz.question import Question


@dataclass(frozen=True, slots=True)
class Past:
    """What a class was asked so far: how often each question and point, which it missed, which were just asked."""

    questions: Counter[str]
    points: Counter[str]
    missed: frozenset[str] = frozenset()
    recent: frozenset[str] = frozenset()


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
    order = {question.id: hashlib.sha256(f"{seed}/{question.id}".encode()).hexdigest() for question in pool}
    while left and len(chosen) < count:
        turns = _turns(pool, left, past)
        best = min(left, key=lambda question: (*_rank(question, chosen, turns, past), order[question.id]))
        chosen.append(best)
        left.remove(best)
    return tuple(sorted(chosen, key=lambda question: question.difficulty))


def _turns(pool: Iterable[Question], left: Iterable[Question], past: Past) -> dict[str, tuple[int, int]]:
    """Say for each tested point how near its turn is, the lowest first.

    Twice every point waits until all had their turn. What is left then lies unevenly: the points with the most
    questions go first, or the last days would be on a few points alone.
    """
    least = min(past.questions[question.id] for question in left)
    waiting = Counter(question.points[0] for question in left if past.questions[question.id] == least)
    had = Counter(question.points[0] for question in pool)
    had.subtract(waiting)
    return {
        point: (min(seen, EVENLY), -waiting[point] if seen >= EVENLY else 0) for point, seen in had.items()
    }


def _rank(
    question: Question, chosen: list[Question], turns: dict[str, tuple[int, int]], past: Past
) -> tuple[int, ...]:
    points = set(question.points)
    return (
        int(any(points & set(other.points) for other in chosen)),
        int(bool(points & past.recent)),
        past.questions[question.id],
        *turns[question.points[0]],
        past.points[question.points[0]],
        sum(question.factor == other.factor for other in chosen),
        int(not past.missed & points),
        sum(question.form == other.form for other in chosen),
        sum(question.difficulty == other.difficulty for other in chosen),
    )

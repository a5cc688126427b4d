"""Which questions a quiz asks: decided by its name and what was asked before, never by chance."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from bot.quiz.question import Question


@dataclass(frozen=True, slots=True)
class Past:
    """What a class was asked so far: how often each question and point, and the points it missed most."""

    questions: Counter[str]
    points: Counter[str]
    missed: frozenset[str] = frozenset()


NOTHING_YET = Past(Counter(), Counter())


def past_of(asked: Iterable[Question], missed: Iterable[str] = ()) -> Past:
    """Count what was asked."""
    questions = list(asked)
    points = Counter(point for question in questions for point in question.points)
    return Past(Counter(question.id for question in questions), points, frozenset(missed))


def choose(questions: Iterable[Question], count: int, seed: str, past: Past) -> tuple[Question, ...]:
    """Choose questions, easiest first.

    Points not yet seen come before seen ones, missed ones first among equals; within one quiz the
    factors are spread and no point comes twice while others are left. The same arguments give the same questions.
    """
    left, chosen = list(questions), list[Question]()
    while left and len(chosen) < count:
        best = min(left, key=lambda question: _rank(question, chosen, seed, past))
        chosen.append(best)
        left.remove(best)
    return tuple(sorted(chosen, key=lambda question: question.difficulty))


def _rank(question: Question, chosen: list[Question], seed: str, past: Past) -> tuple[int | str, ...]:
    in_this_quiz = sum(bool(set(question.points) & set(other.points)) for other in chosen)
    of_this_factor = sum(question.factor == other.factor for other in chosen)
    seen = max(past.points[point] for point in question.points)
    not_missed = int(not past.missed.intersection(question.points))
    order = hashlib.sha256(f"{seed}/{question.id}".encode()).hexdigest()
    return in_this_quiz, past.questions[question.id], seen, of_this_factor, not_missed, order

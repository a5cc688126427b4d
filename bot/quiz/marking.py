"""How a chosen answer is marked, and the verdicts on a typed one."""

from enum import StrEnum

from bot.quiz.question import Question

WORTH = 10  # points of a question answered rightly


class Verdict(StrEnum):
    RIGHT = "right"
    CLOSE = "close"
    WRONG = "wrong"


def mark(question: Question, letter: str) -> int:
    """Give the points that a choice earns."""
    return WORTH if letter == question.key else 0

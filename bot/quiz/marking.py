"""What a question is worth, and the verdicts on a typed answer."""

from enum import StrEnum

WORTH = 10  # points of a question answered rightly


class Verdict(StrEnum):
    RIGHT = "right"
    CLOSE = "close"
    WRONG = "wrong"

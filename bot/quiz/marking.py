"""How an answer is marked: pure functions of what was chosen or typed and the key."""

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum

from bot.quiz.question import Question

WORTH = 10  # points of a question answered rightly


class Verdict(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"


def mark(question: Question, letter: str) -> int:
    """Give the points that a choice earns."""
    return WORTH if letter == question.key else 0


def mark_typed(key: str, aliases: Iterable[str], typed: str) -> Verdict:
    """Compare what was typed with the key and its other names, case, accents and punctuation aside."""
    accepted = {_folded(name) for name in (key, *aliases)}
    return Verdict.RIGHT if _folded(typed) in accepted - {""} else Verdict.WRONG


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"^(the|a|an) ", "", " ".join(re.findall(r"[^\W_]+", letters)))

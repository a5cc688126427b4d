"""What a date may tell beyond the key's: the month and the day of its year."""

from collections.abc import Sequence

from bot.quiz.typed.forms import is_year
from bot.quiz.typed.terms import Term

_MOST_DAYS = 31


def without_finer(answer: tuple[Term, ...], key: Sequence[Term]) -> tuple[Term, ...]:
    """Leave out the month that a key with a year does not ask for, and the day beside any month."""
    if not any(map(is_year, key)) or any(map(_is_day, key)):
        return answer
    asks_month = any(term.kind == "month" for term in key)
    kept = [term for place, term in enumerate(answer) if not _is_day_beside_month(answer, place)]
    return tuple(term for term in kept if asks_month or term.kind != "month")


def _is_day_beside_month(answer: Sequence[Term], place: int) -> bool:
    before = [term for term in answer[:place] if term.text != "of"][-1:]
    after = [term for term in answer[place + 1 :] if term.text != "of"][:1]  # the 7th of November
    return _is_day(answer[place]) and any(term.kind == "month" for term in before + after)


def _is_day(term: Term) -> bool:
    return term.kind in {"", "ordinal"} and term.value is not None and 1 <= term.value <= _MOST_DAYS

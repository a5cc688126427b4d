"""Lists of people: by surnames alone, or with the given names before them."""

import re

from bot.quiz.typed.forms import Wording
from bot.quiz.typed.people import Person, person
from bot.quiz.typed.terms import Term

_BETWEEN = re.compile(r",? and |, ")


def surnames(key: str) -> str:
    """Give "Lev Kamenev and Grigory Zinoviev" as surnames; nothing if the key lists no people."""
    people = [person(part) for part in _BETWEEN.split(key)]
    listed = [one.surname for one in people if one]
    return " and ".join(listed) if len(listed) == len(people) > 1 else ""


def without_given(answer: tuple[Term, ...], key: Wording) -> tuple[Term, ...]:
    """Leave out the given names before surnames, where the key is a list and has none."""
    if not key.unordered or len(key.terms) == 1:
        return answer
    said = {term.text for term in key.terms}
    after = (*answer[1:], Term(""))
    return tuple(
        term
        for term, surname in zip(answer, after, strict=True)
        if term.text in said or not _is_given(term, surname)
    )


def _is_given(term: Term, surname: Term) -> bool:
    return term.text.isalpha() and term.value is None and Person(surname.text).may_be_called((term.text,))

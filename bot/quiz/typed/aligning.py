"""Terms laid beside terms: each of the key's must be said, in an order that means the same, and nothing else."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from bot.quiz.typed.numerals import roman
from bot.quiz.typed.phrases import ABSTRACT, CLIPPED
from bot.quiz.typed.spelling import Likeness, likeness
from bot.quiz.typed.terms import Term

_LINKS = frozenset({"of", "on"})  # "ban on factions" is a faction ban
_LISTED = frozenset({"and", "slash", *_LINKS})
_SMALL = frozenset({"of", "and", "in", "for", "to"})  # may be missing from an acronym
_SHORTEST_ACRONYM = 3
_CLIPPED_BY = 3  # letters at least
_ORDINAL_ENDING = re.compile(r"(?:st|nd|rd|th)$")  # XVth
_MOST_SLIPS = 2
_ENDINGS = ("ation", "ating", "ated", "ate", "ing", "ed", "es", "e")
_SHORTEST_VERB = 4


@dataclass(frozen=True, slots=True)
class Wording:
    """The terms of a key, and whether it is a list or a date, whose order is free."""

    terms: tuple[Term, ...]
    unordered: bool
    inflected: bool  # one common word, which may be used as a verb

    @classmethod
    def of(cls, terms: tuple[Term, ...], text: str) -> Self:
        listed = "," in text and all(term.value is None for term in terms)
        free = listed or any(term.text == "and" or term.kind == "month" for term in terms)
        return cls(terms, free, len(terms) == 1 and (text.islower() or text.endswith(ABSTRACT)))

    @property
    def longest(self) -> int:
        """The most terms in which this may be said: a compound written apart, an "of" or "and" more."""
        return 2 * len(self.terms) + 2


def aligned(key: Wording, typed: tuple[Term, ...]) -> Likeness:
    """Say how like the key the terms are, all in all."""
    if not typed or not key.terms:
        return Likeness.OTHER
    if _is_acronym(key.terms, typed) or _is_inflected(key, typed) or _is_joined(key.terms, typed):
        return Likeness.SAME
    return max(_laid(key, ours, theirs) for ours, theirs in _orders(key.terms, typed))


def _orders(key: tuple[Term, ...], typed: tuple[Term, ...]) -> Iterator[tuple[Sequence[Term], Sequence[Term]]]:
    """Give the orders to compare: "testament of Lenin" is "Lenin's Testament"."""
    ours, theirs = _around_of(key), _around_of(typed)
    yield key, typed
    if ours and theirs:
        yield ours, theirs
    elif ours:
        yield ours, typed
        yield [term for term in key if term.text not in _LINKS], typed
    elif theirs:
        yield key, theirs


def _around_of(terms: tuple[Term, ...]) -> list[Term]:
    places = [place for place, term in enumerate(terms) if term.text in _LINKS]
    return [*terms[places[0] + 1 :], *terms[: places[0]]] if len(places) == 1 else []


def _laid(key: Wording, ours: Sequence[Term], theirs: Sequence[Term]) -> Likeness:
    if key.unordered:
        return _as_sets(_without_links(ours), _without_links(theirs))
    pairs = list(zip(ours, theirs, strict=False))
    if len(ours) != len(theirs) or (len(pairs) > 1 and any(_is_nth_of_many(*pair) for pair in pairs)):
        return Likeness.OTHER
    return _together([_alike(one, other, len(pairs)) for one, other in pairs])


def _is_nth_of_many(key: Term, typed: Term) -> bool:
    """Whether "fifth year" was typed for "five years"."""
    return key.value is not None and key.kind == "" and typed.kind == "ordinal"


def _without_links(terms: Sequence[Term]) -> list[Term]:
    return [term for term in terms if term.text not in _LISTED]


def _as_sets(ours: list[Term], theirs: list[Term]) -> Likeness:
    if len(ours) != len(theirs):
        return Likeness.OTHER
    left, found = list(theirs), list[Likeness]()
    for term in ours:
        best = max(left, key=lambda other: _alike(term, other, len(ours)))
        found.append(_alike(term, best, len(ours)))
        left.remove(best)
    return _together(found)


def _together(found: list[Likeness]) -> Likeness:
    worst = min(found, default=Likeness.OTHER)
    return Likeness.NEAR if worst is Likeness.SLIP and found.count(worst) > _MOST_SLIPS else worst


def _alike(key: Term, typed: Term, among: int) -> Likeness:
    if key.value is not None or typed.value is not None:
        return Likeness.SAME if _same_number(key, typed) else Likeness.OTHER
    if among > 1 and typed.text in CLIPPED and _clips(typed.text, key.text):
        return Likeness.SAME
    if roman(key.text) and roman(typed.text):
        return Likeness.SAME if key.text == typed.text else Likeness.OTHER
    return likeness(key.text, typed.text)


def _clips(short: str, word: str) -> bool:
    return word.startswith(short) and len(word) >= len(short) + _CLIPPED_BY


def _same_number(key: Term, typed: Term) -> bool:
    if key.value is None or typed.value is None:
        number, word = (key, typed) if typed.value is None else (typed, key)
        return number.kind not in {"month", "decade"} and roman(_ORDINAL_ENDING.sub("", word.text)) == number.value
    kinds = {key.kind, typed.kind}
    if kinds == {"", "short"}:
        return max(key.value, typed.value) >= 1000 and (key.value - typed.value) % 100 == 0  # noqa: PLR2004 - a year
    if "decade" in kinds and len(kinds) == 1 and min(key.value, typed.value) < 100:  # noqa: PLR2004 - the twenties
        return key.value % 100 == typed.value % 100
    return key.value == typed.value and (len(kinds) == 1 or kinds == {"", "ordinal"})


def _is_acronym(key: tuple[Term, ...], typed: tuple[Term, ...]) -> bool:
    """Whether letters stand for the key's words: NEP, USSR, and a number after them: WW2."""
    if len(typed) > 1 and len(typed) < len(key) and _same_number(key[-1], typed[-1]):
        return len(typed) == 2 and typed[0].text in _initials(key[:-1])  # noqa: PLR2004 - letters and a number
    return len(typed) == 1 and len(typed[0].text) >= _SHORTEST_ACRONYM and typed[0].text in _initials(key)


def _initials(key: tuple[Term, ...]) -> set[str]:
    if len(key) < 2:  # noqa: PLR2004 - of one word there is none
        return set()
    large = [term for term in key if term.text not in _SMALL]
    return {"".join(term.text if roman(term.text) else term.text[0] for term in part) for part in (key, large)}


def _is_inflected(key: Wording, typed: tuple[Term, ...]) -> bool:
    return key.inflected and len(typed) == 1 and _verb(key.terms[0]) == _verb(typed[0])


def _verb(term: Term) -> str:
    for ending in _ENDINGS:
        if term.text.endswith(ending) and len(term.text) - len(ending) >= _SHORTEST_VERB:
            return term.text.removesuffix(ending)
    return term.text


def _is_joined(key: tuple[Term, ...], typed: tuple[Term, ...]) -> bool:
    """Whether the same word is written in one or in two: Orgburo, Org-buro."""
    if len(key) == len(typed) or any(term.value is not None for term in (*key, *typed)):
        return False
    ours, theirs = ("".join(term.text for term in terms) for terms in (key, typed))
    return abs(len(ours) - len(theirs)) <= _CLIPPED_BY and likeness(ours, theirs) is Likeness.SAME

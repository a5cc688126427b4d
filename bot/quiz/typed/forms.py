"""A key in terms, and the other forms in which the same may be written: letters, a verb, a compound apart."""

import re
from dataclasses import dataclass
from typing import Self

from bot.quiz.typed.phrases import ABSTRACT
from bot.quiz.typed.roman import roman
from bot.quiz.typed.sounds import plain
from bot.quiz.typed.spelling import Likeness, is_word, likeness, single
from bot.quiz.typed.terms import Term

_SHORT_ACRONYMS = frozenset({"un", "uk", "us", "eu", "pm"})
_SMALL = frozenset({"of", "and", "in", "for", "to"})  # may be missing from an acronym
_SHORTEST_ACRONYM = 3
_ENDINGS = ("ation", "ating", "ated", "ate", "ing", "ed", "es", "e")
_SHORTEST_VERB = 4
_SHORTEST_DENIED = 5
_JOINED_BY = 3  # letters by which a compound written apart may differ
_FIRST_YEAR, _LAST_YEAR = 1000, 2100
_PAIRED = re.compile(r"(?:the )?[A-Z]\w+[-–][A-Z]\w+ \w+")  # Nazi-Soviet Pact
_ORDINAL_ENDING = re.compile(r"(?:st|nd|rd|th)$")  # XVth


@dataclass(frozen=True, slots=True)
class Wording:
    """The terms of a key, and whether it is a list or a date, whose order is free."""

    terms: tuple[Term, ...]
    unordered: bool
    inflected: bool  # one common word, which may be used as a verb

    @classmethod
    def of(cls, terms: tuple[Term, ...], text: str) -> Self:
        listed = "," in text and all(term.value is None for term in terms)
        free = (
            listed
            or bool(_PAIRED.fullmatch(text))
            or any(term.text == "and" or term.kind == "month" for term in terms)
        )
        return cls(terms, free, len(terms) == 1 and (text.islower() or text.endswith(ABSTRACT)))

    @property
    def longest(self) -> int:
        """The most terms in which this may be said: a compound written apart, an "of" or "and" more."""
        return 2 * len(self.terms) + 2


def is_year(term: Term) -> bool:
    """Whether a number is a year by its size."""
    return term.kind == "" and term.value is not None and _FIRST_YEAR <= term.value < _LAST_YEAR


def same_number(key: Term, typed: Term) -> bool:
    if key.value is None or typed.value is None:
        number, word = (key, typed) if typed.value is None else (typed, key)
        return (
            number.value is not None
            and number.kind not in {"month", "decade"}
            and roman(_ORDINAL_ENDING.sub("", word.text)) == number.value
        )
    kinds = {key.kind, typed.kind}
    if kinds == {"", "short"}:
        return max(key.value, typed.value) >= 1000 and (key.value - typed.value) % 100 == 0  # noqa: PLR2004 - a year
    if "decade" in kinds and len(kinds) == 1 and min(key.value, typed.value) < 100:  # noqa: PLR2004 - the twenties
        return key.value % 100 == typed.value % 100
    part = kinds == {"", "percent"} and key.value < 1  # a quarter, 25 %
    return key.value == typed.value and (len(kinds) == 1 or part or kinds == {"", "ordinal"})


def is_other_form(key: Wording, typed: tuple[Term, ...]) -> bool:
    """Whether the same is typed as letters, as a verb, as a denial, as a system, or in one word for two."""
    return any(
        (
            _is_acronym(key.terms, typed),
            _is_inflected(key, typed),
            _is_denied(key, typed),
            _is_system(key, typed),
            _is_joined(key.terms, typed),
        )
    )


def _is_acronym(key: tuple[Term, ...], typed: tuple[Term, ...]) -> bool:
    """Whether letters stand for the key's words: NEP, USSR, and a number after them: WW2."""
    if 1 < len(typed) < len(key) and same_number(key[-1], typed[-1]):
        return len(typed) == 2 and typed[0].text in _initials(key[:-1])  # noqa: PLR2004 - letters and a number
    letters = typed[0].text if len(typed) == 1 else ""
    known = len(letters) >= _SHORTEST_ACRONYM or letters in _SHORT_ACRONYMS
    return known and letters in _initials(key) - {term.text for term in key}


def _initials(key: tuple[Term, ...]) -> set[str]:
    if len(key) < 2:  # noqa: PLR2004 - of one word there is none
        return set()
    large = [term for term in key if term.text not in _SMALL]
    return {
        "".join(term.text if roman(term.text) else term.text[0] for term in part) for part in (key, large)
    }


def _is_inflected(key: Wording, typed: tuple[Term, ...]) -> bool:
    return (
        key.inflected
        and len(typed) == 1
        and typed[0].value is None
        and key.terms[0].value is None
        and _is_same_verb(key.terms[0], typed[0])
    )


def _is_same_verb(key: Term, typed: Term) -> bool:
    ours, theirs = _verb(key), _verb(typed)
    return ours == theirs or (not is_word(typed.text) and single(ours) == single(theirs))


def _is_system(key: Wording, typed: tuple[Term, ...]) -> bool:
    """Whether "feudal system" was typed for "feudalism"."""
    creed, said = key.terms[-1].text, [term.text for term in typed]
    if len(key.terms) > 1 or len(said) != 2 or not creed.endswith("ism"):  # noqa: PLR2004 - feudal, system
        return False
    return said[1] == "system" and said[0] in {creed.removesuffix("ism"), creed.removesuffix("m") + "t"}


def _is_denied(key: Wording, typed: tuple[Term, ...]) -> bool:
    """Whether "not threatening" was typed for "unthreatening"."""
    if not key.inflected or not 0 < len(typed) <= 2:  # noqa: PLR2004 - not and a word
        return False
    word, said = key.terms[0].text, "".join(term.text for term in typed)
    denied = word.removeprefix("un")
    is_made = denied != word and len(denied) >= _SHORTEST_DENIED and is_word(denied)
    return is_made and said in {f"not{denied}", f"non{denied}"}


def _verb(term: Term) -> str:
    word = plain(term.text)
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_VERB:
            return word.removesuffix(ending)
    return word


def _is_joined(key: tuple[Term, ...], typed: tuple[Term, ...]) -> bool:
    """Whether the same word is written in one or in two: Orgburo, Org-buro."""
    if len(key) == len(typed) or any(term.value is not None for term in (*key, *typed)):
        return False
    ours, theirs = ("".join(term.text for term in terms) for terms in (key, typed))
    return abs(len(ours) - len(theirs)) <= _JOINED_BY and likeness(ours, theirs) is Likeness.SAME

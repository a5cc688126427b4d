"""People's names: when a surname alone names a person, and what may stand before it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from bot.quiz.typed.actors import (
    AREAS,
    FEMININE_TITLES,
    KNOWN,
    MASCULINE_TITLES,
    NATIONALITIES,
    NO_SURNAMES,
    TITLES,
)
from bot.quiz.typed.given import FEMININE, GIVEN_NAMES, are_one_name
from bot.quiz.typed.phrases import ABSTRACT
from bot.quiz.typed.roman import roman
from bot.quiz.typed.sounds import sounds
from bot.quiz.typed.spelling import Likeness, likeness
from bot.quiz.typed.terms import folded
from bot.quiz.typed.words import words

_PARTICLES = frozenset({"von", "van", "de", "der", "den", "da", "di", "du", "la", "le", "zu"})
_INITIALS = re.compile(r"(?:[A-Z]\.\s*)+|(?:[A-Z]\s+)+")
_BODIES = frozenset({"us", "un", "uk", "eu", "ussr", "ww", "tv"})
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
JUNIOR = re.compile(r",? (?:Jr|Sr|Junior|Senior)\.?$")
_NAMES_OF_ONE = range(2, 5)  # words in the name of one person
_MOST_INITIALS = 3
_SHORT_NAME = 3  # letters of a name cut short: Nick, Vlad
_SHORT_WORDS = words("""
    am an as at be by co do ex go he if in is it me my no of on or ow re so to un up us vs we
    """)
_NO_INITIALS = _SHORT_WORDS | TITLES | FEMININE_TITLES
_PATRONYMIC = re.compile(r"(?:\w{3,}|il)ich|\w{3,}[oe]vna")
_SAME_INITIALS = str.maketrans("wyjc", "viik")  # Iosif and Joseph, Karl and Carl


@dataclass(frozen=True, slots=True)
class Person:
    """Someone by surname, and the folded given names or their letters if they are told."""

    surname: str
    given: tuple[str, ...] = ()
    reigns: bool = False  # under a name and a number

    @property
    def is_certain(self) -> bool:
        """Whether this can be nothing but a person: one capitalised word may be a place or a body."""
        return bool(self.given) or self.reigns or folded(self.surname) in KNOWN

    def may_be_titled(self, title: str) -> bool:
        """Whether the folded title can stand before the name: no queen is called Winston."""
        first = self.given[0] if self.given else folded(self.surname).partition(" ")[0]
        if title in FEMININE_TITLES | MASCULINE_TITLES:
            return (title in FEMININE_TITLES) is (first in FEMININE)
        return title in TITLES

    def may_be_called(self, words: Sequence[str]) -> bool:
        """Whether the folded words can stand before the surname: given names that fit, initials, a patronymic."""
        names = [word for word in words if word not in _PARTICLES and not _PATRONYMIC.fullmatch(word)]
        if self.reigns:
            return not names
        known = KNOWN.get(folded(self.surname), ())
        if self.given:
            also = known if self.given[0] in known else ()
            return all(_is_called(word, self.given, also, is_first=not n) for n, word in enumerate(names))
        return all(_may_be_given(word, known) for word in names)


def is_people(words: Sequence[str]) -> bool:
    """Whether the words only say of what nation or office a person is."""
    return words[-1] in TITLES and all(word in NATIONALITIES | AREAS for word in words[:-1])


def _may_be_given(word: str, known: tuple[str, ...]) -> bool:
    """Whether a word can stand before a surname of which the key tells no more."""
    if _is_initials(word):
        return len(word) <= 2 and (not known or _first(word) in map(_first, known))  # noqa: PLR2004
    return any(_is_name(word, name, is_first=True) for name in known) if known else _is_given(word)


def _is_called(word: str, told: tuple[str, ...], also: tuple[str, ...], *, is_first: bool) -> bool:
    """Whether a word can be one of the given names, or letters of them."""
    if not _is_initials(word):
        return any(_is_name(word, name, is_first=is_first) for name in told + also)
    firsts = set(map(_first, told))
    if len(told) == 1:
        return (not is_first and len(word) == 1) or (len(word) < _MOST_INITIALS and _first(word) in firsts)
    return set(map(_first, word)) <= firsts


def _is_initials(word: str) -> bool:
    return len(word) <= _MOST_INITIALS and not _is_given(word) and word not in _NO_INITIALS


def _is_name(word: str, told: str, *, is_first: bool) -> bool:
    """Whether a word is the given name that is told, or can be what a letter stands for."""
    if len(told) == 1:
        return _first(word) == _first(told) and word not in _SHORT_WORDS and (_is_given(word) or not is_first)
    short = min(len(word), len(told)) >= _SHORT_NAME and (told.startswith(word) or word.startswith(told))
    return (
        short or are_one_name(told, word) or likeness(told, word) >= Likeness.SLIP or _sound_alike(told, word)
    )


def _sound_alike(one: str, other: str) -> bool:
    return bool(sounds(one) & sounds(other))


def person(name: str) -> Person | None:
    """Read a key as the name of one person, if its form says so: initials or a given name, then a surname."""
    found = _INITIALS.match(name)
    words = _WORD.findall(name[found.end() :] if found else name)
    letters = _letters(found[0]) if found else ""
    if letters in _BODIES or not all(word[0].isupper() or word in _PARTICLES for word in words):
        return None
    if not words or len(words) + bool(letters) not in _NAMES_OF_ONE or not is_surname(words[-1]):
        return None
    given = [folded(word) for word in words[:-1] if word not in _PARTICLES]
    if not letters and given[:1] and not _is_given(given[0]):
        return None
    return Person(words[-1], (*letters, *given))


@cache
def _given_sounds() -> frozenset[str]:
    return frozenset().union(*map(sounds, GIVEN_NAMES))


def _is_given(word: str) -> bool:
    return word in GIVEN_NAMES or (len(word) > _MOST_INITIALS and bool(sounds(word) & _given_sounds()))


def called(surname: str, known: Iterable[Person]) -> Person:
    """Give the person of that surname, with what other names of the key tell about the given ones."""
    given = [other.given for other in known if folded(other.surname) == folded(surname)]
    return Person(surname, tuple(name for names in given for name in names))


def is_capitalised_word(name: str) -> bool:
    """Whether a key is one word that could be a surname."""
    word = name.strip()
    return (
        bool(_WORD.fullmatch(word))
        and word[0].isupper()
        and not word.isupper()
        and not word.endswith(ABSTRACT)
    )


def is_surname(word: str) -> bool:
    """Whether a word can be one: not what an office, a law or a reign is called."""
    plain = folded(word)
    return plain not in NO_SURNAMES and "'" not in plain and roman(plain) is None


def _letters(initials: str) -> str:
    return "".join(letter for letter in initials.casefold() if letter.isalpha())


def _first(word: str) -> str:
    return word[0].translate(_SAME_INITIALS)

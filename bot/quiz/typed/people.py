"""People's names: when a surname alone names a person, and what may stand before it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.quiz.typed.numerals import roman
from bot.quiz.typed.terms import folded

# Given names that history books are full of, in the spellings that students type.
GIVEN_NAMES = frozenset(
    """
    abraham adam adolf albert alec aleksandr aleksei aleksandra alex alexander alexandra alexei alexey alexis alfred
    anastas anatoly andrei andrew andrey anna anne anthony anton antonio aristide arthur august augustus barack
    benito benjamin bernard bertrand bill boris calvin carl catherine cesar charles chris christopher clara clement
    cordell dan daniel david dean denis dmitri dmitry dwight edmund edouard edward eleanor elizabeth emil emma
    emmeline erich ernest ernst ezra felix ferdinand fidel francis francisco franklin franz frederick fidel
    friedrich fyodor galileo gavrilo genrikh georg george georges georgi georgy gerald giuseppe gleb gregory
    grigori grigory gustav hannah harold harry heinrich helmut henri henry herbert hermann hubert hugh iosif isaac
    isaiah ivan jack jacob jacques james jan jane janos jean jefferson jim jimmy joachim joan john jonathan jose
    josef joseph josif julius karl katharina klement konrad konstantin kurt lavrenti lavrenty lazar leo leon leonid
    leopold lev liu lloyd louis louise ludwig lyndon malcolm margaret maria marie mark martin mary matthew
    maurice max maximilien michael mikhail millicent mohandas moritz napoleon nelson neville nestor nicholas
    nicolae nikita nikolai nikolay niccolo oliver orlando oskar otto paul pavel peter philip philippe pierre pyotr
    ramsay raymond reinhard richard robert roger ronald rosa rosalind rudolf salvador sam samuel sergei sergey sergo
    sheila sidney simon sophie stanley stephen steve susan sylvia theodore thomas tom victor viktor vladimir
    vyacheslav walter warren wilhelm william winston woodrow yakov yegor yuri
    """.split()  # noqa: SIM905 - read as prose
)
TITLES = frozenset(
    """
    comrade mr mister dr doctor sir lord tsar king emperor kaiser professor prof historian president marshal
    chancellor premier chairman
    """.split()  # noqa: SIM905 - likewise
)
# What a name may belong to without being a person's: Victoria Cross, Alexander Palace, U.S. Army.
_NO_SURNAMES = frozenset(
    """
    act acts affair affairs agency air army assembly bay bridge canal castle charter city club code college committee
    company congress constitution council court crisis cross day declaration doctrine dynasty embassy empire fleet
    government house institute island king lake law laws letter line mission monument museum navy office pact palace
    park parliament party peace plan policy power prison prize queen reform reforms regime report revolt river school
    senate society square state states street supreme system town trial troops treaty university war zone
    """.split()  # noqa: SIM905 - likewise
)
_PARTICLES = frozenset({"von", "van", "de", "der", "den", "da", "di", "du", "la", "le", "zu", "of", "the"})
_INITIALS = re.compile(r"(?:[A-Z]\.\s*)+|(?:[A-Z]\s+)+")
_BODIES = frozenset({"us", "un", "uk", "eu", "ussr", "ww", "tv"})
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NAMES_OF_ONE = range(2, 5)  # words in the name of one person
_MOST_INITIALS = 3
_PATRONYMIC = re.compile(r"\w{3,}ich")
_SAME_INITIALS = str.maketrans("wyjc", "viik")  # Iosif and Joseph, Karl and Carl
_SHORT_WORDS = frozenset("am an as at be by co do ex go he if in is it me my no of on or ow re so to un up us vs we".split())


@dataclass(frozen=True, slots=True)
class Person:
    """Someone by surname, and the first letters of the given names if they are told."""

    surname: str
    firsts: frozenset[str] = frozenset()

    def may_be_called(self, word: str) -> bool:
        """Whether the folded word can stand before the surname: a given name that fits, initials, a patronymic."""
        if word in TITLES or word in _PARTICLES or _PATRONYMIC.fullmatch(word):
            return True
        if word in GIVEN_NAMES:
            return not self.firsts or _first(word) in self.firsts
        if self.firsts:
            return len(word) <= _MOST_INITIALS and self.firsts.issuperset(map(_first, word))
        return len(word) == 1 or (len(word) == 2 and word not in _SHORT_WORDS)  # noqa: PLR2004 - two initials


def person(name: str) -> Person | None:
    """Read a key as the name of one person, if its form says so: initials or a given name, then a surname."""
    found = _INITIALS.match(name)
    words = _WORD.findall(name[found.end() :] if found else name)
    letters = _letters(found[0]) if found else ""
    if letters in _BODIES or not all(word[0].isupper() or word in _PARTICLES for word in words):
        return None
    if not words or len(words) + bool(letters) not in _NAMES_OF_ONE or not _is_surname(words[-1]):
        return None
    given = [folded(word) for word in words[:-1] if word not in _PARTICLES]
    if not letters and given[:1] and given[0] not in GIVEN_NAMES:
        return None
    return Person(words[-1], frozenset(map(_first, [*letters, *given])))


def called(surname: str, known: Iterable[Person]) -> Person:
    """Give the person of that surname, with what other names of the key tell about the given ones."""
    firsts = [other.firsts for other in known if folded(other.surname) == folded(surname)]
    return Person(surname, frozenset().union(*firsts))


def is_capitalised_word(name: str) -> bool:
    """Whether a key is one word that could be a surname."""
    return bool(_WORD.fullmatch(name.strip())) and name.strip()[0].isupper()


def _is_surname(word: str) -> bool:
    plain = folded(word)
    return plain not in _NO_SURNAMES and "'" not in plain and roman(plain) is None


def _letters(initials: str) -> str:
    return "".join(letter for letter in initials.casefold() if letter.isalpha())


def _first(word: str) -> str:
    return word[0].translate(_SAME_INITIALS)

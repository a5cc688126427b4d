"""People's names: when a surname alone names a person, and what may stand before it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from bot.quiz.typed.phrases import ABSTRACT
from bot.quiz.typed.roman import roman
from bot.quiz.typed.sounds import sounds
from bot.quiz.typed.terms import folded

# Given names that history books are full of, in the spellings that students type.
GIVEN_NAMES = frozenset(
    """
    abdul abraham adam adolf agnes ahmed akira alan albert alec aleksandr aleksandra aleksei alex alexander
    alexandra alexei alexey alexis alfonso alfred alice amerigo anastas anatoly andrei andrew andrey aneurin
    anna anne anthony anton antonio antony anwar aristide arthur augusto augustus barack barbara benito
    benjamin bernard bertrand bill blaise boris brian calvin camille carl catherine cesar charles charlotte che
    chris christopher clara clement clive cordell cosimo dan daniel dante david dean denis dennis diego dietrich
    dmitri dmitry donald douglas duncan dwight edgar edmund edouard edward edwin eleanor elizabeth ellen emil
    emile emiliano emily emma emmeline enoch eric erich ernest ernesto ernst erwin eva evan evgeny ezra felix
    ferdinand fidel florence francis francisco franklin franz frederick friedrich fyodor galileo gamal gaston
    gavrilo genrikh geoff geoffrey georg george georges georgi georgy gerald gerard gerhard giuseppe gleb golda
    gordon graham gregory grigori grigory gustav guy hannah hans harold harry heinrich helmut henri henry
    herbert
    hermann hernan hideki hilary hillary hjalmar hubert hugh ian indira iosif isaac isabella isaiah ivan jack
    jacob jacques james jan jane janos jawaharlal jean jefferson jennifer jim jimmy joachim joan john jonathan
    jose josef joseph josif juan jules julius karl katharina keith kenneth klement konrad konstantin kurt laura
    lavrenti lavrenty lawrence lazar lazaro leo leon leonardo leonid leopold lev lewis liu lloyd lorenzo louis
    louise lucrezia ludwig luis lyndon mahatma malcolm marco margaret maria marie mark martin mary matthew
    maurice max maximilien menachem michael miguel mikhail millicent mohandas moritz moshe muhammad mustafa
    nadezhda nancy napoleon nelson nestor neville niall niccolo nicholas nicolae nikita nikolai nikolay norman
    olga oliver orlando oskar otto pablo paul pavel peter philip philippe pierre porfirio pyotr ramsay raoul
    raymond reinhard rene richard robert roger ronald ronnie rosa rosalind rosemary roy rudolf ruth saddam
    salvador sam samuel semyon sergei sergey sergo sheila sidney simon simone sophie stanley stephen steve susan
    sylvia theodore thomas tom tony valerian vasco vasily victor viktor vladimir vyacheslav walter warren
    wilhelm william winston woodrow yakov yegor yevgeny yitzhak yuri
    """.split()  # noqa: SIM905 - read as prose
)
TITLES = frozenset(
    """
    comrade mr mister dr doctor sir lord tsar king emperor kaiser professor prof historian president marshal
    chancellor premier chairman archduke duke prince count earl bishop archbishop cardinal pope captain
    colonel admiral
    sultan
    """.split()  # noqa: SIM905 - likewise
)
# What a name may belong to without being a person's: Victoria Cross, Alexander Palace, U.S. Army.
_NO_SURNAMES = frozenset(
    """
    act acts affair affairs agency air army assembly bay bridge canal castle charter city club code college
    committee
    company congress constitution council court crisis cross day declaration doctrine dynasty embassy empire
    fleet
    government house institute island king lake law laws column commission falls hall memorial station street
    tower coup rising letter line mission monument museum navy office pact palace
    park parliament party peace plan policy power prison prize queen reform reforms regime report revolt river
    school
    senate society square state states street supreme system town trial troops treaty university war zone
    """.split()  # noqa: SIM905 - likewise
)
_PARTICLES = frozenset({"von", "van", "de", "der", "den", "da", "di", "du", "la", "le", "zu"})
_INITIALS = re.compile(r"(?:[A-Z]\.\s*)+|(?:[A-Z]\s+)+")
_BODIES = frozenset({"us", "un", "uk", "eu", "ussr", "ww", "tv"})
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NAMES_OF_ONE = range(2, 5)  # words in the name of one person
_MOST_INITIALS = 3
_SHORT_WORDS = frozenset(
    """
    am an as at be by co do ex go he if in is it me my no of on or ow re so to un up us vs we
    """.split()  # noqa: SIM905 - likewise
)
_PATRONYMIC = re.compile(r"(?:\w{3,}|il)ich")
_SAME_INITIALS = str.maketrans("wyjc", "viik")  # Iosif and Joseph, Karl and Carl


@dataclass(frozen=True, slots=True)
class Person:
    """Someone by surname, and the first letters of the given names if they are told."""

    surname: str
    firsts: frozenset[str] = frozenset()

    def may_be_called(self, word: str) -> bool:
        """Whether the folded word can stand before the surname: a given name that fits, initials, a patronymic."""
        if word in TITLES or word in _PARTICLES or _PATRONYMIC.fullmatch(word):
            return True
        if _is_given(word):
            return not self.firsts or _first(word) in self.firsts
        if self.firsts:
            letters = set(map(_first, word if len(self.firsts) > 1 else word[0]))
            return len(word) <= _MOST_INITIALS and word not in _SHORT_WORDS and letters <= self.firsts
        return len(word) == 1 or (len(word) == 2 and word not in _SHORT_WORDS)  # noqa: PLR2004 - two initials


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
    return Person(words[-1], frozenset(map(_first, [*letters, *given])))


@cache
def _given_sounds() -> frozenset[str]:
    return frozenset().union(*map(sounds, GIVEN_NAMES))


def _is_given(word: str) -> bool:
    return word in GIVEN_NAMES or (len(word) > _MOST_INITIALS and bool(sounds(word) & _given_sounds()))


def called(surname: str, known: Iterable[Person]) -> Person:
    """Give the person of that surname, with what other names of the key tell about the given ones."""
    firsts = [other.firsts for other in known if folded(other.surname) == folded(surname)]
    return Person(surname, frozenset().union(*firsts))


def is_capitalised_word(name: str) -> bool:
    """Whether a key is one word that could be a surname."""
    word = name.strip()
    return bool(_WORD.fullmatch(word)) and word[0].isupper() and not word.endswith(ABSTRACT)


def is_surname(word: str) -> bool:
    """Whether a word can be one: not what an office, a law or a reign is called."""
    plain = folded(word)
    return plain not in _NO_SURNAMES and "'" not in plain and roman(plain) is None


def _letters(initials: str) -> str:
    return "".join(letter for letter in initials.casefold() if letter.isalpha())


def _first(word: str) -> str:
    return word[0].translate(_SAME_INITIALS)

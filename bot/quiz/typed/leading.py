"""What may stand before an answer and leave it the same: a lead-in, a title, a kind, whose it is, who did it."""

from collections.abc import Callable, Iterator, Sequence

from bot.quiz.typed.actors import ACTORS, FEMININE_TITLES, KNOWN, MASCULINE_TITLES, TITLES
from bot.quiz.typed.given import GIVEN_NAMES
from bot.quiz.typed.people import is_people
from bot.quiz.typed.phrases import (
    DESCRIPTIONS,
    GOES_ON_WITH_OF,
    INTENSE,
    KINDS,
    LEAD_INS,
    OTHERS,
    PLACES,
    VERBS,
)
from bot.quiz.typed.quantities import DATED
from bot.quiz.typed.subject import Subject
from bot.quiz.typed.terms import Term

LONGEST_LEAD = 12  # words: more than that is no lead-in, and would be slow to look through
_LONGEST_OPENING = 6
_WORDS = LEAD_INS | DESCRIPTIONS
_ABSTRACT_KINDS = {"policy", "concept"}
_NAMING = GIVEN_NAMES | TITLES
_SAYS = VERBS | {"was", "is", "had", "has"}
_LONGEST_OFFICE = 4  # words: British foreign secretary
_THE_PARTY = (("party",), ("communist", "party"), ("bolshevik", "party"))


def starts(answer: Sequence[Term], subject: Subject) -> list[int]:
    """Give the places where the answer itself may begin: what stands before was read away, opening by opening."""
    places, chain = set[int](), [0]
    for place in chain:
        rest = answer[place : place + _LONGEST_OPENING]
        places |= {place, *(place + names for names in _given_names(rest, subject))}
        taken = max(opening(rest, subject) for opening in _OPENINGS) if rest else 0
        if taken and place <= LONGEST_LEAD:
            chain.append(place + taken)
    return sorted(places)


def actor_at_front(terms: Sequence[Term]) -> int:
    """Say how many of the terms name someone who acts: Joseph Stalin, the party."""
    given = next((n for n, term in enumerate(terms) if term.text not in GIVEN_NAMES), len(terms))
    return given + 1 if given < len(terms) and terms[given].text in ACTORS else 0


# Each opening says how many terms it takes from the front; none means that it does not fit.


def _word(rest: Sequence[Term], subject: Subject) -> int:
    if rest[0].kind:
        return 0
    word = rest[0].text
    if (
        subject.person
        and word in FEMININE_TITLES | MASCULINE_TITLES
        and not subject.person.may_be_titled(word)
    ):
        return 0  # no sir to the teacher
    if rest[0].text in GOES_ON_WITH_OF and _texts(rest[1:2]) == ("of",):
        return 2
    return int(rest[0].text in _WORDS or (subject.is_dated and rest[0].text in DATED))


def _kind(rest: Sequence[Term], subject: Subject) -> int:
    """Take "the policy of"; "the city of" before a place."""
    follows = _texts(rest[1:2]) == ("of",)
    if rest[0].text in KINDS and not subject.person:
        return 1 + follows
    if rest[0].text in PLACES | _ABSTRACT_KINDS and subject.is_place:
        return 2 * follows
    if rest[0].text in INTENSE and subject.is_quality:
        return 1
    return int(rest[0].text == "river" and subject.is_place)


def _title(rest: Sequence[Term], subject: Subject) -> int:
    """Take "the British prime minister", but not "king of"."""
    person = subject.person
    words = _texts(rest)
    if person is None or words[1:2] == ("of",):
        return 0
    if person.may_be_titled(words[0]):
        return 1
    lengths = range(2, min(len(words), _LONGEST_OFFICE) + 1)
    return next((n for n in lengths if is_people(words[:n]) and words[n : n + 1] != ("of",)), 0)


def _owner(rest: Sequence[Term], subject: Subject) -> int:
    """Take "Trotsky's" before a thing of which the key does not tell whose it is."""
    if not (subject.is_thing or subject.is_place) or subject.is_owned:
        return 0
    named = next((n for n, term in enumerate(rest) if term.kind or term.text not in _NAMING), 0)
    return named + 1 if _owns(rest[named], subject) else 0


def _owns(term: Term, subject: Subject) -> bool:
    if term.kind == "owner":
        return term.text in ACTORS or not (subject.is_of_a_kind or term.text in OTHERS)
    return (
        term.text not in KNOWN and term.text.endswith("s") and term.text[:-1] in KNOWN
    )  # an apostrophe forgotten


def _clause(rest: Sequence[Term], subject: Subject) -> int:
    """Take "Lenin introduced"; before a person only "introduced by"."""
    by = rest[0].text in VERBS and _texts(rest[1:2]) == ("by",)
    if by or _texts(rest[:2]) == ("set", "up"):
        return 2
    if subject.person:
        return 0
    if rest[0].text in VERBS:
        return 1
    actor = actor_at_front(rest)
    return actor if actor and set(_texts(rest[actor : actor + 1])) & _SAYS else 0


def _party(rest: Sequence[Term], subject: Subject) -> int:
    """Take "party" before an office or a quality."""
    fits = (len(words) for words in _THE_PARTY if _texts(rest[: len(words)]) == words)
    return next(fits, 0) if subject.is_phrase else 0


def _given_names(rest: Sequence[Term], subject: Subject) -> Iterator[int]:
    """Give the numbers of terms that are given names before the surname."""
    words = _texts(rest)
    for most in range(1, len(rest)):
        if rest[most - 1].kind or subject.person is None or not subject.person.may_be_called(words[:most]):
            return
        yield most


def _texts(terms: Sequence[Term]) -> tuple[str, ...]:
    return tuple(term.text for term in terms)


_OPENINGS: tuple[Callable[[Sequence[Term], Subject], int], ...] = (
    _word,
    _kind,
    _title,
    _owner,
    _clause,
    _party,
)

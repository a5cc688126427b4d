"""What may stand before an answer and leave it the same: a lead-in, a title, a kind, whose it is, who did it."""

from collections.abc import Callable, Sequence

from bot.quiz.typed.actors import ACTORS, KNOWN
from bot.quiz.typed.given import GIVEN_NAMES
from bot.quiz.typed.people import is_people
from bot.quiz.typed.phrases import (
    DATED,
    DESCRIPTIONS,
    GOES_ON_WITH_OF,
    KINDS,
    LEAD_INS,
    PLACES,
    VERBS,
)
from bot.quiz.typed.spelling import is_word
from bot.quiz.typed.subject import Subject
from bot.quiz.typed.terms import Term

_SAYS = VERBS | {"was", "is", "had", "has"}
_LONGEST_OFFICE = 4  # words: British foreign secretary
_THE_PARTY = (("party",), ("communist", "party"), ("bolshevik", "party"))


def leads_in(before: Sequence[Term], subject: Subject) -> bool:
    """Whether the terms before an answer can be read away, one opening after another."""
    place = 0
    while place < len(before):
        rest = before[place:]
        taken = max(opening(rest, subject) for opening in _OPENINGS)
        if not taken:
            return _are_given_names(rest, subject)
        place += taken
    return True


def actor_at_front(terms: Sequence[Term]) -> int:
    """Say how many of the terms name someone who acts: Joseph Stalin, the party."""
    given = next((n for n, term in enumerate(terms) if term.text not in GIVEN_NAMES), len(terms))
    return given + 1 if given < len(terms) and terms[given].text in ACTORS else 0


# Each opening says how many terms it takes from the front; none means that it does not fit.


def _word(rest: Sequence[Term], subject: Subject) -> int:
    if rest[0].kind:
        return 0
    if rest[0].text in GOES_ON_WITH_OF and _texts(rest[1:2]) == ("of",):
        return 2
    return int(rest[0].text in LEAD_INS | DESCRIPTIONS or (subject.is_dated and rest[0].text in DATED))


def _kind(rest: Sequence[Term], subject: Subject) -> int:
    """Take "the policy of"; "the city of" before a place."""
    follows = _texts(rest[1:2]) == ("of",)
    if rest[0].text in KINDS and not subject.person:
        return 1 + follows
    if rest[0].text in PLACES and subject.is_place:
        return 2 * follows
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
    if not subject.is_thing or subject.is_owned:
        return 0
    given = next((n for n, term in enumerate(rest) if term.kind or term.text not in GIVEN_NAMES), 0)
    return given + 1 if _owns(rest[given]) else 0


def _owns(term: Term) -> bool:
    if term.kind == "owner":
        return term.text in ACTORS or not is_word(term.text)
    return (
        term.text not in KNOWN and term.text.endswith("s") and term.text[:-1] in KNOWN
    )  # an apostrophe forgotten


def _clause(rest: Sequence[Term], subject: Subject) -> int:
    """Take "Lenin introduced"; before a person only "introduced by"."""
    by = rest[0].text in VERBS and _texts(rest[1:2]) == ("by",)
    if by or (rest[0].text == "set" and _texts(rest[1:2]) == ("up",)):
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


def _are_given_names(rest: Sequence[Term], subject: Subject) -> bool:
    plain = not any(term.kind for term in rest)
    return plain and subject.person is not None and subject.person.may_be_called(_texts(rest))


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

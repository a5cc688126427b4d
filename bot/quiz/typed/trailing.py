"""What may stand after an answer and leave it the same: a shrug, what it is a part of, whose it is, what is counted."""

from collections.abc import Callable, Sequence

from bot.quiz.typed.actors import REALMS
from bot.quiz.typed.leading import LONGEST_LEAD, actor_at_front
from bot.quiz.typed.phrases import KIND_TAILS, OTHERS, PREPOSITIONS, TAILS, VERBS, WHOLES
from bot.quiz.typed.quantities import COUNTED, COUNTED_BY_ORDINALS, MEASURES, NUMBER_TAILS
from bot.quiz.typed.subject import Subject
from bot.quiz.typed.terms import Term

_JUNIOR = frozenset({"jr", "junior", "sr"})
_NOT_COUNTED = MEASURES | OTHERS
_OF_ORDINALS = NUMBER_TAILS | COUNTED | COUNTED_BY_ORDINALS
_OF_NUMBERS = NUMBER_TAILS | COUNTED
_SHORTEST_PLURAL = 4  # letters


def stops(answer: Sequence[Term], subject: Subject) -> list[int]:
    """Give the places where the answer itself may end: what stands after can be read away, closing by closing."""
    places = [len(answer)]
    for place in range(len(answer) - 1, max(0, len(answer) - LONGEST_LEAD - 1), -1):
        rest = answer[place:]
        if any(place + closing(rest, subject) in places for closing in _CLOSINGS):
            places.append(place)
    return places


# Each closing says how many terms it takes from the front; none means that it does not fit.


def _word(rest: Sequence[Term], subject: Subject) -> int:
    return int(
        rest[0].text in TAILS
        or (subject.is_person and rest[0].text in _JUNIOR)
        or (not subject.number and rest[0].text in VERBS)
    )


def _whole(rest: Sequence[Term], subject: Subject) -> int:
    """Take "of the Communist Party"."""
    if rest[0].text not in PREPOSITIONS or subject.number:
        return 0
    parts = next((n for n, term in enumerate(rest[1:]) if term.text not in WHOLES), len(rest) - 1)
    return parts + 1 if parts else 0


def _actor(rest: Sequence[Term], subject: Subject) -> int:
    """Take "by Lenin" and "of Lenin" after a thing of which the key does not tell whose it is."""
    if rest[0].text not in {"by", "of"} or not subject.is_thing or subject.is_owned:
        return 0
    actor = actor_at_front(rest[1:])
    return actor + 1 if actor else 0


def _realm(rest: Sequence[Term], subject: Subject) -> int:
    return 2 if subject.is_person and rest[0].text == "of" and len(rest) > 1 and rest[1].text in REALMS else 0


def _kind(rest: Sequence[Term], subject: Subject) -> int:
    """Take "policy" after "appeasement", "party" after "Bolsheviks"."""
    if subject.is_common or subject.is_quality or (subject.is_place and rest[0].text in KIND_TAILS):
        return int(rest[0].text in KIND_TAILS)
    one = subject.wording.terms[0].text
    return int(
        rest[0].text == "party" and len(subject.wording.terms) == 1 and one.endswith(("iks", "ists", "zis"))
    )


def _counted(rest: Sequence[Term], subject: Subject) -> int:
    word = rest[0].text
    if not subject.number or rest[0].kind:
        return 0
    if subject.number == "ordinal":
        return int(word in _OF_ORDINALS)
    plural = word.endswith("s") and len(word) >= _SHORTEST_PLURAL and word not in _NOT_COUNTED
    return int(word in _OF_NUMBERS or plural)


_CLOSINGS: tuple[Callable[[Sequence[Term], Subject], int], ...] = (
    _word,
    _whole,
    _actor,
    _realm,
    _kind,
    _counted,
)

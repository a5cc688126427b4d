"""What may stand after an answer and leave it the same: a shrug, what it is a part of, whose it is, what is counted."""

from collections.abc import Callable, Sequence

from bot.quiz.typed.actors import REALMS
from bot.quiz.typed.leading import actor_at_front
from bot.quiz.typed.phrases import (
    COUNTED,
    COUNTED_BY_ORDINALS,
    KIND_TAILS,
    MEASURES,
    NUMBER_TAILS,
    PREPOSITIONS,
    TAILS,
    VERBS,
    WHOLES,
)
from bot.quiz.typed.subject import Subject
from bot.quiz.typed.terms import Term

_SHORTEST_PLURAL = 4  # letters


def leads_out(after: Sequence[Term], subject: Subject) -> bool:
    """Whether the terms after an answer can be read away, one closing after another."""
    place = 0
    while place < len(after):
        taken = max(closing(after[place:], subject) for closing in _CLOSINGS)
        if not taken:
            return False
        place += taken
    return True


# Each closing says how many terms it takes from the front; none means that it does not fit.


def _word(rest: Sequence[Term], subject: Subject) -> int:
    return int(rest[0].text in TAILS or (not subject.number and rest[0].text in VERBS))


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
    reigns = subject.person is not None and subject.person.reigns
    return 2 if reigns and rest[0].text == "of" and len(rest) > 1 and rest[1].text in REALMS else 0


def _kind(rest: Sequence[Term], subject: Subject) -> int:
    """Take "policy" after "appeasement", "party" after "Bolsheviks"."""
    if subject.is_common:
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
        return int(word in NUMBER_TAILS | COUNTED | COUNTED_BY_ORDINALS)
    plural = word.endswith("s") and len(word) >= _SHORTEST_PLURAL and word not in MEASURES
    return int(word in NUMBER_TAILS | COUNTED or plural)


_CLOSINGS: tuple[Callable[[Sequence[Term], Subject], int], ...] = (
    _word,
    _whole,
    _actor,
    _realm,
    _kind,
    _counted,
)

"""Terms laid beside terms: each of the key's must be said, in an order that means the same, and nothing else."""

from collections.abc import Iterator, Sequence

from bot.quiz.typed.actors import TITLES
from bot.quiz.typed.forms import Wording, is_acronym, is_inflected, is_joined, same_number
from bot.quiz.typed.given import are_one_name
from bot.quiz.typed.phrases import CLIPPED
from bot.quiz.typed.roman import roman
from bot.quiz.typed.spelling import Likeness, likeness
from bot.quiz.typed.terms import Term

_LINKS = frozenset({"of", "on"})  # "ban on factions" is a faction ban
_LISTED = frozenset({"and", "slash", *_LINKS})
_EXCHANGEABLE = ({"in", "at", "on"}, {"of", "on"}, {"of", "at"}, {"street", "saint"})  # St
_CLIPPED_BY = 3  # letters at least
_MOST_SLIPS = 2


def aligned(key: Wording, typed: tuple[Term, ...]) -> Likeness:
    """Say how like the key the terms are, all in all."""
    if is_acronym(key.terms, typed) or is_inflected(key, typed) or is_joined(key.terms, typed):
        return Likeness.SAME
    return max(_laid(key, ours, theirs) for ours, theirs in _orders(key.terms, typed))


def _orders(
    key: tuple[Term, ...], typed: tuple[Term, ...]
) -> Iterator[tuple[Sequence[Term], Sequence[Term]]]:
    """Give the orders to compare: "testament of Lenin" is "Lenin's Testament"."""
    yield key, typed
    if len(key) > 1 and "ordinal" in {key[0].kind, typed[0].kind}:  # the 13th amendment, amendment 13
        yield ([*key[1:], key[0]], typed) if key[0].kind == "ordinal" else ([key[-1], *key[:-1]], typed)
    turned, turned_too = _around_of(key), _around_of(typed)
    if turned and not turned_too:
        yield from ((ours, typed) for ours in turned)
        yield [term for term in key if term.text not in _LINKS], typed
    elif turned_too and not turned:
        yield from ((key, theirs) for theirs in turned_too)


def _around_of(terms: tuple[Term, ...]) -> list[list[Term]]:
    """Put what follows the one "of" before each of the words that it may describe."""
    places = [place for place, term in enumerate(terms) if term.text in _LINKS]
    if len(places) != 1:
        return []
    described, describing = terms[: places[0]], terms[places[0] + 1 :]
    return [[*described[:n], *describing, *described[n:]] for n in range(len(described))]


def _laid(key: Wording, ours: Sequence[Term], theirs: Sequence[Term]) -> Likeness:
    if key.unordered:
        return _as_sets(_without_links(ours), _without_links(theirs))
    pairs = list(zip(ours, theirs, strict=False))
    if len(ours) != len(theirs) or any(_is_nth_of_many(*pair, len(pairs)) for pair in pairs):
        return Likeness.OTHER
    return _together([_alike(one, other, len(pairs)) for one, other in pairs])


def _is_nth_of_many(key: Term, typed: Term, among: int) -> bool:
    """Whether "fifth year" was typed for "five years", or "fifteen congresses" for the fifteenth."""
    return (key.kind == "" and key.value is not None and typed.kind == "ordinal") or (
        among > 1
        and key.kind == "ordinal"
        and typed.kind == ""
        and typed.value is not None
        and typed.text.isalpha()
    )


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
        return Likeness.SAME if same_number(key, typed) else Likeness.OTHER
    if among > 1 and typed.text in CLIPPED and _clips(typed.text, key.text):
        return Likeness.SAME
    if roman(key.text) and roman(typed.text):
        return Likeness.SAME if key.text == typed.text else Likeness.OTHER
    if among > 1 and (_are_exchangeable(key.text, typed.text) or are_one_name(key.text, typed.text)):
        return Likeness.SAME
    if typed.kind == "owner" != key.kind and among > 1 and typed.text in TITLES and key.text == typed.text:
        return Likeness.OTHER  # the general's secretary
    return likeness(key.text, typed.text)


def _are_exchangeable(key: str, typed: str) -> bool:
    return any({key, typed} <= words for words in _EXCHANGEABLE)


def _clips(short: str, word: str) -> bool:
    return word.startswith(short) and len(word) >= len(short) + _CLIPPED_BY

"""Terms laid beside terms: each of the key's must be said, in an order that means the same, and nothing else."""

from collections.abc import Iterator, Sequence

from bot.quiz.typed.actors import KNOWN, TITLES
from bot.quiz.typed.forms import Wording, is_other_form, same_number
from bot.quiz.typed.given import GIVEN_NAMES, are_one_name
from bot.quiz.typed.linking import LINKS, is_turned, links_alike
from bot.quiz.typed.phrases import ABBREVIATED, CLIPPED
from bot.quiz.typed.rewording import reworded
from bot.quiz.typed.roman import roman
from bot.quiz.typed.spelling import Likeness, doubles_last, has_common_slip, likeness
from bot.quiz.typed.terms import Term

_LISTED = frozenset({"and", "slash", *LINKS})
_SMALL = frozenset({"of", "for", "to", "at", "in", "on", "and"})
_EXCHANGEABLE = ({"in", "at", "on"}, {"of", "on"}, {"of", "at"}, {"street", "saint"})  # St
_CLIPPED_BY = 3  # letters at least
_MOST_SLIPS = 2


def aligned(key: Wording, typed: tuple[Term, ...]) -> Likeness:
    """Say how like the key the terms are, all in all."""
    if is_other_form(key, typed):
        return Likeness.SAME
    said = reworded(key.terms, typed)
    return max(_laid(key, ours, theirs) for ours, theirs in _orders(key.terms, said))


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
        yield [term for term in key if term.text not in LINKS], typed  # "Treaty Versailles"
    elif turned_too and not turned:
        yield from ((key, theirs) for theirs in turned_too)


def _around_of(terms: tuple[Term, ...]) -> list[list[Term]]:
    """Put what follows the one "of" before each of the words that it may describe."""
    places = [place for place, term in enumerate(terms) if is_turned(terms, place)]
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
    found = [
        Likeness.SAME if links_alike(pairs, n) else _alike(*pair, len(pairs)) for n, pair in enumerate(pairs)
    ]
    return Likeness.SLIP if _is_one_common_slip(pairs, found) else _together(found)


def _is_one_common_slip(pairs: Sequence[tuple[Term, Term]], found: list[Likeness]) -> bool:
    """Whether all words but one are the key's own, and that one is a word of its own with a common slip: Charta."""
    other = [pair for pair, like in zip(pairs, found, strict=True) if like < Likeness.SLIP]
    own = [key.text for key, typed in pairs if key.text == typed.text and key.text not in _SMALL]
    if len(other) != 1 or not own or found.count(Likeness.SAME) < len(pairs) - 1:
        return False
    key, typed = other[0]
    called = own[0] in GIVEN_NAMES and typed.text not in KNOWN and doubles_last(key.text, typed.text)
    return key.value is typed.value is None and (called or has_common_slip(key.text, typed.text))


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
    if among > 1 and (_clips(typed.text, key.text) or key.text in ABBREVIATED.get(typed.text, ())):
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
    return short in CLIPPED and word.startswith(short) and len(word) >= len(short) + _CLIPPED_BY

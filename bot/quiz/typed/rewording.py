"""The same answer in another grammatical form, put into the key's own words before the two are laid together."""

from collections.abc import Callable, Sequence

from bot.quiz.typed.acts import act_of, form_of, has_object
from bot.quiz.typed.kin import are_kin, are_of_one_country
from bot.quiz.typed.terms import Term
from bot.quiz.typed.words import words

Terms = Sequence[Term]

# What happens in a place or a time and is called after it: the massacre at Amritsar.
_EVENTS = words("""
    airlift
    assassination battle blockade bombing conference coup crisis disaster earthquake famine fire massacre mutiny putsch
    rebellion revolt revolution riot riots rising siege strike trial trials uprising
    """)
_WHERE = frozenset({"at", "in", "during"})
_WHO = words("when they he she we it who to by the how")  # before a verb, and no word that denies it
_BEING = frozenset({"was", "were", "is", "being", "got", "be", "been"})
_LINKS = frozenset({"of", "on"})


def reworded(key: Terms, typed: Terms) -> tuple[Term, ...]:
    """Give what was typed, in the key's words where a rule says that it means the same."""
    if len(key) > 1 and len(typed) > 1:
        for rule in _RULES:
            typed = rule(key, typed)
    return tuple(typed)


# Each rule gives the terms as they were if it does not fit.


def _place_first(key: Terms, typed: Terms) -> Terms:
    """Read "crisis in Cuba" as "Cuba crisis" if the key is called so."""
    where = next((place for place, term in enumerate(typed) if term.text in _WHERE), 0)
    if not where or _is_linked(key):
        return typed
    event, place = typed[where - 1].text, typed[where + 1 :]
    in_country = event == "war" and bool(place) and are_of_one_country(key[0].text, place[-1].text)
    return [*place, *typed[:where]] if event in _EVENTS or in_country else typed


def _kin(key: Terms, typed: Terms) -> Terms:
    """Read "Cuba missile crisis" as "Cuban": only what describes another word, so not the last."""
    if len(key) != len(typed):
        return typed
    free = [place + 1 < len(key) and key[place + 1].text not in _LINKS for place in range(len(key))]
    return [
        ours if one and are_kin(ours.text, theirs.text) else theirs
        for ours, theirs, one in zip(key, typed, free, strict=True)
    ]


def _act(key: Terms, typed: Terms) -> Terms:
    """Read "when they stormed the Bastille" as "storming of the Bastille"."""
    noun, object_ = _parted(key)
    said = _said_of(noun, typed) if object_ else []
    if not said:
        return typed
    return [*said, key[-1]] if key[-1].text == noun else [*key[: -len(object_)], *said]


def _parted(key: Terms) -> tuple[str, Terms]:
    """Part "storming of the Bastille", "forming factions" and "Lenin's death" into the act and whose it is."""
    if act := act_of(key[0].text):
        linked = key[1].text in _LINKS
        return act, key[1 + linked :] if linked or act != key[0].text else ()
    owned = key[-2].kind == "owner" and act_of(key[-1].text) == key[-1].text
    return (key[-1].text, key[:-1]) if owned else ("", ())


def _said_of(noun: str, typed: Terms) -> Terms:
    """Give to what, or to whom, the act is done in what was typed."""
    start = next((place for place, term in enumerate(typed) if term.text not in _WHO), 0)
    said = typed[start:]
    first, last = form_of(noun, said[0].text), form_of(noun, said[-1].text)
    if last == "noun" and said[-2:-1] and said[-2].kind == "owner":
        return [*said[:-2], Term(said[-2].text)]  # the tsar's abdication
    if has_object(noun):
        rest = said[1:] if first else ()
        rest = rest[1:] if rest and rest[0].text == "of" else rest
        passive = last == "past" and said[-2].text in _BEING
        return said[:-2] if passive else rest
    return said[:-1] if last in {"past", "present", "ing"} else ()


def _is_linked(terms: Terms) -> bool:
    return any(term.text in _LINKS for term in terms)


_RULES: tuple[Callable[[Terms, Terms], Terms], ...] = (_place_first, _kin, _act)

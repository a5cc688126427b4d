"""The small words between two others: when one does for the other, and when what follows may be put first."""

from collections.abc import Sequence

from bot.quiz.typed.terms import Term
from bot.quiz.typed.words import words

LINKS = frozenset({"of", "on"})  # "ban on factions" is a faction ban
_ALSO_EXCHANGEABLE = ({"of", "for"}, {"of", "in"}, {"for", "to"})
# After these "of" tells who does it and "for" or "to" for whom: a letter of Lenin, a letter for Lenin.
_DIRECTED = words("""
    appeal fight hatred letter love loyalty message opposition petition plan reply resistance speech support threat
    vote votes
    """)


def is_turned(terms: Sequence[Term], place: int) -> bool:
    """Whether what follows may be put first: the commissar for nationalities, the nationalities commissar."""
    word = terms[place].text
    return word in LINKS or (word == "for" and place > 0 and terms[place - 1].text not in _DIRECTED)


def links_alike(pairs: Sequence[tuple[Term, Term]], place: int) -> bool:
    """Whether one small word does for the other after the word before it: Committee for Public Safety."""
    if not place or pairs[place - 1][0].text in _DIRECTED:
        return False
    key, typed = pairs[place]
    return any({key.text, typed.text} == link for link in _ALSO_EXCHANGEABLE)

"""Shorter names of what a key names: Bosworth for the battle, the fifteenth congress for the party's."""

import re
from collections.abc import Iterable, Iterator

from bot.quiz.typed.actors import REALMS
from bot.quiz.typed.numerals import ORDINALS
from bot.quiz.typed.terms import folded
from bot.quiz.typed.words import words

_BATTLE = re.compile(r"(?:the )?battle of (?:the )?(.+)", re.IGNORECASE)
_OPERATION = re.compile(r"Operation ([A-Z]\w+)")
_CONGRESS = re.compile(r"(\S+) (?:communist |bolshevik )?party (congress|conference)", re.IGNORECASE)
_FIGURE = re.compile(r"\d+(?:st|nd|rd|th)")
# What is known for more than a battle.
_LARGER = REALMS | words("""
    atlantic pacific mediterranean berlin paris london moscow warsaw vienna rome leningrad petrograd kiev prague
    budapest brussels athens jerusalem baghdad constantinople manila shanghai beijing madrid washington york
    america crete norway flanders china japan korea vietnam
    """)


def shorter_names(names: Iterable[str]) -> Iterator[str]:
    """Give the shorter names; and with a battle's, the long forms of its other names: Battle of Bosworth Field."""
    texts = list(names)
    for text in texts:
        yield from _of_congress(text)
        if operation := _OPERATION.fullmatch(text):
            yield operation[1]
        if (battle := _BATTLE.fullmatch(text)) and folded(battle[1]) not in _LARGER:
            yield battle[1]
            yield from (f"Battle of {other}" for other in texts if other.startswith(battle[1]))


def _of_congress(text: str) -> Iterator[str]:
    congress = _CONGRESS.fullmatch(text)
    if congress and (folded(congress[1]) in ORDINALS or _FIGURE.fullmatch(congress[1])):
        yield f"{congress[1]} {congress[2]}"

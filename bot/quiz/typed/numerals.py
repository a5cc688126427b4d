"""Numbers as people write them: in figures and in words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
)
_UNITS += " seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
)
_ORDINALS += " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
CARDINALS = {
    **{word: value for value, word in enumerate(_UNITS.split())},
    **{word: value * 10 for value, word in enumerate(_TENS.split(), 2)},
    "fourty": 40,
    "ninty": 90,
}
ORDINALS = {
    **{word: value for value, word in enumerate(_ORDINALS.split())},
    **{word.removesuffix("y") + "ieth": value * 10 for value, word in enumerate(_TENS.split(), 2)},
    "hundredth": 100,
    "twelth": 12,
    "nineth": 9,
    "eigth": 8,
    "fiveteenth": 15,
    "fith": 5,
}
DECADES = {word.removesuffix("y") + "ies": value * 10 for value, word in enumerate(_TENS.split(), 2)}
SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SHORT_SCALES = {"k": 1000, "m": 10**6, "mn": 10**6, "mil": 10**6, "bn": 10**9, "dozen": 12}
_MULTIPLIERS = {**SCALES, **{word + "s": value for word, value in SCALES.items()}, **_SHORT_SCALES}
_LONG = 4  # digits: no count of parts
_PARTS = {"half": 2, "quarter": 4, "third": 3, "fifth": 5, "tenth": 10}  # of one
_FIGURE = re.compile(r"(\d+(?:\.\d+)?)(?:/(\d+))?(st|nd|rd|th|k|mn|mil|m|bn|s)?")


class Number(NamedTuple):
    """A number at the front of some words, what it counts as ("", "ordinal", "decade"), and its length in words."""

    value: Fraction
    kind: str
    words: int


def number_at_front(words: Sequence[str]) -> Number | None:
    """Read the longest number that the words begin with."""
    return _part_of_one(words) or _figure(words) or _spelled(words)


def _part_of_one(words: Sequence[str]) -> Number | None:
    in_figures = words[0].isdecimal() and len(words[0]) < _LONG
    counted = words[0] in {"a", "an"} or words[0] in CARDINALS or in_figures
    count = int(words[0]) if in_figures else CARDINALS.get(words[0], 1)
    word = words[counted] if len(words) > counted else ""
    whole = _PARTS.get(word if count == 1 else word[:-1] if word.endswith("s") else "")
    if whole is None or not (counted or word in {"half", "quarter"}):
        return None  # "third" by itself is an ordinal
    if words[0] in {"a", "an"} and word not in {"half", "quarter", "third"}:
        return None
    return _multiplied(Fraction(count, whole), "", words, counted + 1)


def _figure(words: Sequence[str]) -> Number | None:
    if not (found := _FIGURE.fullmatch(words[0])) or (found[2] and not int(found[2])):
        return None
    value, suffix = Fraction(found[1]) / int(found[2] or 1), found[3] or ""
    if suffix in _SHORT_SCALES:
        return Number(value * _SHORT_SCALES[suffix], "", 1)
    if suffix:
        return Number(value, "decade" if suffix == "s" else "ordinal", 1)
    return _multiplied(value, "", words, 1)


def _multiplied(value: Fraction, kind: str, words: Sequence[str], used: int) -> Number:
    """Multiply by what follows: a scale, "of a million" after a part of one."""
    after = used
    while value < 1 and after < len(words) and words[after] in {"of", "a", "an"}:
        after += 1
    if after < len(words) and (scale := _MULTIPLIERS.get(words[after])):
        return Number(value * scale, kind, after + 1)
    return Number(value, kind, used)


def _spelled(words: Sequence[str]) -> Number | None:
    if words[0] in {"a", "an"}:
        scaled = len(words) > 1 and words[1] in {*SCALES, "dozen"} and _spelled(words[1:])
        return scaled._replace(words=scaled.words + 1) if scaled else None
    if words[0] in DECADES:
        return Number(Fraction(DECADES[words[0]]), "decade", 1)
    count, used = _Sum(), 0
    for place, word in enumerate(words):
        if word == "and" and count.may_go_on and words[place + 1 : place + 2] and used == place:
            continue
        if not count.take(word):
            break
        used = place + 1
    return _and_a_half(Number(Fraction(count.total + count.group), count.kind, used), words) if used else None


def _and_a_half(number: Number, words: Sequence[str]) -> Number:
    after = number.words + 3
    if list(words[number.words : after]) != ["and", "a", "half"]:
        return number
    return _multiplied(number.value + Fraction(1, 2), number.kind, words, after)


@dataclass
class _Sum:
    """A number in words as it grows: whole thousands, and the group that is being read."""

    total: int = 0
    group: int = 0
    kind: str = ""
    may_go_on: bool = False  # after "hundred" or "thousand", where "and" may follow

    def take(self, word: str) -> bool:
        """Add a word; False if it does not go on with the number."""
        if self.kind:
            return False
        if word in _MULTIPLIERS and (word in SCALES or word == "dozen" or self.group):
            return self._scale(_MULTIPLIERS[word])
        if word in DECADES and 10 <= self.group < 100 and not self.total:  # noqa: PLR2004 - nineteen twenties
            self.group, self.kind = self.group * 100 + DECADES[word], "decade"
            return True
        value = CARDINALS.get(word, ORDINALS.get(word))
        if value is None or not self._add(value):
            return False
        self.kind, self.may_go_on = "ordinal" if word in ORDINALS else "", False
        return True

    def _scale(self, scale: int) -> bool:
        if scale == SCALES["hundred"]:
            self.group = (self.group or 1) * scale
        else:
            self.total, self.group = self.total + (self.group or 1) * scale, 0
        self.may_go_on = True
        return True

    def _add(self, value: int) -> bool:
        ten, hundred = 10, 100
        if ten <= self.group < hundred and value >= ten and not self.total:  # nineteen seventeen
            self.group = self.group * hundred + value
            return True
        tens_wait_for_units = self.group % ten == 0 and self.group % hundred != ten
        fits = self.group == 0 or (self.group % hundred == 0) or (value < ten and tens_wait_for_units)
        self.group += value if fits else 0
        return fits

"""An answer read as terms: folded words and numbers, in the order in which they stand."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bot.quiz.typed.numerals import CARDINALS, ORDINALS, SCALES, Number, number_at_front
from bot.quiz.typed.phrases import ARTICLES, WRITTEN_OUT
from bot.quiz.typed.quantities import BOUNDS, MONTHS
from bot.quiz.typed.spelling import meant

_UNSURE = (  # says nothing of the answer, but "not sure it was" does
    r"\b(?:but )?(?:i ?'?a?m )?not (?:(?:too|very|really|quite|entirely|100 ?%) )?(?:sure|certain)"
    r"(?:,? but\b| maybe\b|(?=[,;.?!)])|$)"
)
# Signs rewritten as words, in this order, after folding.
_REWRITTEN = tuple(
    (re.compile(pattern), put)
    for pattern, put in (
        (r"[@~^]", " "),  # ours, for months, for years cut short and for owners
        (r"(?<!\w)'(\d\d)\b", r" ~\1 "),
        (r"(\d)'s\b", r"\1s"),
        (r"(?<![\w.])(?<!\. )a\.(?= ?[^\W\d_]{2})", "aa"),  # an initial is no article
        (r"\ba-(?=\w)", "a"),  # acausal is no article
        (r" or so\b", " "),
        (r"\b(\w+teen)[ -](?:oh|o|nought)[ -](?=\w)", r"\1 hundred "),
        (r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b", r" \3 @\2 \1 "),
        (r"\b(\d{1,2})[./-](\d{1,2})[./-](\d{4})\b", r" \1 @\2 \3 "),  # day first, as in Europe
        (r"(?<![\d./-])(\d{1,2})[./](0?[1-9]|1[0-2])[./](\d\d)(?![\d./])", r" \1 @\2 ~\3 "),
        (r"(?<![\d./-])(0?[1-9]|1[0-2])[./-](1\d{3}|20\d\d)\b", r" @\1 \2 "),
        (r"\b(1\d)(\d\d) ?/ ?(\d\d)\b(?![/\d])", r"\1\2 \1\3"),
        (r"\b(\d\d)(\d\d) ?- ?(\d\d)\b(?!-)", r"\1\2 \1\3"),
        (r"\b([1-9]\d{0,2})[ ,.'](?=\d{3}\b)(\d{3})(?:[ ,.'](\d{3}))?\b", r"\1\2\3"),
        (r"\b(?:no\.|nr\.?) ?(?=\d)|#(?=\d)", " "),
        (_UNSURE, " "),
        (r"(?<=\d)[ -](?=(?:st|nd|rd|th|k|bn)\b)", ""),
        (r"%|\bper[ -]cent\b|\bpct\b|(?<=\d) ?pc\b", " percent "),
        (r"(?:£|\bgbp\b) ?([\d.,]+(?: ?(?:k|m|bn|million|billion|thousand)\b)?)", r" \1 pounds "),
        (r"\$ ?([\d.,]+(?: ?(?:k|m|bn|million|billion|thousand)\b)?)", r" \1 dollars "),
        (r"[<≤]", " under "),
        (r"[>≥]", " over "),
        (r"(\d[\d,.]*)\+", r" over \1 "),
        (r"\bbc (?=of\b(?! course))|^bc (?=[^\W\d])", "because "),
        (r"[&+]", " and "),
        (r"(?<!\d)/|/(?!\d)|\|", " slash "),
        (r"(?<=[^\W\d_])'s\b|(?<=[^\W\d_]s)'(?= )", "^"),  # ours, for an owner
        (r"\b(it|that|he|she|this|there|here|what|who|let)\^", r"\1"),
        (r"'", ""),
    )
)
_WORD = re.compile(
    r"[@~]\d+|\d+(?:\.\d+)?(?:/\d+)?(?:st|nd|rd|th|k|mn|mil|m|bn|s)?(?![^\W_])|\d+|[^\W\d_]+\^?",
)
_APOSTROPHES = dict.fromkeys(map(ord, "’‘`´ʼ′"), "'")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_FRACTION_BAR = {ord("⁄"): "/"}
_LONGEST_BOUND = 3  # words
_POSSESSIVES = frozenset({"its", "his", "her", "their"})
_PREPOSITIONS = frozenset({"of", "in", "at", "on", "with", "by", "for", "from"})
_BETWEEN_NUMBERS = frozenset({"to", "until", "till", "and", "through"})


@dataclass(frozen=True, slots=True)
class Term:
    """A word, or a number of some kind ("", "ordinal", "percent", "decade", "month", "short").

    A bound ("over", "under") is of the kind "bound" and a word with 's of the kind "owner"; they have no value.
    """

    text: str
    kind: str = ""
    value: Fraction | None = None


def folded(text: str) -> str:
    """Lower the case, drop accents, make dashes, apostrophes and spaces plain."""
    plain = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES)).casefold().translate(_LETTERS)
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(letters.translate(_DASHES | _FRACTION_BAR).split())


def terms(text: str) -> tuple[Term, ...]:
    """Read a text; articles are left out unless there is nothing else."""
    plain = folded(text)
    for pattern, put in _REWRITTEN:
        plain = pattern.sub(put, plain)
    read = list(_tidied(list(_bounded(list(_read(_spelled_out(_WORD.findall(plain))))))))
    said = [term for term in read if term.text not in ARTICLES] or read
    return tuple(term for place, term in enumerate(said) if not _is_like_an_article(said, place))


def _is_like_an_article(said: Sequence[Term], place: int) -> bool:
    """Whether "its" stands where "the" would do: at the centre of its web."""
    inside = 0 < place < len(said) - 1
    return inside and said[place].text in _POSSESSIVES and said[place - 1].text in _PREPOSITIONS


def _spelled_out(words: list[str]) -> list[str]:
    """Join letters that stand alone ("e h carr") and write contractions and slips in number words out."""
    joined: list[str] = []
    for place, word in enumerate(words):
        if place and len(word) == len(words[place - 1]) == 1 and (words[place - 1] + word).isalpha():
            joined[-1] += word
        else:
            joined.append(word)
    return [WRITTEN_OUT.get(word) or meant(word, _NUMBER_WORDS) for word in joined]


def _read(words: Sequence[str]) -> Iterator[Term]:
    place = 0
    while place < len(words):
        number = number_at_front(words[place:]) or _marked(words[place])
        length = number.words if number else 1
        text = " ".join(words[place : place + length])
        place += length
        if number and number.kind == "" and words[place : place + 1] == ["percent"]:
            yield Term(f"{text} percent", "percent", number.value / 100)
            place += 1
        elif number:
            yield Term(text, number.kind, number.value)
        else:
            yield Term(text.removesuffix("^"), "owner" if text.endswith("^") else "")


def _marked(word: str) -> Number | None:
    """Read a month, or a year cut short ('17)."""
    if word.startswith("~"):
        return Number(Fraction(word[1:]), "short", 1)
    place = int(word[1:]) if word.startswith("@") else MONTHS.get(word)
    return None if place is None else Number(Fraction(place), "month", 1)


def _bounded(read: list[Term]) -> Iterator[Term]:
    """Read "less than" as a bound where a number follows."""
    place = 0
    while place < len(read):
        for length in range(_LONGEST_BOUND, 0, -1):
            phrase = " ".join(term.text for term in read[place : place + length])
            after = read[place + length : place + length + 2]
            if phrase in BOUNDS and _starts_with_number(after):
                yield Term(BOUNDS[phrase], "bound")
                place += length
                break
        else:
            yield read[place]
            place += 1


def _starts_with_number(after: list[Term]) -> bool:
    counted = after[1:] if after and after[0].text in ARTICLES else after
    return bool(counted) and counted[0].value is not None


def _tidied(read: list[Term]) -> Iterator[Term]:
    """Leave out "to" between two numbers, and "one" after an ordinal."""
    for place, term in enumerate(read):
        before, after = read[max(place - 1, 0) : place], read[place + 1 : place + 2]
        between = [other.value is not None for other in before + after] == [True, True]
        counted = term.text == "one" and bool(before) and before[0].kind == "ordinal"
        if not (counted or (between and term.text in _BETWEEN_NUMBERS)):
            yield term


_NUMBER_WORDS = frozenset({*CARDINALS, *ORDINALS, *SCALES, *MONTHS, "quarter"})

"""How alike two words are: two spellings of one word, a slip of the finger, a near miss, or another word."""

import re
from enum import IntEnum
from functools import cache
from importlib.metadata import distribution

from rapidfuzz.distance import OSA

from bot.quiz.typed.sounds import frame, plain, singular_of, sounds

_SLIPS = ((10, 2), (6, 1))  # from so many letters on, so many slips are forgiven
_FORGIVEN_FROM = 6
_LONG = 8  # from so many letters on, a word is known through more than one slip
_VOWELS = re.compile(r"[aeiouy]")
_CONFUSED = (
    *("bp", "dt", "gkjcq", "fvw", "szxc", "mn"),  # by the ear
    *(row[n : n + 2] for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm") for n in range(len(row) - 1)),
)
_HERS = ("aya", "aia")
_PARTY_ENDING = re.compile(r"(ism|ist|ite|ian|ik)$")  # a creed and those who hold it are one letter apart
_SHARED_ENDINGS = (
    *("ism", "ist", "ize", "izing", "ization", "ation", "ity", "ment", "ness", "ship", "hood", "ite"),
)
_SHORTEST_STEM = 5
_UMLAUT, _UMLAUT_FROM = re.compile(r"(?<=[aou])e"), 5  # letters: Goering, Göring


class Likeness(IntEnum):
    OTHER = 0
    NEAR = 1
    SLIP = 2
    SAME = 3


def likeness(key: str, typed: str) -> Likeness:
    """Say how alike a folded word is to the key's; a slip that makes another English word is another word."""
    if plain(key) == plain(typed):
        return Likeness.SAME
    if min(len(key), len(typed)) >= _UMLAUT_FROM and _UMLAUT.sub("", key) == _UMLAUT.sub("", typed):
        return Likeness.SAME
    if min(len(key), len(typed) + 1) >= _LONG and sounds(key) & sounds(typed):
        return Likeness.SAME
    if is_word(typed) or _of_another_kind(key, typed) or _of_another_stem(key, typed):
        return Likeness.OTHER
    if sounds(key) & sounds(typed):
        return Likeness.SAME
    return _slipped(key, typed)


def meant(word: str, vocabulary: frozenset[str]) -> str:
    """Give the one word of the vocabulary that the word is a slip of, or the word itself."""
    if len(word) < _FORGIVEN_FROM - 1 or word in vocabulary or is_word(word):
        return word
    near = [other for other in vocabulary if len(other) >= _FORGIVEN_FROM and _osa(word, other, 1) == 1]
    return near[0] if len(near) == 1 else word


def is_word(word: str) -> bool:
    """Whether English texts use the word, names among them."""
    return word in _english()


def _slipped(key: str, typed: str) -> Likeness:
    if not _firsts(key) & _firsts(typed) or min(len(key), len(typed) + 1) < _FORGIVEN_FROM:
        return Likeness.OTHER
    forgiven = next(slips for length, slips in _SLIPS if min(len(key), len(typed) + 1) >= length)
    apart = _apart(key, typed, forgiven + 1)
    if apart <= forgiven:
        return Likeness.OTHER if _is_other_consonant(key, typed) else Likeness.SLIP
    framed = _osa(frame(key), frame(typed), 1) <= 1
    near = apart == forgiven + 1 and framed and len(key) >= _LONG
    return Likeness.NEAR if near else Likeness.OTHER


def _firsts(word: str) -> set[str]:
    return {word[0], *(sound[:1] for sound in sounds(word))}


def _apart(key: str, typed: str, most: int) -> int:
    heard = [(k, t) for k in sounds(key) for t in sounds(typed)] if len(key) >= _LONG else []
    return min(_osa(one, other, most) for one, other in [(plain(key), plain(typed)), *heard])


def _is_other_consonant(key: str, typed: str) -> bool:
    """Whether a shorter word has another consonant, neither beside it on the keyboard nor alike in sound: Hiller."""
    if len(key) >= _LONG or len(key) != len(typed):
        return False
    changed = [{k, t} for k, t in zip(key, typed, strict=True) if k != t]
    consonants = len(changed) == 1 and not any(map(_VOWELS.fullmatch, changed[0]))
    return consonants and not any(changed[0] <= set(group) for group in _CONFUSED)


def _of_another_kind(key: str, typed: str) -> bool:
    """Whether the endings tell two things apart: Leninism and Leninist, Stalin and Stalina."""
    ours, theirs = _PARTY_ENDING.search(singular_of(key)), _PARTY_ENDING.search(singular_of(typed))
    if ours and theirs and ours[0] != theirs[0]:
        return True
    if typed.endswith(_HERS) != key.endswith(_HERS) or (
        typed.endswith("sk") and key.endswith(("ski", "sky"))
    ):
        return True  # Trotskaya is another person, Tomsk a town
    return typed[:-1] == key and typed[-1] in {"a", "o"} - {key[-1]}


def _of_another_stem(key: str, typed: str) -> bool:
    """Whether two words end alike and the typed one is made of another word: fictionalism, factionalism."""
    ours, theirs = plain(key), plain(typed)
    return any(_is_made_of(theirs, ours, ending) for ending in _SHARED_ENDINGS)


def _is_made_of(word: str, other: str, ending: str) -> bool:
    stem = word.removesuffix(ending)
    if not (word.endswith(ending) and other.endswith(ending)) or stem == other.removesuffix(ending):
        return False
    return len(stem) >= _SHORTEST_STEM and is_word(stem)


def _osa(one: str, other: str, most: int) -> int:
    return OSA.distance(one, other, score_cutoff=most)


@cache
def _english() -> frozenset[str]:
    """Read the words that English texts use from the list that symspellpy ships, when first needed."""
    path = distribution("symspellpy").locate_file("symspellpy/frequency_dictionary_en_82_765.txt")
    with open(str(path), encoding="utf-8-sig") as lines:  # noqa: PTH123 - a path of its own kind
        return frozenset(line.partition(" ")[0] for line in lines)

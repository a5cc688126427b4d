"""How words are read aloud and written elsewhere: one reading for the spellings of a word or a name."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

_KEPT = 4096  # words whose readings are remembered
_VOWELS = re.compile(r"[aeiouy]")
_SPELLED_FROM = 6  # letters
_SPELLINGS = (  # British to American, for words of six letters and more
    (r"our(?=$|ed$|ing$|able|ite|ful|er|hood|ist|ism)", "or"),
    (r"(?<=[bcdgkpt])re$", "er"),
    (r"(?<=[iy])s(?=e$|ed$|es$|ing$|er$|ation)", "z"),
    (r"ence$", "ense"),
    (r"ae|oe", "e"),
    (r"gramme", "gram"),
    (r"ogue$", "og"),
    (r"ll", "l"),
    (r"dgement", "dgment"),
)
_CLUSTERS = ((r"schtsch|shch|sch", "sh"), (r"tsch|tch", "ch"))
_SOUNDS = (  # one reading for the usual transliterations of names into Latin letters
    (r"yo", "e"),
    (r"dzh", "dz"),
    (r"zh", "j"),
    (r"tz|cz", "ts"),
    (r"(?<=[bdg])h", ""),
    (r"ph", "f"),
    (r"eau", "o"),
    (r"x", "ks"),
    (r"w", "v"),
    (r"(?<=[eo])f+$", "v"),
    (r"[yj]", "i"),
    (r"ie|^je", "e"),
    (r"[aou]e", lambda found: found[0][0]),
    (r"(.)\1+", r"\1"),
)
_SCHOOLS = (  # what one school of transliteration writes and another does not: each gives a reading of its own
    ((r"ck|c(?!h)", "k"), (r"kh|ch", "h")),
    ((r"ck|c(?!h)", "k"), (r"kh", "k")),
    ((r"c(?=[kiey]|$)", "ts"), (r"kh", "h")),
)
Rules = Iterable[tuple[str, str | Callable[[re.Match[str]], str]]]


@lru_cache(_KEPT)
def plain(word: str) -> str:
    """Fold the plural and the American spelling."""
    singular = singular_of(word)
    return _rewritten(singular, _SPELLINGS) if len(singular) >= _SPELLED_FROM else singular


@lru_cache(_KEPT)
def sounds(word: str) -> frozenset[str]:
    """Give the readings of a word, one for each school of transliteration."""
    singular = singular_of(word)
    return frozenset(_rewritten(singular, (*_CLUSTERS, *school, *_SOUNDS)) for school in _SCHOOLS)


def frame(word: str) -> str:
    """Give a reading of the word without its vowels."""
    return _VOWELS.sub("", _rewritten(word, (*_CLUSTERS, *_SCHOOLS[0], *_SOUNDS)))


def singular_of(word: str) -> str:
    """Fold the plural."""
    if len(word) < 4 or word.endswith(("ss", "us", "is")):  # noqa: PLR2004 - "gas", "was"
        return word
    for plural, single in (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("s", "")):
        if word.endswith(plural):
            return word.removesuffix(plural) + single
    return word


def _rewritten(word: str, rules: Rules) -> str:
    for pattern, put in rules:
        word = re.sub(pattern, put, word)
    return word

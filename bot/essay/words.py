"""Words of a question or a sentence, folded and stemmed so that two spellings of one word meet."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import Stemmer

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_ENGLISH = Stemmer.Stemmer("english")

# Words that carry no content of their own: what is left of a question without them must be in the essay.
STOP_WORDS = frozenset(
    """
    a about according actually all also an and any anyone anything are as at author away be because
    been before being but by call called can come could describe described did do does doing done
    during essay ever every evidence example explain factor for from get give given gives go got had
    happen happened has have having he her him his how i if important in into is it its just let
    like made main make makes many me mean means mention mentioned much my name named no not of off
    on one only or other others our out over please point put quote really reason reasons role said
    say says see sentence she should show shows significant so some tell than that the their them
    then there these they thing things this those to too up us use used very was way we were what
    when where which while who whom whose why will with would you your
    """.split()  # noqa: SIM905 - read as prose, not as a list of 150 strings
)

# How students shorten words when they type as they text.
TEXT_SPEAK = {
    "y": "why",
    "u": "you",
    "ur": "your",
    "r": "are",
    "2": "to",
    "bc": "because",
    "coz": "because",
    "cos": "because",
    "cuz": "because",
    "ppl": "people",
    "wat": "what",
    "wot": "what",
    "wen": "when",
    "hw": "how",
    "b4": "before",
    "gd": "good",
    "govt": "government",
    "n": "and",
    "dont": "not",
    "didnt": "not",
    "dint": "not",
    "wasnt": "not",
    "pls": "please",
    "plz": "please",
    "thx": "thanks",
    "abt": "about",
    "da": "the",
    "dat": "that",
}


def fold(text: str) -> str:
    """Lower the case, drop accents, make apostrophes plain."""
    if text.isascii():  # as nearly all is: there is nothing to decompose
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.replace("’", "'")).casefold()
    return "".join(c for c in plain if not unicodedata.combining(c))


def words(text: str) -> Iterator[str]:
    """Give the folded words, without a possessive's ending."""
    for match in _WORD.finditer(fold(text)):
        yield match[0].removesuffix("'s")


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    return str(_ENGLISH.stemWord(word))


STOP_STEMS = frozenset(map(stem, STOP_WORDS))

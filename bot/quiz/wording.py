"""What a text says: its words that carry content, their runs, and the words that a whole essay shares."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from bot.essay.pack import Pack, Sentence
from bot.essay.words import STOP_WORDS, stem, words

_CAPITALISED = re.compile(r"\b[A-Z][^\W\d_]+")
RUN = 3  # words of content in a row: by so many a stem can be matched to its sentence
COMMON = 0.1  # of the sentences: a word in more of them gives nothing away
AT_LEAST = 3  # sentences, however short the essay is


def content(text: str) -> list[str]:
    """Give the stems of the words that carry content, in order."""
    return [stem(word) for word in words(text) if word not in STOP_WORDS]


def runs(text: str) -> set[tuple[str, ...]]:
    """List every run of three words that carry content."""
    stems = content(text)
    return {tuple(stems[start : start + RUN]) for start in range(len(stems) - RUN + 1)}


def sought(sentence: str) -> set[tuple[str, ...]]:
    """List the runs of a sentence by which it can be found; a name, which has no other words, is none."""
    names = set(content(" ".join(_CAPITALISED.findall(sentence))))
    return {run for run in runs(sentence) if not names.issuperset(run)}


def telling(text: str, pack: Pack) -> set[str]:
    """Give the stems that are not all over the essay."""
    return set(content(text)) - _common(pack.sentences)


def telling_in(texts: Iterable[str], pack: Pack) -> set[str]:
    """Give the telling stems of several texts."""
    return set().union(*(telling(text, pack) for text in texts))


@lru_cache(maxsize=8)
def _common(sentences: tuple[Sentence, ...]) -> frozenset[str]:
    counted = Counter(word for sentence in sentences for word in set(content(sentence.text)))
    most = max(AT_LEAST, COMMON * len(sentences))
    return frozenset(word for word, count in counted.items() if count >= most)

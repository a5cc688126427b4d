"""What a question is made of: its words, what they mean, which stand side by side; misspellings mended first."""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.essay.asking import Concept
from bot.essay.words import STOP_STEMS, TEXT_SPEAK, stem, words

SMALL_WORDS = frozenset("a an the of in on at for and or is was were be been are it its this that as".split())  # noqa: SIM905 - prose
ASKING_WORDS = frozenset(
    "who whose whom when where why how which what year date month day number many much name place title did".split()  # noqa: SIM905 - prose
)
SMALL, WORD, MEANING, PAIR, APART, ASKED = 0.3, 1.0, 0.8, 0.6, 0.4, 0.4  # what each kind of feature counts
MEANT = "="  # marks a feature that stands for a meaning
LONG = 6  # letters from which one slip seldom makes another word
SHORTEST = 4  # letters of a word that may be misspelt: in a shorter one a letter makes another word


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a pack and how often it has them, what was typed once, what is known from elsewhere alone."""

    words: Mapping[str, int]
    rare: frozenset[str]
    elsewhere: frozenset[str]


class Speller:
    """Mends words that the pack does not have, if one that it has is near.

    A word that is known from elsewhere alone is mended only if it is a single slip away from one of the pack, and a
    neutral one never: a weekend is not weakened.
    """

    def __init__(self, vocabulary: Vocabulary, neutral: Iterable[str] = ()) -> None:
        self._known = vocabulary.words
        self._neutral = STOP_STEMS.union(map(stem, neutral))
        self._stems = frozenset(map(stem, vocabulary.words))
        self._rare = frozenset(map(stem, vocabulary.rare))
        self._elsewhere = frozenset(map(stem, vocabulary.elsewhere))
        self._candidates = sorted(word for word in self._known if len(word) >= SHORTEST)
        self._mended = lru_cache(maxsize=10_000)(self._mend)

    def knows(self, word: str) -> bool:
        """Whether the word, in some inflection, is one of the pack's or was typed by somebody."""
        return stem(word) in self._stems or stem(word) in self._rare

    def mended(self, text: str) -> list[str]:
        """Give the text's words, text-speak spelt out, each misspelt one as the nearest known one."""
        return [self._mended(TEXT_SPEAK.get(word, word)) for word in words(text)]

    def _mend(self, word: str) -> str:
        if len(word) < SHORTEST or word.isdigit() or stem(word) in self._stems or stem(word) in self._neutral:
            return word
        slips = min(3, len(word) // 3)
        if stem(word) in self._elsewhere:
            slips = 1 if len(word) > LONG else 0
        near = process.extract(word, self._candidates, scorer=OSA.distance, score_cutoff=slips, limit=8)
        # A first letter is seldom wrong; among equals the word used most.
        best = min(
            near, key=lambda n: (n[1] + 0.7 * (n[0][0] != word[0]), -self._known[n[0]]), default=(word,)
        )
        return str(best[0])


class Phrases:
    """Finds phrases in a row of stems."""

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        for phrase, name in phrases:
            stems = tuple(map(stem, words(phrase)))
            if stems:
                self._by_first[stems[0]].append((stems, name))

    def within(self, stems: Sequence[str]) -> Iterator[str]:
        """Give the names of the phrases that occur, in order."""
        for place, first in enumerate(stems):
            for phrase, name in self._by_first.get(first, ()):
                if tuple(stems[place : place + len(phrase)]) == phrase:
                    yield name


class Maker:
    """Makes features with the help of a pack's concepts."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self._meanings = Phrases((phrase, concept.name) for concept in concepts for phrase in concept.words)

    def of(self, said: Sequence[str]) -> dict[str, float]:
        """Weigh the features of a row of words: words, meanings, pairs, and what is asked about each word."""
        stems = [stem(word) for word in said]
        made: dict[str, float] = defaultdict(float)
        for each in stems:
            made[each] += SMALL if each in SMALL_WORDS else WORD
        for name in self._meanings.within(stems):
            made[f"{MEANT}{name}"] += MEANING
        for one, two in itertools.pairwise(stems):
            made[f"{one} {two}"] += PAIR
        for one, two in zip(stems, stems[2:], strict=False):
            made[f"{one} _ {two}"] += APART
        made.update(_asked(said, stems))
        return made


def _asked(said: Sequence[str], stems: Sequence[str]) -> dict[str, float]:
    """Join the asking word to each word of content: "how many members" is far from "who were the members"."""
    asking = next((word for word in said if word in ASKING_WORDS), None)
    return {f"{asking}~{each}": ASKED for each in stems if each not in STOP_STEMS} if asking else {}

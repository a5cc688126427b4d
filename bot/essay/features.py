"""What a question is made of: its words, what they mean, which stand side by side; misspellings mended first."""

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.essay.asking import Concept
from bot.essay.words import TEXT_SPEAK, stem, words

SMALL_WORDS = frozenset("a an the of in on at for and or is was were be been are it its this that as".split())  # noqa: SIM905 - prose
SMALL, WORD, MEANING, PAIR = 0.3, 1.0, 0.8, 0.6  # what each kind of feature counts
LONG = 6  # letters from which one slip seldom makes another word
SHORTEST = 4  # letters of a word that may be misspelt: in a shorter one a letter makes another word


class Speller:
    """Mends words that nobody of the pack has written, if one that somebody has is near.

    A word that is known from elsewhere alone is mended only if it is a single slip away from one of the pack.
    """

    def __init__(self, texts: Iterable[str], elsewhere: Iterable[str]) -> None:
        self._known = Counter(word for text in texts for word in words(text))
        self._stems = frozenset(map(stem, self._known))
        self._elsewhere = frozenset(stem(word) for text in elsewhere for word in words(text))
        self._candidates = sorted(word for word in self._known if len(word) >= SHORTEST)

    def knows(self, word: str) -> bool:
        """Whether the word, in some inflection, is one of the pack's."""
        return stem(word) in self._stems

    def mended(self, text: str) -> list[str]:
        """Give the text's words, text-speak spelt out, each misspelt one as the nearest known one."""
        return [self._mended(TEXT_SPEAK.get(word, word)) for word in words(text)]

    def _mended(self, word: str) -> str:
        if len(word) < SHORTEST or word.isdigit() or self.knows(word):
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

    def of(self, said: Iterable[str]) -> dict[str, float]:
        """Weigh the features of a row of words."""
        stems = [stem(word) for word in said]
        made: dict[str, float] = {}
        for each in stems:
            made[each] = made.get(each, 0.0) + (SMALL if each in SMALL_WORDS else WORD)
        for name in self._meanings.within(stems):
            made[f"={name}"] = made.get(f"={name}", 0.0) + MEANING
        for one, two in itertools.pairwise(stems):
            made[f"{one} {two}"] = made.get(f"{one} {two}", 0.0) + PAIR
        return made

"""How usual a word is in English, by the list that symspellpy ships: most used first, names hardly at all."""

from functools import cache
from importlib.metadata import distribution
from itertools import islice

ORDINARY = 1_000  # so many of the most used words are no term that a class has to know


def rank(word: str) -> int:
    """Give the word's place by use, from 1; a word that is not in the list comes after all that are."""
    ranks = _ranks()
    return ranks.get(word, len(ranks) + 1)


def is_ordinary(term: str) -> bool:
    """Whether the term is one everyday word; a capital makes it a name, as in "the Right"."""
    return term.islower() and rank(term) <= ORDINARY


@cache
def _ranks() -> dict[str, int]:
    path = distribution("symspellpy").locate_file("symspellpy/frequency_dictionary_en_82_765.txt")
    with open(str(path), encoding="utf-8-sig") as lines:  # noqa: PTH123 - a path of its own kind
        return {line.partition(" ")[0]: place for place, line in enumerate(islice(lines, 100_000), 1)}

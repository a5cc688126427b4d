"""How a question finds its sentences in the essay, or the reason why the essay is silent."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.essay.pack import Pack
from bot.essay.words import content_stems, words

BEST = 3  # sentences of an answer
TYPO = 84  # rapidfuzz ratio from which an unknown word of five letters or more is a misspelling
WORTH_SHOWING = 0.6  # of the best score: what a further sentence must reach

_YEAR = re.compile(r"\b1[89]\d\d")


@dataclass(frozen=True, slots=True)
class Finding:
    """What the essay says to a question: ranked sentence ids, or the reason for declining."""

    question: str
    sentences: tuple[str, ...]
    score: float
    declined: str = ""
    point: str = ""  # the one on the first sentence that fits the question best


class Lookup:
    """Answers from one pack by the words that question and sentence share."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._aliases = [(f" {' '.join(words(n))} ", alias) for alias in pack.aliases for n in alias.names]
        self._stems = {s.id: self._stems_of(s.id, s.text) for s in pack.sentences}
        seen = Counter(stem for stems in self._stems.values() for stem in stems)
        self._weight = {word: math.log(1 + len(self._stems) / count) for word, count in seen.items()}
        self._vocabulary = sorted(self._weight)

    def ask(self, question: str) -> Finding:
        """Find the sentences that answer; the same question gives the same finding, always."""
        asked, strange = self._understood(question)
        ranked = sorted(self._scores(asked), key=lambda found: -found[0])
        best = ranked[0][0] if ranked else 0.0
        shown = tuple(id_ for score, id_ in ranked[:BEST] if score >= best * WORTH_SHOWING and score > 0)
        silence = self._silence(question, shown, strange)
        return Finding(question, shown, round(best, 4), silence, self._point(shown, asked))

    def _point(self, shown: tuple[str, ...], asked: frozenset[str]) -> str:
        points = self._pack.points_on(shown[0]) if shown else ()
        fit = {
            point.id: len(asked.intersection(content_stems(f"{point.topic} {point.claim}")))
            for point in points
        }
        return max(fit, key=lambda id_: fit[id_], default="")

    def _stems_of(self, sentence: str, text: str) -> frozenset[str]:
        claims = (point.claim for point in self._pack.points_on(sentence))
        return frozenset(content_stems(" ".join([text, *claims])))

    def _understood(self, question: str) -> tuple[frozenset[str], list[str]]:
        """Give the stems that the essay knows, aliases and typos resolved, and the words that it does not."""
        said = f" {' '.join(words(question))} "
        meant: list[str] = []
        for name, alias in self._aliases:
            if name in said:
                said = said.replace(name, " ")
                meant += content_stems(alias.means)
        known, strange = set(meant) & self._weight.keys(), []
        for word in said.split():
            for wanted in content_stems(word):
                near = wanted if wanted in self._weight else self._near(wanted)
                known |= {near} if near else set()
                strange += [] if near else [word]
        return frozenset(known), strange

    def _near(self, word: str) -> str:
        if len(word) < 5:  # noqa: PLR2004 - in a shorter word one letter makes another word
            return ""
        match = process.extractOne(word, self._vocabulary, scorer=fuzz.ratio, score_cutoff=TYPO)
        return str(match[0]) if match else ""

    def _scores(self, asked: frozenset[str]) -> Iterator[tuple[float, str]]:
        whole = sum(self._weight[word] for word in asked) or 1.0
        for id_, stems in self._stems.items():
            yield sum(self._weight[word] for word in sorted(asked & stems)) / whole, id_

    def _silence(self, question: str, shown: tuple[str, ...], strange: list[str]) -> str:
        """Say why the essay does not answer; nothing if it does."""
        if strange:
            return f"The essay does not speak of {_listed(strange)}."
        if not shown:
            return "There is nothing in this question that the essay speaks of."
        if "when" in words(question) and not any(_YEAR.search(self._pack.sentence[s].text) for s in shown):
            return "The essay gives no date for this."
        return ""

    def topics(self, finding: Finding, most: int = 3) -> list[str]:
        """Name the points nearest to a question, best first; the factors' own claims when none is near."""
        near = (p.id for sentence in finding.sentences for p in self._pack.points_on(sentence))
        claims = (p.id for factor in self._pack.factors for p in self._pack.points_on(factor.claim)[:1])
        return list(dict.fromkeys([*near, *claims]))[:most]


def _listed(said: Iterable[str]) -> str:
    return ", ".join(f"“{word[:40]}”" for word in list(dict.fromkeys(said))[:3])

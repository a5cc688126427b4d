"""How a question finds its sentences in the essay, or the reason why the essay is silent."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.essay.bayes import Example, Likeness
from bot.essay.features import Maker, Phrases, Speller
from bot.essay.pack import Factor, Pack
from bot.essay.words import STOP_WORDS, stem, words

BEST = 3  # sentences that are ranked
NEAR = 0.12  # how far behind the best, per unit of evidence, a sentence may lie and still be shown
FITS = (1.0, 0.5, 0.35)  # how well the first, second and third sentence of an entry answer its phrasings
ASKS_A_DATE = re.compile(
    r"\s*(so |and |but )?(when (did|was|were|is|are|do|does)|(in |on )?(what|which) (year|date|day|month))\b",
    re.IGNORECASE,
)
OWN = 2.0  # how well a sentence answers what is asked in its own words, or in its point's
OUTSIDE = ""  # the answer to what the essay does not answer


@dataclass(frozen=True, slots=True)
class Finding:
    """What the essay says to a question: ranked sentence ids, or the reason for declining."""

    question: str
    sentences: tuple[str, ...]
    score: float
    declined: str = ""
    point: str = ""  # the one on the first sentence that fits the question best
    shown: int = 1  # how many of the sentences are worth showing


class Lookup:
    """Answers from one pack by likeness to the essay and to how students ask about it."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        asking = pack.asking
        concepts = asking.concept
        inside = [text for text, _ in _inside(pack)]
        outside = [*asking.elsewhere, *(text for topic in asking.outside for text in topic.phrasings)]
        named = [word for concept in concepts for word in concept.words]
        self._speller = Speller([*inside, *named], outside)
        self._neutral = STOP_WORDS.union(asking.neutral)
        self._maker = Maker(concepts)
        self._likeness = Likeness([*self._examples(_inside(pack)), *self._examples(_outside(outside))])
        self._why = {topic.topic: topic.why for topic in asking.outside}
        self._telling = Phrases((word, topic.topic) for topic in asking.outside for word in topic.words)

    def _examples(self, known: Iterable[tuple[str, dict[str, float]]]) -> Iterator[Example]:
        return ((fits, self._maker.of(words(text))) for text, fits in known)

    def ask(self, question: str) -> Finding:
        """Find the sentences that answer; the same question gives the same finding, always."""
        if factor := self._pack.factor_called(question):
            return self._page(question, factor)
        said = self._speller.mended(question)
        scores = self._likeness.scores(self._maker.of(said))
        outside = scores.pop(OUTSIDE, float("-inf"))
        ranked = sorted(scores, key=lambda sentence: -scores[sentence])[:BEST]
        best = scores[ranked[0]] if ranked else 0.0
        shown = sum(scores[sentence] > best - NEAR for sentence in ranked)
        silence = self._silence(said) or self._no_date(question, ranked)
        silence = silence or ("" if ranked and best > outside else NOT_ANSWERED)
        return Finding(
            question, tuple(ranked), round(best, 4), silence, self._point(ranked, said), max(shown, 1)
        )

    def _page(self, question: str, factor: Factor) -> Finding:
        """Answer a factor's bare name with its claim and conclusion."""
        ends = tuple(dict.fromkeys((factor.claim, factor.conclusion)))
        points = self._pack.points_on(factor.claim)
        return Finding(question, ends, 1.0, point=points[0].id if points else "", shown=len(ends))

    def _no_date(self, question: str, ranked: list[str]) -> str:
        """Decline to give a date that the best sentence does not have."""
        dated = bool(ranked) and any(letter.isdigit() for letter in self._pack.sentence[ranked[0]].text)
        return "" if dated or not ASKS_A_DATE.match(question) else "The essay gives no date for this."

    def _silence(self, said: list[str]) -> str:
        """Say why the essay does not answer; nothing if the words give no reason."""
        content = [word for word in said if word not in self._neutral]
        if not content:
            return "There is nothing in this question that I can look up."
        if topic := next(self._telling.within([stem(word) for word in said]), None):
            return self._why[topic]
        strange = [word for word in content if len(word) == 1 or not self._speller.knows(word)]
        # Where we know how students ask, one strange word may be a new way to ask; where we do not, it decides.
        if strange and (not self._pack.asking.asked or 2 * len(strange) >= len(content)):
            return f"The essay does not speak of {_listed(strange)}."
        return ""

    def _point(self, ranked: list[str], said: list[str]) -> str:
        points = self._pack.points_on(ranked[0]) if ranked else ()
        asked = self._maker.of(said).keys()
        fit = {p.id: len(asked & self._maker.of(words(f"{p.topic} {p.claim}")).keys()) for p in points}
        return max(fit, key=lambda id_: fit[id_], default="")

    def topics(self, finding: Finding, most: int = 3) -> list[str]:
        """Name the points nearest to a question, best first; the factors' own claims when none is near."""
        near = (p.id for sentence in finding.sentences for p in self._pack.points_on(sentence))
        claims = (p.id for factor in self._pack.factors for p in self._pack.points_on(factor.claim)[:1])
        return list(dict.fromkeys([*near, *claims]))[:most]


NOT_ANSWERED = "The essay does not answer this."


def _inside(pack: Pack) -> Iterator[tuple[str, dict[str, float]]]:
    """Give every text that leads to sentences, with how well each of them answers it."""
    for sentence in pack.sentences:
        yield sentence.text, {sentence.id: OWN}
    for point in pack.points:
        yield point.claim, {point.sentences[0]: OWN}
        yield point.topic, {point.sentences[0]: 1.0}
    for entry in pack.asking.asked:
        fits = dict(zip(entry.sentences, FITS, strict=False))
        yield from ((phrasing, fits) for phrasing in entry.phrasings)


def _outside(texts: Iterable[str]) -> Iterator[tuple[str, dict[str, float]]]:
    return ((text, {OUTSIDE: 1.0}) for text in texts)


def _listed(said: Iterable[str]) -> str:
    return ", ".join(f"“{word[:40]}”" for word in list(dict.fromkeys(said))[:3])

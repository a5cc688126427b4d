"""How a question finds its sentences in the essay, or the reason why the essay is silent."""

from dataclasses import dataclass

from bot.essay.features import MEANT, Maker, Speller
from bot.essay.index import OUTSIDE
from bot.essay.naming import Names
from bot.essay.pack import Pack
from bot.essay.pages import Page, Part, page_named
from bot.essay.reasons import NOTHING, TOO_LONG, Reasons
from bot.essay.words import words

BEST = 3  # sentences that are ranked
NEAR = 0.12  # how far behind the best, per unit of evidence, a sentence may lie and still be shown
LEAN = 0.8  # how much likelier an answer must be than silence: of wrong answers and wrong silences, the first is worse
BLIND = 2.0  # the same for a question without a word of content, such as "the will"
LONGEST = 600  # characters of a question; of ten thousand that we gathered the longest has 300


@dataclass(frozen=True, slots=True)
class Finding:
    """What the essay says to a question: ranked sentence ids, or the reason for declining."""

    question: str
    sentences: tuple[str, ...]
    score: float
    declined: str = ""
    point: str = ""  # the one on the first sentence that fits the question best
    shown: int = 1  # how many of the sentences are worth showing
    factor: str = ""  # the one whose whole page was asked for


class Lookup:
    """Answers from one pack by likeness to the essay and to how students ask about it."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._speller = Speller(pack.index.vocabulary, pack.asking.neutral)
        self._maker = Maker(pack.asking.concept)
        self._names = Names(pack.asking.named)
        self._reasons = Reasons(pack.asking, self._speller)
        said = {point.id: words(f"{point.name} {point.claim} {point.ask}") for point in pack.points}
        self._features = {id_: self._maker.of(list(text)).keys() for id_, text in said.items()}

    def ask(self, question: str) -> Finding:
        """Find the sentences that answer; the same question gives the same finding, always."""
        if len(question) > LONGEST:
            return Finding(question, (), 0.0, TOO_LONG)
        if page := page_named(self._pack, question):
            return self._turned_to(question, page)
        said = self._speller.mended(question)
        if named := self._names.within(said):
            return Finding(question, named.sentences[:BEST], 1.0, "", self._first_point(named.sentences))
        return self._likest(question, said)

    def _likest(self, question: str, said: list[str]) -> Finding:
        """Answer with the sentences whose questions are most like this one, if silence is not likelier."""
        features = self._maker.of(said)
        scores = self._pack.index.likeness.scores(features)
        outside = scores.pop(OUTSIDE, float("-inf"))
        ranked = tuple(sorted(scores, key=lambda sentence: -scores[sentence])[:BEST])
        if not ranked:
            return Finding(question, (), 0.0, self._reasons.likely(said, ()))
        best = scores[ranked[0]]
        why = self._reasons.certain if self._enough(said, features, best - outside) else self._reasons.likely
        silence = why(said, self._pack.supplied(ranked[0]))
        if silence == NOTHING:
            return Finding(question, (), 0.0, NOTHING)
        shown = sum(scores[sentence] > best - NEAR for sentence in ranked)
        return Finding(question, ranked, round(best, 4), silence, self._point(ranked[0], features), shown)

    def _enough(self, said: list[str], features: dict[str, float], lead: float) -> bool:
        """Whether an answer leads silence by enough; a lone word that no concept knows is too little to go by."""
        content = self._reasons.content(said)
        whole = set(content) or {word for word in said if len(word) > 1}
        meant = any(name.startswith(MEANT) for name in features)
        return lead > (LEAN if content else BLIND) and (meant or len(whole) > 1)

    def _turned_to(self, question: str, page: Page) -> Finding:
        """Answer a page's bare name with its sentences."""
        whole = page.factor.id if page.part is Part.WHOLE else ""
        ends = page.sentences
        return Finding(question, ends, 1.0, "", self._first_point(ends), len(ends), whole)

    def _first_point(self, sentences: tuple[str, ...]) -> str:
        return next((point.id for point in self._pack.points_on(sentences[0])), "")

    def _point(self, sentence: str, features: dict[str, float]) -> str:
        """Name the sentence's point that shares most with the question."""
        points = [point.id for point in self._pack.points_on(sentence)]
        shared = {id_: len(features.keys() & self._features[id_]) for id_ in points}
        return max(shared, key=lambda id_: shared[id_], default="")

    def topics(self, finding: Finding, most: int = 3) -> list[str]:
        """Name the points nearest to a question, best first; none if there is nothing in it to be near to."""
        if not finding.sentences:
            return []
        near = (p.id for sentence in finding.sentences for p in self._pack.points_on(sentence))
        claims = (p.id for factor in self._pack.factors for p in self._pack.points_on(factor.claim)[:1])
        return list(dict.fromkeys([*near, *claims]))[:most]

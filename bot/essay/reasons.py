"""Why the essay does not answer: what was asked for and is not supplied, or what it does not speak of."""

import re
from collections.abc import Collection, Iterable, Sequence

from bot.essay.asking import Asking
from bot.essay.features import Phrases, Speller
from bot.essay.pack import Supply
from bot.essay.words import STOP_WORDS, stem

NOTHING = "There is nothing in this question that I can look up."
NOT_ANSWERED = "The essay does not answer this."
TOO_LONG = "This is too long for me to look up. Ask it in a sentence or two."

WANTED = {
    Supply.DATE: r"when (did|was|were|is|do|does|had)|(what|which) (exact )?(year|date|day|month)|on what date",
    Supply.NUMBER: r"how many|(what|which) (number|percentage|percent|proportion)|how much (money|was .* paid)",
    Supply.PLACE: r"(what|which) (city|country|town|building)|where (was|were|did) .* (born|buried|held|live|meet)",
    Supply.PERSON: r"who|whose|whom|which (person|man|woman|leader)",
    Supply.REASON: r"why|how come|what was the reason|what made",
}
MISSING = {
    Supply.DATE: "The essay gives no date for this.",
    Supply.NUMBER: "The essay gives no number for this.",
    Supply.PLACE: "The essay does not say where.",
    Supply.PERSON: "The essay does not say who.",
    Supply.REASON: "The essay does not say why.",
}
# A date, a number and a place are there or not; who and why are often asked of a sentence that tells them in passing.
PLAIN = (Supply.DATE, Supply.NUMBER, Supply.PLACE)
_WANTED = {supply: re.compile(rf"\b(?:{ways})\b") for supply, ways in WANTED.items()}


class Reasons:
    """Says why a pack's essay does not answer a question."""

    def __init__(self, asking: Asking, speller: Speller) -> None:
        self._speller = speller
        self._gathered = bool(asking.concept)
        self._neutral = STOP_WORDS.union(asking.neutral)
        self._why = {topic.topic: topic.why for topic in asking.outside}
        self._telling = Phrases((word, topic.topic) for topic in asking.outside for word in topic.words)

    def certain(self, said: Sequence[str], supplied: Collection[Supply]) -> str:
        """Say why even the likest sentence cannot answer; nothing if it may."""
        content = self.content(said)
        strange = self._strange(content)
        # Where we know how students ask, one strange word may be a new way to ask; where we do not, it decides.
        astray = strange and (not self._gathered or 2 * len(strange) >= len(content))
        missing = self._missing(said, supplied, PLAIN)
        return self._topic(said) or missing or _unspoken(strange) if missing or astray else ""

    def likely(self, said: Sequence[str], supplied: Collection[Supply]) -> str:
        """Say why, when the question is more like those that the essay does not answer."""
        content = self.content(said)
        why = self._topic(said) or self._missing(said, supplied, PLAIN) or _unspoken(self._strange(content))
        return why or (self._missing(said, supplied, MISSING) or NOT_ANSWERED if content else NOTHING)

    def _missing(self, said: Sequence[str], supplied: Collection[Supply], kinds: Collection[Supply]) -> str:
        asked = (kind for kind in wanted(said) if kind in kinds and kind not in supplied)
        return next((MISSING[kind] for kind in asked), "")

    def content(self, said: Sequence[str]) -> list[str]:
        """Leave out words that carry no claim, and single letters where there is more to go by: E.H. Carr."""
        content = [word for word in said if word not in self._neutral]
        return [word for word in content if len(word) > 1] or content

    def _topic(self, said: Sequence[str]) -> str:
        topic = next(self._telling.within([stem(word) for word in said]), None)
        return self._why[topic] if topic else ""

    def _strange(self, content: Iterable[str]) -> list[str]:
        return [word for word in content if len(word) == 1 or not self._speller.knows(word)]


def wanted(said: Sequence[str]) -> list[Supply]:
    """List what a question asks for, by its own words."""
    text = " ".join(said)
    return [supply for supply, ways in _WANTED.items() if ways.search(text)]


def _unspoken(strange: Sequence[str]) -> str:
    if not strange:
        return ""
    listed = ", ".join(f"“{word[:40]}”" for word in list(dict.fromkeys(strange))[:3])
    return f"The essay does not speak of {listed}."

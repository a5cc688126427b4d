"""What a new pack says of a sentence before its teacher does: the term to leave out, and what lies near it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.essay.pack import Supply
from bot.essay.words import STOP_WORDS, fold, words
from bot.quiz.marking import Verdict
from bot.quiz.ordinary import rank
from bot.quiz.typed import mark_typed
from bot.quiz.typed.numerals import CARDINALS

BLANK = "____"
OFTEN = 4  # times in an essay: a word that comes more often is what it is about
NEAR = 2  # wrong answers that attract
_TERM = re.compile(r"[^\W\d_][^\W_]*(?:['’-][^\W_]+)*")
_NAME = re.compile(r"(?<=[^.?!:\"“'‘] )[A-Z]\w+(?: [A-Z]\w+)*")
_DATE = re.compile(
    r"\b1\d{3}s?\b|\b20\d{2}s?\b|\b(?:January|February|March|April|June|July|August|September|October|November"
    r"|December|in May)\b|\bcentury\b"
)
_REASON = re.compile(
    r"\b(?:because|since|so|thus|therefore|hence|led|caused|allowed|meant|for|by|due|thanks)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Cut:
    """A sentence with its term left out."""

    stem: str
    term: str
    is_name: bool


def cut(sentence: str, often: Counter[str]) -> Cut:
    """Leave out the rarest name or word near the sentence's end; `often` counts the whole essay's words."""
    names = {found.span(): found[0] for found in _NAME.finditer(sentence)}
    single = {found.span(): found[0] for found in _TERM.finditer(_NAME.sub(_hidden, sentence))}
    spans = {**single, **names} or {(0, len(sentence)): sentence}
    early = {span for span in spans if span[0] * 2 < len(sentence)}
    plain = {span for span in spans if _is_plain(spans[span], sentence, often)}
    best = min(spans, key=lambda span: (span in plain, span in early, _use(spans[span], often), -span[0]))
    stem = f"{sentence[: best[0]]}{BLANK}{sentence[best[1] :]}"
    return Cut(stem, spans[best], best in names)


def _hidden(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _is_plain(term: str, sentence: str, often: Counter[str]) -> bool:
    """Whether leaving the term out asks for nothing, or leaves it in at another place."""
    folded = fold(term)
    if any(often[word] > OFTEN for word in words(term)):
        return True
    return len(term) < 4 or folded in STOP_WORDS or fold(sentence).count(folded) > 1  # noqa: PLR2004 - "Nep" is a term, "so" is none


def _use(term: str, often: Counter[str]) -> tuple[int, int]:
    """Order terms by how usual they are, in English and in the essay: rarest first."""
    parts = list(words(term)) or [fold(term)]
    return min(-rank(part) for part in parts), min(often[part] for part in parts)


def near(place: int, cuts: Sequence[tuple[str, Cut]]) -> Iterator[tuple[str, str]]:
    """Give terms that are marked as wrong in this sentence, with their own: of its kind first, then from nearby."""
    own = cuts[place][1]
    order = sorted(range(len(cuts)), key=lambda n: (cuts[n][1].is_name != own.is_name, abs(n - place)))
    taken = {own.term.casefold()}
    for sentence, other in (cuts[n] for n in order):
        wrong = mark_typed(own.term, (), other.term) is Verdict.WRONG
        if len(taken) <= NEAR and wrong and other.term.casefold() not in taken:
            taken.add(other.term.casefold())
            yield sentence, other.term


def supplied(sentence: str) -> list[Supply]:
    """Guess what a sentence can tell: a teacher corrects it."""
    spelt = set(words(sentence))
    there = {
        Supply.DATE: bool(_DATE.search(sentence)),
        Supply.NUMBER: bool(re.search(r"\d", sentence)) or bool(spelt & CARDINALS.keys() - {"one"}),
        Supply.PLACE: bool(_NAME.search(sentence)),
        Supply.PERSON: bool(_NAME.search(sentence)),
        Supply.REASON: bool(_REASON.search(sentence)),
    }
    return [kind for kind, found in there.items() if found]


def rarest(sentence: str, often: Counter[str], most: int = 2) -> list[str]:
    """Give the words that tell the sentence from the others, in its order."""
    known = [word for word in dict.fromkeys(words(sentence)) if word not in STOP_WORDS and len(word) > 2]  # noqa: PLR2004
    chosen = sorted(known, key=lambda word: _use(word, often))[:most]
    return [word for word in known if word in chosen]


def counted(sentences: Iterable[str]) -> Counter[str]:
    """Count every word of the essay."""
    return Counter(word for sentence in sentences for word in words(sentence))

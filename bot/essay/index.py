"""What was learnt from how students ask; kept beside the pack, so that a start need not learn it anew."""

import json
import sys
import zlib
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.essay.asking import FRAMES, Asked, Asking
from bot.essay.bayes import COLUMNS, Example, Likeness, learnt
from bot.essay.features import Maker, Speller, Vocabulary
from bot.essay.words import words

FILE = "asked.index"
OUTSIDE = ""  # the answer to what the essay does not answer
OWN = 2.0  # how well a sentence answers what is asked in its own words, or in its point's
FITS = (1.0, 0.5, 0.35, 0.25)  # how well the first, second ... sentence of an entry answers its questions
SILENCE = 0.4  # how well no answer fits a neutral word alone
OFTEN = 2  # times that a word was typed before it counts as spelt right

Text = tuple[str, dict[str, float]]  # what is said, and how well each sentence answers it


@dataclass(frozen=True, slots=True)
class Index:
    """The words that a pack's askers use and the answer that each question is most like."""

    sources: str  # the hash of the content that it was learnt from
    vocabulary: Vocabulary
    likeness: Likeness


def learn(sources: str, own: Iterable[Text], asking: Asking, asked: Sequence[Asked]) -> Index:
    """Learn from the essay's and its points' own words and from how students asked."""
    said = list(own)
    vocabulary = _vocabulary([text for text, _ in said], asking, asked)
    speller, maker = Speller(vocabulary, asking.neutral), Maker(asking.concept)
    texts = [*said, *_named(asking), *_examples(asked), *_neutral(asking)]
    examples: Iterator[Example] = ((fits, maker.of(speller.mended(text))) for text, fits in texts)
    return Index(sources, vocabulary, learnt(examples))


def _examples(asked: Iterable[Asked]) -> Iterator[Text]:
    for entry in asked:
        fits = dict(zip(entry.sentences, FITS, strict=False)) or {OUTSIDE: 1.0}
        yield from ((question, fits) for question in entry.questions)


def _named(asking: Asking) -> Iterator[Text]:
    """Ask for each thing by its first name in every way, and plainly by its others."""
    for entry in asking.named:
        fits = {id_: OWN * fit for id_, fit in zip(entry.sentences, FITS, strict=False)}
        yield from ((frame.format(entry.names[0]), fits) for frame in FRAMES)
        yield from ((name, fits) for name in entry.names[1:])


def _neutral(asking: Asking) -> Iterator[Text]:
    """Say that each word without a claim of its own asks for nothing: else a few of them would lead somewhere."""
    yield from ((word, {OUTSIDE: SILENCE}) for word in asking.neutral)


def _vocabulary(own: Iterable[str], asking: Asking, asked: Iterable[Asked]) -> Vocabulary:
    entries = list(asked)
    named = [word for entry in asking.concept for word in entry.words]
    named += [name for entry in asking.named for name in entry.names]
    ours = Counter(word for text in (*own, *named) for word in words(text))
    typed = Counter(word for e in entries if e.sentences for text in e.questions for word in words(text))
    often = Counter({word: count for word, count in typed.items() if count >= OFTEN})
    outside = {word for e in entries if not e.sentences for text in e.questions for word in words(text)}
    known = ours + often
    return Vocabulary(dict(known), frozenset(typed.keys() - known.keys()), frozenset(outside - known.keys()))


def keep(index: Index, folder: Path) -> None:
    """Write the index into the pack's folder; the same index gives the same bytes on every machine."""
    v = index.vocabulary
    words_ = {"words": v.words, "rare": sorted(v.rare), "elsewhere": sorted(v.elsewhere)}
    told = {"sources": index.sources, "answers": index.likeness.answers, **words_}
    columns = (_bytes(getattr(index.likeness, name)) for name in COLUMNS)
    blocks = (json.dumps(told, sort_keys=True).encode(), *columns)
    plain = b"".join(len(block).to_bytes(4, "little") + block for block in blocks)
    (folder / FILE).write_bytes(zlib.compress(plain, 9))


def kept(folder: Path, sources: str) -> Index | None:
    """Read the index back; None if there is none, or if it was learnt from other content."""
    try:
        told, *columns = _blocks(zlib.decompress((folder / FILE).read_bytes()))
        known = json.loads(told)
        made = (_column(kind, block) for kind, block in zip(COLUMNS.values(), columns, strict=True))
        likeness = Likeness(tuple(known["answers"]), *made)
    except (OSError, ValueError, KeyError, zlib.error):  # gone, or damaged: it is learnt anew
        return None
    if known["sources"] != sources:
        return None
    vocabulary = Vocabulary(known["words"], frozenset(known["rare"]), frozenset(known["elsewhere"]))
    return Index(sources, vocabulary, likeness)


def _blocks(plain: bytes) -> Iterator[bytes]:
    start = 0
    while start < len(plain):
        end = start + 4 + int.from_bytes(plain[start : start + 4], "little")
        yield plain[start + 4 : end]
        start = end


def _bytes(column: "array[Any]") -> bytes:
    return _little(column[:]).tobytes()


def _column(kind: str, block: bytes) -> "array[Any]":
    return _little(array(kind, block))


def _little(column: "array[Any]") -> "array[Any]":
    if sys.byteorder == "big":
        column.byteswap()
    return column

"""How a pack is read from its folder and checked before anyone sees it."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.essay.asking import Asked, Asking, asked
from bot.essay.index import OWN, Index, Text, kept, learn
from bot.essay.pack import Factor, Pack, Point, Prompt, Sentence
from bot.essay.source import BadContent, Complaint, Content, Source, read, shaped

ASKED = "asked.txt"
CAUTIOUS = frozenset({"loose", "contested", "doubtful", "wrong", "untraced", "year-out"})
BARRED = frozenset({"wrong", "year-out"})  # what no question may take for true
VERDICTS = CAUTIOUS | {"sound", "opinion"}


@dataclass(frozen=True, slots=True)
class PackFile(Content):
    """The shape of pack.toml."""

    title: str
    misconceptions: dict[str, str]
    factor: tuple[Factor, ...]
    point: tuple[Point, ...]
    prompt: tuple[Prompt, ...]


def load_pack(folder: Path) -> Pack:
    """Load the pack in the folder; raise BadContent with every complaint."""
    essay, source = read(folder / "essay.txt"), read(folder / "pack.toml")
    words, typed = if_there(folder / "asking.toml"), if_there(folder / ASKED)
    file, asking = shaped(source, PackFile), shaped(words, Asking)
    texts = dict(split(essay.text))
    spoken = [entry.sentences for entry in asking.named]
    astray = _unknown(words, "named", "sentences", spoken, frozenset(texts))
    if complaints := (*complaints_about(source, file, texts), *astray):
        raise BadContent(complaints)
    factor_of = {paragraph: factor.id for factor in file.factor for paragraph in factor.paragraphs}
    sentences = tuple(Sentence(id_, text, factor_of[_paragraph(id_)]) for id_, text in texts.items())
    name = content_hash(essay, source, words, typed)
    points = tuple(point for point in file.point if not point.draft)
    return Pack(
        id=folder.name,
        title=file.title,
        sentences=sentences,
        factors=file.factor,
        points=points,
        drafts=tuple(point for point in file.point if point.draft),
        prompts=file.prompt,
        asking=asking,
        index=kept(folder, name) or _learnt(name, (sentences, points), asking, typed),
        misconceptions=file.misconceptions,
        hash=name,
    )


def if_there(path: Path) -> Source:
    """Read a content file that a pack may do without."""
    return read(path) if path.exists() else Source(path.name, "")


def _learnt(
    name: str, own: tuple[tuple[Sentence, ...], tuple[Point, ...]], asking: Asking, typed: Source
) -> Index:
    """Learn from how students asked; raise BadContent for headings that lead nowhere."""
    sentences, points = own
    entries = asked(typed)
    known = frozenset(sentence.id for sentence in sentences)
    if complaints := tuple(_headings(typed, entries, known)):
        raise BadContent(complaints)
    return learn(name, _own(sentences, points), asking, entries)


def _headings(typed: Source, entries: Iterable[Asked], known: frozenset[str]) -> Iterator[Complaint]:
    for entry in entries:
        for name in entry.sentences:
            if name not in known:
                yield typed.at(entry.line, f"the heading names “{name}”, which is not there: correct it")


def _own(sentences: Iterable[Sentence], points: Iterable[Point]) -> Iterator[Text]:
    """Give the essay's and the points' own words, with the sentence that they lead to."""
    for sentence in sentences:
        yield sentence.text, {sentence.id: OWN}
    for point in points:
        yield point.claim, {point.sentences[0]: OWN}
        yield point.name, {point.sentences[0]: 1.0}
        if point.ask:
            yield point.ask, {point.sentences[0]: OWN}


def split(essay: str) -> Iterator[tuple[str, str]]:
    """Give each sentence its id: a line is a sentence, an empty line ends a paragraph, the title is p0."""
    for number, paragraph in enumerate(re.split(r"\n(?:[ \t]*\n)+", essay.strip())):
        for place, sentence in enumerate(paragraph.splitlines(), 1):
            yield f"p{number}.s{place}", sentence.strip()


def content_hash(*sources: Source) -> str:
    """Name this very content in 16 hexadecimal digits."""
    return hashlib.sha256("\0".join(s.text for s in sources).encode()).hexdigest()[:16]


def complaints_about(source: Source, file: PackFile, sentences: Iterable[str]) -> Iterator[Complaint]:
    """Check what a shape cannot say: ids are unique and lead somewhere, cautious verdicts carry a note."""
    known = frozenset(sentences)
    for kind, entries in (("factor", file.factor), ("point", file.point), ("prompt", file.prompt)):
        yield from repeated_ids(source, kind, [entry.id for entry in entries])
    yield from _empty(source, "point", "sentences", [p.sentences for p in file.point])
    yield from _unknown(source, "point", "sentences", [p.sentences for p in file.point], known)
    yield from _unknown(source, "factor", "claim", [(f.claim,) for f in file.factor], known)
    yield from _unknown(source, "factor", "conclusion", [(f.conclusion,) for f in file.factor], known)
    yield from _unknown(source, "factor", "counter", [f.counter for f in file.factor], known)
    yield from _unknown(source, "factor", "links", [tuple(f.links.values()) for f in file.factor], known)
    factors = frozenset(factor.id for factor in file.factor)
    yield from _unknown(source, "factor", "links", [tuple(f.links) for f in file.factor], factors)
    yield from _unknown(source, "point", "factor", [(p.factor,) for p in file.point], factors)
    yield from _unknown(source, "prompt", "factor", [(p.factor,) for p in file.prompt], factors)
    points = frozenset(point.id for point in file.point)
    yield from _empty(source, "prompt", "points", [p.points for p in file.prompt])
    yield from _unknown(source, "prompt", "points", [p.points for p in file.prompt], points)
    yield from _unfiled_paragraphs(source, file, known)
    yield from _bad_notes(source, file.point)


def repeated_ids(source: Source, kind: str, ids: Sequence[str]) -> Iterator[Complaint]:
    """Complain of each id that an earlier entry has."""
    seen: Counter[str] = Counter()
    for number, id_ in enumerate(ids):
        seen[id_] += 1
        if seen[id_] > 1:
            yield source.complain(
                f"id “{id_}” is taken by an earlier {kind}: choose another", kind, number, "id"
            )


def _unknown(
    source: Source, kind: str, key: str, named: Iterable[tuple[str, ...]], known: frozenset[str]
) -> Iterator[Complaint]:
    for number, names in enumerate(named):
        for name in names:
            if name not in known:
                yield source.complain(
                    f"{key} names “{name}”, which is not there: correct it", kind, number, key
                )


def _empty(source: Source, kind: str, key: str, named: Iterable[tuple[str, ...]]) -> Iterator[Complaint]:
    for number, names in enumerate(named):
        if not names:
            yield source.complain(f"{key} is empty: name at least one", kind, number, key)


def _unfiled_paragraphs(source: Source, file: PackFile, sentences: frozenset[str]) -> Iterator[Complaint]:
    filed = Counter(paragraph for factor in file.factor for paragraph in factor.paragraphs)
    for paragraph in sorted({_paragraph(id_) for id_ in sentences}):
        if filed[paragraph] != 1:
            yield source.complain(
                f"paragraph {paragraph} must stand under exactly one factor's paragraphs",
                "factor",
                0,
                "paragraphs",
            )


def _bad_notes(source: Source, points: tuple[Point, ...]) -> Iterator[Complaint]:
    for number, point in enumerate(points):
        if point.verdict not in VERDICTS:
            yield source.complain(
                f"verdict is one of {', '.join(sorted(VERDICTS))}", "point", number, "verdict"
            )
        if point.verdict in CAUTIOUS and not point.note:
            yield source.complain(
                f"“{point.verdict}” needs a teacher's note: add one", "point", number, "verdict"
            )


def _paragraph(sentence: str) -> int:
    return int(sentence[1:].partition(".")[0])

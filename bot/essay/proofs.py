"""What is untrue or unfinished in a pack beyond its shape: quotations, points filed astray, names to be given."""

import re
from collections.abc import Iterator

from bot.essay.asking import Asked
from bot.essay.load import PackFile
from bot.essay.source import Complaint, Source

QUOTATION = re.compile(r"[\"“]([^\"”]+)[\"”]")
NAMELESS = re.compile(r"Paragraphs? \d+")  # what a new pack calls a factor until somebody names it


def untrue(source: Source, file: PackFile, sentences: dict[str, str]) -> Iterator[Complaint]:
    """Complain of quotations that the essay does not have, and of points that are not what they claim to be."""
    essay = "\n".join(sentences.values()).lower()
    for kind, number, key, text in _texts(file):
        for found in QUOTATION.finditer(text):
            if found[1].strip(" .,;:?!").lower() not in essay:
                words = f"quotes “{found[1]}”, which the essay does not say: quote it word for word"
                yield source.complain(words, kind, number, key)
    yield from _copied(source, file, sentences)
    yield from _astray(source, file)


def _texts(file: PackFile) -> Iterator[tuple[str, int, str, str]]:
    for number, factor in enumerate(file.factor):
        yield "factor", number, "use", factor.use
    for number, point in enumerate(file.point):
        yield from (
            ("point", number, key, getattr(point, key)) for key in ("claim", "ask") if not point.draft
        )
    for number, prompt in enumerate(file.prompt):
        yield from (("prompt", number, "plan", line) for line in prompt.plan)


def _copied(source: Source, file: PackFile, sentences: dict[str, str]) -> Iterator[Complaint]:
    texts = {text.casefold() for text in sentences.values()}
    for number, point in enumerate(file.point):
        if not point.draft and point.claim.casefold() in texts:
            words = f"{point.id}: the claim is the sentence itself: say it in your own words"
            yield source.complain(words, "point", number, "claim")


def _astray(source: Source, file: PackFile) -> Iterator[Complaint]:
    home = {paragraph: factor.id for factor in file.factor for paragraph in factor.paragraphs}
    for number, point in enumerate(file.point):
        paragraph = int(point.sentences[0][1:].partition(".")[0])
        if home[paragraph] != point.factor:
            words = f"{point.id}: its first sentence argues for {home[paragraph]}: file it there"
            yield source.complain(words, "point", number, "factor")


def unasked_headings(source: Source, entries: tuple[Asked, ...]) -> Iterator[Complaint]:
    """Complain of headings in asked.txt without a question under them."""
    for entry in entries:
        if not entry.questions:
            yield source.at(entry.line, "no question stands under this heading: write one, or take it out")


def unfinished(source: Source, file: PackFile) -> Iterator[Complaint]:
    """List factors without a name of their own and points that are drafts."""
    for number, factor in enumerate(file.factor):
        if NAMELESS.fullmatch(factor.name):
            yield source.complain(f"{factor.id}: give this factor a name", "factor", number, "name")
    for number, point in enumerate(file.point):
        if point.draft:
            words = f"{point.id}: a draft: say the claim in your own words and take out “draft = true”"
            yield source.complain(words, "point", number, "draft")

"""A teacher's plain text as a title question and paragraphs of sentences."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from bot.essay.source import BadContent, Complaint

ESSAY_LIMIT = 200_000  # bytes: some 30,000 words
MOST_SENTENCES = 500
LONGEST_SENTENCE = 1_500  # characters
LEAST_PARAGRAPHS = 2  # below the title: a body and its judgement
_BREAKS = re.compile(
    r"[\t\v\f\x1c-\x1e\x85\u2028\u2029]+"
)  # end no line here, though str.splitlines thinks so
_LETTER = re.compile(r"[^\W_]")

Paragraphs = list[list[str]]  # sentences by paragraph; the first is the title question, alone


def essay_in(path: Path) -> Paragraphs:
    """Read an essay: the title question on the first line, then paragraphs; raise BadContent with the cure.

    An empty line ends a paragraph. Where there is none below the title, every line is a paragraph, as word processors
    save them. Sentences are told apart by sentencex.
    """
    title, *body = _lines(path)
    paragraphs = [_sentences(paragraph) for paragraph in _paragraphs(body)]
    found = [[" ".join(title.split())], *(paragraph for paragraph in paragraphs if paragraph)]
    if complaint := _unusable(found):
        raise _bad(path, complaint)
    return found


def _lines(path: Path) -> list[str]:
    try:
        written = path.read_bytes() if path.stat().st_size <= ESSAY_LIMIT else None
        text = None if written is None else written.decode("utf-8-sig")
    except OSError as error:
        raise _bad(path, f"cannot be read ({error.strerror}): give the file's name") from None
    except UnicodeDecodeError:
        raise _bad(path, "is not UTF-8 text: save it as plain text in UTF-8") from None
    if text is None:
        raise _bad(path, f"is longer than {ESSAY_LIMIT:,} bytes: an essay is shorter")
    return _plain(text).strip().split("\n")


def _plain(text: str) -> str:
    """Leave out what nobody sees: control characters, and line ends of other systems."""
    joined = _BREAKS.sub(" ", unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")))
    return "".join(c for c in joined if c == "\n" or unicodedata.category(c) not in {"Cc", "Cs", "Co"})


def _bad(path: Path, words: str) -> BadContent:
    return BadContent([Complaint(path.name, 1, words)])


def _paragraphs(body: list[str]) -> list[str]:
    while body and not body[0].strip():
        body = body[1:]
    if all(line.strip() for line in body):
        return body
    return re.split(r"\n(?:[^\S\n]*\n)+", "\n".join(body))


def _sentences(paragraph: str) -> list[str]:
    """Split a paragraph; marks without a word belong to the sentence beside them."""
    from sentencex import segment  # noqa: PLC0415 - needed for a new pack alone

    text = " ".join(paragraph.split())
    sentences: list[str] = []
    for part in map(str.strip, segment("en", text)):
        if sentences and not (_LETTER.search(part) and _LETTER.search(sentences[-1])):
            sentences[-1] = f"{sentences[-1]} {part}".strip()
        else:
            sentences.append(part)
    return sentences if _LETTER.search(text) else []


def _unusable(found: Paragraphs) -> str:
    count = sum(map(len, found))
    if not _LETTER.search(found[0][0]):
        return "has no title question on its first line: put it there"
    if len(found) <= LEAST_PARAGRAPHS:
        return f"has fewer than {LEAST_PARAGRAPHS} paragraphs below the title: put an empty line between them"
    if count > MOST_SENTENCES:
        return f"has {count} sentences: {MOST_SENTENCES} are the most for one pack"
    long = next((s for paragraph in found for s in paragraph if len(s) > LONGEST_SENTENCE), "")
    return (
        f"has a sentence of more than {LONGEST_SENTENCE:,} characters, “{long[:60]}…”: divide it"
        if long
        else ""
    )


def ids_of(found: Paragraphs) -> Iterator[tuple[str, str]]:
    """Give each sentence its id, as the pack's reader does."""
    for number, paragraph in enumerate(found):
        for place, sentence in enumerate(paragraph, 1):
            yield f"p{number}.s{place}", sentence

"""A content file with its line numbers: every complaint names file, line and cure."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

SIZE_LIMIT = 2_000_000  # bytes; the largest pack we know is a fifth of that
LINE_LIMIT = 5_000  # characters

Shape = TypeVar("Shape")


class Content:
    """What is read from a content file: exactly the fields declared, none besides."""

    __slots__ = ()
    __pydantic_config__ = ConfigDict(extra="forbid", str_strip_whitespace=True, str_max_length=2_000)


@dataclass(frozen=True, slots=True, order=True)
class Complaint:
    file: str
    line: int
    words: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.words}"


class BadContent(Exception):
    """Content that cannot be served, with everything that is wrong with it."""

    def __init__(self, complaints: Iterable[Complaint]) -> None:
        self.complaints = tuple(sorted(complaints))
        super().__init__("\n".join(map(str, self.complaints)))


@dataclass(frozen=True, slots=True)
class Source:
    """A text file by its name in complaints."""

    name: str
    text: str

    def complain(self, words: str, *path: str | int) -> Complaint:
        """Complain about a place such as `("point", 3, "claim")`: that key of the fourth `[[point]]`."""
        return Complaint(self.name, self._line(*path), words)

    def at(self, line: int, words: str) -> Complaint:
        """Complain about a line."""
        return Complaint(self.name, line, words)

    def _line(self, *path: str | int) -> int:
        rows = self.text.splitlines()
        table, *rest = path or ("",)
        heading = re.compile(rf"\s*\[\[?{re.escape(str(table))}\]\]?\s*(#.*)?")
        heads = [number for number, row in enumerate(rows, 1) if heading.fullmatch(row)]
        if not heads:
            return _line_setting(str(table), rows, 0)
        number, *keys = rest if rest and isinstance(rest[0], int) else (0, *rest)
        head = heads[min(int(number), len(heads) - 1)]
        return _line_setting(str(keys[0]), rows, head) if keys else head


def _line_setting(key: str, rows: list[str], start: int) -> int:
    """Find the line that sets the key before the next heading; else where the search began."""
    for number, row in enumerate(rows[start:], start + 1):
        if row.startswith("["):
            break
        if re.match(rf"{re.escape(key)}\s*=", row):
            return number
    return max(start, 1)


def read(path: Path) -> Source:
    """Read a content file: UTF-8, of bounded size, no link out of its folder; raise BadContent."""
    name = f"{path.parent.name}/{path.name}"
    try:
        if path.is_symlink() or path.stat().st_size > SIZE_LIMIT:
            raise BadContent([Complaint(name, 1, f"must be a plain file of at most {SIZE_LIMIT:,} bytes")])
        text = path.read_text("utf-8")
    except OSError as error:
        raise BadContent([Complaint(name, 1, f"cannot be read ({error.strerror}): put it there")]) from None
    except UnicodeDecodeError:
        raise BadContent([Complaint(name, 1, "is not UTF-8 text: save it as UTF-8")]) from None
    for number, line in enumerate(text.splitlines(), 1):
        if len(line) > LINE_LIMIT:  # a key of very many parts would keep the TOML reader busy for minutes
            raise BadContent(
                [Complaint(name, number, f"is longer than {LINE_LIMIT:,} characters: break it up")]
            )
    return Source(name, text)


def shaped(source: Source, shape: type[Shape]) -> Shape:
    """Read the TOML text as the given dataclass; raise BadContent with every misfit."""
    try:
        tables: dict[str, Any] = tomllib.loads(source.text)
    except (
        ValueError,
        RecursionError,
    ) as error:  # TOML's own errors, and what bombs of digits or brackets raise
        line = re.search(r"at line (\d+)", str(error))
        found = Complaint(source.name, int(line[1]) if line else 1, f"is not TOML here: {str(error)[:200]}")
        raise BadContent([found]) from None
    try:
        return TypeAdapter(shape).validate_python(tables)
    except ValidationError as error:
        misfits = [(tuple(e["loc"]), _words(e["type"], e["msg"])) for e in error.errors(include_input=False)]
        raise BadContent(source.complain(_say(loc, words), *loc) for loc, words in misfits) from None


def _words(kind: str, message: str) -> str:
    known = {"missing": "is missing: add it", "unexpected_keyword_argument": "is not known here: remove it"}
    return known.get(kind, f"is wrong: {message}")


def _say(loc: tuple[str | int, ...], words: str) -> str:
    return f"{'.'.join(str(step) for step in loc if isinstance(step, str))} {words}"

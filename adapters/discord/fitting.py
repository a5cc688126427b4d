"""One message within Discord's limits: words are cut visibly, and buttons that find no room are named."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from adapters.discord.markdown import cut, escape
from adapters.text import clip

Json = dict[str, Any]

ROW, BUTTON, SELECT, TEXT, GALLERY, FILE, CONTAINER = 1, 2, 3, 10, 12, 13, 17
COMPONENTS = 40  # of a message, the container among them
CHARACTERS = 4_000  # of all texts of a message
LEFT_OUT = 200  # characters kept free to name what found no room
PIECES = 35  # texts that are cut one by one, none to less than WHOLE; what comes after them is cut as one
WHOLE = 104  # characters that no text is cut below


@dataclass(frozen=True, slots=True)
class Words:
    """Marked-up words; pairs of marks stand within the first WHOLE characters, so that a cut parts none."""

    words: str
    gap: str = "\n\n"  # what parts them from the words before


@dataclass(frozen=True, slots=True)
class Controls:
    """A row of buttons, or one select; `labels` name what they offer."""

    row: tuple[Json, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that goes with the message, by its name there."""

    name: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture that goes with the message, by its name there, and what is seen on it."""

    name: str
    alt: str


Piece = Words | Controls | Attached | Shown


def fitted(pieces: Iterable[Piece]) -> list[Json]:
    """Lay the pieces out as what a container holds, one after the other."""
    room = _Room()
    for piece in _bounded(list(pieces)):
        match piece:
            case Words():
                room.say(piece)
            case Controls():
                room.offer(piece)
            case Attached():
                room.attach(piece)
            case Shown():
                room.show(piece)
    return room.whole()


class _Room:
    """A container being filled; its last place is kept for words, which join the last text when all is full."""

    def __init__(self) -> None:
        self._inside: list[Json] = []
        self._used = 1
        self._left_out: list[str] = []

    def say(self, piece: Words) -> None:
        last = self._inside[-1] if self._inside else None
        if last and last["type"] == TEXT:
            last["content"] += piece.gap + piece.words
        else:
            self._inside.append({"type": TEXT, "content": piece.words})
            self._used += 1

    def offer(self, piece: Controls) -> None:
        size = 1 + len(piece.row)
        if self._used + size >= COMPONENTS:
            self._left_out += piece.labels
        else:
            self._inside.append({"type": ROW, "components": list(piece.row)})
            self._used += size

    def attach(self, piece: Attached) -> None:
        if self._used + 1 >= COMPONENTS:
            self._left_out.append(piece.name)
        else:
            self._inside.append({"type": FILE, "file": {"url": f"attachment://{piece.name}"}})
            self._used += 1

    def show(self, piece: Shown) -> None:
        """Show a picture if there is room: words beside it say the same."""
        if self._used + 1 < COMPONENTS:
            item = {"media": {"url": f"attachment://{piece.name}"}, "description": clip(piece.alt, 1_024)}
            self._inside.append({"type": GALLERY, "items": [item]})
            self._used += 1

    def whole(self) -> list[Json]:
        """Give what the container holds, ids made distinct; name what found no room."""
        if self._left_out:
            named = f"There was no room here for: {', '.join(self._left_out)}"
            self.say(Words(cut(escape(named), LEFT_OUT - 2)))
        _make_distinct(self._inside)
        return self._inside


def _bounded(pieces: list[Piece]) -> Iterator[Piece]:
    """Cut the longest words until all of them together fit."""
    pieces = _few(pieces)
    texts = [piece for piece in pieces if isinstance(piece, Words)]
    room = CHARACTERS - LEFT_OUT - sum(len(text.gap) for text in texts)
    longest = _longest([len(text.words) for text in texts], room)
    if longest == CHARACTERS:  # all fit
        yield from pieces
        return
    for piece in pieces:
        yield Words(cut(piece.words, longest), piece.gap) if isinstance(piece, Words) else piece


def _few(pieces: list[Piece]) -> list[Piece]:
    """Join the words after the first many into one text."""
    places = [place for place, piece in enumerate(pieces) if isinstance(piece, Words)]
    if len(places) <= PIECES:
        return pieces
    behind = places[PIECES - 1]
    rest = [piece for piece in pieces[behind:] if isinstance(piece, Words)]
    others = [piece for piece in pieces[behind:] if not isinstance(piece, Words)]
    return [*pieces[:behind], Words("\n".join(piece.words for piece in rest)), *others]


def _longest(lengths: list[int], room: int) -> int:
    """Give the length beyond which a text must be cut, so that short ones stay whole."""
    for place, length in enumerate(sorted(lengths)):
        share = room // (len(lengths) - place)
        if length > share:
            return share
        room -= length
    return CHARACTERS


def _make_distinct(rows: list[Json]) -> None:
    """Give what is there twice a number: Discord takes each id once, and nobody reads the number."""
    seen: set[str] = set()
    for control in (each for row in rows for each in row.get("components", ())):
        control["custom_id"] = _distinct(control["custom_id"], seen)
        values: set[str] = set()
        for option in control.get("options", ()):
            option["value"] = _distinct(option["value"], values)


def _distinct(id_: str, seen: set[str]) -> str:
    found, number = id_, 1
    while found in seen:
        number += 1
        found = f"{id_}|{number}"
    seen.add(found)
    return found


def button(label: str, token: str, style: int) -> Json:
    return {"type": BUTTON, "style": style, "label": clip(label.strip() or "…", 80), "custom_id": token}


def select(placeholder: str, options: Iterable[tuple[str, str]], name: str) -> Json:
    """Make a select of labels and values."""
    offered = [{"label": clip(label.strip() or "…", 100), "value": value} for label, value in options]
    return {"type": SELECT, "custom_id": name, "placeholder": clip(placeholder, 150), "options": offered}

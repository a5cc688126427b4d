"""Block Kit within its limits: a surface is filled block by block, and says so when it is full."""

from collections.abc import Iterable
from typing import Any

from adapters.slack.words import fit, parts_of, remembered, shows

Json = dict[str, Any]

IN_MESSAGE, IN_VIEW = 50, 100  # blocks
SECTION, HEADER, LABEL, HINT, PLACEHOLDER = 3_000, 150, 2_000, 2_000, 150
BUTTON, OPTION = 75, 75
BUTTONS, RADIOS, OPTIONS = 25, 10, 100
NOTHING = "…"  # where words must stand and there are none


def plain_text(words: str, limit: int) -> Json:
    """Give words that Slack shows as they are: no mark-up, no emoji of colons."""
    return {"type": "plain_text", "text": fit(words if shows(words) else NOTHING, limit), "emoji": False}


def marked(mark_up: str) -> Json:
    """Give a section of Slack's own mark-up, whose words were escaped before."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": mark_up, "verbatim": True}}


@remembered
def said(words: str) -> tuple[Json, ...]:
    """Give words as they are, in as many sections as they need."""
    texts = ({"type": "plain_text", "text": part, "emoji": False} for part in parts_of(words, SECTION))
    return tuple({"type": "section", "text": text} for text in texts)


@remembered
def small(words: str) -> tuple[Json, ...]:
    """Give words in small print."""
    return ({"type": "context", "elements": [plain_text(words, SECTION)]},) if shows(words) else ()


def option(words: str, value: str) -> Json:
    return {"text": plain_text(words, OPTION), "value": value}


class Surface:
    """A message's or a view's blocks; each thing to press has an id of its own."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._blocks: list[Json] = []
        self._pressed = 0

    def head(self, title: str) -> None:
        if shows(title):
            self._blocks.append({"type": "header", "text": plain_text(title, HEADER)})

    def add(self, *blocks: Json) -> None:
        self._blocks += blocks

    def say(self, words: str) -> None:
        """Show words as they are, in as many sections as they need."""
        self._blocks += said(words)

    def offer(self, elements: Iterable[Json]) -> None:
        """Show things to press, as many in a row as there may be."""
        row: list[Json] = []
        for element in elements:
            self._pressed += 1
            row.append({**element, "action_id": f"press:{self._pressed}"})
            if len(row) == BUTTONS:
                self._blocks.append({"type": "actions", "elements": row})
                row = []
        if row:
            self._blocks.append({"type": "actions", "elements": row})

    def whole(self) -> list[Json]:
        """Give the blocks; when there are too many, the last one says how many are missing."""
        if len(self._blocks) <= self._most:
            return self._blocks
        missing = len(self._blocks) - self._most + 1
        rest = f"{NOTHING} {missing} more blocks found no room here."
        last = {"type": "section", "text": plain_text(rest, SECTION)}
        return [*self._blocks[: self._most - 1], last]


def distinct(values: Iterable[str]) -> list[str]:
    """Give what is there twice a number behind a bar: Slack takes each value once, and nobody reads the number."""
    given: list[str] = []
    for value in values:
        found, number = value, 1
        while found in given:
            number += 1
            found = f"{value}|{number}"
        given.append(found)
    return given


def read_value(value: str) -> str:
    """Give the token that a value was made of."""
    return value.partition("|")[0]

"""What discord.py is handed: cards and forms that are drawn already, and what it must never mention.

Presses and submissions are heard raw (client.py), so no view is kept and none times out: a button works as long as
its message is there, whichever process drew it.
"""

import io
from collections.abc import Iterable
from typing import Any

import discord
from discord import ui

from adapters.discord.fitting import Json

NOBODY = discord.AllowedMentions.none()


def as_files(named: Iterable[tuple[str, bytes]]) -> list[discord.File]:
    """Give files, by name and contents, as the library sends them."""
    return [discord.File(io.BytesIO(contents), name) for name, contents in named]


class Card(ui.LayoutView):
    """A message's components as they are."""

    def __init__(self, components: list[Json]) -> None:
        super().__init__(timeout=None)
        self._drawn = components
        self.stop()  # so that the library keeps neither the view nor a timer for it

    def to_components(self) -> list[Json]:
        return self._drawn

    def has_components_v2(self) -> bool:
        return True


class Asked(ui.Modal):
    """A modal as it is."""

    def __init__(self, drawn: Json) -> None:
        super().__init__(title=str(drawn["title"]), timeout=None)
        self._drawn = drawn
        self.stop()

    def to_dict(self) -> dict[str, Any]:
        return self._drawn

"""What is asked for by its name alone: "who was", "tell me about", or the bare name."""

from collections.abc import Iterable, Sequence

from bot.essay.asking import FRAMES, Named
from bot.essay.words import words

_AROUND = [tuple(" ".join(words(side)) for side in frame.split("{}")) for frame in FRAMES]


class Names:
    """Finds the named thing that a question is wholly about."""

    def __init__(self, named: Iterable[Named]) -> None:
        self._named = {_bare(" ".join(words(name))): entry for entry in named for name in entry.names}

    def within(self, said: Sequence[str]) -> Named | None:
        """Find what the words ask for by name and in one of the ways of asking; None if they ask for more."""
        text = " ".join(said)
        for before, after in _AROUND:
            if text.startswith(before) and text.endswith(after):
                name = text[len(before) : len(text) - len(after)].strip()
                if found := self._named.get(_bare(name)):
                    return found
        return None


def _bare(name: str) -> str:
    return name.removeprefix("the ")

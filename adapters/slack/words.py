"""Words as Slack shows them and nothing more: escaped, so that they call nobody, and cut to a limit, visibly."""

from collections.abc import Callable, Iterator
from functools import lru_cache, wraps
from typing import TypeVar

from adapters.text import clip

ESCAPED = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
LONGEST_ESCAPE = 5
# Letters. A quiz shows the same few texts to a whole class; what is longer is one member's own, and not kept.
REMEMBERED = 1_000
APART, END = "\u2068", "\u2069"  # what is between them cannot turn the direction of what is beside

Made = TypeVar("Made")


def remembered(make: Callable[[str], Made]) -> Callable[[str], Made]:
    """Remember what is made of words that are not too long; nobody changes it afterwards."""
    kept = lru_cache(maxsize=4_096)(make)

    @wraps(make)
    def made(words: str) -> Made:
        return kept(words) if len(words) <= REMEMBERED else make(words)

    return made


@remembered
def escape(words: str) -> str:
    """Write the words so that no `<!here>`, `<@U1>` or link in them means anything."""
    return sound(words).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")  # faster than a table


def sound(words: str) -> str:
    """Leave out what no message can carry."""
    return words.encode("utf-8", "replace").decode().replace("\0", "")


def shows(words: str) -> bool:
    """Whether there is anything to see."""
    return bool(words.replace("\0", "").strip())


def unescape(words: str) -> str:
    """Read words as their member typed them."""
    for letter, written in reversed(ESCAPED.items()):
        words = words.replace(written, letter)
    return words


def fit(words: str, limit: int) -> str:
    """Escape the words; cut them, with a sign of it, where they would be longer than the limit."""
    room, written = limit, escape(words)
    while len(written) > limit:
        room -= max(1, (len(written) - limit) // LONGEST_ESCAPE) if room < len(words) else 0
        room = min(room, len(words) - 1)
        written = escape(clip(words, max(1, room)))
    return written


def parts_of(words: str, limit: int) -> tuple[str, ...]:
    """Escape long words and part them, at the ends of lines where there are any, so that each part fits."""
    whole = escape(words)
    if len(whole) <= limit and whole.strip():
        return (whole.rstrip("\n"),)
    return tuple(_parted(sound(words), limit))


def _parted(left: str, limit: int) -> Iterator[str]:
    while left.strip():
        taken = _most(left, limit)
        if taken < len(left):
            taken = left.rfind("\n", 1, taken) + 1 or left.rfind(" ", 1, taken) + 1 or taken
        if left[:taken].strip():
            yield escape(left[:taken].rstrip("\n"))
        left = left[taken:]


def _most(words: str, limit: int) -> int:
    """Count how many letters fit once they are escaped; one at least."""
    room = limit
    for count, letter in enumerate(words):
        room -= len(ESCAPED.get(letter, letter))
        if room < 0:
            return max(1, count)
    return len(words)


def isolated(name: str) -> str:
    """Keep a name from turning the direction of the line that it stands in."""
    return f"{APART}{name}{END}"

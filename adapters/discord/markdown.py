"""Discord's mark-up: people's words and quotations are escaped, ours stands at the beginning of a line alone."""

import re
from functools import lru_cache

from adapters.text import MORE

FIRST_STRONG, POP = "\u2068", "\u2069"  # isolate a name, so that its direction turns nothing else around
_ANYWHERE = re.compile(r"([\\*_~`|\[<@]|:(?=//))")
_LINE_START = re.compile(r"^([ \t]*\d*)(?=[#>+.-])", re.MULTILINE)


@lru_cache(maxsize=4_096)  # a quiz shows the same few texts to a whole class
def escape(words: str) -> str:
    """Make the words show as they are: no emphasis, list, heading, link or mention in them."""
    return _LINE_START.sub(_mark_start, _ANYWHERE.sub(r"\\\1", words))


def _mark_start(match: re.Match[str]) -> str:
    """Escape a sign that would begin a list, heading or quotation; a number needs its dot escaped."""
    behind = match.string[match.end() : match.end() + 1]
    digits = match[1].strip()
    return match[0] if bool(digits) != (behind == ".") else f"{match[0]}\\"


def cut(marked: str, limit: int) -> str:
    """Cut marked-up words to the limit, visibly, and never between a backslash and what it escapes."""
    if len(marked) <= limit:
        return marked
    kept = marked[: limit - len(MORE)]
    loose = (len(kept) - len(kept.rstrip("\\"))) % 2
    return kept[: len(kept) - loose] + MORE


def quoted(words: str) -> str:
    """Set the words off as a quotation, whatever lines they have."""
    return "\n".join(f"> {line}" for line in words.split("\n"))


def isolated(name: str) -> str:
    return f"{FIRST_STRONG}{name}{POP}"


def gauge(value: int, most: int, length: int = 10) -> str:
    """Draw a share as a bar of letters."""
    full = min(length, round(length * value / most)) if most > 0 else 0
    return "▰" * full + "▱" * (length - full)

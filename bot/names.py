"""People's text and names, made safe to keep and to show beside others'."""

import unicodedata
from functools import lru_cache

NAME_LIMIT = 40  # characters of a display name that a board shows
MARKS = 2  # combining marks on one letter: more of them climb over the lines above
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters that draw nothing


def clean(text: str, limit: int) -> str:
    """Make people's text safe to keep: NFC, no controls or surrogates, no heaps of marks, visibly cut."""
    kept, marks = list[str](), 0
    for letter in unicodedata.normalize("NFC", text[: limit * 64].encode("utf-8", "replace").decode()):
        kind = unicodedata.category(letter)
        marks = marks + 1 if kind in {"Mn", "Me"} else 0
        if marks <= MARKS:
            kept.append(" " if kind == "Cc" and letter != "\n" else letter)
    whole = "".join(kept).strip()
    return whole if len(whole) <= limit else f"{whole[: limit - 1]}…"


@lru_cache(maxsize=4_096)  # the same few people press again and again
def clean_name(name: str) -> str:
    """Make a display name that cannot disturb what stands beside it; "someone" if nothing is left."""
    # Format characters (category Cf) can reorder or hide what stands beside a name.
    visible = "".join(c for c in name if unicodedata.category(c) != "Cf" and c not in _BLANK)
    return clean(" ".join(visible.split()), NAME_LIMIT) or "someone"

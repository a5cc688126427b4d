"""Roman numerals."""

import re

_WELL_FORMED = re.compile(r"(?=.)m{0,3}(cm|cd|d?c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})")
_VALUES = {"m": 1000, "d": 500, "c": 100, "l": 50, "x": 10, "v": 5, "i": 1}


def roman(word: str) -> int | None:
    """Read a well-formed Roman numeral in lower case."""
    if not _WELL_FORMED.fullmatch(word):
        return None
    values = [_VALUES[letter] for letter in word]
    return sum(v if v >= after else -v for v, after in zip(values, [*values[1:], 0], strict=True))

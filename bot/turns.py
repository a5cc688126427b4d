"""How many requests one person may make, so that a script that presses without end slows down nobody else."""

import time
from collections.abc import Callable, Hashable

AT_ONCE = 200  # requests that a person may make in one go; a whole round of ten questions takes about thirty
A_SECOND = 50  # how many more each second; the quickest fingers press ten times
REMEMBERED = 10_000  # people; of more than these, whoever was quiet the longest begins anew


class Turns:
    """The turns that each person has left, in this process."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now  # seconds on a clock that is never put back
        self._left: dict[Hashable, tuple[float, float]] = {}  # turns left, and when; the latest asked is last

    def take(self, who: Hashable) -> bool:
        """Use up one of the person's turns; False if there is none left just now."""
        now = self._now()
        left, then = self._left.pop(who, (AT_ONCE, now))
        left = min(AT_ONCE, left + (now - then) * A_SECOND)
        granted = left >= 1
        self._left[who] = (left - granted, now)
        if len(self._left) > REMEMBERED:
            del self._left[next(iter(self._left))]
        return granted

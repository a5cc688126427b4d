"""The stand-in's time, which a test can push on, and the time stamps by which Slack names messages."""

import time


class Clock:
    def __init__(self) -> None:
        self._ahead = 0.0
        self._last = 0

    def now(self) -> float:
        """Give the instant in seconds since 1970."""
        return time.time() + self._ahead

    def go_on(self, seconds: float) -> float:
        """Push the time on: triggers and response addresses grow old."""
        self._ahead += seconds
        return self.now()

    def stamp(self) -> str:
        """Give a time stamp that was never given before."""
        self._last = max(self._last + 1, int(self.now() * 1_000_000))
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06}"

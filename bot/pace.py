"""A platform's pace: who wants to send waits for a turn, in order, and for what the platform asks to wait."""

import asyncio
import time
from collections import OrderedDict

REMEMBERED = 4_096  # channels whose last turn is kept: one left out would have had its second long ago


SOON = 20.0  # seconds that a turn is waited for: well within a lease


class Resting(Exception):
    """No turn comes soon: what waits for one is better met again later."""


class Pace:
    """At most so many turns a second, and so many in one channel; None does not bind.

    Turns lie a beat apart and are never saved up: a burst after a quiet minute is what platforms refuse. A turn
    that came late, since this process was busy, lets the next one follow a beat earlier, but that one alone.
    """

    def __init__(self, per_second: float | None = None, per_channel: float | None = None) -> None:
        self.per_second = per_second
        self._beat = 1 / per_second if per_second else 0.0
        self._channel_beat = 1 / per_channel if per_channel else 0.0
        self._line = asyncio.Lock()  # first come, first served
        self._channels: OrderedDict[str, float] = OrderedDict()
        self._next = 0.0
        self._rests_until = 0.0

    async def turn(self, channel: str, requests: int = 1) -> None:
        """Return when so many requests may be sent about the channel; raise Resting if that is not soon."""
        await asyncio.sleep(max(0.0, self._reserved(channel) - _now()))
        async with self._line:
            while (left := max(self._next, self._rests_until) - _now()) > 0:
                if left > SOON:
                    raise Resting
                await asyncio.sleep(left)
            self._next = max(self._next, _now() - self._beat) + self._beat * requests

    def rest(self, seconds: float) -> None:
        """Give no turn for so long, to nobody: the platform asked for it."""
        self._rests_until = max(self._rests_until, _now() + seconds)

    @property
    def rests(self) -> bool:
        """Whether no turn comes soon."""
        return self._rests_until - _now() > SOON

    def within(self, seconds: float, most: int) -> int:
        """Tell how many turns there are in so many seconds, but not more than `most`."""
        return min(most, max(1, int(self.per_second * seconds))) if self.per_second else most

    def _reserved(self, channel: str) -> float:
        """Take the channel's next instant."""
        if not self._channel_beat:
            return 0.0
        instant = max(_now(), self._channels.get(channel, 0.0))
        if instant - _now() > SOON:
            raise Resting
        self._channels[channel] = instant + self._channel_beat
        self._channels.move_to_end(channel)
        if len(self._channels) > REMEMBERED:
            self._channels.popitem(last=False)
        return instant


def _now() -> float:
    return time.monotonic()

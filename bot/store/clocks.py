"""The time that all processes share, and when this machine's clock is not believed."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, func, select

from bot.store.prepared import Prepared

_SERVERS = Prepared(lambda _: select(func.clock_timestamp().label("now")))

Clock = Callable[[Connection, datetime], datetime]

ASTRAY = timedelta(seconds=60)  # how far this machine's clock may be from the shared time
DISBELIEF = (
    3_600.0  # seconds: a wrong clock is set right in them, and a right one costs a class no more than them
)


def shared_time(connection: Connection, here: datetime) -> datetime:
    """Tell the time that all processes share: the server's; SQLite has but one process, and its clock is `here`."""
    if connection.dialect.name != "postgresql":
        return here
    (found,) = _SERVERS.all(connection, {})
    shared: datetime = found.now
    return shared.astimezone(UTC)


def ticks() -> float:
    """Count seconds that no setting of the clock changes, those in which the machine sleeps included."""
    counted = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", None))
    return time.monotonic() if counted is None else time.clock_gettime(counted)


class SteadyTime:
    """The shared time; where one process is alone, its machine's clock until that is set to another time.

    A clock that jumps by over a minute is not believed for an hour, unless it comes back before: tomorrow's
    quiz is not posted today. After the hour it is believed: it may have been wrong before the jump.
    """

    def __init__(self, ticks: Callable[[], float] = ticks) -> None:
        self._ticks = ticks
        self._believed: tuple[datetime, float] | None = None
        self._jumped: float | None = None

    def __call__(self, connection: Connection, here: datetime) -> datetime:
        if connection.dialect.name == "postgresql":
            return shared_time(connection, here)
        return self._steady(here, self._ticks())

    def _steady(self, here: datetime, ticked: float) -> datetime:
        began, at = self._believed or (here, ticked)
        steady = began + timedelta(seconds=ticked - at)
        if abs(steady - here) > ASTRAY:
            self._jumped = ticked if self._jumped is None else self._jumped
            if ticked - self._jumped < DISBELIEF:
                return steady
        self._believed, self._jumped = (here, ticked), None
        return here

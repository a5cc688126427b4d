"""Time for a run: it hurries, or waits to be pushed on, and is the same for all of its processes."""

import asyncio
import mmap
import selectors
import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection

from bot.store.clocks import shared_time


class Hurry:
    """The run's clock: `speed` times as fast as the machine's, plus what it was pushed on by any process."""

    def __init__(self, file: Path, speed: float, since: datetime, begins: datetime) -> None:
        self.speed = speed
        self._since, self._begins = since, begins
        if not file.exists():
            file.write_bytes(struct.pack("d", 0.0))
        with file.open("r+b") as opened:
            self._pushed = mmap.mmap(opened.fileno(), 8)

    def of(self, real: datetime) -> datetime:
        """Give the run's instant at an instant of the machine."""
        return self._begins + (real - self._since) * self.speed + timedelta(seconds=self._ahead)

    def __call__(self) -> datetime:
        return self.of(datetime.now(UTC))

    def go_on(self, **span: float) -> None:
        """Push the time on, for every process at once."""
        self._pushed[:] = struct.pack("d", self._ahead + timedelta(**span).total_seconds())

    @property
    def _ahead(self) -> float:
        return float(struct.unpack("d", self._pushed)[0])

    def shared(self, connection: Connection, here: datetime) -> datetime:
        """Tell the database's time in the run's: the server's own clock, where there is a server."""
        if connection.dialect.name != "postgresql":
            return here
        return self.of(shared_time(connection, here))


class _Hurried(selectors.DefaultSelector):
    speed = 1.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        return super().select(timeout / self.speed if timeout and timeout > 0 else timeout)


class HurriedLoop(asyncio.SelectorEventLoop):
    """A loop whose sleeps and time limits hurry too, so that every constant of the bot stays as it is."""

    def __init__(self, speed: float) -> None:
        self._speed = speed
        selector = _Hurried()
        selector.speed = speed
        super().__init__(selector)

    def time(self) -> float:
        return super().time() * self._speed

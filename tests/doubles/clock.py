"""A clock that waits until it is told to go on."""

import itertools
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from bot.turns import Turns

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def as_here(_: Connection, here: datetime) -> datetime:
    """Let the database's time be the test's own."""
    return here


class Clock:
    def __init__(self, now: datetime = MONDAY) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def go_on(self, **span: float) -> datetime:
        self.now += timedelta(**span)
        return self.now


def unhurried() -> Turns:
    """Count requests as if each came a second after the one before: a test presses as fast as it can."""
    return Turns(itertools.count().__next__)

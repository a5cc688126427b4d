"""What a kind of database must be able to do, so that the store need not know which one it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy import Engine, make_url

from bot.chat import Refusal

READERS = 4  # connections that read


class InUse(Exception):
    """Another process has the database open for its bot."""


class Unusable(Exception):
    """The database cannot serve: which, why, and the cure."""


class Unanswered(Unusable):
    """The server of the database does not answer: it may yet be on its way."""


class Passing(str):
    """Trouble that may pass by itself, in words."""

    __slots__ = ()


class Away(Refusal):
    """The database does not serve for now; by itself it will again."""


class Hold(Protocol):
    """What keeps other processes out, until it is released."""

    def release(self) -> object: ...


class Backend(Protocol):
    """A kind of database."""

    def writing_engine(self, url: str) -> Engine:
        """Connect for writing, by one connection."""
        ...

    def reading_engine(self, url: str) -> Engine:
        """Connect for reading: a write through it is an error."""
        ...

    def glancing_engine(self, url: str) -> Engine:
        """Connect for reading with no transaction around: each statement has a snapshot of its own."""
        ...

    def hold(self, url: str) -> Hold:
        """Keep out those that may not share the database; raise InUse if one is in."""
        ...

    def name(self, url: str) -> str:
        """Name the database for people, without a password."""
        ...

    def is_there(self, url: str) -> bool:
        """Whether there is a database that can be asked for its schema."""
        ...

    def trouble_with(self, url: str) -> str:
        """Say why the database cannot serve, with the cure; nothing if it can."""
        ...

    def backup(self, url: str, copy: Path) -> None:
        """Copy the whole database as of one instant, also while bots run; raise Unusable."""
        ...


@contextmanager
def whole(copy: Path) -> Iterator[Path]:
    """Give a file to write to; it takes the copy's name once it is whole, and is gone if that fails."""
    part = copy.with_name(f"{copy.name}.part")
    try:
        yield part
        part.replace(copy)
    finally:
        part.unlink(missing_ok=True)


def backend(url: str) -> Backend:
    """Give the kind of database that the address names."""
    if make_url(url).get_backend_name() == "postgresql":
        from bot.store import postgresql  # noqa: PLC0415 - its driver is loaded only where it is used

        return postgresql
    from bot.store import sqlite  # noqa: PLC0415 - the two import this room's words

    return sqlite

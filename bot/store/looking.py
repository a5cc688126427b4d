"""What an admin is told of the database: whether it is written, how it keeps its journal, whose clock it has."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from bot.store.backend import backend
from bot.store.classes import Class
from bot.store.clocks import shared_time
from bot.store.ledger import Ledger
from bot.store.schedules import Schedule

TRIED = text("CREATE TABLE cardindex_tried_to_write (id INTEGER)")  # made and taken back at once


@dataclass(frozen=True, slots=True)
class Standing:
    """A schedule that runs, with its class."""

    group: Class
    schedule: Schedule


@dataclass(frozen=True, slots=True)
class Seen:
    """`unwritten` says why nothing can be written, in the database's own words; `ahead` is this machine's clock's."""

    unwritten: str
    journal: str
    ahead: timedelta


def look(url: str, now: datetime) -> Seen:
    """Try to write and take it back; read the journal's kind and the clock."""
    try:
        with _connected(url) as connection:
            if unwritten := _try_to_write(connection):
                return Seen(unwritten, "", timedelta())
            with connection.begin():
                ahead = now - shared_time(connection, now)
            return Seen("", _journal(connection), ahead)
    except DBAPIError as error:
        return Seen(_words(error), "", timedelta())


def standing(url: str, zone: ZoneInfo) -> list[Standing]:
    """List the schedules that run, of a database with the newest schema."""
    with _connected(url) as connection, connection.begin():
        ledger = Ledger(connection, zone, shared_time, {})
        schedules = ledger.schedules.active()
        return [Standing(ledger.classes.numbered(each.class_id), each) for each in schedules]


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    engine = backend(url).writing_engine(url)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _try_to_write(connection: Connection) -> str:
    try:
        with connection.begin() as trying:
            connection.execute(TRIED)
            trying.rollback()
    except DBAPIError as error:
        return _words(error)
    return ""


def _words(error: DBAPIError) -> str:
    """Give the database's own first line; of the rest it may quote what is stored."""
    return str(error.orig).partition("\n")[0]


def _journal(connection: Connection) -> str:
    """Give the kind of SQLite's journal; PostgreSQL has but one."""
    if connection.dialect.name != "sqlite":
        return "wal"
    with connection.begin():
        return str(connection.scalar(text("PRAGMA journal_mode")))

"""Connections: one that writes, a few that read, each set up for its work."""

import sqlite3
from pathlib import Path

from sqlalchemy import Engine, create_engine, event, make_url

READERS = 4
BUSY_TIMEOUT = 5_000  # milliseconds that SQLite waits for another process


def writing_engine(url: str) -> Engine:
    """Connect for writing: one connection, transactions that take the write lock at once."""
    engine = _engine(url, 1)
    _prepare(engine, "synchronous=FULL", "foreign_keys=ON")
    _begin_with(engine, "BEGIN IMMEDIATE")
    return engine


def reading_engine(url: str) -> Engine:
    """Connect for reading: a write through it is an error."""
    engine = _engine(url, READERS)
    _prepare(engine, "query_only=ON")
    _begin_with(engine, "BEGIN")
    return engine


def database_file(url: str) -> Path:
    """Name the SQLite file behind the address."""
    return Path(make_url(url).database or "")


def _engine(url: str, size: int) -> Engine:
    # hide_parameters: an error must not carry a student's words into a log
    return create_engine(
        url, hide_parameters=True, pool_size=size, max_overflow=0, connect_args={"check_same_thread": False}
    )


def _prepare(engine: Engine, *pragmas: str) -> None:
    def prepare(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None  # the driver begins nothing by itself: we do, below
        for pragma in ("journal_mode=WAL", f"busy_timeout={BUSY_TIMEOUT}", *pragmas):
            connection.execute(f"PRAGMA {pragma}")

    event.listen(engine, "connect", prepare)


def _begin_with(engine: Engine, statement: str) -> None:
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(statement))

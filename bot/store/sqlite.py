"""SQLite: one file, one process, one connection that writes."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DatabaseError

from bot.store.backend import READERS, InUse, Unusable, whole

PATIENCE = 5.0  # seconds that SQLite waits for another program, unless the address says ?timeout=


def writing_engine(url: str) -> Engine:
    """Connect for writing: one connection, transactions that take the write lock at once."""
    engine = _engine(url, 1)
    _prepare(engine, "PRAGMA synchronous=FULL", "PRAGMA foreign_keys=ON")
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def reading_engine(url: str) -> Engine:
    """Connect for reading: a write through it is an error."""
    engine = _engine(url, READERS)
    _prepare(engine, "PRAGMA query_only=ON")
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine


def glancing_engine(url: str) -> Engine:
    """Connect for reading without transactions."""
    engine = _engine(url, 1)
    _prepare(engine, "PRAGMA query_only=ON")
    return engine


def hold(url: str) -> FileLock:
    """Keep other processes out while this one runs; raise InUse if one is in, Unusable if the folder takes no file."""
    file = database_file(url)
    lock = FileLock(f"{file}.lock")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        raise InUse(
            f"{file} is in use by another Card Index process. SQLite serves one process at a time: "
            "stop the other one, or give this one its own DATABASE_URL."
        ) from None
    except OSError:
        raise Unusable(
            f"{file.absolute().parent} cannot be written: let the bot's user own the folder"
        ) from None
    return lock


def name(url: str) -> str:
    """Name the database for people."""
    return str(database_file(url))


def is_there(url: str) -> bool:
    """Whether there is a database; the first start makes one."""
    return database_file(url).exists()


def trouble_with(url: str) -> str:
    """Say why the file cannot serve, with the cure; nothing if it can, or is not there yet."""
    file = database_file(url)
    if not _writable(_nearest(file.absolute().parent)):
        return f"{file.absolute().parent} cannot be written: let the bot's user own the folder"
    if not file.exists():
        return ""
    if not _writable(file):
        return f"{file} cannot be read and written: let the bot's user own it"
    if not file.is_file() or not _sound(file):
        return f"{file} is damaged or no database: put a backup in its place"
    return ""


def _nearest(folder: Path) -> Path:
    """Give the folder, or the one above it in which it would be made."""
    return next(each for each in (folder, *folder.parents) if each.exists())


def _writable(path: Path) -> bool:
    return os.access(path, os.R_OK | os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _sound(file: Path) -> bool:
    engine = create_engine(f"sqlite:///{file}")
    try:
        with engine.connect() as connection:
            return bool(connection.scalar(text("PRAGMA quick_check")) == "ok")
    except DatabaseError:
        return False
    finally:
        engine.dispose()


def backup(url: str, copy: Path) -> None:
    """Copy the whole database as of one instant, also while the bot runs; raise Unusable with the cure."""
    file = database_file(url)
    if not file.exists():
        raise Unusable(f"{file}: there is no database yet. cardindex run makes one.")
    try:
        with (
            whole(copy) as part,
            closing(_looking_at(file)) as source,
            closing(sqlite3.connect(part)) as target,
        ):
            source.backup(target)
    except (OSError, sqlite3.Error) as error:
        raise Unusable(
            f"{copy}: no copy was made ({error}): is the folder there, and room on its disk?"
        ) from None


def _looking_at(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)


def database_file(url: str) -> Path:
    """Name the file behind the address."""
    return Path(make_url(url).database or "")


def _engine(url: str, size: int) -> Engine:
    timeout = float(str(make_url(url).query.get("timeout", PATIENCE)))
    # hide_parameters: an error must not carry a student's words into a log
    return create_engine(
        url,
        hide_parameters=True,
        pool_size=size,
        max_overflow=0,
        connect_args={"check_same_thread": False, "timeout": timeout},
    )


def _prepare(engine: Engine, *pragmas: str) -> None:
    def prepare(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None  # the driver begins nothing by itself: we do, below
        for pragma in ("PRAGMA journal_mode=WAL", *pragmas):
            connection.execute(pragma)

    event.listen(engine, "connect", prepare)

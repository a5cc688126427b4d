"""A database looked at from outside while the bot has it open, and a new one laid out at no cost."""

import sqlite3
import tempfile
from contextlib import closing
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from bot.store.store import Store
from bot.store.tables import metadata

_COUNTS = {name: str(select(func.count()).select_from(table)) for name, table in metadata.tables.items()}


def file_of(database: str) -> Path:
    return Path(database.removeprefix("sqlite:///"))


def counts(database: str) -> dict[str, int]:
    """Count the rows of every table."""
    with closing(sqlite3.connect(file_of(database))) as connection:
        return {name: connection.execute(query).fetchone()[0] for name, query in _COUNTS.items()}


def rows(database: str, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file_of(database))) as connection:
        return connection.execute(query).fetchall()


def run(database: str, *statements: str) -> None:
    """Change the database behind the bot's back."""
    with closing(sqlite3.connect(file_of(database))) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def lay_out(database: str) -> None:
    """Put a new database there: migrated once, then copied for each test that only needs its tables."""
    file_of(database).write_bytes(_migrated())


@cache
def _migrated() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "cardindex.db"
        Store(f"sqlite:///{file}", ZoneInfo("UTC")).close()
        return file.read_bytes()

"""A database looked at from outside while the bot has it open, and a new one laid out at no cost."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, NullPool, create_engine, func, select, text

from bot.store.store import Store
from bot.store.tables import metadata

_COUNTS = select(
    *(
        select(func.count()).select_from(table).scalar_subquery().label(name)
        for name, table in metadata.tables.items()
    )
)


def file_of(database: str) -> Path:
    return Path(database.removeprefix("sqlite:///"))


def differences(connection: Connection) -> list[Any]:
    """List in what the database differs from the tables that the code declares."""
    return list(compare_metadata(MigrationContext.configure(connection), metadata))


def counts(database: str) -> dict[str, int]:
    """Count the rows of every table."""
    with _looking(database) as connection:
        return dict(connection.execute(_COUNTS).mappings().one())


def rows(database: str, query: str) -> list[tuple[object, ...]]:
    with _looking(database) as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def run(database: str, *statements: str) -> None:
    """Change the database behind the bot's back."""
    with _looking(database) as connection:
        for statement in statements:
            connection.execute(text(statement))


@contextmanager
def _looking(database: str) -> Iterator[Connection]:
    with _engine(database).begin() as connection:
        yield connection


@lru_cache(maxsize=8)
def _engine(database: str) -> Engine:
    """Give what knows the database; it keeps no connection, which would stand in the way of others."""
    return create_engine(database, poolclass=NullPool)


def lay_out(database: str) -> None:
    """Put a new database there if there is none: migrated once, then copied for each test that needs its tables."""
    if database.startswith("sqlite") and not file_of(database).exists():
        file_of(database).write_bytes(_migrated())


@cache
def _migrated() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "cardindex.db"
        Store(f"sqlite:///{file}", ZoneInfo("UTC")).close()
        return file.read_bytes()

"""Databases as older releases left them: laid out by the migrations of their time, every table with rows in it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Column, Engine, MetaData, String, Table, insert, select

import bot.store
from bot.store.backend import backend
from bot.store.schema import HEAD

RELEASED = [f"{number:04}" for number in range(1, int(HEAD))]  # every schema before the newest
ROWS = 60
BEGAN = datetime(2026, 9, 1, 8, 30, tzinfo=UTC)

Content = dict[str, Sequence[tuple[object, ...]]]


def at_revision(database: str, revision: str) -> None:
    """Lay the database out as a release with this schema did."""
    config = Config()
    config.set_main_option("script_location", str(Path(bot.store.__path__[0]) / "migrations"))
    engine = backend(database).writing_engine(database)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()


def fill(engine: Engine) -> MetaData:
    """Put rows into every table, each linked to the others' rows; give the tables as they are now."""
    tables = MetaData()
    tables.reflect(engine)
    tables.remove(tables.tables["alembic_version"])
    with engine.begin() as connection:
        for table in tables.sorted_tables:
            connection.execute(insert(table), [_row(table, number) for number in range(1, ROWS + 1)])
    return tables


def content(engine: Engine, tables: MetaData) -> Content:
    """Read all rows, in the columns that these tables have."""
    with engine.connect() as connection:
        read = {
            t.name: connection.execute(select(t).order_by(*t.columns)).all() for t in tables.sorted_tables
        }
        return {name: [tuple(row) for row in rows] for name, rows in read.items()}


def _row(table: Table, number: int) -> dict[str, object]:
    return {column.name: _value(column, number) for column in table.columns if column.name != "id"}


def _value(column: Column[object], number: int) -> object:
    kind = column.type.python_type
    if kind is str:
        words = f"{number}-{'' if column.foreign_keys or column.primary_key else column.name}"
        return words[: column.type.length] if isinstance(column.type, String) else words
    if kind is bool:
        return number % 2 == 0
    if kind is int:
        return number
    moment = BEGAN + timedelta(days=number)
    return moment.date() if kind is date else moment

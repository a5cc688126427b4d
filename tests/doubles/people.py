"""One person with a row in every table that can hold one, whatever tables there are."""

from datetime import UTC, date, datetime

from sqlalchemy import Column, Connection, NullPool, Table, create_engine, insert, select

from bot.store.columns import Instant
from bot.store.tables import metadata
from bot.store.whose import key_of

MADE = datetime(2026, 1, 1, 8, tzinfo=UTC)
ALSO = "classroom_people"


def with_everything(database: str, student: int) -> set[str]:
    """Give a student a row in each table that leads to students; give the tables' names."""
    engine = create_engine(database, poolclass=NullPool)
    keyed = [table for table in metadata.sorted_tables if key_of(table) is not None]
    with engine.begin() as connection:
        for table in keyed:
            key = key_of(table)
            assert key is not None
            if connection.execute(select(table).where(key == student)).first() is None:
                _fill(connection, table, student)
    engine.dispose()
    return {table.name for table in keyed}


def _fill(connection: Connection, table: Table, student: int = 0) -> None:
    row = {c.name: _value(connection, c, student) for c in table.columns if _needs(c)}
    connection.execute(insert(table).values(**row))


def _needs(column: "Column[object]") -> bool:
    numbered = column.primary_key and not column.foreign_keys and column.type.python_type is int
    return not numbered and (column.server_default is None or bool(column.foreign_keys))


def _value(connection: Connection, column: "Column[object]", student: int) -> object:
    """Lead to the student, to any row of another table, or hold something of the right kind."""
    if column is key_of(column.table):
        return student
    for key in column.foreign_keys:
        while (found := connection.execute(select(key.column)).first()) is None:
            _fill(connection, key.column.table, student)
        return found[0]
    known: dict[type, object] = {int: 7, str: "x", bool: True, date: MADE.date()}
    return MADE if isinstance(column.type, Instant) else known[column.type.python_type]


def cells(database: str) -> list[tuple[str, str, str]]:
    """Give every cell of the database as (table, column, what it says)."""
    engine = create_engine(database, poolclass=NullPool)
    found = []
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(select(table)).mappings():
                found += [(table.name, name, str(value)) for name, value in row.items()]
    engine.dispose()
    return found

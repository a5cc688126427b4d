"""Statements that every press needs: written once by SQLAlchemy, then run by the driver itself.

SQLAlchemy takes six times as long to set such a statement and its result up as SQLite takes to run it. Its words, its
types and its errors are the same here; what is left out is the setting up.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import ARRAY, JSON, ColumnElement, Connection, Dialect, Select, any_, bindparam, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.dml import ReturningUpdate

from bot.store.upsert import Insert

Statement = Select[Any] | ReturningUpdate[Any] | Insert
Values = Mapping[str, Any]
Row = Any  # a named tuple of the statement's columns
Make = Callable[[Iterable[Any]], Row]


def among(dialect: str, column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Say that a column has one of the values in a list, which is a single parameter of this name."""
    if dialect == "postgresql":
        return column == any_(bindparam(name, type_=ARRAY(column.type)))
    values = func.json_each(bindparam(name, type_=JSON)).table_valued("value")
    return column.in_(select(values.c.value))


class Prepared:
    """A statement whose parameters have names; `write` gives it in a dialect's words, `row` makes its rows."""

    def __init__(self, write: Callable[[str], Statement], row: Make | None = None) -> None:
        self._write = write
        self._row = row
        self._made: dict[str, _Made] = {}

    def all(self, connection: Connection, values: Values) -> list[Row]:
        """Give the rows; raise DBAPIError, as SQLAlchemy does."""
        made = self._in(connection.dialect)
        with _cursor(connection, made.words) as cursor:
            cursor.execute(made.words, made.sent(values))
            return made.read(cursor.fetchall())

    def count(self, connection: Connection, rows: Sequence[Values]) -> int:
        """Give the number of rows that it wrote, run once for each; raise DBAPIError, as SQLAlchemy does."""
        made = self._in(connection.dialect)
        with _cursor(connection, made.words) as cursor:
            run = cursor.executemany if len(rows) > 1 else cursor.execute
            sent = [made.sent(row) for row in rows]
            run(made.words, sent if len(rows) > 1 else sent[0])
            return int(cursor.rowcount)

    def _in(self, dialect: Dialect) -> "_Made":
        made = self._made.get(dialect.name)
        if made is None:
            made = self._made[dialect.name] = _Made(self._write(dialect.name), dialect, self._row)
        return made


@contextmanager
def _cursor(connection: Connection, words: str) -> Iterator[Any]:
    raw, dialect = connection.connection, connection.dialect
    cursor = raw.cursor()
    try:
        yield cursor
    except dialect.loaded_dbapi.Error as error:
        if lost := dialect.is_disconnect(error, raw.dbapi_connection, cursor):
            connection.invalidate(error)
        hidden = connection.engine.hide_parameters
        raise DBAPIError.instance(
            words, None, error, dialect.loaded_dbapi.Error, hidden, lost, dialect
        ) from error
    finally:
        cursor.close()


class _Made:
    """A statement in the words and types of one driver."""

    def __init__(self, statement: Statement, dialect: Dialect, row: Make | None = None) -> None:
        compiled = statement.compile(dialect=dialect)
        self.words = str(compiled)
        self._in_turn = compiled.positiontup  # the names in their turn, if the driver knows no names
        self._own = compiled.params  # values that the statement brings itself
        named = {name: compiled.binds[name].type.dialect_impl(dialect) for name in self._own}
        sendings = {name: kind.bind_processor(dialect) for name, kind in named.items()}
        self._sendings = [(name, send) for name, send in sendings.items() if send]
        columns = list(statement.exported_columns) if not isinstance(statement, Insert) else []
        kinds = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
        self._readings = [(place, read) for place, read in enumerate(kinds) if read]
        self._row = row or _named(columns)

    def sent(self, values: Values) -> Any:  # noqa: ANN401 - by name or in turn, as the driver takes it
        """Give the values as the driver takes them."""
        sent = {**self._own, **values}
        for name, send in self._sendings:
            sent[name] = send(sent[name])
        return tuple([sent[name] for name in self._in_turn]) if self._in_turn else sent

    def read(self, found: list[Any]) -> list[Row]:
        """Give the rows with each column as its type has it."""
        columns: list[Iterable[Any]] = list(zip(*found, strict=True))
        for place, read in self._readings if found else ():
            columns[place] = map(read, columns[place])
        return list(map(self._row, zip(*columns, strict=True)))


def _named(columns: Sequence[ColumnElement[Any]]) -> Make:
    row: Any = namedtuple("Row", [column.key for column in columns])  # type: ignore[misc]  # noqa: PYI024
    return row._make

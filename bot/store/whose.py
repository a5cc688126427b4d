"""Which rows are about whom, read from the schema: nothing about a person can be forgotten elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Table, and_, select

from bot.store.columns import ABOUT, ACCOUNT, NUMBER, SEAT_OF
from bot.store.tables import metadata
from bot.store.tables.people import accounts, students

DIGITS = 9  # of a number that every database holds


@dataclass(frozen=True, slots=True)
class Whose:
    """A person: by account, and by our number once anything is kept."""

    platform: str
    user: str
    student: int | None

    def tables(self) -> Iterator[tuple[Table, ColumnElement[bool]]]:
        """List the tables that can hold rows of theirs, with which rows; what leads to others comes before them."""
        for table in reversed(metadata.sorted_tables):
            theirs = self._rows_in(table)
            if theirs is not None:
                yield table, theirs

    def named(self) -> Iterator[tuple[Column[Any], ColumnElement[bool]]]:
        """List the columns that name them by account in rows that are not theirs, with which rows."""
        for table in metadata.tables.values():
            for column in table.columns:
                if ACCOUNT in column.info:
                    yield column, and_(table.c.platform == self.platform, column == self.user)

    def named_rows(self) -> Iterator[tuple[Table, ColumnElement[bool]]]:
        """List the tables with such columns, with which rows."""
        return ((column.table, theirs) for column, theirs in self.named())

    def _rows_in(self, table: Table) -> ColumnElement[bool] | None:
        if (key := key_of(table)) is not None:
            return None if self.student is None else key == self.student
        for column in table.columns:
            if (
                column.info.get(SEAT_OF) == self.platform
                and self.user.isdecimal()
                and len(self.user) <= DIGITS
            ):
                return column == int(self.user)
        return None


def key_of(table: Table) -> ColumnElement[int] | None:
    """Give the column of a table that leads to a student; None if none does."""
    if table is students:
        return students.c.id
    to_students = (c for c in table.columns if any(key.column is students.c.id for key in c.foreign_keys))
    return next(to_students, None)


def whose_account(connection: Connection, platform: str, user: str) -> Whose:
    """Give the person behind an account."""
    query = select(accounts.c.student_id)
    number = connection.scalar(query.where(accounts.c.platform == platform, accounts.c.user_id == user))
    return Whose(platform, user, number)


def described() -> Iterator[tuple[str, tuple[str, ...]]]:
    """List the kinds of rows about people in the notice's words, with what their columns hold besides numbers."""
    found: dict[str, dict[str, None]] = {}
    for table in metadata.tables.values():
        said = [str(column.info[ABOUT]) for column in table.columns if ABOUT in column.info]
        if said:
            found.setdefault(str(table.info[ABOUT]), {}).update(dict.fromkeys(said))
    for kind, columns in found.items():
        yield kind, tuple(words for words in columns if words != NUMBER)

"""Servers that the bot was removed from: kept for a while, in case it was a mistake, then forgotten step by step."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Table, delete, exists, false, or_, select, tuple_

from bot.store.tables import metadata
from bot.store.tables.people import accounts, classes, students
from bot.store.tables.upkeep import departures
from bot.store.upsert import insert_or

KEPT = timedelta(days=30)
BATCH = 500  # rows of a table that one transaction forgets


class Departures:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def note(self, platform: str, server: str, now: datetime) -> None:
        """Note that the bot is no longer in a server; what was noted first counts."""
        row = {"platform": platform, "server": server, "at": now}
        self._connection.execute(
            insert_or(self._connection, departures).values(**row).on_conflict_do_nothing()
        )

    def of(self, platform: str) -> list[str]:
        """List the servers of a platform that the bot is known to have left."""
        return list(
            self._connection.scalars(select(departures.c.server).where(departures.c.platform == platform))
        )

    def known(self, platform: str) -> list[str]:
        """List the servers of a platform that have a class."""
        return list(
            self._connection.scalars(
                select(classes.c.server).where(classes.c.platform == platform).distinct()
            )
        )

    def undo(self, platform: str, servers: Collection[str]) -> None:
        """Forget that the bot had left: it is there again."""
        there = (departures.c.platform == platform, departures.c.server.in_(list(servers)))
        self._connection.execute(delete(departures).where(*there))

    def purge(self, now: datetime) -> bool:
        """Forget some rows of the servers that were left long ago; False if there is nothing more to forget.

        Each call begins at whatever is left, so it matters not where an earlier one was interrupted.
        """
        long_ago = select(departures.c.platform, departures.c.server).where(departures.c.at < now - KEPT)
        for platform, server in self._connection.execute(long_ago.limit(1)):
            gone = classes.c.platform == platform, classes.c.server == server
            if not (self._forget_rows(*gone) or self._forget_people(platform)):
                self.undo(platform, [server])
            return True
        return False

    def _forget_rows(self, *of_classes: ColumnElement[bool]) -> bool:
        """Delete some rows of the first table that has any of these classes, those that lean on others first."""
        numbers = select(classes.c.id).where(*of_classes)
        for table in reversed(metadata.sorted_tables):
            theirs = classes.c.id.in_(numbers) if table is classes else _of(table, classes.c.id.in_(numbers))
            if self._delete_some(table, theirs):
                return True
        return False

    def _forget_people(self, platform: str) -> bool:
        """Delete some people of the platform of whom nothing else is kept anywhere."""
        leaning = [
            exists().where(column == students.c.id)
            for table in metadata.sorted_tables
            for column in table.columns
            if table is not accounts and any(key.column is students.c.id for key in column.foreign_keys)
        ]
        here = exists().where(accounts.c.student_id == students.c.id, accounts.c.platform == platform)
        idle = select(students.c.id).where(here, ~or_(false(), *leaning)).limit(BATCH)
        numbers = list(self._connection.scalars(idle))
        for table, key in ((accounts, accounts.c.student_id), (students, students.c.id)):
            self._connection.execute(delete(table).where(key.in_(numbers)))
        return bool(numbers)

    def _delete_some(self, table: Table, theirs: ColumnElement[bool]) -> bool:
        keys = list(table.primary_key.columns)
        rows = self._connection.execute(select(*keys).where(theirs).limit(BATCH)).all()
        if rows:
            self._connection.execute(delete(table).where(tuple_(*keys).in_([tuple(row) for row in rows])))
        return bool(rows)


def _of(table: Table, which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Say which rows of a table lean on the classes, itself or through the tables that it leans on."""
    links = [
        column.in_(
            select(key.column).where(which if key.column.table is classes else _of(key.column.table, which))
        )
        for column in table.columns
        for key in column.foreign_keys
        if _leans(key.column.table)
    ]
    return or_(false(), *links)


def _leans(table: Table) -> bool:
    """Whether a table's rows are of a class."""
    return table is classes or any(
        _leans(key.column.table) for column in table.columns for key in column.foreign_keys
    )

"""What the kept totals must be: the answers, added up one by one."""

from collections import Counter

from sqlalchemy import Connection, Table, select

from bot.store.boards import QUARTER, WEEK
from bot.store.occurrences import CLOSED
from bot.store.tables.answers import answers, item_totals, totals, week_totals
from bot.store.tables.quizzes import occurrences

Tally = Counter[tuple[object, ...]]


def check_counted(connection: Connection) -> None:
    """Hold every kept row against the answers to closed quizzes and in practice."""
    assert tuple(_kept(connection, table) for table in (totals, week_totals, item_totals)) == _added_up(
        connection
    )


def _added_up(connection: Connection) -> tuple[Tally, Tally, Tally]:
    by_quarter, by_week, by_item = Tally(), Tally(), Tally()
    query = select(answers, occurrences.c.status).join_from(answers, occurrences, isouter=True)
    for row in connection.execute(query):
        if row.status not in {None, CLOSED}:
            continue
        quarter, practice = int(row.at.timestamp()) // QUARTER, row.occurrence_id is None
        _count(by_quarter, (row.class_id, quarter, row.student_id, row.occurrence_id or 0), row.points)
        _count(by_week, (row.class_id, quarter // WEEK, row.student_id, practice), row.points)
        if not practice:
            _count(by_item, (row.occurrence_id, row.version, row.choice), row.points)
    return by_quarter, by_week, by_item


def _kept(connection: Connection, table: Table) -> Tally:
    """Read a kept table; no row is there for nothing."""
    found = Tally()
    for *key, points, answered in connection.execute(select(table)):
        assert answered
        _count(found, tuple(key), points, answered)
    return found


def _count(tally: Tally, key: tuple[object, ...], points: int, answered: int = 1) -> None:
    tally.update({(*key, "points"): points, (*key, "answered"): answered})

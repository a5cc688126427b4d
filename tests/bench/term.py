"""A term of 200 classes for a bench: every row as the bot would have kept it, laid down in bulk."""

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache

from doubles.items import on
from psycopg import Connection as Server
from sqlalchemy import Connection, Table, insert, text

from bot.store.tables.answers import answers as answers_table
from bot.store.tables.answers import rounds
from bot.store.tables.people import classes, students
from bot.store.tables.quizzes import occurrences, papers, versions

CLASSES, STUDENTS, QUESTIONS = 200, 50, 5
ITEMS = tuple(on(f"point-{number}") for number in range(150))
FIRST = datetime(2026, 1, 5, 8, tzinfo=UTC)  # a Monday

Row = tuple[object, ...]


def days_for(answers: int) -> int:
    """Give the number of school days on which so many answers are given."""
    return max(1, answers // (CLASSES * STUDENTS * QUESTIONS))


@cache
def instant(day: int, seconds: int) -> str:
    """Give an instant of a school day as both databases read it."""
    at = FIRST + timedelta(days=day // 5 * 7 + day % 5, seconds=seconds)
    return f"{at:%Y-%m-%d %H:%M:%S.%f}"


def quiz_of(day: int, group: int) -> int:
    return day * CLASSES + group + 1


def round_of(day: int, student: int) -> int:
    return day * CLASSES * STUDENTS + student + 1


def item_of(day: int, group: int, place: int) -> int:
    return (day * QUESTIONS + group * 7 + place) % len(ITEMS)


def term(days: int) -> Iterator[tuple[Table, tuple[str, ...], Iterable[Row]]]:
    """Give each table with its columns and rows: days that are over, and one whose quizzes are open, unanswered."""
    began, people = instant(0, 0), range(CLASSES * STUDENTS)
    yield (
        classes,
        ("id", "platform", "server", "time_zone", "reveal", "attempts", "teacher_role", "catch_up",
         "practice_counts", "created_at"),
        ((n + 1, "bench", f"s{n}", "", "at-once", 1, "", 360, False, began) for n in range(CLASSES)),
    )  # fmt: skip
    yield (
        students,
        ("id", "name", "created_at"),
        ((n + 1, f"Student {n}", began) for n in people),
    )
    yield versions, ("version", "question", "body"), ((q.version, q.id, q.frozen) for q in ITEMS)
    numbers = [(day, group) for day in range(days + 1) for group in range(CLASSES)]
    yield (
        papers,
        ("id", "class_id", "created_at"),
        ((quiz_of(day, group), group + 1, instant(day, 0)) for day, group in numbers),
    )
    yield (
        occurrences,
        ("id", "class_id", "paper_id", "platform", "server", "channel", "local_date", "due_at", "closes_at",
         "questions", "factor", "reveal", "attempts", "late", "status", "attempt", "owner", "token", "message",
         "swept", "shown"),
        (_quiz(day, group, "closed" if day < days else "posted") for day, group in numbers),
    )  # fmt: skip
    yield (
        rounds,
        ("id", "class_id", "student_id", "paper_id", "occurrence_id", "started_at"),
        (_round(day, student) for day in range(days + 1) for student in people),
    )
    yield (
        answers_table,
        ("round_id", "class_id", "student_id", "occurrence_id", "place", "version", "choice", "points", "tried",
         "settled", "at"),
        (row for day in range(days) for student in people for row in _answers(day, student)),
    )  # fmt: skip


def _quiz(day: int, group: int, status: str) -> Row:
    number, due, closes = quiz_of(day, group), instant(day, 0), instant(day, 8 * 3_600)
    where, reveal = ("bench", f"s{group}", "c"), ("at-once", "at-close")[group % 2]
    asked = (QUESTIONS, "", reveal, 1, False)
    return (
        number,
        group + 1,
        number,
        *where,
        due[:10],
        due,
        closes,
        *asked,
        status,
        1,
        "",
        f"t{number}",
        "m",
        True,
        0,
    )


def _round(day: int, student: int) -> Row:
    group = student // STUDENTS
    quiz = quiz_of(day, group)
    return round_of(day, student), group + 1, student + 1, quiz, quiz, instant(day, 0)


def _answers(day: int, student: int) -> Iterator[Row]:
    """Give a student's answers to a quiz: in one go of some minutes, at some time within two hours."""
    group, begun = student // STUDENTS, student * 37 % 120 * 60
    whose = (round_of(day, student), group + 1, student + 1, quiz_of(day, group))
    for place in range(QUESTIONS):
        choice = "ABBCB"[(student * 3 + day * 7 + place) % 5]
        version = ITEMS[item_of(day, group, place)].version
        points = 10 if choice == "B" else 0
        yield (*whose, place, version, choice, points, choice, True, instant(day, begun + place * 40))


def lay_down(connection: Connection, days: int) -> None:
    """Write the term, in each database's quickest way."""
    driver = connection.connection.driver_connection
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(text("SET LOCAL session_replication_role = replica"))  # the links are there
    for table, columns, rows in term(days):
        if isinstance(driver, sqlite3.Connection):
            statement = insert(table).compile(connection, column_keys=list(columns))
            driver.executemany(str(statement), rows)
        elif isinstance(driver, Server):
            with driver.cursor().copy(f"COPY {table.name} ({', '.join(columns)}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
    if connection.dialect.name == "postgresql":  # the columns of the ids do not know of what was copied
        connection.execute(text("SELECT setval('answers_id_seq', (SELECT max(id) FROM answers))"))

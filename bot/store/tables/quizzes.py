"""Schedules, the quizzes that they post, and what is asked."""

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    and_,
    literal_column,
)

from bot.store.columns import Instant, about, account, code, id_, metadata, to, word

schedules = Table(
    "schedules",
    metadata,
    id_(),
    to("classes"),
    word("platform"),
    word("server"),
    word("channel"),
    word("at"),  # wall time, HH:MM, in the class's zone
    word("days"),
    Column("questions", Integer, nullable=False),
    word("factor"),  # empty: any
    Column("window", Integer, nullable=False),  # minutes
    word("status"),  # active, paused
    word("reason"),
    word("origin"),  # teacher, settings
    account("made_by", "your account"),
    Column("planned_until", Instant, nullable=False),  # the watermark: every slot up to it has its row
    Column("next_due", Instant),
    Index(None, "status", "next_due"),
    sqlite_autoincrement=True,  # a removed row's number, which old buttons carry, is given to no other
    info=about("schedules that you made"),
)

skips = Table(
    "skips",
    metadata,
    id_(),
    to("schedules"),
    Column("local_date", Date, nullable=False),
    UniqueConstraint("schedule_id", "local_date"),
)

versions = Table(
    "versions",
    metadata,
    Column("version", String(16), primary_key=True),
    word("question"),
    Column("body", Text, nullable=False),  # the question as JSON, word for word as it was asked
)

papers = Table("papers", metadata, id_(), to("classes"), Column("created_at", Instant, nullable=False))

paper_questions = Table(
    "paper_questions",
    metadata,
    Column("paper_id", Integer, ForeignKey("papers.id"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("version", String(16), ForeignKey("versions.version"), nullable=False),
)

occurrences = Table(
    "occurrences",
    metadata,
    id_(),
    Column(
        "schedule_id", Integer, ForeignKey("schedules.id", ondelete="SET NULL")
    ),  # none: a teacher's /post
    to("classes"),
    to("papers", needed=False),
    word("platform"),
    word("server"),
    word("channel"),
    Column("local_date", Date, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("closes_at", Instant, nullable=False),
    Column("questions", Integer, nullable=False),
    word("factor"),
    word("reveal"),
    Column("attempts", Integer, nullable=False),
    Column("late", Boolean, nullable=False),
    word("status"),  # due, sending, posted, closed, skipped, failed
    word("reason", ""),
    Column("attempt", Integer, nullable=False),
    word("owner"),
    Column("lease_until", Instant),
    code("token", 25),
    word("message"),
    Column("posted_at", Instant),
    Column("swept", Boolean, nullable=False),
    account("made_by", "your account"),
    Column("shown", Integer, nullable=False),  # how many had answered when the message was last edited
    UniqueConstraint("schedule_id", "local_date"),
    UniqueConstraint("token"),
    Index(None, "class_id", "local_date"),
    sqlite_autoincrement=True,
    postgresql_with={"fillfactor": 40},  # a row is changed five times or more: room for it where it lies
    info=about("quizzes that you posted"),
)

RESULTS = -1  # in `shown`: the message shows the results; below it: they are to be drawn anew

# The few rows of very many that are still to be dealt with, each kind with its index. None names the status: where
# no index is touched, PostgreSQL changes a row in its place, and a claim changes thousands. Values are spelt: only
# then do the databases see that an index has all that is asked for.
_NOTHING: ColumnElement[str] = literal_column("''")
_RESULTS: ColumnElement[int] = literal_column("-1")
WAITING = and_(occurrences.c.message == _NOTHING, occurrences.c.reason == _NOTHING)  # to be posted
UNFINISHED = and_(
    occurrences.c.message != _NOTHING, occurrences.c.shown != _RESULTS
)  # posted, without its results
REDRAWN = occurrences.c.shown < _RESULTS
UNSWEPT = and_(occurrences.c.swept.is_(False), occurrences.c.posted_at.is_not(None))


def _few(name: str, rows: ColumnElement[bool], *columns: ColumnElement[Any]) -> None:
    Index(f"ix_occurrences_{name}", *columns, sqlite_where=rows, postgresql_where=rows)


_few("waiting", WAITING, occurrences.c.due_at, occurrences.c.id)
_few("unfinished", UNFINISHED, occurrences.c.closes_at)
_few("redrawn", REDRAWN, occurrences.c.shown)
_few("unswept", UNSWEPT, occurrences.c.posted_at)

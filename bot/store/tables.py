"""The tables, as the newest migration leaves them."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Instant(TypeDecorator[datetime]):
    """A point in time: aware on this side, UTC in the database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: object) -> datetime | None:
        del dialect
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: object) -> datetime | None:
        del dialect
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


def _id() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def _to(table: str, *, needed: bool = True, name: str = "") -> Column[Any]:
    singular = {"classes": "class", "papers": "paper"}.get(table, table.removesuffix("s"))
    return Column(name or f"{singular}_id", Integer, ForeignKey(f"{table}.id"), nullable=not needed)


def _word(name: str, default: str | None = None) -> Column[str]:
    return Column(name, String(200), nullable=False, server_default=default)


classes = Table(
    "classes",
    metadata,
    _id(),
    _word("platform"),
    _word("server"),
    _word("time_zone"),
    Column("exam_date", Date),
    _word("reveal"),
    Column("attempts", Integer, nullable=False),
    _word("teacher_role"),
    Column("catch_up", Integer, nullable=False),  # minutes
    Column("practice_counts", Boolean, nullable=False),
    Column("slips", Boolean, nullable=False, server_default=false()),  # ask what the essay has wrong
    Column("created_at", Instant, nullable=False),
)

places = Table(
    "places",
    metadata,
    _id(),
    _to("classes"),
    _word("platform"),
    _word("server"),
    _word("channel"),  # empty: every channel of the server without a class of its own
    UniqueConstraint("platform", "server", "channel"),
)

students = Table(
    "students",
    metadata,
    _id(),
    _word("name"),
    Column("created_at", Instant, nullable=False),
    sqlite_autoincrement=True,
)

accounts = Table(
    "accounts",
    metadata,
    _id(),
    _to("students"),
    _word("platform"),
    _word("user_id"),
    UniqueConstraint("platform", "user_id"),
)

schedules = Table(
    "schedules",
    metadata,
    _id(),
    _to("classes"),
    _word("platform"),
    _word("server"),
    _word("channel"),
    _word("at"),  # wall time, HH:MM, in the class's zone
    _word("days"),
    Column("questions", Integer, nullable=False),
    _word("factor"),  # empty: any
    Column("window", Integer, nullable=False),  # minutes
    _word("status"),  # active, paused
    _word("reason"),
    _word("origin"),  # teacher, settings
    Column("planned_until", Instant, nullable=False),  # the watermark: every slot up to it has its row
    Column("next_due", Instant),
    Index(None, "status", "next_due"),
    sqlite_autoincrement=True,  # a removed row's number, which old buttons carry, is given to no other
)

skips = Table(
    "skips",
    metadata,
    _id(),
    _to("schedules"),
    Column("local_date", Date, nullable=False),
    UniqueConstraint("schedule_id", "local_date"),
)

versions = Table(
    "versions",
    metadata,
    Column("version", String(16), primary_key=True),
    _word("question"),
    Column("body", Text, nullable=False),  # the question as JSON, word for word as it was asked
)

papers = Table("papers", metadata, _id(), _to("classes"), Column("created_at", Instant, nullable=False))

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
    _id(),
    Column(
        "schedule_id", Integer, ForeignKey("schedules.id", ondelete="SET NULL")
    ),  # none: a teacher's /post
    _to("classes"),
    _to("papers", needed=False),
    _word("platform"),
    _word("server"),
    _word("channel"),
    Column("local_date", Date, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("closes_at", Instant, nullable=False),
    Column("questions", Integer, nullable=False),
    _word("factor"),
    _word("reveal"),
    Column("attempts", Integer, nullable=False),
    Column("late", Boolean, nullable=False),
    _word("status"),  # due, sending, posted, closed, skipped, failed
    _word("reason", ""),
    Column("attempt", Integer, nullable=False),
    _word("owner"),
    Column("lease_until", Instant),
    Column("token", String(25), nullable=False),
    _word("message"),
    Column("posted_at", Instant),
    Column("swept", Boolean, nullable=False),
    Column("shown", Integer, nullable=False),  # how many had answered when the message was last edited
    UniqueConstraint("schedule_id", "local_date"),
    UniqueConstraint("token"),
    Index(None, "status", "due_at"),
    Index(None, "class_id", "local_date"),
    sqlite_autoincrement=True,
)

rounds = Table(
    "rounds",
    metadata,
    _id(),
    _to("classes"),
    _to("students"),
    _to("papers"),
    _to("occurrences", needed=False),  # none: practice
    Column("started_at", Instant, nullable=False),
    UniqueConstraint("occurrence_id", "student_id"),
    sqlite_autoincrement=True,
)

answers = Table(
    "answers",
    metadata,
    _id(),
    _to("rounds"),
    _to("classes"),
    _to("students"),
    _to("occurrences", needed=False),
    Column("place", Integer, nullable=False),
    Column("version", String(16), ForeignKey("versions.version"), nullable=False),
    _word("choice"),  # the try that counts: letters, or what was typed
    Column("points", Integer, nullable=False),
    Column("tried", Text, nullable=False),  # every try in order: letters side by side, or a JSON list
    Column("settled", Boolean, nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("round_id", "place"),
    Index("ix_answers_board", "class_id", "at", "student_id", "occurrence_id", "points"),
    Index(None, "occurrence_id"),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("platform", String(200), primary_key=True),
    Column("name", String(200), primary_key=True),  # the platform's own for one event, press or command
    Column("at", Instant, nullable=False),
    Index(None, "at"),
)

# The bot's own token in each workspace that installed it by itself; sealed, and the key is not in here.
installations = Table(
    "installations",
    metadata,
    Column("platform", String(200), primary_key=True),
    Column("server", String(200), primary_key=True),
    Column("sealed", Text, nullable=False),
    Column("at", Instant, nullable=False),
)

# Installations that were begun: each state is good once.
installing = Table(
    "installing",
    metadata,
    Column("state", String(64), primary_key=True),  # its SHA-256
    Column("until", Instant, nullable=False),
)

# What was marked anew because the pack's key of a question was wrong, a row for each class.
regrades = Table(
    "regrades",
    metadata,
    _id(),
    _to("classes"),
    _word("question"),
    Column("old_version", String(16), ForeignKey("versions.version"), nullable=False),
    Column("new_version", String(16), ForeignKey("versions.version"), nullable=False),
    Column("answers", Integer, nullable=False),  # how many were marked anew
    Column("changed", Integer, nullable=False),  # how many of them earn other points now
    Column("at", Instant, nullable=False),
    Index(None, "class_id", "at"),
)

regraded = Table(
    "regraded",
    metadata,
    Column("regrade_id", Integer, ForeignKey("regrades.id"), primary_key=True),
    Column("student_id", Integer, ForeignKey("students.id"), primary_key=True),
    Column("change", Integer, nullable=False),  # of the student's points
)

# The local classroom is a platform whose messages and people we keep ourselves.
classroom_people = Table("classroom_people", metadata, _id(), _word("name"), _word("role"))

classroom_messages = Table(
    "classroom_messages",
    metadata,
    _id(),
    _word("channel"),
    Column("token", String(60), nullable=False),
    Column("card", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("edited", Boolean, nullable=False),
    UniqueConstraint("channel", "token"),
    sqlite_autoincrement=True,
)

"""The tables, as the newest migration leaves them.

A column that holds something about a person says so at its declaration, by `_about`: export, erasure and the privacy
notice are derived from it.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    and_,
    false,
    literal_column,
    true,
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


NUMBER = "a number of the bot's own"
# What a column says about a person; the platform whose user id it is; that it is an account of the row's platform.
ABOUT, SEAT_OF, ACCOUNT = "about", "seat_of", "account"


def _about(words: str) -> dict[str, str]:
    """Say in the notice's words what a column holds about a person."""
    return {ABOUT: words} if words else {}


def _id(about: str = "", **more: str) -> Column[int]:
    return Column("id", Integer, primary_key=True, info={**_about(about), **more})


def _to(table: str, *, needed: bool = True, name: str = "", about: str = "") -> Column[Any]:
    singular = {"classes": "class", "papers": "paper"}.get(table, table.removesuffix("s"))
    info = _about(about)
    return Column(
        name or f"{singular}_id", Integer, ForeignKey(f"{table}.id"), nullable=not needed, info=info
    )


def _word(name: str, default: str | None = None, about: str = "") -> Column[str]:
    return Column(name, String(200), nullable=False, server_default=default, info=_about(about))


def _account(name: str, about: str, default: str | None = "") -> Column[str]:
    """Name somebody by account in a row that is not theirs; empty once they are erased, or nobody."""
    info = {**_about(about), ACCOUNT: "True"}
    return Column(name, String(200), nullable=False, server_default=default, info=info)


def _whose() -> Column[Any]:
    """Lead to the student; what a row with this column says is copied out and erased with them."""
    return _to("students", about=NUMBER)


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
    _word("names", "full"),  # how boards name people: full, initials, pseudonyms
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
    _id(NUMBER),
    _word("name", about="the display name as it was last seen on the platform, the only name kept"),
    Column(
        "on_board",
        Boolean,
        nullable=False,
        server_default=true(),
        info=_about("whether the person is shown on boards"),
    ),
    Column("created_at", Instant, nullable=False, info=_about("when anything was first kept")),
    sqlite_autoincrement=True,
    info=_about("you, by your display name"),
)

accounts = Table(
    "accounts",
    metadata,
    _id(NUMBER),
    _whose(),
    _word("platform", about="Discord, Slack or the classroom's page"),
    _word("user_id", about="the person's id on that platform"),
    UniqueConstraint("platform", "user_id"),
    Index(None, "student_id"),
    info=_about("your accounts on a platform"),
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
    _account("made_by", "your account"),
    Column("planned_until", Instant, nullable=False),  # the watermark: every slot up to it has its row
    Column("next_due", Instant),
    Index(None, "status", "next_due"),
    sqlite_autoincrement=True,  # a removed row's number, which old buttons carry, is given to no other
    info=_about("schedules that you made"),
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
    _account("made_by", "your account"),
    Column("shown", Integer, nullable=False),  # how many had answered when the message was last edited
    UniqueConstraint("schedule_id", "local_date"),
    UniqueConstraint("token"),
    Index(None, "class_id", "local_date"),
    sqlite_autoincrement=True,
    postgresql_with={"fillfactor": 50},  # a row is changed five times or more: room for it where it lies
    info=_about("quizzes that you posted"),
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


def _few(name: str, column: ColumnElement[Any], rows: ColumnElement[bool]) -> None:
    Index(f"ix_occurrences_{name}", column, sqlite_where=rows, postgresql_where=rows)


_few("waiting", occurrences.c.due_at, WAITING)
_few("unfinished", occurrences.c.closes_at, UNFINISHED)
_few("redrawn", occurrences.c.shown, REDRAWN)
_few("unswept", occurrences.c.posted_at, UNSWEPT)

rounds = Table(
    "rounds",
    metadata,
    _id(NUMBER),
    _to("classes", about="the class"),
    _whose(),
    _to("papers", about="the questions of the round"),
    _to("occurrences", needed=False, about="the quiz; none for practice"),
    Column("started_at", Instant, nullable=False, info=_about("when the round was begun")),
    UniqueConstraint("occurrence_id", "student_id"),
    Index(None, "student_id"),
    sqlite_autoincrement=True,
    info=_about("rounds that you began, each with its quiz and time"),
)

answers = Table(
    "answers",
    metadata,
    _id(NUMBER),
    _to("rounds", about="the round"),
    _to("classes", about="the class"),
    _whose(),
    _to("occurrences", needed=False, about="the quiz; none for practice"),
    Column("place", Integer, nullable=False, info=_about("which question of the round")),
    Column(
        "version",
        String(16),
        ForeignKey("versions.version"),
        nullable=False,
        info=_about("the question as it was asked"),
    ),
    _word("choice", about="the answer that counts"),
    Column("points", Integer, nullable=False, info=_about("what it earned")),
    # letters side by side, or a JSON list
    Column("tried", Text, nullable=False, info=_about("every try, in order")),
    Column("settled", Boolean, nullable=False, info=_about("whether it is final")),
    Column("at", Instant, nullable=False, info=_about("when it was given")),
    UniqueConstraint("round_id", "place"),
    Index(None, "student_id", "class_id"),
    Index(None, "occurrence_id"),
    Index(None, "student_id"),
    info=_about("answers that you gave: what you chose or typed, when, and what it earned"),
)

# What the answers add up to. The database keeps both tables by triggers, made by the migration that made them.
PRACTICE = 0  # in `occurrence`: no quiz

totals = Table(
    "totals",
    metadata,
    Column("class_id", Integer, ForeignKey("classes.id"), nullable=False, info=_about("the class")),
    # a day begins with a quarter of an hour anywhere
    Column("quarter", Integer, nullable=False, info=_about("the quarter of an hour")),
    Column("student_id", Integer, ForeignKey("students.id"), nullable=False, info=_about(NUMBER)),
    Column("occurrence", Integer, nullable=False, info=_about("the quiz")),
    Column("points", Integer, nullable=False, info=_about("points")),
    Column("answered", Integer, nullable=False, info=_about("how many")),
    # A board is added up as this is read, and from this alone: the rows of SQLite lie in it.
    PrimaryKeyConstraint("class_id", "student_id", "quarter", "occurrence", postgresql_include=["points"]),
    sqlite_with_rowid=False,
    info=_about("what your answers add up to"),
)
item_totals = Table(  # of closed quizzes alone
    "item_totals",
    metadata,
    Column("occurrence_id", Integer, ForeignKey("occurrences.id"), primary_key=True),
    Column("version", String(16), ForeignKey("versions.version"), primary_key=True),
    Column("choice", String(200), primary_key=True),
    Column("points", Integer, nullable=False),  # of all who chose it
    Column("answered", Integer, nullable=False),
    sqlite_with_rowid=False,
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("platform", String(200), primary_key=True),
    Column("name", String(200), primary_key=True),  # the platform's own for one event, press or command
    Column("at", Instant, nullable=False),
    Index(None, "at"),
)

# What teachers are to be told, until it is.
notices = Table(
    "notices",
    metadata,
    _id(),
    _word("platform"),
    _word("server"),
    _word("channel"),
    _account("account", "your account", None),
    _word("title"),
    Column("words", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    sqlite_autoincrement=True,
    info=_about("notices that wait for you"),
)

# Servers that the bot was removed from, until they are forgotten.
departures = Table(
    "departures",
    metadata,
    Column("platform", String(200), primary_key=True),
    Column("server", String(200), primary_key=True),
    Column("at", Instant, nullable=False),
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
    Column(
        "regrade_id",
        Integer,
        ForeignKey("regrades.id"),
        primary_key=True,
        info=_about("the question whose key was corrected, and when"),
    ),
    Column(
        "student_id",
        Integer,
        ForeignKey("students.id"),
        primary_key=True,
        info=_about(NUMBER),
    ),
    Column("change", Integer, nullable=False, info=_about("by how much the person's points changed")),
    info=_about("changes of your points after a key was corrected"),
)

# The local classroom is a platform whose messages and people we keep ourselves.
classroom_people = Table(
    "classroom_people",
    metadata,
    _id("the person's id on the classroom's page", **{SEAT_OF: "classroom"}),
    _word("name", about="the name typed there"),
    _word("role", about="student or teacher"),
    Column("joined_at", Instant, info=_about("when the seat was taken")),  # none: before it was noted
    sqlite_autoincrement=True,  # a seat that was given up is never another person's
    info=_about("your seat on the classroom's page: name and role"),
)

classroom_messages = Table(
    "classroom_messages",
    metadata,
    _id(),
    _word("channel"),
    Column("token", String(60), nullable=False),
    Column(
        "card",
        Text,
        nullable=False,
        info=_about("the message; a quiz's results name the first five"),
    ),
    Column("at", Instant, nullable=False, info=_about("when it was posted")),
    Column("edited", Boolean, nullable=False),
    UniqueConstraint("channel", "token"),
    sqlite_autoincrement=True,
    info=_about("what was posted on the classroom's page"),
)

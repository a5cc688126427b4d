"""The tables, as the newest migration leaves them."""

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    and_,
    false,
    literal_column,
    true,
)

from bot.store.columns import NUMBER, SEAT_OF, Instant, about, account, code, id_, to, whose, word

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

classes = Table(
    "classes",
    metadata,
    id_(),
    word("platform"),
    word("server"),
    word("time_zone"),
    Column("exam_date", Date),
    word("reveal"),
    Column("attempts", Integer, nullable=False),
    word("teacher_role"),
    Column("catch_up", Integer, nullable=False),  # minutes
    Column("practice_counts", Boolean, nullable=False),
    Column("slips", Boolean, nullable=False, server_default=false()),  # ask what the essay has wrong
    word("names", "full"),  # how boards name people: full, initials, pseudonyms
    Column("created_at", Instant, nullable=False),
)

places = Table(
    "places",
    metadata,
    id_(),
    to("classes"),
    word("platform"),
    word("server"),
    word("channel"),  # empty: every channel of the server without a class of its own
    UniqueConstraint("platform", "server", "channel"),
)

students = Table(
    "students",
    metadata,
    id_(NUMBER),
    word("name", says="the display name as it was last seen on the platform, the only name kept"),
    Column(
        "on_board",
        Boolean,
        nullable=False,
        server_default=true(),
        info=about("whether the person is shown on boards"),
    ),
    Column("created_at", Instant, nullable=False, info=about("when anything was first kept")),
    sqlite_autoincrement=True,
    info=about("you, by your display name"),
)

accounts = Table(
    "accounts",
    metadata,
    id_(NUMBER),
    whose(),
    word("platform", says="Discord, Slack or the classroom's page"),
    word("user_id", says="the person's id on that platform"),
    UniqueConstraint("platform", "user_id"),
    Index(None, "student_id"),
    info=about("your accounts on a platform"),
)

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

rounds = Table(
    "rounds",
    metadata,
    id_(NUMBER),
    to("classes", says="the class"),
    whose(),
    to("papers", says="the questions of the round"),
    to("occurrences", needed=False, says="the quiz; none for practice"),
    Column("started_at", Instant, nullable=False, info=about("when the round was begun")),
    UniqueConstraint("occurrence_id", "student_id"),
    Index(None, "student_id"),
    sqlite_autoincrement=True,
    info=about("rounds that you began, each with its quiz and time"),
)

answers = Table(
    "answers",
    metadata,
    id_(NUMBER),
    to("rounds", says="the round"),
    to("classes", says="the class"),
    whose(),
    to("occurrences", needed=False, says="the quiz; none for practice"),
    Column("place", Integer, nullable=False, info=about("which question of the round")),
    Column(
        "version",
        String(16),
        ForeignKey("versions.version"),
        nullable=False,
        info=about("the question as it was asked"),
    ),
    word("choice", says="the answer that counts"),
    Column("points", Integer, nullable=False, info=about("what it earned")),
    # letters side by side, or a JSON list
    Column("tried", Text, nullable=False, info=about("every try, in order")),
    Column("settled", Boolean, nullable=False, info=about("whether it is final")),
    Column("at", Instant, nullable=False, info=about("when it was given")),
    UniqueConstraint("round_id", "place"),
    Index(None, "student_id", "class_id"),
    Index(None, "occurrence_id"),
    info=about("answers that you gave: what you chose or typed, when, and what it earned"),
)

# What the answers to closed quizzes and in practice add up to. The database keeps these tables by triggers, made by the
# migrations that made them: a quiz is counted when it closes.
PRACTICE = 0  # in `occurrence`: no quiz

totals = Table(
    "totals",
    metadata,
    Column("class_id", Integer, ForeignKey("classes.id"), primary_key=True, info=about("the class")),
    # a day begins with a quarter of an hour anywhere
    Column("quarter", Integer, primary_key=True, info=about("the quarter-hour")),
    Column("student_id", Integer, ForeignKey("students.id"), primary_key=True, info=about(NUMBER)),
    Column("occurrence", Integer, primary_key=True, info=about("the quiz")),
    Column("points", Integer, nullable=False, info=about("points")),
    Column("answered", Integer, nullable=False, info=about("how many")),
    sqlite_with_rowid=False,
    info=about("what your answers add up to"),
)
week_totals = Table(
    "week_totals",
    metadata,
    Column("class_id", Integer, ForeignKey("classes.id"), primary_key=True, info=about("the class")),
    Column("week", Integer, primary_key=True, info=about("the week")),  # 672 quarters
    Column("student_id", Integer, ForeignKey("students.id"), primary_key=True, info=about(NUMBER)),
    Column("practice", Boolean, primary_key=True, info=about("practice")),
    Column("points", Integer, nullable=False, info=about("points")),
    Column("answered", Integer, nullable=False, info=about("how many")),
    sqlite_with_rowid=False,
    info=about("what your answers add up to"),
)
item_totals = Table(  # of quizzes, not of practice
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
    id_(),
    word("platform"),
    word("server"),
    word("channel"),
    account("account", "your account", None),
    word("title"),
    Column("words", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    sqlite_autoincrement=True,
    info=about("notices that wait for you"),
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
    id_(),
    to("classes"),
    word("question"),
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
        info=about("the question whose key was corrected, and when"),
    ),
    Column(
        "student_id",
        Integer,
        ForeignKey("students.id"),
        primary_key=True,
        info=about(NUMBER),
    ),
    Column("change", Integer, nullable=False, info=about("by how much the person's points changed")),
    info=about("changes of your points after a key was corrected"),
)

# The local classroom is a platform whose messages and people we keep ourselves.
classroom_people = Table(
    "classroom_people",
    metadata,
    id_("the person's id on the classroom's page", **{SEAT_OF: "classroom"}),
    word("name", says="the name typed there"),
    word("role", says="student or teacher"),
    Column("joined_at", Instant, info=about("when the seat was taken")),  # none: before it was noted
    sqlite_autoincrement=True,  # a seat that was given up is never another person's
    info=about("your seat on the classroom's page: name and role"),
)

classroom_messages = Table(
    "classroom_messages",
    metadata,
    id_(),
    word("channel"),
    code("token", 60),
    Column(
        "card",
        Text,
        nullable=False,
        info=about("the message; a quiz's results name the first five"),
    ),
    Column("at", Instant, nullable=False, info=about("when it was posted")),
    Column("edited", Boolean, nullable=False),
    UniqueConstraint("channel", "token"),
    sqlite_autoincrement=True,
    info=about("what was posted on the classroom's page"),
)

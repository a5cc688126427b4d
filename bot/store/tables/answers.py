"""Rounds, the answers in them, what these add up to, and what was marked anew."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from bot.store.columns import NUMBER, Instant, about, id_, metadata, to, whose, word

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

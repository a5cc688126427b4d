"""Classes, where they are, and who is in them."""

from sqlalchemy import Boolean, Column, Date, Index, Integer, Table, UniqueConstraint, false, true

from bot.store.columns import NUMBER, Instant, about, id_, metadata, to, whose, word

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

"""The local classroom: a platform whose messages and people we keep ourselves."""

from sqlalchemy import Boolean, Column, Table, Text, UniqueConstraint

from bot.store.columns import SEAT_OF, Instant, about, code, id_, metadata, word

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

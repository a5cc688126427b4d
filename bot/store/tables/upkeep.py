"""What the bot keeps for its own work, until it is done."""

from sqlalchemy import Column, Index, Integer, String, Table, Text

from bot.store.columns import Instant, about, account, id_, metadata, word

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

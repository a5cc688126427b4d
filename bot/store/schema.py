"""The schema's version: migrated when behind, refused when ahead, copied whole for a backup."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, inspect, text
from sqlalchemy.exc import DatabaseError

HEAD = "0009"  # the newest migration; a test holds it against the migrations folder


class NewerSchema(Exception):
    """The database was written by a newer Card Index."""


def version(connection: Connection) -> str:
    """Give the stored schema's version, empty for a new database."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.scalar(text("SELECT version_num FROM alembic_version")) or "")


def stored_version(database: Path) -> str | None:
    """Give the schema's version in a database file; None if the file is no sound database."""
    engine = create_engine(URL.create("sqlite", database=str(database)))
    try:
        with engine.connect() as connection:
            sound = connection.scalar(text("PRAGMA quick_check")) == "ok"
            return version(connection) if sound else None
    except DatabaseError:
        return None
    finally:
        engine.dispose()


def trouble_with(database: Path) -> str:
    """Say why a database file cannot serve, with the cure; nothing if it can, or is not there yet."""
    if not database.exists():
        return ""
    if not database.is_file() or stored_version(database) is None:
        return f"{database} is damaged or no database: put a backup in its place"
    if not os.access(database, os.R_OK | os.W_OK):
        return f"{database} cannot be read and written: let the bot's user own it"
    return ""


def upgrade(engine: Engine) -> None:
    """Bring the database to the newest schema; raise NewerSchema if it is beyond."""
    with engine.connect() as connection:
        stored = version(connection)
    if stored > HEAD:
        raise NewerSchema(
            f"The database has schema {stored}, this Card Index knows {HEAD}: install the newer version again."
        )
    if stored < HEAD:
        _migrate(engine)


def _migrate(engine: Engine) -> None:
    from alembic import command  # noqa: PLC0415 - loaded only when the schema is behind: it doubles the start-up
    from alembic.config import Config  # noqa: PLC0415 - likewise

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def backup(database: Path, copy: Path) -> None:
    """Copy the whole database as of one instant, also while the bot runs."""
    with (
        closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)

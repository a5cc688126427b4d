"""The schema's version: migrated when behind, refused when ahead."""

from pathlib import Path

from sqlalchemy import Connection, Engine, column, inspect, select, table, text, update

from bot.store.backend import backend
from bot.store.locks import MIGRATING, alone

HEAD = "0013"  # the newest migration; a test holds it against the migrations folder


_VERSION = table("alembic_version", column("version_num"))
_UNLOCKED = select(_VERSION.c.version_num).with_for_update(skip_locked=True)  # a migration may hold it


class NewerSchema(Exception):
    """The database was written by a newer Card Index."""


def version(connection: Connection) -> str:
    """Give the stored schema's version, empty for a new database."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.scalar(text("SELECT version_num FROM alembic_version")) or "")


def stored_version(url: str) -> str:
    """Give the schema's version in a sound database, empty for a new one."""
    engine = backend(url).reading_engine(url)
    try:
        with engine.connect() as connection:
            return version(connection)
    finally:
        engine.dispose()


def upgrade(engine: Engine) -> None:
    """Bring the database to the newest schema; raise NewerSchema if it is beyond."""
    with engine.begin() as connection:
        alone(connection, MIGRATING)  # two processes that start together migrate one after the other
        stored = version(connection)
        if stored > HEAD:
            raise NewerSchema(
                f"The database has schema {stored}, this Card Index knows {HEAD}: install the newer version again."
            )
        if stored < HEAD:
            _migrate(connection)


def try_to_write(connection: Connection) -> None:
    """Write the version once more as it is; fail wherever the database takes no writes."""
    number = _VERSION.c.version_num
    connection.execute(update(_VERSION).where(number.in_(_UNLOCKED)).values(version_num=number))


def _migrate(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - loaded only when the schema is behind: it doubles the start-up
    from alembic.config import Config  # noqa: PLC0415 - likewise

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")

"""What only one process may do at a time, where several share a database."""

from sqlalchemy import Connection, func, select

MIGRATING, BEGINNING, REGRADING, BURYING = (
    7301,
    7302,
    7303,
    7304,
)  # numbers of our own among the server's advisory locks


def alone(connection: Connection, task: int) -> None:
    """Wait until no other process is at the task; theirs wait until this transaction ends. SQLite has one process."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(task)))

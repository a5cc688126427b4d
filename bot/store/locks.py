"""What only one process may do at a time, where several share a database."""

from sqlalchemy import Connection, func, select

MIGRATING, BEGINNING, REGRADING, BURYING, PLANNING = (
    7301,
    7302,
    7303,
    7304,
    7305,
)  # numbers of our own among the server's advisory locks


def alone(connection: Connection, task: int) -> None:
    """Wait until no other process is at the task; theirs wait until this transaction ends. SQLite has one process."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(task)))


def is_alone(connection: Connection, task: int) -> bool:
    """Whether no other process is at the task; if so, the others find that this one is, until its transaction ends."""
    if connection.dialect.name != "postgresql":
        return True
    return bool(connection.scalar(select(func.pg_try_advisory_xact_lock(task))))

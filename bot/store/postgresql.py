"""PostgreSQL: one server, any number of processes, each with a connection that writes and a few that read."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, make_url
from sqlalchemy.exc import DBAPIError

from bot.store.backend import READERS, Passing, Unusable, whole

OLDEST = (14,)  # the oldest server that we promise to work with
CONNECT = 5  # seconds to reach the server
SILENCE = {  # a server that vanished without a word is noticed in 20 seconds, not in two hours
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 2,
    "tcp_user_timeout": 20_000,
}
PATIENCE = (
    "-c timezone=UTC -c lock_timeout=5s -c statement_timeout=30s -c idle_in_transaction_session_timeout=60s"
)

SMALL = "-c jit=off"  # no statement here runs long enough for its own machine code to pay

READS_ONLY = "-c default_transaction_read_only=on"

# What is read is read again and again by the same few statements: to plan one anew takes longer than a board.
PLANNED_ONCE = "-c plan_cache_mode=force_generic_plan"


class Shared:
    """Nobody is kept out: processes share the server, and its locks keep them apart."""

    def release(self) -> None: ...


def writing_engine(url: str) -> Engine:
    """Connect for writing, by one connection that is renewed when the server was away."""
    return _engine(url, 1)


def reading_engine(url: str) -> Engine:
    """Connect for reading, each time from one snapshot: a write through it is an error."""
    return _reading(url, READERS, isolation_level="REPEATABLE READ")


def glancing_engine(url: str) -> Engine:
    """Connect for reading without asking the server to begin and to end, which takes it as long as a look."""
    nothing_to_undo = {"pool_reset_on_return": None, "skip_autocommit_rollback": True}
    return _reading(url, 1, isolation_level="AUTOCOMMIT", **nothing_to_undo)


def _reading(url: str, size: int, **more: Any) -> Engine:  # noqa: ANN401 - as create_engine takes it
    # Whether a kept connection still serves is not asked first, which takes as long as a look: who reads tries again.
    return _engine(url, size, f"{PATIENCE} {READS_ONLY} {PLANNED_ONCE}", pool_pre_ping=False, **more)


def hold(url: str) -> Shared:
    """Keep nobody out."""
    del url
    return Shared()


def name(url: str) -> str:
    """Name the server and the database, without user or password."""
    at = make_url(url)
    return f"{at.host or 'localhost'}:{at.port or 5432}/{at.database}"


def is_there(url: str) -> bool:
    """Whether the server answers."""
    return not trouble_with(url)


def trouble_with(url: str) -> str:
    """Say why the server cannot serve, with the cure."""
    engine = _engine(url, 1)
    try:
        with engine.connect() as connection:
            version = connection.dialect.server_version_info or ()
    except DBAPIError:
        return Passing(f"{name(url)} does not answer: start the server, or correct DATABASE_URL")
    finally:
        engine.dispose()
    if version < OLDEST:
        return f"{name(url)} runs PostgreSQL {version[0]}: it takes {OLDEST[0]} or newer"
    return ""


def backup(url: str, copy: Path) -> None:
    """Write a dump that pg_restore reads, by the server's own tool; raise Unusable with the cure."""
    at = make_url(url)
    dump = shutil.which("pg_dump")
    if dump is None:
        raise Unusable("pg_dump is not installed here: install the PostgreSQL client tools.")
    plain = at.set(drivername="postgresql", password=None).render_as_string()
    secret = {"PGPASSWORD": at.password} if at.password else {}
    with whole(copy) as part:
        done = subprocess.run(  # noqa: S603 - a fixed program, no shell; the password is not on the command line
            [dump, "--format=custom", f"--file={part}", f"--dbname={plain}"],
            check=False, capture_output=True, text=True, env={**os.environ, **secret},
        )  # fmt: skip
        if done.returncode:
            why = done.stderr.strip().rpartition("\n")[2] or "it did not say why"
            raise Unusable(f"{name(url)}: no copy was made ({why}). cardindex check looks at the database.")


def _engine(url: str, size: int, options: str = PATIENCE, **more: Any) -> Engine:  # noqa: ANN401 - as create_engine takes
    # hide_parameters: an error must not carry a student's words into a log
    kept = {"pool_size": size, "max_overflow": 0, "pool_pre_ping": True}
    kept["pool_use_lifo"] = True  # an idle bot keeps to one connection, which knows its statements
    connect = {
        "options": f"{options} {SMALL}",
        "connect_timeout": CONNECT,
        "application_name": "cardindex",
        **SILENCE,
    }
    return create_engine(url, hide_parameters=True, connect_args=connect, **(kept | more))

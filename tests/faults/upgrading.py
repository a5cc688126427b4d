"""Databases' upgrades, killed again and again: before its first statement, in between, and at its commit.

Usage: upgrading.py DATABASE... - prints the stored schema's version after each kill, a line each.
"""

import os
import signal
import sys

import alembic.command
import alembic.config  # noqa: F401 - likewise
from sqlalchemy import event

from bot.store.backend import backend
from bot.store.schema import stored_version, upgrade

KILLS = 4


def statements(database: str, last: int, told: int = -1) -> None:
    """Upgrade until so many statements are done, or to the commit; tell their number there, then die."""
    engine = backend(database).writing_engine(database)
    done = 0

    def die() -> None:
        if told >= 0:
            os.write(told, str(done).encode())
        os.kill(os.getpid(), signal.SIGKILL)

    @event.listens_for(engine, "after_cursor_execute")
    def count(*_: object) -> None:
        nonlocal done
        done += 1
        if done == last:
            die()

    event.listen(engine, "commit", lambda _: die())
    upgrade(engine)


def killed(database: str, last: int, told: int = -1) -> None:
    """Do it in a process that dies."""
    child = os.fork()
    if not child:
        statements(database, last, told)
        os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    print(stored_version(database), flush=True)


def main(database: str) -> None:
    hears, tells = os.pipe()
    killed(database, 0, tells)
    total = int(os.read(hears, 10))
    for number in range(1, KILLS):
        killed(database, 1 + (total - 1) * number // KILLS)


for each in sys.argv[1:]:
    main(each)

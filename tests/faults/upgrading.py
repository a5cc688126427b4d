"""Databases' upgrades, killed: the first one's at its commit and twice midway, the others' at their commit.

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

KILLS = 3


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


def count(database: str) -> int:
    """Kill it at its commit; give how many statements there were."""
    hears, tells = os.pipe()
    killed(database, 0, tells)
    return int(os.read(hears, 10))


oldest, *others = sys.argv[1:]
total = count(oldest)
for number in range(1, KILLS):
    killed(oldest, 1 + (total - 1) * number // KILLS)
for each in others:
    count(each)

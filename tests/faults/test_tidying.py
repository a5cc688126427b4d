"""kill -9 amid the daily clearing: what was let go is gone whole, and the next start goes on."""

import signal
import sqlite3
from contextlib import closing
from pathlib import Path

from doubles.process import ended, env_file, rows, started, until
from doubles.rows import lay_out

from bot.store.retention import PART

OLD = 1_200  # rounds, each with an answer, of thirty students who are long gone
LAID_OUT = """
insert into classes (id, platform, server, time_zone, reveal, attempts, teacher_role, catch_up, practice_counts,
  created_at)
  values (1, 'classroom', 'local', '', 'at-once', 1, '', 360, 0, '2020-01-01');
insert into papers values (1, 1, '2020-01-01');
insert into versions values ('v', 'q', '{}');
insert into paper_questions values (1, 0, 'v');
create temp table n as
  with recursive n(i) as (select 1 union all select i + 1 from n where i < 1200) select i from n;
insert into students (id, name, created_at) select i, 'Gone', '2020-01-01' from n where i <= 30;
insert into accounts select i, i, 'discord', 'u' || i from n where i <= 30;
insert into rounds select i, 1, 1 + i % 30, 1, null, '2020-01-01' from n;
insert into answers select i, i, 1, 1 + i % 30, null, 0, 'v', 'A', 0, 'A', 1, '2020-01-01' from n;
insert into occurrences (class_id, platform, server, channel, local_date, due_at, closes_at, questions, factor,
  reveal, attempts, late, status, attempt, owner, token, message, swept, shown)
  values (1, 'classroom', 'local', 'class', '2020-01-01', '2020-01-01', '2020-01-02', 1, '',
  'at-once', 1, 0, 'skipped', 0, '', 't', '', 1, 0);
"""


def laid_out(folder: Path) -> None:
    env_file(folder)
    with (folder / ".env").open("a") as lines:
        lines.write("\nRETENTION_DAYS=90\n")
    lay_out(f"sqlite:///{folder}/cardindex.db")
    with closing(sqlite3.connect(folder / "cardindex.db")) as connection:
        connection.executescript(LAID_OUT)


async def test_killed_midway_the_next_start_lets_go_of_the_rest(tmp_path: Path) -> None:
    """Fault 77: one part of the answers was let go of, and no more."""
    laid_out(tmp_path)
    async with started(tmp_path, step="tidied") as bot:
        assert await ended(bot) == -signal.SIGKILL
    assert rows(tmp_path, "select count(*) from answers") == [(OLD - PART,)]
    assert rows(tmp_path, "select count(*) from rounds") == [(OLD,)]
    assert rows(tmp_path, "pragma integrity_check") == [("ok",)]
    async with started(tmp_path):
        await until(lambda found: found == [(0,)], tmp_path, "select count(*) from students")
    for table in ("answers", "rounds", "accounts"):
        assert rows(tmp_path, f"select count(*) from {table}") == [(0,)]  # noqa: S608 - names of our own

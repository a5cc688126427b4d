"""From release to release, on both databases: killed midway, ahead of the code, beside older code."""

import asyncio
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime, time, timedelta
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from doubles.channel import Channel
from doubles.clock import Clock, as_here
from doubles.counted import check_counted
from doubles.dialogue import Lesson
from doubles.postgres import Postgres
from doubles.releases import RELEASED, ROWS, Content, at_revision, content, fill
from doubles.rows import differences, rows, run
from sqlalchemy import Engine, MetaData, func, select, update

from bot.chat import Place
from bot.posting import Posting
from bot.quiz.bank import Library
from bot.store.backend import backend
from bot.store.schedules import Order
from bot.store.schema import HEAD, NewerSchema, stored_version, upgrade
from bot.store.store import Store
from bot.store.tables import metadata
from bot.store.tables.answers import week_totals
from bot.store.tables.quizzes import occurrences
from bot.study import StudyBot

LONDON = ZoneInfo("Europe/London")
ROOT = Path(__file__).parent.parent.parent.parent
RENAMED = ROOT / "tests" / "faults" / "renamed.py"
UPGRADING = ROOT / "tests" / "faults" / "upgrading.py"


@pytest.fixture
def empties(database_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """Databases without a table, one after the other."""
    if database_kind == "postgresql":
        server: Postgres = request.getfixturevalue("postgres")
        return (server.empty() for _ in count())
    return (f"sqlite:///{tmp_path}/{number}.db" for number in count())


@contextmanager
def on(database: str) -> Iterator[Engine]:
    engine = backend(database).writing_engine(database)
    try:
        yield engine
    finally:
        engine.dispose()


def old_one(database: str, revision: str) -> tuple[MetaData, Content]:
    """Lay a database out as a release left it; give its tables and what is in them."""
    at_revision(database, revision)
    with on(database) as engine:
        tables = fill(engine)
        return tables, content(engine, tables)


def kill_upgrades(databases: Iterable[str]) -> list[str]:
    """Kill each one's upgrade several times; give the versions that were stored after each kill."""
    words, env = [sys.executable, str(UPGRADING), *databases], {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(words, check=True, capture_output=True, text=True, env=env).stdout.split()


def assert_sound(engine: Engine) -> None:
    with engine.connect() as connection:
        assert differences(connection) == []
        if connection.dialect.name == "sqlite":
            assert connection.exec_driver_sql("pragma foreign_key_check").all() == []
            assert connection.exec_driver_sql("pragma integrity_check").all() == [("ok",)]


def test_upgrades_that_are_killed_midway_complete_at_the_next_start(empties: Iterator[str]) -> None:
    """Fault 80: from every released schema, killed at the commit, from the oldest midway too; every row stays."""
    old = {revision: next(empties) for revision in RELEASED}
    before = {revision: old_one(database, revision) for revision, database in old.items()}
    assert kill_upgrades(old.values()) == [RELEASED[0]] * 2 + RELEASED
    for revision, database in old.items():
        tables, kept = before[revision]
        assert min(map(len, kept.values())) == ROWS  # triggers may have added some
        with on(database) as engine:
            upgrade(engine)
            assert stored_version(database) == HEAD
            assert content(engine, tables) == kept | _counted_otherwise(revision, kept)
            assert_sound(engine)


def _counted_otherwise(revision: str, kept: Content) -> Content:
    """Give the totals without what is counted at a quiz's close since 0012: none of these quizzes is closed."""
    if revision >= "0012" or "totals" not in kept:
        return {}
    return {"totals": [row for row in kept["totals"] if not row[-3]]}


TERM = datetime(2026, 9, 3, tzinfo=UTC)  # a week of UTC begins
STATUSES = {1: "posted", 2: "closed", 3: "closed"}


def before_totals(database: str) -> int:
    """Fill a schema from before there were totals with answers to quizzes and in practice; give their number."""
    at_revision(database, "0006")
    with on(database) as engine:
        tables = fill(engine).tables
        with engine.begin() as connection:
            for id_, status in STATUSES.items():
                quizzes = tables["occurrences"]
                connection.execute(update(quizzes).where(quizzes.c.id == id_).values(status=status))
            given = tables["answers"]
            for number in range(1, ROWS + 1):
                quiz = number % 5 if number % 5 in STATUSES else None  # each of the class with its number
                where = {"class_id": quiz or 2, "occurrence_id": quiz}
                at = TERM + timedelta(minutes=7 * number - 200)
                row = where | {"student_id": number % 3 + 1, "points": number % 2 * 10, "at": at}
                connection.execute(update(given).where(given.c.id == number).values(row))
    return ROWS


@pytest.mark.parametrize("midway", [[], ["0007"], ["0011"]])
def test_an_upgrade_counts_what_was_answered_before_it(empties: Iterator[str], midway: list[str]) -> None:
    """Fault 80: whether or not an older release had counted it, open quizzes too, in its own way."""
    database = next(empties)
    answered = before_totals(database)
    for revision in midway:
        at_revision(database, revision)
        assert rows(database, "select sum(answered) from totals") == [(answered,)]
    with on(database) as engine:
        upgrade(engine)
        with engine.begin() as connection:
            check_counted(connection)
            assert connection.scalar(select(func.sum(week_totals.c.answered))) == answered * 4 / 5
            for status in ("posted", "closed"):  # the first is nothing that a command can do
                connection.execute(update(occurrences).values(status=status))
                check_counted(connection)


def test_a_newer_schema_is_refused_by_older_code(database: str) -> None:
    """Fault 81."""
    Store(database, LONDON).close()
    run(database, "update alembic_version set version_num = '9999'")
    for _ in range(2):
        with pytest.raises(
            NewerSchema, match=f"schema 9999, this Card Index knows {HEAD}: install the newer"
        ):
            Store(database, LONDON)
    assert rows(database, "select version_num from alembic_version") == [("9999",)]


class Release:
    """One process of the bot: what it posts and how it answers."""

    def __init__(self, store: Store, library: Library, channel: Channel, clock: Clock) -> None:
        self.posting = Posting(store, library, {"classroom": channel}, clock)
        self.bot = StudyBot(store, library, clock)


@pytest.fixture
def replicas(database: str, library: Library, channel: Channel, clock: Clock) -> Iterator[list[Release]]:
    """Two processes where the database serves several."""
    many = 1 if database.startswith("sqlite") else 2
    with ExitStack() as stores:
        opened = [stores.enter_context(closing(Store(database, LONDON, as_here))) for _ in range(many)]
        yield [Release(store, library, channel, clock) for store in opened]


async def a_day(replicas: list[Release], channel: Channel, clock: Clock, place: Place) -> str:
    """Have the day's quiz posted, played by three students at every process, and closed; give its results."""
    await asyncio.gather(*(each.posting.sweep() for each in replicas))
    for each in replicas:
        lesson = Lesson(each.bot, each.posting, channel, clock, place)
        for talk in lesson.students(3):
            await talk.start(channel.cards[-1])
            if talk.said.title.startswith("Question"):
                await talk.choose("A")
            await talk.ask("score")
            await talk.ask("leaderboard")
    clock.go_on(hours=8)
    await asyncio.gather(*(each.posting.sweep() for each in replicas))
    clock.go_on(hours=16)
    return channel.cards[-1].title


async def test_old_code_ignores_columns_of_a_newer_schema(
    replicas: list[Release], channel: Channel, clock: Clock, place: Place, database: str
) -> None:
    """Fault 82: every table grows a column while the processes run; they claim, answer and close as before."""
    order = Order(place, time(9, 30), "mon,tue,wed,thu,fri", 1, "", timedelta(hours=7))
    for each in replicas:
        await each.posting.begin([order])
    clock.go_on(minutes=90)
    told = [await a_day(replicas, channel, clock, place) for _ in range(2)]
    run(
        database,
        *(f"alter table {name} add later varchar(9) default 'x' not null" for name in metadata.tables),
    )
    run(database, "update alembic_version set version_num = '9999'")
    told += [await a_day(replicas, channel, clock, place) for _ in range(2)]
    assert told == [
        f"Daily quiz: {day} Nov 2026 - results" for day in ("Mon 23", "Tue 24", "Wed 25", "Thu 26")
    ]
    assert channel.posted == 4
    assert rows(database, "select count(*) from answers group by occurrence_id") == [(3,)] * 4


def renamed(folder: Path) -> Path:
    """Put the package there under another name, as a release that renames modules does."""
    shutil.copytree(ROOT / "bot", folder / "robot", ignore=shutil.ignore_patterns("__pycache__"))
    for file in (folder / "robot").rglob("*.py"):
        file.write_text(
            re.sub(r"^(\s*(?:from|import) )bot\b", r"\1robot", file.read_text(), flags=re.MULTILINE)
        )
    return folder


async def test_schedules_survive_a_release_that_renames_every_module(
    database: str, tmp_path: Path, library: Library, channel: Channel, clock: Clock, place: Place
) -> None:
    """Fault 27: nothing that is stored names a function of ours."""
    order = Order(place, time(9, 30), "mon,tue,wed,thu,fri", 3, "", timedelta(hours=8))
    with closing(Store(database, LONDON, as_here)) as store:
        await Posting(store, library, {"classroom": channel}, clock).begin([order])
    due = clock.go_on(minutes=90).isoformat()
    words = [sys.executable, str(RENAMED), database, due, str(ROOT / "content" / "stalin")]
    env = {**os.environ, "PYTHONPATH": str(renamed(tmp_path / "release"))}
    told = await asyncio.to_thread(
        subprocess.run, words, check=True, capture_output=True, text=True, env=env, cwd=tmp_path
    )
    assert told.stdout.split() == ["s1-20261123"]
    assert rows(database, "select status from occurrences") == [("posted",)]

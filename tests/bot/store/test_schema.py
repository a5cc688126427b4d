"""The schema's version: migrations make the tables, what is behind is brought up, what is ahead is refused."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from doubles.items import QUESTION
from doubles.releases import at_revision
from doubles.rows import counts, differences, rows, run
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, create_engine, inspect
from sqlalchemy.exc import OperationalError

import bot.store
from bot.quiz.rounds import Answer
from bot.store.rounds import read, written
from bot.store.schema import HEAD, NewerSchema, stored_version, upgrade
from bot.store.sqlite import backup, trouble_with, writing_engine
from bot.store.store import Store
from bot.store.tables import metadata
from bot.study import utc_now

pytestmark = pytest.mark.sqlite
LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cardindex.db"


def address(file: Path) -> str:
    return f"sqlite:///{file}"


@pytest.fixture
def engine(database: str) -> Engine:
    return writing_engine(database)


def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(Path(bot.store.__path__[0]) / "migrations"))
    return ScriptDirectory.from_config(config)


def test_head_is_the_newest_migration() -> None:
    assert scripts().get_heads() == [HEAD]


def test_revisions_are_numbered_so_that_later_ones_sort_later() -> None:
    """The start compares the stored revision with HEAD as text."""
    numbers = [script.revision for script in scripts().walk_revisions()][::-1]
    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]


def test_the_migrations_make_exactly_the_tables(engine: Engine) -> None:
    upgrade(engine)
    with engine.connect() as connection:
        assert differences(connection) == []
    engine.dispose()


def _told(rule: Mapping[str, object]) -> str:
    """Say a rule in words that are equal where it is: a condition of an index is an object."""
    options = rule.get("dialect_options")
    conditions = {name: str(value) for name, value in options.items()} if isinstance(options, dict) else {}
    return str({**rule, "dialect_options": conditions})


def rules(engine: Engine) -> dict[str, list[str]]:
    """List what every table demands: columns with their defaults, links, what is unique, what is indexed."""
    look = inspect(engine)
    each = (look.get_columns, look.get_foreign_keys, look.get_unique_constraints, look.get_indexes)
    return {name: sorted(_told(rule) for get in each for rule in get(name)) for name in metadata.tables}


def test_the_migrations_make_the_same_rules_as_the_tables(engine: Engine, tmp_path: Path) -> None:
    """Defaults, uniqueness and links too, which a comparison by Alembic overlooks in part."""
    upgrade(engine)
    metadata.create_all(declared := create_engine(f"sqlite:///{tmp_path}/declared.db"))
    assert rules(engine) == rules(declared)
    for each in (engine, declared):
        each.dispose()


def test_a_database_that_is_up_to_date_is_left_alone(engine: Engine, database: str) -> None:
    upgrade(engine)
    run(database, "update alembic_version set version_num = version_num")
    before = rows(database, "select sql from sqlite_master")
    upgrade(engine)
    assert rows(database, "select sql from sqlite_master") == before
    assert rows(database, "select version_num from alembic_version") == [(HEAD,)]
    engine.dispose()


def test_a_migration_that_fails_leaves_nothing_half_made(engine: Engine, database: str) -> None:
    """Fault 80: a table of ours stands in the way; once it is gone the migration completes."""
    run(database, "create table answers (id integer)")
    with pytest.raises(OperationalError):
        upgrade(engine)
    assert rows(database, "select name from sqlite_master") == [("answers",)]
    run(database, "drop table answers")
    upgrade(engine)
    assert set(counts(database).values()) == {0}
    engine.dispose()


def test_a_newer_schema_is_refused_and_left_alone(database: str, file: Path) -> None:
    """Fault 81."""
    Store(database, LONDON).close()
    run(database, "update alembic_version set version_num = '9999'", "create table later (id integer)")
    before = file.read_bytes()
    with pytest.raises(
        NewerSchema, match=f"schema 9999, this Card Index knows {HEAD}: install the newer version"
    ):
        Store(database, LONDON)
    assert file.read_bytes() == before


# Rows of an older schema

OLD_ROWS = (
    "insert into classes values (1, 'classroom', 'local', '', null, 'at-once', 2, '', 360, 0, '2026-11-23 08:00:00')",
    "insert into places values (1, 1, 'classroom', 'local', '')",
    "insert into students values (1, 'Ada', '2026-11-23 08:00:00')",
    "insert into accounts values (1, 1, 'classroom', '2')",
    "insert into papers values (1, 1, '2026-11-23 08:00:00')",
    "insert into versions values ('{version}', '{id}', '{body}')",
    "insert into paper_questions values (1, 0, '{version}')",
    "insert into paper_questions values (1, 1, '{version}')",
    "insert into rounds values (1, 1, 1, 1, null, '2026-11-23 08:00:00')",
    "insert into answers values (1, 1, 1, 1, null, 0, '{version}', 'A', 0, 'AC', 1, '2026-11-23 08:01:00')",
    "insert into answers values (2, 1, 1, 1, null, 1, '{version}', 'B', 10, 'B', 1, '2026-11-23 08:02:00')",
)


async def test_what_the_first_schema_kept_reads_as_before(database: str) -> None:
    """Fault 80: rows as they were written before there were answers of several letters."""
    at_revision(database, "0001")
    words = {"version": QUESTION.version, "id": QUESTION.id, "body": QUESTION.frozen.replace(":", r"\:")}
    run(database, *(row.format(**words) for row in OLD_ROWS))
    before = rows(database, "select * from answers")
    store = Store(database, LONDON)
    round_ = await store.read(lambda ledger: ledger.rounds.of(1, 1, 1))
    assert rows(database, "select * from answers") == before
    eight = datetime(2026, 11, 23, 8, tzinfo=UTC)
    assert rows(database, "select * from totals") == [(1, eight.timestamp() // 900, 1, 0, 10, 2)]
    assert round_
    assert round_.answers == {0: Answer(("A", "C"), "A", 0), 1: Answer(("B",), "B", 10)}
    assert round_.questions == (QUESTION, QUESTION)
    assert rows(database, "select slips from classes") == [(0,)]
    again = Answer(("A", "C", "B"), "A", 0)
    await store.write(lambda ledger: ledger.rounds.keep(round_, 0, again, (1, 1), utc_now()))
    assert rows(database, "select tried, version from answers where id = 1") == [("ACB", QUESTION.version)]
    store.close()


TRIES = st.lists(
    st.text(min_size=1, max_size=20) | st.sampled_from(["A", "B", "AC", "[", '["A"]']), min_size=1, max_size=4
)


@given(tried=TRIES.map(tuple))
def test_whatever_was_tried_is_read_back(tried: tuple[str, ...]) -> None:
    assert read(written(tried)) == tried


@pytest.mark.parametrize("tried", [("A",), ("A", "C"), ("E", "D", "B")])
def test_single_letters_are_kept_as_they_always_were(tried: tuple[str, ...]) -> None:
    """Fault 82: an older version reads them, too."""
    assert written(tried) == "".join(tried)


# What is stored in a file


def test_the_stored_version_is_that_of_the_file(database: str, file: Path) -> None:
    file.touch()
    assert stored_version(address(file)) == ""
    Store(database, LONDON).close()
    assert stored_version(address(file)) == HEAD
    run(database, "delete from alembic_version")
    assert stored_version(address(file)) == ""


def garbage(file: Path) -> None:
    file.write_bytes(b"not a database at all " * 500)


def cut_short(file: Path) -> None:
    Store(f"sqlite:///{file}", LONDON).close()
    file.write_bytes(file.read_bytes()[:6_000])


def overwritten_within(file: Path) -> None:
    Store(f"sqlite:///{file}", LONDON).close()
    pages = bytearray(file.read_bytes())
    pages[4096 * 2 : 4096 * 12] = b"\xff" * 4096 * 10
    file.write_bytes(pages)


@pytest.mark.parametrize("damage", [garbage, cut_short, overwritten_within])
def test_a_damaged_file_has_no_version(file: Path, damage: Callable[[Path], None]) -> None:
    """Fault 16."""
    damage(file)
    assert "is damaged or no database" in trouble_with(address(file))


# Backups


@pytest.mark.parametrize("folder", ["plain", "with blanks", "set #1 %", "ünïcode"])
def test_a_backup_finds_the_database_in_any_folder(tmp_path: Path, folder: str) -> None:
    (tmp_path / folder).mkdir()
    database, copy = tmp_path / folder / "cardindex.db", tmp_path / folder / "copy.db"
    Store(f"sqlite:///{quote(str(database))}", LONDON).close()
    backup(f"sqlite:///{quote(str(database))}", copy)
    assert stored_version(address(copy)) == HEAD


def test_a_backup_changes_nothing_in_the_database(database: str, file: Path, tmp_path: Path) -> None:
    Store(database, LONDON).close()
    before = file.read_bytes()
    backup(database, tmp_path / "copy.db")
    assert file.read_bytes() == before

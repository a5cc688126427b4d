"""Backups: whole under load, on both databases; and a class that goes on from one."""

import asyncio
from collections.abc import Callable
from datetime import time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from doubles.channel import Channel
from doubles.clock import Clock, as_here
from doubles.crowding import joins
from doubles.dialogue import buttons, reply
from doubles.postgres import Postgres
from doubles.rows import counts, rows

from bot.chat import Member, Place
from bot.posting import Posting
from bot.quiz.bank import Library
from bot.store.backend import Unusable, backend
from bot.store.schedules import Order
from bot.store.schema import HEAD, stored_version
from bot.store.store import Store
from bot.study import StudyBot

LONDON = ZoneInfo("Europe/London")
Restore = Callable[[Path], str]


@pytest.fixture
def restored(database_kind: str, request: pytest.FixtureRequest) -> Restore:
    """Make a database of a backup, and give its address."""
    if database_kind == "postgresql":
        server: Postgres = request.getfixturevalue("postgres")
        return server.restored
    return lambda file: f"sqlite:///{file}"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return tmp_path / "copy"


async def test_a_backup_under_load_restores_whole(database: str, copy: Path, restored: Restore) -> None:
    """Fault 79: what was acknowledged before it is in it, nothing is in it by half, and the class goes on."""
    store = Store(database, LONDON)
    await asyncio.gather(*(store.write(joins(number)) for number in range(50)))
    writing = asyncio.gather(*(store.write(joins(number)) for number in range(50, 1_000)))
    await asyncio.to_thread(backend(database).backup, database, copy)
    await writing
    store.close()
    again = restored(copy)
    assert stored_version(again) == HEAD
    found = counts(again)
    assert found["students"] == found["accounts"] >= 50
    reopened = Store(again, LONDON)
    assert await reopened.write(joins(10_000)) > found["students"]
    reopened.close()


async def test_what_was_posted_after_the_backup_is_adopted_and_not_posted_again(
    database: str,
    copy: Path,
    restored: Restore,
    library: Library,
    channel: Channel,
    clock: Clock,
    place: Place,
    teacher: Member,
    ada: Member,
) -> None:
    """Fault 79: its button leads to the quiz as the restored database knows it."""
    daily = Order(place, time(9, 30), "mon,tue,wed,thu,fri", 3, "", timedelta(hours=8))
    store = Store(database, LONDON, as_here)
    posting = Posting(store, library, {"classroom": channel}, clock)
    await posting.begin([daily])
    backend(database).backup(database, copy)
    await StudyBot(store, library, clock).answer("post", teacher, Place("classroom", "local", "other"), {})
    clock.go_on(minutes=90)
    await posting.sweep()
    store.close()
    assert [buttons(card)[0].token for card in channel.cards] == ["start:1", "start:2"]

    store = Store(restored(copy), LONDON, as_here)
    clock.go_on(minutes=1)
    posting = Posting(store, library, {"classroom": channel}, clock)
    await posting.begin([daily])
    await posting.sweep()
    assert channel.posted == 2
    assert [buttons(card)[0].token for card in channel.cards] == ["start:1", "start:1"]
    bot = StudyBot(store, library, clock)
    assert reply(await bot.press("start:1", ada, place)).title == "Question 1 of 3"
    clock.go_on(days=1)
    await posting.sweep()
    assert channel.posted == 3
    store.close()


def test_a_backup_that_fails_leaves_no_file_and_says_why(database: str, tmp_path: Path) -> None:
    Store(database, LONDON).close()
    with pytest.raises(Unusable, match="no copy was made"):
        backend(database).backup(database, tmp_path / "no" / "such" / "folder")
    away = database.replace("/test_", "/nowhere_").replace("cardindex.db", "nowhere.db")
    with pytest.raises(Unusable, match="nowhere"):
        backend(away).backup(away, tmp_path / "copy")
    assert list(tmp_path.glob("copy*")) == []


def test_a_backup_without_the_servers_tools_names_them(
    postgres: Postgres, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = postgres.migrated()
    monkeypatch.setenv("PATH", "")
    with pytest.raises(Unusable, match="pg_dump is not installed here: install the PostgreSQL client tools"):
        backend(address).backup(address, copy)


def test_a_copy_is_under_its_name_once_it_is_whole(database: str, copy: Path) -> None:
    Store(database, LONDON).close()
    backend(database).backup(database, copy)
    assert [file.name for file in copy.parent.glob("copy*")] == ["copy"]
    assert rows(database, "select version_num from alembic_version") == [(HEAD,)]

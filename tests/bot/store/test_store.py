"""The store's door: one process at a time, reads apart from writes, people and classes kept."""

import asyncio
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from doubles.clock import MONDAY
from doubles.rows import counts, rows, run
from sqlalchemy.exc import DBAPIError

from bot.chat import Member, Place, Refusal, Role
from bot.quiz.nicknames import Names
from bot.quiz.rounds import Reveal
from bot.store.backend import InUse, Unusable
from bot.store.classes import Class, ClassSettings
from bot.store.classroom import Message, Person
from bot.store.ledger import Ledger
from bot.store.looking import look
from bot.store.store import Store

LONDON, TOKYO = ZoneInfo("Europe/London"), ZoneInfo("Asia/Tokyo")
NOBODY = 65_534  # the user id that owns nothing


def joins(member: Member) -> Callable[[Ledger], int]:
    return lambda ledger: ledger.students.of(member, MONDAY)


# One process


@pytest.mark.sqlite
@pytest.mark.usefixtures("store")
def test_a_second_bot_on_the_same_file_is_refused_with_the_cure(database: str) -> None:
    with pytest.raises(
        InUse, match=r"cardindex\.db is in use by another Card Index process.*own DATABASE_URL"
    ):
        Store(database, LONDON)
    assert counts(database)["classes"] == 0


@pytest.mark.sqlite
@pytest.mark.usefixtures("store")
def test_another_process_is_refused_too(database: str) -> None:
    code = (
        "import sys, zoneinfo; from bot.store.backend import InUse; from bot.store.store import Store\n"
        "try: Store(sys.argv[1], zoneinfo.ZoneInfo('UTC'))\n"
        "except InUse: sys.exit(7)"
    )
    assert subprocess.run([sys.executable, "-c", code, database], check=False).returncode == 7


def test_a_closed_database_can_be_opened_again(database: str) -> None:
    for _ in range(3):
        Store(database, LONDON).close()


def test_the_folder_is_made_if_it_is_not_there(tmp_path: Path) -> None:
    Store(f"sqlite:///{tmp_path}/deep/down/cardindex.db", LONDON).close()
    assert (tmp_path / "deep" / "down" / "cardindex.db").exists()


# A file that cannot serve


def garbage(file: Path) -> None:
    file.write_bytes(b"not a database at all " * 500)


def cut_short(file: Path) -> None:
    Store(f"sqlite:///{file}", LONDON).close()
    file.write_bytes(file.read_bytes()[:6_000])


def a_folder(file: Path) -> None:
    file.mkdir()


@pytest.mark.parametrize("spoil", [garbage, cut_short, a_folder])
def test_a_file_that_is_no_sound_database_is_refused_by_its_path(
    tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    """Fault 16."""
    file = tmp_path / "cardindex.db"
    spoil(file)
    with pytest.raises(Unusable, match=f"{file} is damaged or no database: put a backup in its place"):
        Store(f"sqlite:///{file}", LONDON)


@contextmanager
def as_anybody() -> Iterator[None]:
    """Give up a system administrator's right to write everywhere, for a while."""
    administrator = os.geteuid() == 0
    if administrator:
        os.setresuid(NOBODY, NOBODY, 0)
    try:
        yield
    finally:
        if administrator:
            os.setresuid(0, 0, 0)


SEALED = [
    (0o777, 0o444, "cannot be read and written: let the bot's user own it"),
    (0o777, 0o222, "cannot be read and written: let the bot's user own it"),
    (0o555, 0o666, "cannot be written: let the bot's user own the folder"),
]


@pytest.mark.parametrize(("of_folder", "of_file", "cure"), SEALED)
def test_a_read_only_file_is_refused_by_its_path(of_folder: int, of_file: int, cure: str) -> None:
    """Fault 16: a bot that starts on it would fail at every press."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "cardindex.db"
        Store(f"sqlite:///{file}", LONDON).close()
        Path(f"{file}.lock").chmod(0o666)
        file.chmod(of_file)
        Path(folder).chmod(of_folder)
        with as_anybody(), pytest.raises(Unusable, match=f"^{folder}.* {cure}$"):
            Store(f"sqlite:///{file}", LONDON)


def test_a_folder_that_takes_no_file_is_refused_by_its_path() -> None:
    """Fault 16, at the first start."""
    with tempfile.TemporaryDirectory() as folder:
        for file in (Path(folder) / "cardindex.db", Path(folder) / "deep" / "cardindex.db"):
            Path(folder).chmod(0o555)
            with (
                as_anybody(),
                pytest.raises(Unusable, match=f"^{folder}.* cannot be written: let the bot's user"),
            ):
                Store(f"sqlite:///{file}", LONDON)


# Reading and writing


async def test_a_write_is_told_once_it_is_committed(store: Store, ada: Member, database: str) -> None:
    number = await store.write(joins(ada))
    assert rows(database, "select id, name from students") == [(number, "Ada")]


async def test_a_reader_cannot_write(store: Store, ada: Member, database: str) -> None:
    with pytest.raises((Refusal, DBAPIError)):
        await store.read(joins(ada))
    assert counts(database)["students"] == 0


async def test_many_read_while_one_writes(store: Store, ada: Member) -> None:
    writes = [store.write(joins(replace(ada, id=f"{number}"))) for number in range(100)]
    reads = [store.read(lambda ledger: ledger.students.known(replace(ada, id="0"))) for _ in range(100)]
    told = await asyncio.gather(*writes, *reads)
    assert len(set(told[:100])) == 100
    assert set(told[100:]) <= {None, told[0]}


async def test_an_open_store_serves_and_a_closed_one_does_not(database: str) -> None:
    store = Store(database, LONDON)
    assert await store.serves()
    before = counts(database)
    assert await store.serves()
    assert counts(database) == before
    store.close()
    assert not await store.serves()


@pytest.mark.sqlite
async def test_a_write_waits_for_another_program_to_let_go(store: Store, ada: Member, database: str) -> None:
    """Fault 15."""
    with closing(sqlite3.connect(database.removeprefix("sqlite:///"), isolation_level=None)) as other:
        other.execute("begin immediate")
        waiting = asyncio.create_task(store.write(joins(ada)))
        assert await store.read(lambda ledger: ledger.students.known(ada)) is None
        other.execute("commit")
        await waiting
    assert counts(database)["students"] == 1


@pytest.mark.sqlite
def test_a_commit_is_on_the_disk_before_it_is_told(store: Store) -> None:
    with store._writing.connect() as connection:  # noqa: SLF001 - asked of the connection that writes
        assert connection.exec_driver_sql("pragma synchronous").scalar() == 2
        assert connection.exec_driver_sql("pragma foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("pragma journal_mode").scalar() == "wal"


# People


async def test_a_person_is_one_account_of_one_platform(store: Store, ada: Member) -> None:
    """Fault 55."""
    people = [ada, replace(ada, platform="discord"), replace(ada, id="22"), replace(ada, server="other")]
    numbers = [await store.write(joins(member)) for member in people]
    assert numbers == [1, 2, 3, 1]


async def test_a_person_is_unknown_until_something_is_kept(store: Store, ada: Member) -> None:
    assert await store.read(lambda ledger: ledger.students.known(ada)) is None
    number = await store.write(joins(ada))
    assert await store.read(lambda ledger: ledger.students.known(ada)) == number


async def test_a_renamed_person_is_shown_under_the_new_name(store: Store, ada: Member, database: str) -> None:
    """Fault 74."""
    for name in ("Ada", "Ada Lovelace", "\u202e"):
        await store.write(joins(replace(ada, name=name)))
    assert rows(database, "select name from students") == [("someone",)]


# Classes


async def test_a_server_has_one_class_for_all_its_channels(store: Store, place: Place) -> None:
    def of_channel(channel: str) -> Callable[[Ledger], int]:
        return lambda ledger: ledger.classes.open(place._replace(channel=channel), MONDAY).id

    assert [await store.write(of_channel(channel)) for channel in ("a", "b", "a")] == [1, 1, 1]


async def test_a_channel_may_have_a_class_of_its_own(store: Store, place: Place, database: str) -> None:
    home = await store.write(lambda ledger: ledger.classes.open(place, MONDAY))
    await store.write(lambda ledger: ledger.classes.open(place._replace(server="other"), MONDAY))
    run(
        database,
        "insert into places (class_id, platform, server, channel) values (2, 'classroom', 'local', 'set 2')",
    )

    def found(channel: str) -> Callable[[Ledger], Class | None]:
        return lambda ledger: ledger.classes.at(place._replace(channel=channel))

    own, usual = await store.read(found("set 2")), await store.read(found("set 1"))
    assert own
    assert (own.id, usual) == (2, home)


async def test_a_place_that_nobody_has_used_has_no_class(store: Store, place: Place) -> None:
    assert await store.read(lambda ledger: ledger.classes.at(place)) is None


async def test_a_class_without_a_zone_of_its_own_follows_the_settings(database: str, place: Place) -> None:
    for zone in (LONDON, TOKYO):
        store = Store(database, zone)
        group = await store.write(lambda ledger: ledger.classes.open(place, MONDAY))
        store.close()
        assert (group.zone, group.own_zone) == (zone, None)


async def test_a_class_keeps_what_it_is_set_to(store: Store, place: Place) -> None:
    """Everything set differs from what a new class has."""
    wanted = ClassSettings(
        TOKYO,
        date(2027, 5, 20),
        Reveal.AT_CLOSE,
        3,
        "Tutors",
        timedelta(minutes=95),
        practice_counts=True,
        slips=True,
        names=Names.INITIALS,
    )
    group = await store.write(lambda ledger: ledger.classes.open(place, MONDAY))
    await store.write(lambda ledger: ledger.classes.change(group.id, wanted))
    found = await store.read(lambda ledger: ledger.classes.numbered(group.id))
    assert {name: getattr(found, name) for name in wanted.__slots__} == {
        name: getattr(wanted, name) for name in wanted.__slots__
    }
    assert found.zone == TOKYO


# The classroom's own history


async def test_the_classroom_remembers_its_people(store: Store) -> None:
    """Faults 60 to 62: their names are as harmless as anyone's."""
    joined = [
        await store.write(lambda ledger: ledger.classroom.join("Ms Hall", Role.TEACHER)),
        await store.write(lambda ledger: ledger.classroom.join("\u202e<b>{0}</b>", Role.STUDENT)),
    ]
    assert joined == [Person(1, "Ms Hall", Role.TEACHER), Person(2, "<b>{0}</b>", Role.STUDENT)]
    assert await store.read(lambda ledger: ledger.classroom.people()) == joined
    assert await store.read(lambda ledger: ledger.classroom.person(2)) == joined[1]
    assert await store.read(lambda ledger: ledger.classroom.person(3)) is None


async def test_a_message_posted_again_under_its_token_is_the_same_message(store: Store) -> None:
    """Fault 4."""

    def post(card: str) -> Callable[[Ledger], Message]:
        return lambda ledger: ledger.classroom.post("class", "token", card, MONDAY)

    first, again = await store.write(post("{}")), await store.write(post("[]"))
    assert first == again == Message(1, MONDAY, edited=False, card="{}")
    assert await store.read(lambda ledger: ledger.classroom.find("class", "token")) == [first]
    assert await store.read(lambda ledger: ledger.classroom.find("next door", "token")) == []


async def test_a_message_can_be_edited_and_deleted(store: Store) -> None:
    await store.write(lambda ledger: ledger.classroom.post("class", "token", "{}", MONDAY))
    edited = await store.write(lambda ledger: ledger.classroom.edit(1, "[]"))
    assert edited == Message(1, MONDAY, edited=True, card="[]")
    await store.write(lambda ledger: ledger.classroom.delete(1))
    assert await store.write(lambda ledger: ledger.classroom.edit(1, "[]")) is None
    assert await store.read(lambda ledger: ledger.classroom.latest("class")) == []


async def test_the_newest_messages_come_oldest_first(store: Store) -> None:
    def post(ledger: Ledger) -> None:
        for number in range(5):
            ledger.classroom.post("class", f"t{number}", f"{number}", MONDAY)
        ledger.classroom.post("next door", "t9", "9", MONDAY)

    await store.write(post)
    newest = await store.read(lambda ledger: ledger.classroom.latest("class", 3))
    assert [message.card for message in newest] == ["2", "3", "4"]


# What is there when it is looked for


def test_who_comes_first_opens_the_class(database: str, store: Store) -> None:
    del database
    ada, place = Member("classroom", "new", "1", "Ada", Role.STUDENT), Place("classroom", "new", "class")
    group, known = asyncio.run(store.write(lambda ledger: ledger.entrance.enter(ada, place, MONDAY)))
    assert (group.id, known) == (1, None)


def test_a_database_that_cannot_be_reached_is_said_not_to_be_written(tmp_path: Path) -> None:
    assert look(f"sqlite:///{tmp_path}/nowhere/at.db", MONDAY).unwritten

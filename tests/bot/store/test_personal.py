"""One person's rows: all of them are copied, all of them are erased, and no backup brings them back."""

import asyncio
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import structlog
from doubles.channel import Channel
from doubles.clock import MONDAY, Clock, as_here
from doubles.dialogue import RIGHT, Lesson
from doubles.people import ALSO, cells, with_everything
from doubles.postgres import Postgres
from doubles.rows import counts, file_of, rows
from sqlalchemy import insert

from bot.chat import Member, Place, Role
from bot.posting import Posting
from bot.quiz.bank import Library
from bot.store.backend import Unusable
from bot.store.erasures import Keeping
from bot.store.ledger import Ledger
from bot.store.schedules import Order
from bot.store.store import Store
from bot.store.tables.classroom import classroom_people
from bot.store.tombstones import Tombstones, erased_file
from bot.study import StudyBot

LONDON = ZoneInfo("Europe/London")
ERASED = MONDAY + timedelta(hours=1)
ID, NAME = "86753", "Zephyrine Quill"
PLACE = Place("classroom", "local", "class")
ADA = Member("classroom", "local", ID, NAME, Role.STUDENT)

Opens = Callable[[], Store]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where it is noted who was erased."""
    return tmp_path / "elsewhere" / "erased"


@pytest.fixture
def opened(database: str, file: Path) -> Iterator[Opens]:
    """Start the bot's store, again and again; one at a time."""
    stores: list[Store] = []

    def open_() -> Store:
        for store in stores:
            store.close()
        stores.clear()
        stores[:] = [Store(database, LONDON, as_here, Keeping(0, Tombstones(file)))]
        return stores[0]

    yield open_
    for store in stores:
        store.close()


def lesson_over(store: Store, library: Library, clock: Clock) -> Lesson:
    channel = Channel()
    posting = Posting(store, library, {"classroom": channel}, clock)
    return Lesson(StudyBot(store, library, clock), posting, channel, clock, PLACE)


async def played(lesson: Lesson) -> None:
    """Have Zephyrine and Ben answer a quiz that is closed then."""
    card = await lesson.quiz(questions=2)
    for member in (ADA, replace(ADA, id="3", name="Ben")):
        await lesson.talk(member).play(card, RIGHT)
    await lesson.close()


def takes_a_seat(ledger: Ledger) -> None:
    """Sit down under the id that Zephyrine has."""
    seat = insert(classroom_people).values(id=int(ID), name=NAME, role="student", joined_at=MONDAY)
    ledger._connection.execute(seat)  # noqa: SLF001 - nobody is given a number of their choice


def copy(ledger: Ledger) -> dict[str, list[dict[str, object]]]:
    return ledger.personal.copy("classroom", ID)


def erasing(ledger: Ledger) -> bool:
    return ledger.erasures.erase("classroom", ID, ERASED)


async def test_a_copy_covers_every_table_that_can_hold_a_student(
    opened: Opens, library: Library, clock: Clock, database: str
) -> None:
    """Fault 76: a new table is filled here by itself, and is missed here if it is missed by the copy."""
    store = opened()
    await played(lesson_over(store, library, clock))
    await store.write(takes_a_seat)
    keyed = with_everything(database, 1)
    assert {"answers", "rounds", "accounts", "students", "regraded"} <= keyed
    assert (await store.read(copy)).keys() == keyed | {ALSO}


async def test_who_only_ordered_quizzes_is_told_of_them(store: Store, clock: Clock) -> None:
    """They never played: there is no name to tell."""
    place = Place("discord", "school", "class")
    order = Order(place, time(9, 30), "mon", 3, "", timedelta(hours=8), made_by=ID)

    def ordered(ledger: Ledger) -> None:
        ledger.schedules.add(ledger.classes.open(place, clock()).id, order, clock(), None)

    await store.write(ordered)
    told = await store.read(lambda ledger: ledger.personal.summary(place.platform, ID))
    assert told
    assert (told.name, told.tally) == ("", (("schedules that you made", 1),))


async def test_once_erased_no_cell_holds_the_id_the_name_or_the_number(
    opened: Opens, library: Library, clock: Clock, database: str
) -> None:
    """Faults 75 and 76, over every table there is; what belongs to another student stays."""
    store = opened()
    lesson = lesson_over(store, library, clock)
    await played(lesson)
    await store.write(takes_a_seat)
    keyed = with_everything(database, 1)
    before = counts(database)
    assert await store.write(erasing)
    left = cells(database)
    assert [cell for cell in left if ID in cell[2] or NAME in cell[2]] == []
    numbers = [(table, said) for table, column, said in left if column == "student_id" or table == "students"]
    assert numbers
    assert {said for table, said in numbers if table != "students"} == {"2"}
    after = counts(database)
    assert all(after[name] < before[name] for name in keyed)
    assert await store.read(copy) == {}
    assert not await store.write(erasing)


async def test_the_others_totals_are_what_a_fresh_computation_gives(
    opened: Opens, library: Library, clock: Clock
) -> None:
    """Fault 75."""
    store = opened()
    await played(lesson_over(store, library, clock))
    await store.write(erasing)
    totals = await store.read(lambda ledger: ledger.boards.totals(1, None, practice=True))
    results = await store.read(lambda ledger: ledger.boards.results(1))
    assert [(score.name, score.points) for score in totals] == [("Ben", 10)]
    assert [(result.right, result.answered) for result in results] == [(1, 1)]


# Where it is noted


def test_the_file_lies_beside_the_sqlite_file_unless_another_is_chosen(tmp_path: Path) -> None:
    assert erased_file(f"sqlite:///{tmp_path}/c.db") == tmp_path / "c.db.erased"
    assert erased_file("postgresql+psycopg://me:secret@there/cards") == Path("data/cardindex.erased")
    assert erased_file("postgresql+psycopg://me@there/cards", "/srv/kept/erased") == Path("/srv/kept/erased")


def test_the_file_says_when_and_not_whom(file: Path) -> None:
    Tombstones(file).add("discord", ID, MONDAY, ERASED)
    assert re.fullmatch(
        r"[0-9a-f]{64}\n[0-9a-f]{64} 2026-11-23T08:00\S+ 2026-11-23T09:00\S+\n", file.read_text()
    )
    assert file.stat().st_mode & 0o777 == 0o600


def test_another_installation_writes_another_mark_of_the_same_account(tmp_path: Path) -> None:
    one, other = (Tombstones(tmp_path / name) for name in ("one", "other"))
    assert one.hash("discord", ID) == Tombstones(tmp_path / "one").hash("discord", ID)
    assert len({one.hash("discord", ID), other.hash("discord", ID), one.hash("slack", ID)}) == 3


def test_a_line_cut_short_by_a_crash_is_none_and_stands_in_nobodys_way(tmp_path: Path) -> None:
    file = tmp_path / "erased"
    Tombstones(file).add("discord", "1", MONDAY, ERASED)
    with file.open("a") as lines:
        lines.write(f"0123abc {MONDAY.isoformat()} 2026-1")
    again = Tombstones(file)
    again.add("discord", "2", MONDAY, ERASED)
    assert again.erased() == {again.hash("discord", each): MONDAY for each in "12"}


@pytest.mark.parametrize("spoil", [lambda file: file.mkdir(), lambda file: file.write_text("no key\n")])
def test_a_file_that_cannot_serve_is_refused_by_its_path(
    tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(tmp_path / "erased")
    with pytest.raises(Unusable, match=re.escape(str(tmp_path / "erased"))):
        Tombstones(tmp_path / "erased")


async def test_what_cannot_be_noted_is_not_erased(
    opened: Opens, library: Library, clock: Clock, file: Path, database: str
) -> None:
    store = opened()
    await played(lesson_over(store, library, clock))
    await asyncio.to_thread(file.unlink)
    await asyncio.to_thread(file.mkdir)
    with pytest.raises(OSError, match=re.escape(str(file))):
        await store.write(erasing)
    assert counts(database)["students"] == 2


# An older backup


@dataclass
class Backup:
    """A copy of the whole database as it was, while nobody has it open."""

    database: str
    server: Postgres | None

    def take(self) -> None:
        if self.server:
            self.server.run(f"CREATE DATABASE {self._name}_backup TEMPLATE {self._name}")
        else:
            shutil.copy(file_of(self.database), f"{file_of(self.database)}.backup")

    def restore(self) -> None:
        if self.server:
            self.server.run(f"DROP DATABASE {self._name}")
            self.server.run(f"CREATE DATABASE {self._name} TEMPLATE {self._name}_backup")
        else:
            shutil.copy(f"{file_of(self.database)}.backup", file_of(self.database))

    @property
    def _name(self) -> str:
        return self.database.rpartition("/")[2]


@pytest.fixture
def backup(database: str, request: pytest.FixtureRequest) -> Backup:
    on_server = not database.startswith("sqlite")
    return Backup(database, request.getfixturevalue("postgres") if on_server else None)


async def test_who_was_erased_stays_so_when_an_older_backup_is_restored(
    opened: Opens, library: Library, clock: Clock, database: str, backup: Backup
) -> None:
    """Fault 78: before anybody is served, and as often as it happens."""
    store = opened()
    await played(lesson_over(store, library, clock))
    await store.write(takes_a_seat)
    store.close()
    backup.take()
    await opened().write(erasing)
    for _ in range(2):
        opened().close()
        backup.restore()
        assert (NAME,) in rows(database, "select name from students")
        with structlog.testing.capture_logs() as logged:
            store = opened()
        assert rows(database, "select name from students") == [("Ben",)]
        assert rows(database, "select id from classroom_people") == []
        assert [entry["people"] for entry in logged if entry["log_level"] == "warning"] == [2]
        store.close()


async def test_who_came_back_is_left_alone_even_by_a_clock_that_was_put_back(
    opened: Opens, library: Library, clock: Clock, database: str
) -> None:
    store = opened()
    lesson = lesson_over(store, library, clock)
    await played(lesson)
    await store.write(erasing)
    clock.go_on(minutes=1)
    await played(lesson)
    assert clock() < ERASED
    opened()
    assert rows(database, "select name from students order by id") == [("Ben",), (NAME,)]

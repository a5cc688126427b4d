"""The SQLite file in trouble: the disk full, locked by another program, copied at any moment. Nothing is lost."""

import asyncio
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from doubles.crowding import LONG, joins, student, until_full
from doubles.dialogue import refusal, reply
from doubles.disk import Disk, small_disk
from doubles.rows import lay_out, rows
from sqlalchemy import Engine, event

from bot.chat import Member, Place
from bot.quiz.bank import Library
from bot.store.backend import Away
from bot.store.store import Store
from bot.study import StudyBot, utc_now

LONDON = ZoneInfo("Europe/London")
NO_MORE = 500  # students for whom a full file has no room
ROOT = Path(__file__).parent.parent.parent.parent
WRITING = ROOT / "tests" / "faults" / "writing.py"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    (tmp_path / "disk").mkdir()
    with small_disk(tmp_path / "disk", megabytes=3) as made:
        yield made


async def test_a_full_disk_is_told_and_nothing_acknowledged_is_lost(
    disk: Disk, library: Library, ada: Member, place: Place
) -> None:
    """Fault 14: once there is room again the same process goes on."""
    database = f"sqlite:///{disk.folder}/cardindex.db"
    store = Store(database, LONDON)
    bot = StudyBot(store, library)
    await bot.answer("score", ada, place, {})
    acknowledged = await until_full(store, disk.fill)
    no = await refusal(bot.answer("quiz", ada, place, {}))
    assert "temporarily unavailable, so nothing was saved" in str(no)
    assert not await store.serves()
    assert reply(await bot.answer("score", ada, place, {})).parts
    disk.empty()
    assert await store.serves()
    assert reply(await bot.answer("quiz", ada, place, {})).parts
    store.close()
    assert rows(database, "select count(*) from accounts where user_id <> '2'") == [(acknowledged,)]
    assert rows(database, "pragma integrity_check") == [("ok",)]


@pytest.fixture
def pages() -> Iterator[dict[str, int]]:
    """How many pages a file may have, for every connection that is made from now on."""
    most = {"most": 10_000}

    def limit(connection: sqlite3.Connection, _: object) -> None:
        connection.execute(f"pragma max_page_count={most['most']}")

    event.listen(Engine, "connect", limit)
    yield most
    event.remove(Engine, "connect", limit)


async def test_a_file_that_may_not_grow_is_told_and_nothing_acknowledged_is_lost(
    tmp_path: Path, pages: dict[str, int]
) -> None:
    """Fault 14, where no disk can be mounted: SQLite itself says that it is full."""
    database = f"sqlite:///{tmp_path}/cardindex.db"
    lay_out(database)
    [(used,)] = rows(database, "pragma page_count")
    pages["most"] = int(str(used)) + 6
    store = Store(database, LONDON)
    acknowledged = await until_full(store)
    assert await store.read(lambda ledger: ledger.students.known(student(0)))
    crowd = [store.write(joins(number, LONG)) for number in range(10_000, 10_000 + NO_MORE)]
    told = await asyncio.gather(*crowd, return_exceptions=True)
    assert {type(outcome) for outcome in told} <= {Away, int}
    assert Away in {type(outcome) for outcome in told}
    acknowledged += sum(isinstance(outcome, int) for outcome in told)
    pages["most"] = 10_000
    assert await store.write(joins(-1)) > 0
    store.close()
    assert rows(database, "select count(*) from students") == [(acknowledged + 1,)]


LOCK = (
    "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None); "
    "c.execute('begin exclusive'); print(flush=True); input(); c.execute('commit')"
)


class Locked:
    """Another program that holds the file until it is told to let go."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def let_go(self) -> None:
        self._process.communicate("\n")


@contextmanager
def locked(file: Path) -> Iterator[Locked]:
    with subprocess.Popen(
        [sys.executable, "-c", LOCK, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        process.stdout.readline()
        yield Locked(process)
        if process.returncode is None:
            process.kill()


@pytest.mark.parametrize(("held", "outcome"), [(0.3, int), (1.5, Away)])
async def test_a_file_that_another_program_locks_is_waited_for_a_while(
    tmp_path: Path, ada: Member, held: float, outcome: type[object]
) -> None:
    """Fault 15: held for 3 s of 5 and for 15, at a tenth of the time; nothing is saved of what was refused."""
    file = tmp_path / "cardindex.db"
    store = Store(f"sqlite:///{file}?timeout=0.5", LONDON)
    with locked(file) as other:
        asked = asyncio.create_task(store.write(lambda ledger: ledger.students.of(ada, utc_now())))
        await asyncio.sleep(held)
        assert asked.done() is (outcome is Away)
        await asyncio.to_thread(other.let_go)
        told = (await asyncio.gather(asked, return_exceptions=True))[0]
    assert isinstance(told, outcome)
    assert rows(f"sqlite:///{file}", "select count(*) from students") == [(int(outcome is int),)]
    assert await store.write(lambda ledger: ledger.students.of(ada, utc_now())) == 1
    store.close()


class Class:
    """Students who join in a process of their own, which can be frozen at any moment."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process
        self._read = b""
        assert process.stdout
        self._pipe = process.stdout
        os.set_blocking(self._pipe.fileno(), False)

    @property
    def acknowledged(self) -> set[str]:
        while more := self._pipe.read():
            self._read += more
        whole, _, _ = self._read.rpartition(b"\n")
        return set(whole.decode().split())

    @contextmanager
    def frozen(self) -> Iterator[None]:
        self._process.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, self._process.pid, os.WSTOPPED)
        yield
        self._process.send_signal(signal.SIGCONT)


@pytest.fixture
def class_(tmp_path: Path) -> Iterator[Class]:
    words = [sys.executable, str(WRITING), f"sqlite:///{tmp_path}/cardindex.db"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)}) as made:
        yield Class(made)
        made.kill()


async def test_a_copy_of_the_files_at_any_moment_opens_whole(tmp_path: Path, class_: Class) -> None:
    """Fault 17: the process is frozen as it writes, and its files are taken as a power cut would leave them."""
    for number in range(6):
        before = len(class_.acknowledged)
        async with asyncio.timeout(30):
            while len(class_.acknowledged) < before + 40 + 7 * number:
                await asyncio.sleep(0.003)
        copy = tmp_path / f"copy{number}.db"
        with class_.frozen():
            acknowledged = class_.acknowledged
            for suffix in ("", "-wal"):
                shutil.copyfile(f"{tmp_path}/cardindex.db{suffix}", f"{copy}{suffix}")
        found = {str(user) for (user,) in rows(f"sqlite:///{copy}", "select user_id from accounts")}
        assert acknowledged <= found
        assert rows(f"sqlite:///{copy}", "pragma integrity_check") == [("ok",)]
        assert rows(f"sqlite:///{copy}", "pragma foreign_key_check") == []
    Store(f"sqlite:///{copy}", LONDON).close()

"""The writer: told only after the commit, each job by itself, nothing lost and nothing waited for in vain."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from doubles.dialogue import refusal
from doubles.rows import rows, run
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.exc import SQLAlchemyError
from structlog.testing import capture_logs

from bot.store.sqlite import writing_engine
from bot.store.writer import BATCH, WAITING, Writer

Note = Callable[[Connection], str]


@pytest.fixture
def database(tmp_path: Path) -> str:
    address = f"sqlite:///{tmp_path}/notes.db"
    run(
        address,
        "create table notes (words text not null unique)",
        "create table links (words text references notes (words) deferrable initially deferred)",
    )
    return address


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    made = writing_engine(database)
    yield made
    made.dispose()


@pytest.fixture
def writer(engine: Engine) -> Iterator[Writer]:
    opened = Writer(engine)
    yield opened
    opened.close()


def note(words: str) -> Note:
    def job(connection: Connection) -> str:
        connection.execute(text("insert into notes values (:words)"), {"words": words})
        return words

    return job


def kept(database: str) -> list[str]:
    return [str(words) for (words,) in rows(database, "select words from notes order by rowid")]


class Gate:
    """A job that holds the writer until it is let go, so that others gather behind it."""

    def __init__(self) -> None:
        self.reached, self._open = threading.Event(), threading.Event()

    def __call__(self, _: Connection) -> None:
        self.reached.set()
        self._open.wait(30)

    async def held(self, writer: Writer) -> "asyncio.Task[None]":
        waiting = asyncio.create_task(writer.run(self))
        await asyncio.to_thread(self.reached.wait, 30)
        return waiting

    def let_go(self) -> None:
        self._open.set()


async def behind_a_gate(writer: Writer, *jobs: Note) -> "list[str | BaseException]":
    """Run the jobs so that they share one commit."""
    gate = Gate()
    held = await gate.held(writer)
    asked = [asyncio.create_task(writer.run(job)) for job in jobs]
    await asyncio.sleep(0)  # each has asked now
    gate.let_go()
    await held
    return await asyncio.gather(*asked, return_exceptions=True)


async def test_a_result_is_told_after_its_commit(writer: Writer, database: str) -> None:
    for words in ("one", "two", "three"):
        assert await writer.run(note(words)) == words
        assert kept(database)[-1] == words


async def test_what_waits_together_is_committed_together(writer: Writer, engine: Engine) -> None:
    commits: list[object] = []
    event.listen(engine, "commit", commits.append)
    assert await behind_a_gate(writer, *(note(str(n)) for n in range(BATCH))) == [
        str(n) for n in range(BATCH)
    ]
    assert len(commits) == 2  # the gate's, and all the others'


async def test_the_end_does_not_wait_for_a_database_that_hangs(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fault 28."""
    monkeypatch.setattr("bot.store.writer.LAST", 0.1)
    hanging, gate = Writer(engine), Gate()
    held = await gate.held(hanging)
    with capture_logs() as logs:
        hanging.close()
    assert [entry["log_level"] for entry in logs] == ["error"]
    gate.let_go()
    await held


async def test_jobs_are_done_in_the_order_of_asking(writer: Writer, database: str) -> None:
    expected = [str(number) for number in range(BATCH + 10)]
    await behind_a_gate(writer, *map(note, expected))
    assert kept(database) == expected


async def test_a_failing_job_takes_back_its_own_changes_alone(writer: Writer, database: str) -> None:
    def half_done(connection: Connection) -> str:
        note("half")(connection)
        raise KeyError("lost the thread")

    one, failed, two = await behind_a_gate(writer, note("one"), half_done, note("two"))
    assert (one, two) == ("one", "two")
    assert isinstance(failed, KeyError)
    assert kept(database) == ["one", "two"]


async def test_a_broken_rule_of_the_database_is_told_to_who_broke_it(writer: Writer, database: str) -> None:
    """Fault 83: without the words that broke it."""
    first, again, other = await behind_a_gate(writer, note("canary"), note("canary"), note("other"))
    assert (first, other) == ("canary", "other")
    assert isinstance(again, SQLAlchemyError)
    assert "canary" not in str(again)
    assert kept(database) == ["canary", "other"]


async def test_a_commit_that_fails_is_told_to_all_who_waited_for_it(writer: Writer, database: str) -> None:
    """The database checks a link at the commit alone, and finds it broken."""

    def broken_link(connection: Connection) -> str:
        connection.execute(text("insert into links values ('nobody')"))
        return "linked"

    told = await behind_a_gate(writer, note("one"), broken_link, note("two"))
    assert all(isinstance(each, SQLAlchemyError) for each in told)
    assert kept(database) == []
    assert await writer.run(note("three")) == "three"


async def test_one_more_than_may_wait_is_refused_and_nothing_is_lost(writer: Writer, database: str) -> None:
    """Fault 41."""
    gate = Gate()
    held = await gate.held(writer)
    asked = [asyncio.create_task(writer.run(note(str(number)))) for number in range(WAITING)]
    await asyncio.sleep(0)
    no = await refusal(writer.run(note("one too many")))
    assert str(no) == "Very many are answering just now. Please press again in a moment."
    gate.let_go()
    await asyncio.gather(held, *asked)
    assert len(kept(database)) == WAITING
    assert await writer.run(note("again")) == "again"


async def test_who_has_gone_does_not_keep_the_others_waiting(writer: Writer, database: str) -> None:
    gate = Gate()
    held = await gate.held(writer)
    gone, stays = (
        asyncio.create_task(writer.run(note("gone"))),
        asyncio.create_task(writer.run(note("stays"))),
    )
    await asyncio.sleep(0)
    gone.cancel()
    gate.let_go()
    _, left, told = await asyncio.gather(held, gone, stays, return_exceptions=True)
    assert isinstance(left, asyncio.CancelledError)
    assert (told, kept(database)[-1]) == ("stays", "stays")


async def test_closing_commits_what_waits(writer: Writer, database: str) -> None:
    """Fault 28."""
    gate = Gate()
    held = await gate.held(writer)
    asked = [asyncio.create_task(writer.run(note(str(number)))) for number in range(BATCH + 10)]
    await asyncio.sleep(0)
    closed = asyncio.create_task(asyncio.to_thread(writer.close))
    gate.let_go()
    await asyncio.gather(held, *asked, closed)
    assert len(kept(database)) == BATCH + 10


async def test_a_closed_writer_refuses_rather_than_lets_anyone_wait_for_ever(writer: Writer) -> None:
    writer.close()
    async with asyncio.timeout(5):
        await refusal(writer.run(note("too late")))

"""Many posts due at once: in due order, claimed no further than the pace goes, handed back where it ends."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import time, timedelta
from typing import Any

import pytest
from doubles.channel import Channel
from doubles.clock import Clock
from doubles.rows import rows
from sqlalchemy import Connection, event

from bot.chat import MessageRef, Place, Reply
from bot.pace import Pace, Resting
from bot.posting import Posting
from bot.posting.office import steadily
from bot.quiz.bank import Library
from bot.store import prepared
from bot.store.agenda import SPELT
from bot.store.ledger import Ledger
from bot.store.schedules import Order
from bot.store.store import Store

STATES = "select status, attempt, count(*) from occurrences group by status, attempt order by status, attempt"


def orders(count: int, *, server: str = "") -> list[Order]:
    """Ask for so many quizzes, each in a server of its own unless one is named, the later ones due earlier."""
    return [
        Order(
            Place("classroom", server or f"school-{n}", f"class-{n}"),
            time(9, 30 - n // 4), "mon,tue,wed,thu,fri", 3, "", timedelta(hours=8),
        )
        for n in range(count)
    ]  # fmt: skip


class TwoAtOnce(Pace):
    """A platform on which no more than two posts fit into a lease."""

    def within(self, seconds: float, most: int) -> int:
        return min(2, super().within(seconds, most))


async def test_posts_go_out_in_due_order(posting: Posting, clock: Clock, database: str) -> None:
    await posting.begin(orders(12))
    clock.go_on(minutes=90)
    await posting.sweep()
    found = rows(database, "select message from occurrences order by due_at, id")
    assert found == [(str(number),) for number in range(1, 13)]


async def test_no_more_is_claimed_than_the_pace_lets_out_within_a_lease(
    store: Store, library: Library, clock: Clock, database: str
) -> None:
    claimed: list[object] = []

    class Watched(Channel):
        async def post(self, place: Place, reply: Reply, token: str) -> MessageRef:
            claimed.append(rows(database, "select count(*) from occurrences where status = 'sending'")[0][0])
            return await super().post(place, reply, token)

    channel = Watched(pace=TwoAtOnce())
    posting = Posting(store, library, {"classroom": channel}, clock)
    await posting.begin(orders(7))
    clock.go_on(minutes=90)
    await posting.sweep()
    assert (channel.posted, set(claimed)) == (7, {1, 2})


async def test_a_platform_that_asks_for_a_long_rest_gets_it(
    store: Store, library: Library, clock: Clock, database: str
) -> None:
    """Fault 45: what was claimed is handed back as if never begun, and nothing is asked until the rest is over."""

    class Strict(Channel):
        async def post(self, place: Place, reply: Reply, token: str) -> MessageRef:
            self.pace.rest(600)
            return await super().post(place, reply, token)

    channel = Strict(pace=Pace(1_000))
    posting = Posting(store, library, {"classroom": channel}, clock)
    await posting.begin(orders(8))
    clock.go_on(minutes=90)
    for _ in range(3):
        await posting.sweep()
    assert rows(database, STATES) == [("due", 0, 7), ("posted", 1, 1)]
    patient = Channel()
    await Posting(store, library, {"classroom": patient}, clock).sweep()
    assert patient.posted == 7


@pytest.mark.parametrize(("together", "pace"), [(48, TwoAtOnce), (1, Pace)])
async def test_a_process_that_ends_leaves_the_rest_to_the_next_one(
    store: Store,
    library: Library,
    channel: Channel,
    clock: Clock,
    database: str,
    monkeypatch: pytest.MonkeyPatch,
    together: int,
    pace: type[Pace],
) -> None:
    """Fault 28: handed over at once, not when a lease has run out."""
    monkeypatch.setattr("bot.posting.asking.FEW", together)

    def end(step: str) -> None:
        if step == "recorded":
            ending.end()

    channel.pace = pace(1_000)
    ending = Posting(store, library, {"classroom": channel}, clock, end)
    await ending.begin(orders(8))
    clock.go_on(minutes=90)
    await ending.sweep()
    assert channel.posted < 8
    assert rows(database, "select count(*) from occurrences where status = 'sending'") == [(0,)]
    await Posting(store, library, {"classroom": channel}, clock).sweep()
    assert channel.posted == 8
    assert rows(database, STATES) == [("posted", 1, 8)]


async def test_two_quizzes_of_a_class_at_one_minute_ask_different_questions(
    posting: Posting, clock: Clock, database: str
) -> None:
    await posting.begin(orders(2, server="local"))
    clock.go_on(minutes=90)
    await posting.sweep()
    assert rows(database, "select count(*), count(distinct version) from paper_questions") == [(6, 6)]


@contextmanager
def heard(store: Store) -> Iterator[list[str]]:
    """Collect what the database is asked, whichever way."""
    asked, cursor = list[str](), prepared._cursor  # noqa: SLF001 - looked at from below

    def listen(_: object, __: object, statement: str, *___: object) -> None:
        asked.append(statement)

    def listening(connection: Connection, words: str) -> AbstractContextManager[Any]:
        asked.append(words)
        return cursor(connection, words)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prepared, "_cursor", listening)
        for engine in (store._reading, store._writing):  # noqa: SLF001 - likewise
            event.listen(engine, "before_cursor_execute", listen)
        yield asked


async def asked_by_an_idle_beat(posting: Posting, store: Store, clock: Clock) -> list[str]:
    """Give what a beat asks of the quizzes and schedules when all that was due is posted."""
    await posting.begin(orders(8))
    clock.go_on(minutes=90)
    await posting.sweep()
    with heard(store) as asked:
        await posting.sweep()
    return [each for each in asked if "occurrences" in each or "schedules" in each]


async def test_an_idle_beat_asks_the_database_once(posting: Posting, store: Store, clock: Clock) -> None:
    assert len(await asked_by_an_idle_beat(posting, store, clock)) == 1


def test_what_it_spells_out_is_what_the_tables_hold() -> None:
    assert {str(spelt).strip("'") for spelt in SPELT.values()} == {str(word) for word in SPELT}


@pytest.mark.sqlite
async def test_what_an_idle_beat_asks_is_answered_by_indexes(
    posting: Posting, store: Store, clock: Clock
) -> None:
    [statement] = await asked_by_an_idle_beat(posting, store, clock)

    def explained(ledger: Ledger) -> list[str]:
        here = ledger._connection.connection  # noqa: SLF001 - SQLite's own word on its way to the answer
        platforms = ['["classroom"]'] * statement.count("?")
        return [row[3] for row in here.cursor().execute(f"explain query plan {statement}", platforms)]

    steps = await store.read(explained)
    scans = [step for step in steps if step.startswith("SCAN")]
    assert [step for step in scans if "CONSTANT" not in step and "VIRTUAL TABLE" not in step] == []
    assert len(steps) > 8


async def test_a_step_that_has_to_rest_stops_no_other() -> None:
    async def rests() -> None:
        raise Resting

    await steadily(rests(), 1)

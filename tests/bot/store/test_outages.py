"""PostgreSQL goes away: restarted under load, cut off at a record, taken over by a copy, held up. The bot goes on."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import time, timedelta
from zoneinfo import ZoneInfo

import pytest
from doubles import proxy
from doubles.channel import Channel
from doubles.clock import Clock, as_here
from doubles.crowding import LONG, joins, until_full
from doubles.dialogue import refusal, reply
from doubles.disk import small_disk
from doubles.postgres import Missing, Postgres, serving
from doubles.proxy import Proxy
from doubles.rows import counts, rows
from sqlalchemy import text

from bot.chat import Member, Place
from bot.posting import Posting
from bot.quiz.bank import Library
from bot.store.backend import Away
from bot.store.ledger import Ledger
from bot.store.postgresql import trouble_with
from bot.store.schedules import Order
from bot.store.store import Store
from bot.store.writer import WAITING
from bot.study import StudyBot

LONDON = ZoneInfo("Europe/London")
PATIENCE = 20


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    """A server that these tests may stop."""
    try:
        with serving() as own:
            yield own
    except Missing:
        pytest.skip("PostgreSQL is not installed here: .ci/run installs it")


@pytest.fixture
def address(server: Postgres) -> str:
    return server.migrated()


@pytest.fixture
def way(server: Postgres) -> Iterator[Proxy]:
    with proxy.before("127.0.0.1", server.port) as made:
        yield made


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Store]:
    """Open a store off the loop, and close it so."""
    store = await asyncio.to_thread(Store, url, LONDON, as_here)
    yield store
    await asyncio.to_thread(store.close)


async def serves_again(store: Store) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await store.serves():
            await asyncio.sleep(0.05)


def states(ledger: Ledger) -> dict[str, int]:
    return ledger.occurrences.states()


class Load:
    """Many who write at once, again and again; who was told that it was kept is remembered."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._numbers = iter(range(1_000_000))
        self.acknowledged: list[int] = []
        self.refused = 0
        self._over = False

    async def _one(self) -> None:
        while not self._over:
            number = next(self._numbers)
            try:
                await self._store.write(joins(number))
            except Away:
                self.refused += 1
                await asyncio.sleep(0.01)
            else:
                self.acknowledged.append(number)

    async def until(self, more: int) -> None:
        wanted = len(self.acknowledged) + more
        async with asyncio.timeout(PATIENCE):
            while len(self.acknowledged) < wanted:
                await asyncio.sleep(0.01)

    @asynccontextmanager
    async def going_on(self, tasks: int = 30) -> AsyncIterator[None]:
        async with asyncio.TaskGroup() as group:
            for _ in range(tasks):
                group.create_task(self._one())
            yield
            self._over = True


async def test_a_restart_under_load_loses_nothing_that_was_acknowledged(
    server: Postgres, address: str
) -> None:
    """Fault 12: stopped at once amid transactions; who was refused was told so, and the bot was not started again."""
    async with opened(address) as store:
        load = Load(store)
        async with load.going_on():
            await load.until(200)
            await asyncio.to_thread(server.stop, "immediate")
            assert not await store.serves()
            assert not await store.serves()  # nor is it forgotten
            await asyncio.to_thread(server.start)
            await load.until(200)
        assert await store.serves()
    found = rows(address, "select user_id from accounts")
    assert len(found) == len(set(found))
    assert {f"s{number}" for number in load.acknowledged} <= {user for (user,) in found}
    assert load.refused > 0


async def test_what_is_read_after_a_restart_is_read_on_a_new_connection(
    server: Postgres, address: str
) -> None:
    """Fault 12: the connections that were kept are dead; nobody who looks at something hears of it."""
    async with opened(address) as store:
        before = await store.read(states), await store.glance(states)
        await asyncio.to_thread(server.stop, "immediate")
        await asyncio.to_thread(server.start)
        assert (await store.read(states), await store.glance(states)) == before


async def test_what_is_read_while_the_database_is_gone_is_told(server: Postgres, address: str) -> None:
    """Fault 12."""
    async with opened(address) as store:
        await store.read(states)
        await asyncio.to_thread(server.stop, "immediate")
        try:
            with pytest.raises(Away):
                await store.read(states)
        finally:
            await asyncio.to_thread(server.start)


def test_a_server_that_is_too_old_is_named(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.store.postgresql.OLDEST", (99,))
    assert "it takes 99 or newer" in trouble_with(address)


async def test_a_connection_that_breaks_amid_a_commit_takes_all_of_it_back(address: str) -> None:
    """Fault 12: three share a transaction, the second of them loses the connection."""

    def loses_it(ledger: Ledger) -> None:
        ledger._connection.execute(text("select pg_terminate_backend(pg_backend_pid())"))  # noqa: SLF001

    gathered = threading.Event()
    async with opened(address) as store:
        first = asyncio.create_task(store.write(lambda _: gathered.wait(PATIENCE)))
        await asyncio.sleep(0.1)  # the writer has begun with it alone
        asked = [asyncio.create_task(store.write(job)) for job in (joins(1), loses_it, joins(2))]
        await asyncio.sleep(0)
        gathered.set()
        told = await asyncio.gather(first, *asked, return_exceptions=True)
        assert [type(outcome) for outcome in told] == [bool, Away, Away, Away]
        assert counts(address)["students"] == 0
        assert await store.write(joins(3))


@pytest.fixture
def daily(place: Place) -> Order:
    return Order(place, time(9, 30), "mon,tue,wed,thu,fri", 3, "", timedelta(hours=8))


async def test_a_database_that_is_gone_when_a_post_is_recorded_adopts_it_later(
    server: Postgres, address: str, way: Proxy, library: Library, channel: Channel, clock: Clock, daily: Order
) -> None:
    """Fault 11."""

    moments = iter([way.cut])

    def cut_once(step: str) -> None:
        if step == "posted":
            next(moments, lambda: None)()

    async with opened(server.url(address.rpartition("/")[2], way.port)) as store:
        posting = Posting(store, library, {"classroom": channel}, clock, cut_once)
        await posting.begin([daily])
        clock.go_on(minutes=90)
        assert await posting.sweep() is None
        assert (channel.posted, rows(address, "select status from occurrences")) == (1, [("sending",)])
        assert await posting.sweep() is None
        way.mend()
        clock.go_on(seconds=61)
        await posting.sweep()
    assert channel.posted == 1
    assert rows(address, "select status, message from occurrences") == [("posted", "1")]


async def test_what_a_platform_is_to_be_asked_waits_for_the_database(
    server: Postgres, address: str, way: Proxy, library: Library, channel: Channel, clock: Clock, daily: Order
) -> None:
    """Fault 12: a platform that connects while the database restarts gets its daily quiz all the same."""
    async with opened(server.url(address.rpartition("/")[2], way.port)) as store:
        posting = Posting(store, library, {"classroom": channel}, clock)
        way.cut()
        asked = asyncio.create_task(posting.order("classroom", [daily]))
        assert not await store.serves()
        assert not asked.done()
        way.mend()
        await asyncio.wait_for(asked, PATIENCE)
    assert rows(address, "select count(*) from schedules") == [(1,)]


async def test_on_a_copy_that_takes_no_writes_posting_rests_and_people_are_told(
    server: Postgres,
    address: str,
    library: Library,
    channel: Channel,
    clock: Clock,
    daily: Order,
    ada: Member,
    place: Place,
) -> None:
    """Fault 13: until the server that took over lets it write; the bot is not started again."""
    name = address.rpartition("/")[2]
    async with opened(address) as store:
        posting = Posting(store, library, {"classroom": channel}, clock)
        bot = StudyBot(store, library, clock)
        await posting.begin([daily])
        await bot.answer("quiz", ada, place, {})
        server.run(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
        server.end_sessions(name)
        clock.go_on(minutes=90)
        assert await posting.sweep() is None
        assert not await store.serves()
        no = await refusal(bot.answer("quiz", ada, place, {}))
        assert "temporarily unavailable, so nothing was saved" in str(no)
        assert reply(await bot.answer("score", ada, place, {})).parts  # what only reads goes on
        server.run(f"ALTER DATABASE {name} RESET default_transaction_read_only")
        await serves_again(store)
        assert channel.posted == 0
        await posting.sweep()
        assert channel.posted == 1
        assert reply(await bot.answer("quiz", ada, place, {})).parts


async def test_a_full_disk_is_told_and_the_same_process_goes_on(
    server: Postgres, library: Library, ada: Member, place: Place
) -> None:
    """Fault 14."""
    folder = server.folder / "disk"
    folder.mkdir()
    with small_disk(folder, megabytes=24, owner="postgres") as disk:
        server.run(f"CREATE TABLESPACE small LOCATION '{folder}'")
        address = server.migrated("TABLESPACE small")
        async with opened(address) as store:
            bot = StudyBot(store, library)
            await bot.answer("score", ada, place, {})
            acknowledged = await until_full(store, disk.fill)
            no = await refusal(store.write(joins(-1, LONG)))
            assert "temporarily unavailable, so nothing was saved" in str(no)
            assert reply(await bot.answer("score", ada, place, {})).parts
            disk.empty()
            assert reply(await bot.answer("quiz", ada, place, {})).parts
        assert rows(address, "select count(*) from accounts where user_id <> '2'") == [(acknowledged,)]
        server.run(f"DROP DATABASE {address.rpartition('/')[2]}")
        server.run("DROP TABLESPACE small")


async def test_a_database_that_is_held_up_fills_the_queue_and_then_refuses(
    server: Postgres, address: str, way: Proxy
) -> None:
    """Fault 41: busy is said at once, and whoever was let in is served."""
    async with opened(server.url(address.rpartition("/")[2], way.port)) as store:
        await store.write(joins(0))
        way.hold_up()
        held = asyncio.create_task(store.write(joins(1)))
        await asyncio.to_thread(way.held.wait, PATIENCE)  # the writer has begun, and waits for the server
        asked = [asyncio.create_task(store.write(lambda _, n=n: n)) for n in range(WAITING)]  # type: ignore[misc]
        await asyncio.sleep(0)
        no = await refusal(store.write(joins(2)))
        assert str(no) == "Very many are answering just now. Please press again in a moment."
        assert not await store.serves()
        way.let_through()
        assert await asyncio.gather(held, *asked) == [2, *range(WAITING)]
        assert await store.serves()
    assert counts(address)["students"] == 2

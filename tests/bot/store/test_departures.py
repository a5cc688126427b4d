"""A server that was left is forgotten after thirty days: in bounded steps, wholly, and nothing of any other."""

import pytest
from doubles.clock import Clock
from doubles.dialogue import RIGHT, WRONG, Talk
from doubles.rows import counts, rows

from bot.chat import Member, Place, Role
from bot.store import departures
from bot.store.departures import KEPT
from bot.store.store import Store
from bot.study import StudyBot

OF_NO_CLASS = ("versions", "deliveries", "notices")


@pytest.fixture(autouse=True)
def _small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(departures, "BATCH", 2)


async def play(bot: StudyBot, server: str, *people: str) -> None:
    """Have everyone practise, and set and skip a schedule."""
    place = Place("discord", server, "1")
    for person in people:
        talk = Talk(bot, Member("discord", server, person, f"P{person}", Role.TEACHER), place)
        await talk.ask("quiz", questions=2)
        for mark in (RIGHT, WRONG):
            await talk.answer(mark)
            await talk.press("Next" if mark is RIGHT else "Finish")
        number = (await talk.ask("schedule add", time="8:30")).title.split()[1]
        await talk.ask("schedule skip", number=number, date="2026-12-21")


async def test_a_server_left_long_ago_leaves_no_row_and_takes_no_other_with_it(
    store: Store, bot: StudyBot, clock: Clock, database: str
) -> None:
    """Fault 73: who is in another server too stays known."""
    await play(bot, "2", "b", "c")
    before = counts(database)
    await play(bot, "1", "a", "b")
    await bot.sent_away("discord", "1")
    after = clock.go_on(days=KEPT.days, seconds=1)
    steps = 0
    while await store.write(lambda ledger: ledger.departures.purge(after)):
        steps += 1
    assert steps > 8
    found = counts(database)
    assert {name: n for name, n in found.items() if n != before[name] and name not in OF_NO_CLASS} == {}
    assert rows(database, "select user_id from accounts order by user_id") == [("b",), ("c",)]


async def test_forgetting_goes_on_after_any_interruption(
    store: Store, bot: StudyBot, clock: Clock, database: str
) -> None:
    """Fault 77: each step is a transaction; a process that ends between two leaves whole rows, and the next goes on."""
    await play(bot, "1", "a", "b", "c")
    await bot.sent_away("discord", "1")
    await bot.sent_away("discord", "1")
    after = clock.go_on(days=KEPT.days, seconds=1)
    for _ in range(3):
        total = sum(counts(database).values())
        assert await store.write(lambda ledger: ledger.departures.purge(after))
        gone = total - sum(counts(database).values())
        assert (
            1 <= gone <= 2 * departures.BATCH
        )  # with an answer the database takes along what it added up of it
    await StudyBot(store, bot.library, clock).tidy()
    found = counts(database)
    assert {name: n for name, n in found.items() if n and name not in OF_NO_CLASS} == {}


async def test_before_its_time_nothing_is_forgotten(bot: StudyBot, clock: Clock, database: str) -> None:
    await play(bot, "1", "a")
    await bot.sent_away("discord", "1")
    before = counts(database)
    clock.go_on(days=KEPT.days - 1)
    await bot.tidy()
    assert counts(database) == before

"""Notices wait until their platform is there, are taken once, and name nobody who wants to be forgotten."""

from doubles.clock import MONDAY
from doubles.rows import rows

from bot.chat import Place
from bot.store.notices import Notice
from bot.store.store import Store

HERE, THERE = Place("discord", "1", "2"), Place("slack", "T1", "C1")


async def test_a_notice_is_taken_once_and_by_a_platform_that_is_there(store: Store) -> None:
    for place in (HERE, THERE, HERE):
        await store.write(lambda ledger, at=place: ledger.notices.add(Notice(at, "7", "A", "B")))  # type: ignore[misc]
    taken = [await store.write(lambda ledger: ledger.notices.take(["discord"])) for _ in range(2)]
    assert [[notice.place for notice in each] for each in taken] == [[HERE, HERE], []]
    assert len({notice.token for notice in taken[0]}) == 2
    assert not await store.read(lambda ledger: ledger.agenda(["discord"], MONDAY).owes_notices)
    assert await store.read(lambda ledger: ledger.agenda(["discord", "slack"], MONDAY).owes_notices)


async def test_a_teacher_who_is_forgotten_is_named_nowhere(store: Store, database: str) -> None:
    for account in ("7", "8"):
        await store.write(lambda ledger, of=account: ledger.notices.add(Notice(HERE, of, "A", "B")))  # type: ignore[misc]
    assert await store.write(lambda ledger: ledger.erasures.erase("discord", "7", MONDAY))
    assert sorted(rows(database, "select account from notices")) == [("",), ("8",)]

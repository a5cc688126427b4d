"""A delivery counts once, within a day and whichever process it comes to."""

import asyncio
from zoneinfo import ZoneInfo

from doubles.clock import Clock, as_here
from doubles.rows import counts

from bot.store.ledger import Ledger
from bot.store.store import Store


async def test_the_same_delivery_is_first_only_once(store: Store, clock: Clock) -> None:
    """Fault 50."""
    now = clock()
    asked = (store.write(lambda ledger: ledger.deliveries.first("slack", "Ev1", now)) for _ in range(20))
    assert sorted(await asyncio.gather(*asked)) == [False] * 19 + [True]


async def test_platforms_do_not_share_names(store: Store, clock: Clock) -> None:
    now = clock()
    for platform in ("slack", "discord"):
        assert await store.write(lambda ledger, p=platform: ledger.deliveries.first(p, "1", now))  # type: ignore[misc]


async def test_a_delivery_is_forgotten_after_a_day_and_not_before(
    store: Store, clock: Clock, database: str
) -> None:
    for name in ("old", "young"):
        now = clock.go_on(hours=13)
        await store.write(lambda ledger, n=name, at=now: ledger.deliveries.first("slack", n, at))  # type: ignore[misc]
    later = clock.go_on(hours=12)
    assert await store.write(lambda ledger: ledger.deliveries.forget(later)) == 1
    assert counts(database)["deliveries"] == 1
    assert not await store.write(lambda ledger: ledger.deliveries.first("slack", "young", later))


async def test_two_processes_that_hear_the_same_do_it_once_and_wait_for_nobody(
    store: Store, database: str, clock: Clock
) -> None:
    """One process alone has a SQLite file: nothing is noted there."""
    now, shared = clock(), database.startswith("postgresql")

    def hears(ledger: Ledger, *names: str) -> list[bool]:
        return [ledger.deliveries.takes("discord", name, now) for name in names]

    assert await store.write(lambda ledger: hears(ledger, "1", "2")) == [True, True]
    assert await store.write(lambda ledger: hears(ledger, "2", "3")) == [not shared, True]
    assert counts(database)["deliveries"] == (3 if shared else 0)


async def test_what_another_process_is_just_doing_is_left_to_it(
    store: Store, database: str, clock: Clock
) -> None:
    now = clock()
    if not database.startswith("postgresql"):
        return
    other = Store(database, ZoneInfo("Europe/London"), as_here)
    try:

        def at_it(ledger: Ledger) -> bool:
            """Take the delivery; while nothing of that is committed, let the other process hear of it."""
            mine = ledger.deliveries.takes("discord", "1", now)
            heard = asyncio.run(other.write(lambda theirs: theirs.deliveries.takes("discord", "1", now)))
            return mine and not heard

        assert await store.write(at_it)
    finally:
        other.close()

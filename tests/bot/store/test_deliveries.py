"""A delivery counts once, within a day and whichever process it comes to."""

import asyncio

from doubles.clock import Clock
from doubles.rows import counts

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

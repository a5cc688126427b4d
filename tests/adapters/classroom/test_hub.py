from collections.abc import AsyncIterator

from adapters.classroom.hub import BEHIND, Hub


async def opened(hub: Hub) -> AsyncIterator[bytes]:
    """Open a tab and read its first line."""
    tab = hub.listen()
    assert await anext(tab) == b": open\n\n"
    return tab


async def rest_of(tab: AsyncIterator[bytes]) -> list[bytes]:
    return [line async for line in tab]


async def test_every_open_tab_is_told() -> None:
    hub = Hub()
    tabs = [await opened(hub) for _ in range(3)]
    hub.tell("message", {"id": 1})
    assert [await anext(tab) for tab in tabs] == [b'event: message\ndata: {"id": 1}\n\n'] * 3


async def test_a_tab_hears_nothing_from_before_it_was_opened() -> None:
    hub = Hub()
    hub.tell("message", {"id": 1})
    tab = await opened(hub)
    hub.tell("message", {"id": 2})
    assert b'"id": 2' in await anext(tab)


async def test_an_event_stays_one_event_whatever_it_says() -> None:
    hub = Hub()
    tab = await opened(hub)
    hub.tell("people", [{"name": "Ada\n\nevent: delete\ndata: 1\r\r\u2028"}])
    assert (await anext(tab)).count(b"\n") == 3


async def test_a_tab_may_lag_behind_and_misses_nothing() -> None:
    hub = Hub()
    tab = await opened(hub)
    for number in range(BEHIND):
        hub.tell("message", number)
    hub.close()
    assert len(await rest_of(tab)) == BEHIND


async def test_a_tab_that_does_not_read_is_cut_off_and_comes_back_by_itself() -> None:
    hub = Hub()
    slow = await opened(hub)
    for number in range(BEHIND + 50):
        hub.tell("message", number)
    assert len(await rest_of(slow)) == BEHIND
    again = await opened(hub)
    hub.tell("message", "after")
    assert b"after" in await anext(again)


async def test_a_slow_tab_holds_up_nobody_else() -> None:
    hub = Hub()
    await opened(hub)
    quick = await opened(hub)
    for number in range(BEHIND * 2):
        hub.tell("message", number)
        assert str(number).encode() in await anext(quick)


async def test_a_closed_tab_is_forgotten() -> None:
    hub = Hub()
    tab = hub.listen()
    await anext(tab)
    await tab.aclose()  # type: ignore[attr-defined]
    for number in range(BEHIND * 2):
        hub.tell("message", number)
    assert await rest_of(tab) == []


async def test_at_the_end_every_stream_ends() -> None:
    hub = Hub()
    tabs = [await opened(hub) for _ in range(3)]
    hub.close()
    assert [await rest_of(tab) for tab in tabs] == [[], [], []]

"""Whatever is sent to the page's addresses: a sentence or a refusal comes back, never a failure."""

import json

import pytest
from doubles.clock import Clock
from doubles.spoiling import Json, spoiled, without_error
from doubles.visitor import Visitor, served, visiting

from adapters.classroom.client import Classroom
from adapters.web import BODY_LIMIT, application
from bot.store.store import Store
from bot.study import StudyBot

TRUE: dict[str, Json] = {
    "say": {"person": "2", "text": "/quiz any 1"},
    "press": {"person": "2", "token": "pick:1:0:A"},
    "submit": {"person": "1", "token": "fill:schedule-add", "fields": {"time": "8:30", "days": "mon"}},
    "suggest": {"person": "2", "text": "/quiz opp"},
    "people": {"name": "Cem", "role": "student"},
    "notices": {"person": "2"},
}
NO_JSON = (b"", b"\xff\xfe", b"[" * 30_000, b'{"a":' * 10_000, b"9" * 60_000, b"NaN", b'{"person": 1e999}')


async def spoil(visitor: Visitor, what: str) -> set[int]:
    """Send spoiled bodies, and what is no JSON; give the statuses of the answers, each of which is a sentence."""
    statuses = set()
    bodies = [json.dumps(told).encode() for told in spoiled(TRUE[what])]
    for body in (*(each for each in bodies if len(each) < BODY_LIMIT), *NO_JSON):
        headers = {"Content-Type": "application/json"}
        async with visitor.session.post(f"/api/{what}", data=body, headers=headers) as answer:
            statuses.add(answer.status)
            assert isinstance(await answer.json(), dict)
    return statuses


@pytest.mark.parametrize("what", TRUE)
async def test_whatever_a_request_holds_the_page_goes_on(
    bot: StudyBot, store: Store, clock: Clock, caplog: pytest.LogCaptureFixture, what: str
) -> None:
    """Faults 53 and 59."""
    app = application("127.0.0.1")
    await Classroom(bot, store, clock).open(app)
    async with served(app) as address, visiting(address) as visitor, visitor.listening() as events:
        with without_error(caplog):
            assert await spoil(visitor, what) <= {200, 400, 422}
        assert "card" in await visitor.say("2", "/guide")
        await visitor.join("Zoe")
        while (heard := await anext(events))[0] != "people" or "Zoe" not in str(heard):
            pass


async def test_every_address_that_takes_a_body_is_spoiled(bot: StudyBot, store: Store, clock: Clock) -> None:
    """A new one without its row fails here."""
    app = application("127.0.0.1")
    await Classroom(bot, store, clock).open(app)
    posts = {
        route.resource.canonical for route in app.router.routes() if route.method == "POST" and route.resource
    }
    assert posts == {f"/api/{what}" for what in TRUE}


@pytest.mark.parametrize("query", ["", "?last=9", "?\x00=%ff", "?" + "a" * 4_000])
async def test_the_stream_opens_whatever_is_asked_of_it(
    bot: StudyBot, store: Store, clock: Clock, query: str
) -> None:
    app = application("127.0.0.1")
    await Classroom(bot, store, clock).open(app)
    async with served(app) as address, visiting(address) as visitor:
        headers = {"Last-Event-ID": "-1"}
        async with visitor.session.get(f"/api/stream{query}", headers=headers) as stream:
            assert await stream.content.readline() == b": open\n"

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession, web
from doubles.visitor import served

from adapters.classroom.payload import Newcomer, Pressed, Said, Sent, body, member_of
from bot.chat import Member, Role
from bot.store.classroom import Person

JSON = {"Content-Type": "application/json"}
SHAPES: dict[str, type] = {"said": Said, "pressed": Pressed, "sent": Sent, "newcomer": Newcomer}


async def read(request: web.Request) -> web.Response:
    return web.Response(text=repr(await body(request, SHAPES[request.match_info["shape"]])))


@pytest.fixture
async def desk() -> AsyncIterator[ClientSession]:
    """A server that reads what it is sent and says back what it understood."""
    app = web.Application()
    app.router.add_post("/{shape}", read)
    async with served(app) as address, ClientSession(address) as session:
        yield session


async def understood(desk: ClientSession, shape: str, text: str) -> str:
    async with desk.post(f"/{shape}", data=text.encode(), headers=JSON) as answer:
        return f"{answer.status}: {await answer.text()}"


async def test_what_the_page_sends_becomes_our_values(desk: ClientSession) -> None:
    said = await understood(desk, "said", '{"person": "2", "text": "/guide"}')
    assert said == f"200: {Said('2', '/guide')}"
    pressed = await understood(desk, "pressed", '{"person": "2", "token": "start:1"}')
    assert pressed == f"200: {Pressed('2', 'start:1')}"


async def test_a_forms_fields_come_by_name(desk: ClientSession) -> None:
    sent = await understood(desk, "sent", '{"person": "1", "token": "fill:x", "fields": {"time": "8:30"}}')
    assert sent == f"200: {Sent('1', 'fill:x', {'time': '8:30'})}"


async def test_a_newcomer_has_one_of_our_roles(desk: ClientSession) -> None:
    assert await understood(desk, "newcomer", '{"name": "Cem", "role": "student"}') == (
        f"200: {Newcomer('Cem', Role.STUDENT)}"
    )
    assert (await understood(desk, "newcomer", '{"name": "Cem", "role": "admin"}')).startswith("400")


@pytest.mark.parametrize(
    "junk",
    [
        "",
        "null",
        "[]",
        "{",
        '"said"',
        "\x00",
        '{"person": "2"}',
        '{"person": null, "text": "/guide"}',
        '{"person": {"$ne": ""}, "text": "/guide"}',
        '{"person": "2", "text": ["/guide"]}',
        '{"person": "2", "text": "\\ud800"}',
        "[" * 5_000,
        '{"a":' * 5_000,
        "{person: 2}",
    ],
)
async def test_anything_else_is_refused_without_reading_it_back(desk: ClientSession, junk: str) -> None:
    assert await understood(desk, "said", junk) == "400: This is not what the page sends."


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "text/json"]
)
async def test_a_kind_that_any_page_could_send_unasked_is_refused(desk: ClientSession, kind: str) -> None:
    sent = '{"person": "2", "text": "/guide"}'
    async with desk.post("/said", data=sent, headers={"Content-Type": kind}) as answer:
        assert answer.status == 415


def test_a_person_of_the_page_is_a_member_in_the_role_chosen_there() -> None:
    assert member_of(Person(7, "Ada", Role.TEACHER)) == Member("classroom", "local", "7", "Ada", Role.TEACHER)

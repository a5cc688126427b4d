import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession, web
from doubles.visitor import served

from adapters.web import BODY_LIMIT, PortTaken, application, serve

KEPT_OUT = {
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


async def read_aloud(request: web.Request) -> web.Response:
    return web.Response(text=f"heard {len(await request.read())} bytes")


async def stumble(_: web.Request) -> web.Response:
    raise RuntimeError("the chalk broke")


@pytest.fixture
async def address() -> AsyncIterator[str]:
    app = application("127.0.0.1")
    app.add_routes([web.get("/", read_aloud), web.post("/", read_aloud), web.get("/stumble", stumble)])
    async with served(app) as found:
        yield found


@pytest.fixture
async def session(address: str) -> AsyncIterator[ClientSession]:
    async with ClientSession(address) as opened:
        yield opened


def origin(address: str) -> dict[str, str]:
    return {"Origin": address.rstrip("/")}


async def raw(address: str, request: str) -> str:
    """Send the very bytes; give the whole answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(address.rstrip("/").rpartition(":")[2]))
    writer.write(request.encode("latin-1"))
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    return answer.decode()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "localhost:8080", "[::1]"])
async def test_this_machines_own_names_are_served(session: ClientSession, host: str) -> None:
    async with session.get("/", headers={"Host": host}) as answer:
        assert answer.status == 200


@pytest.mark.parametrize(
    "host",
    [
        "cardindex.example",
        "cardindex.example:8080",
        "127.0.0.1.example",
        "localhost.example",
        "127.0.0.1@cardindex.example",
        "10.0.0.1",
        "0.0.0.0",  # noqa: S104 - nothing is bound to it here
        "[::2]",
    ],
)
async def test_a_name_pointed_at_this_machine_by_someone_else_is_not_served(
    session: ClientSession, host: str
) -> None:
    async with session.get("/", headers={"Host": host}) as answer:
        assert answer.status == 403
        assert await answer.text() == "This address is not served here."


@pytest.mark.parametrize("host", ["127.0.0.1:99999999", "x\xff", "", "a b", "127.0.0.1:port"])
async def test_a_host_that_is_none_is_a_refusal_and_no_failure(address: str, host: str) -> None:
    answer = await raw(address, f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")
    assert answer.split()[1] in {"400", "403"}


@pytest.mark.parametrize("target", ["http://cardindex.example/", "//cardindex.example/"])
async def test_an_address_in_the_request_line_is_checked_too(address: str, target: str) -> None:
    answer = await raw(address, f"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    assert answer.split()[1] in {"403", "404"}


async def test_the_page_itself_may_send(session: ClientSession, address: str) -> None:
    async with session.post("/", data=b"hello", headers=origin(address)) as answer:
        assert await answer.text() == "heard 5 bytes"


@pytest.mark.parametrize("sender", ["http://evil.example", "null", "http://127.0.0.1:1", "http://localhost"])
async def test_another_sites_page_may_not_send(session: ClientSession, sender: str) -> None:
    async with session.post("/", data=b"hello", headers={"Origin": sender}) as answer:
        assert answer.status == 403
        assert await answer.text() == "Only the classroom's own page may send here."


async def test_the_right_address_by_the_wrong_scheme_may_not_send(
    session: ClientSession, address: str
) -> None:
    secure = address.rstrip("/").replace("http:", "https:")
    async with session.post("/", data=b"hello", headers={"Origin": secure}) as answer:
        assert answer.status == 403


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
async def test_a_sender_that_does_not_say_where_from_may_not_send(
    session: ClientSession, method: str
) -> None:
    async with session.request(method, "/") as answer:
        assert answer.status == 403


async def test_nobody_elses_page_is_ever_allowed_to_read(session: ClientSession) -> None:
    async with session.get("/", headers={"Origin": "http://evil.example"}) as answer:
        assert not [name for name in answer.headers if name.lower().startswith("access-control")]


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/", {}, 200),
        ("GET", "/", {"Host": "evil.example"}, 403),
        ("POST", "/", {}, 403),
        ("GET", "/nowhere", {}, 404),
        ("GET", "/stumble", {}, 500),
    ],
)
async def test_every_answer_tells_the_browser_to_keep_others_out(
    session: ClientSession, method: str, path: str, headers: dict[str, str], status: int
) -> None:
    async with session.request(method, path, headers=headers) as answer:
        assert answer.status == status
        for name, value in KEPT_OUT.items():
            assert answer.headers[name].startswith(value)


async def test_the_page_may_load_nothing_from_elsewhere_and_run_nothing_written_into_it(
    session: ClientSession,
) -> None:
    async with session.get("/") as answer:
        rules = dict(rule.split(" ", 1) for rule in answer.headers["Content-Security-Policy"].split("; "))
    assert set(rules.values()) == {"'none'", "'self'"}
    assert {rules["default-src"], rules["frame-ancestors"], rules["base-uri"], rules["form-action"]} == {
        "'none'"
    }


async def test_a_body_is_read_up_to_the_limit(session: ClientSession, address: str) -> None:
    async with session.post("/", data=b"a" * BODY_LIMIT, headers=origin(address)) as answer:
        assert await answer.text() == f"heard {BODY_LIMIT} bytes"


async def test_a_body_beyond_the_limit_is_refused(session: ClientSession, address: str) -> None:
    """Fault 59."""
    async with session.post("/", data=b"a" * (BODY_LIMIT + 1), headers=origin(address)) as answer:
        assert answer.status == 413


async def test_a_taken_port_is_told_with_its_cure(address: str) -> None:
    port = int(address.rstrip("/").rpartition(":")[2])
    with pytest.raises(PortTaken, match=rf"WEB_PORT: 127\.0\.0\.1:{port} .* such as 8081"):
        await serve(application("127.0.0.1"), "127.0.0.1", port)


async def test_a_host_of_another_machine_is_told_with_its_cure() -> None:
    with pytest.raises(PortTaken, match="the host is not this machine's"):
        await serve(application("192.0.2.1"), "192.0.2.1", 0)

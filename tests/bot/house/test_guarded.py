"""What the house serves, address by address: kept from other sites, and no classroom where a chat token is set."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession, web
from cryptography.fernet import Fernet
from doubles.clock import Clock
from doubles.discord.school import school_in
from doubles.discord.standin import Discord
from doubles.rows import lay_out
from doubles.visitor import served, visiting

from adapters.classroom.client import Classroom
from adapters.probes import open_probes
from adapters.slack.client import Slack
from adapters.web import application
from bot.house.running import running
from bot.quiz.bank import Library
from bot.settings import Settings
from bot.store.store import Store
from bot.study import StudyBot

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
OF_THE_PAGE = ("/", "/page/classroom.js", "/api/state", "/api/stream")


@pytest.fixture
async def everything(bot: StudyBot, store: Store, clock: Clock) -> AsyncIterator[web.Application]:
    """An application with all that can be served: probes, the page, Slack's events and its installations."""
    given = {"SLACK_CLIENT_ID": "11.22", "SLACK_CLIENT_SECRET": "s", "SLACK_SIGNING_SECRET": "s"}
    settings = Settings.model_validate({**given, "SLACK_TOKEN_KEY": Fernet.generate_key().decode()})
    app, slack = application("127.0.0.1"), Slack(settings, bot, store, clock)
    open_probes(app, _nothing, _no_figures)
    slack.open(app)
    await Classroom(bot, store, clock).open(app)
    yield app
    await slack.close()
    await slack.run(_joined)


async def _nothing() -> dict[str, str]:
    return {}


async def _no_figures() -> bytes:
    return b""


async def _joined(_: Slack) -> None:
    pass


def addresses(app: web.Application) -> set[str]:
    found = {route.resource.canonical for route in app.router.routes() if route.resource}
    return found - {"/page"} | {"/page/classroom.js", "/page/classroom.css", "/page/no-such-file", "/nowhere"}


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
async def test_every_address_keeps_other_sites_out_of_its_answers(
    everything: web.Application, method: str
) -> None:
    """Whether it is served, refused or not there."""
    paths = addresses(everything)
    assert len(paths) > 15
    async with served(everything) as address, visiting(address) as visitor:
        for path in paths:
            async with visitor.session.request(method, path, allow_redirects=False) as answer:
                assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'"), path
                assert "unsafe" not in answer.headers["Content-Security-Policy"]
                assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS, path
                assert answer.status < 500, path


async def test_a_bot_with_a_chat_token_serves_no_classroom_unless_asked(
    tmp_path: Path, library: Library
) -> None:
    lay_out(database := f"sqlite:///{tmp_path}/cardindex.db")
    async with Discord().running() as discord:
        school_in(discord)
        given = {"DATABASE_URL": database, "WEB_PORT": "0", "DISCORD_TOKEN": discord.token}
        there = {"DISCORD_API_URL": discord.api, "DISCORD_GATEWAY_URL": discord.gateway_url}
        async with (
            running(Settings.model_validate(given | there), library) as house,
            ClientSession(house.served) as session,
        ):
            assert house.address == ""
            for path, status in {**dict.fromkeys(OF_THE_PAGE, 404), "/healthz": 200}.items():
                async with session.get(path) as answer:
                    assert (path, answer.status) == (path, status)

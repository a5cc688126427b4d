"""The stand-in with a class server in it."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
import structlog
from doubles.discord.desk import Desk, desk_at
from doubles.discord.haste import hasten
from doubles.discord.school import Raw, School, school_in
from doubles.discord.standin import Discord
from doubles.discord.tiny import Tiny, connected

from bot.quiz.bank import Library


@pytest.fixture(autouse=True, scope="session")
def _plain_tracebacks() -> None:
    """Log a failure as the bot does: drawn with all its variables it takes a second each."""
    structlog.configure([structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)])


@pytest.fixture(autouse=True)
def _in_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    hasten(monkeypatch)


@pytest.fixture
async def discord() -> AsyncIterator[Discord]:
    async with Discord().running() as standin:
        yield standin


@pytest.fixture
def school(discord: Discord) -> School:
    return school_in(discord)


@pytest.fixture
async def tiny(discord: Discord, school: School) -> AsyncIterator[Tiny]:
    assert school.guild
    async with connected(discord) as client:
        yield client


@pytest.fixture
async def raw(discord: Discord) -> AsyncIterator[Raw]:
    async with aiohttp.ClientSession() as session:
        yield Raw(session, discord)


@pytest.fixture
async def desk(discord: Discord, school: School, library: Library, database: str) -> AsyncIterator[Desk]:
    async with desk_at(discord, school, library, database) as sat_down:
        yield sat_down
    assert discord.report()["refused"] == []
    assert discord.report()["pinged"] == []

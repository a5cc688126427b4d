"""The stand-in with a class's workspace in it."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest
import structlog
from doubles.slack.desk import Desk, at_the_desk
from doubles.slack.school import Raw, School, school_in
from doubles.slack.standin import Slack

from bot.quiz.bank import Library


@pytest.fixture(autouse=True)
def plain_logs() -> Iterator[None]:
    """Log as the bot does: without the values of variables, which may be a student's words."""
    console = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[structlog.processors.add_log_level, console])
    yield
    structlog.reset_defaults()


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with Slack().running() as standin:
        yield standin


@pytest.fixture
def school(slack: Slack) -> School:
    return school_in(slack)


@pytest.fixture
async def raw(slack: Slack) -> AsyncIterator[Raw]:
    async with aiohttp.ClientSession() as session:
        yield Raw(session, slack)


@pytest.fixture(params=[False, True], ids=["sockets", "http"])
async def desk(
    request: pytest.FixtureRequest, slack: Slack, school: School, library: Library, tmp_path: Path
) -> AsyncIterator[Desk]:
    """The real adapter at the stand-in, once through Socket Mode and once over HTTP."""
    async with at_the_desk(slack, school, library, tmp_path, http=request.param) as found:
        yield found


@pytest.fixture
async def one(slack: Slack, school: School, library: Library, tmp_path: Path) -> AsyncIterator[Desk]:
    """The real adapter, through Socket Mode alone, for what does not depend on the way."""
    async with at_the_desk(slack, school, library, tmp_path) as found:
        yield found

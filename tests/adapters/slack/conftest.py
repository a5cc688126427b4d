"""The stand-in with a class's workspace in it."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from doubles.slack.school import Raw, School, school_in
from doubles.slack.standin import Slack


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

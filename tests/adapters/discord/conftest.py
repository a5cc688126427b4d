"""The stand-in with a class server in it."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from doubles.discord.school import Raw, School, school_in
from doubles.discord.standin import Discord
from doubles.discord.tiny import Tiny, connected


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

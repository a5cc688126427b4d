"""Replicas to kill, and a stage for one quiz."""

import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from doubles.matrix.run import MEMORY
from doubles.matrix.stage import Stage, staged
from doubles.matrix.troop import Troop, troop
from doubles.postgres import Postgres


@pytest.fixture
def database(database_kind: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """Give a database in memory: kill -9 takes nothing that the system has, and a busy disk only slows this down."""
    if database_kind == "postgresql":
        server: Postgres = request.getfixturevalue("postgres")
        yield server.migrated()
        return
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        yield f"sqlite:///{folder}/cardindex.db"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def replicas(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Troop]:
    """Everything is loaded once; each replica is a fork of it."""
    async with troop(tmp_path_factory.mktemp("troop")) as found:
        yield found


@pytest_asyncio.fixture(loop_scope="module")
async def stage(
    replicas: Troop, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Stage]:
    monkeypatch.setenv("DISCORD_OPENAPI", "none")  # bodies are judged where they are made, not here
    async with staged(replicas, database, tmp_path) as set_:
        yield set_

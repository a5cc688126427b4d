"""A small kill matrix on both databases: replicas die at every step while a class answers, and nothing is lost."""

import asyncio
import random
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from doubles.matrix.perils import ANSWERS, CLOSING, POSTING
from doubles.matrix.sites import trouble
from doubles.matrix.stage import Stage, staged
from doubles.matrix.troop import Gone, Replica, Troop
from doubles.rows import rows

pytestmark = pytest.mark.asyncio(loop_scope="module")
QUIZZES, ANSWERED = 12, 24
MOMENTS = random.Random(7)  # noqa: S311 - a moment, not a secret
KILL = dict.fromkeys(POSTING, 0.12) | dict.fromkeys(CLOSING, 0.04) | dict.fromkeys(ANSWERS, 0.02)


async def sweep(replica: Replica) -> None:
    with suppress(Gone):
        await replica.ask("sweep")


async def rounds_until(stage: Stage, troop: Troop, wanted: int, query: str, count: int) -> None:
    """Sweep with as many replicas, each that died started anew, and let time go on, until it is so."""
    while rows(stage.order.database, query) != [(count,)]:
        while len(troop.living) < wanted:
            await troop.start(replace(stage.order, kill=KILL, seed=MOMENTS.randrange(2**31)))
        await asyncio.gather(*(sweep(replica) for replica in troop.living))
        stage.go_on(seconds=25)


async def test_replicas_that_die_at_every_step_lose_and_double_nothing(
    replicas: Troop, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fault 7, and 46 to 48 amid it: the seven invariants hold; make soak does it at full size."""
    monkeypatch.setenv("DISCORD_OPENAPI", "none")
    before, wanted = replicas.deaths, 1 if database.startswith("sqlite") else 3
    async with staged(replicas, database, tmp_path, quizzes=QUIZZES, nonce_window=0, speed=10) as stage:
        trouble(stage.site, MOMENTS, (0.05, 0.0, 0.06), 10)
        studying = asyncio.ensure_future(stage.student().study())
        stage.go_on(minutes=3)
        await rounds_until(stage, replicas, wanted, "select count(*) from answers", ANSWERED)
        studying.cancel()
        stage.go_on(hours=2)
        done = "select count(*) from occurrences where status = 'closed' and shown = -1 and swept"
        await rounds_until(stage, replicas, wanted, done, QUIZZES)
        assert stage.broken() == {}
        assert replicas.deaths - before >= 3

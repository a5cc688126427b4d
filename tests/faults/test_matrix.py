"""A small kill matrix on both databases: replicas die at every step while a class answers, and nothing is lost."""

from pathlib import Path

import pytest
from doubles.matrix.run import Plan, run


async def test_replicas_that_die_at_every_step_lose_and_double_nothing(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fault 7, and 46 to 49 amid it: the seven invariants hold; make soak does it at full size."""
    monkeypatch.setenv("DISCORD_OPENAPI", "none")
    kind = "sqlite" if database.startswith("sqlite") else "postgresql"
    plan = Plan(
        kind, dedupe=False, occurrences=12, classes=2, students=1, replicas=2, speed=40, a_minute=12, kill=0.15,
        kill_answers=0.01, freeze=0.0, chaos=1.5, limit=60,
    )  # fmt: skip
    figures = await run(plan, database, tmp_path)
    assert figures.broken == {}
    assert figures.deaths >= 3
    assert figures.acknowledged > 0

"""The kill matrix at full size: replicas die, freeze and lose answers while a class answers; nothing may be lost.

Run: make soak, or python tests/faults/matrix.py [OCCURRENCES]. Exit code 1 if anything was lost or doubled, or too
few replicas died for that to mean much. Without PostgreSQL its runs are left out, and the exit code is 1.
"""

import asyncio
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
os.environ["DISCORD_OPENAPI"] = (
    "none"  # bodies are judged in the tests; here it would only slow everything down
)

from doubles.matrix.run import MEMORY, Figures, Plan, run
from doubles.postgres import Missing, Postgres, serving

OCCURRENCES, LEAST_DEATHS = 150, 50


def plans(occurrences: int) -> Iterator[Plan]:
    """List the runs: with and without the platform's de-duplication on each database, and one of Slack's."""
    for seed, database in enumerate(("sqlite", "postgresql"), 1):
        for dedupe in (True, False):
            yield Plan(database, dedupe=dedupe, occurrences=occurrences, seed=2 * seed + dedupe)
    yield Plan("postgresql", platform="slack", dedupe=False, occurrences=occurrences, seed=9)


def done(plan: Plan, server: Postgres) -> Figures:
    with tempfile.TemporaryDirectory(prefix="matrix", dir=MEMORY) as folder:
        url = server.migrated() if plan.database == "postgresql" else f"sqlite:///{folder}/cardindex.db"
        figures = asyncio.run(run(plan, url, Path(folder)))
    print(figures.line(), flush=True)
    for name, broken in figures.broken.items():
        print("\n".join(f"  {name}: {each}" for each in broken[:5]), flush=True)
    return figures


def main(occurrences: int) -> int:
    with ExitStack() as open_:
        try:
            server = open_.enter_context(serving())
        except Missing:
            print("PostgreSQL is not installed here: .ci/run installs it")
            return 1
        figures = [done(plan, server) for plan in plans(occurrences)]
    sound = all(not each.broken and each.deaths >= LEAST_DEATHS and each.acknowledged for each in figures)
    print(
        f"{sum(each.plan.occurrences for each in figures)} quizzes over {sum(each.deaths for each in figures)} deaths: "
        + ("nothing lost, nothing twice" if sound else "NOT as promised")
    )
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else OCCURRENCES))

"""How long after its minute a daily quiz is posted, by the real bot in its own process.

Run: python tests/bench/punctual.py [RUNS]; the first run waits for a real minute, the others begin 5 s before one.
"""

import asyncio
import statistics
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from doubles.process import env_file, rows, started

POSTED = "select due_at, posted_at from occurrences where status = 'posted'"


async def lateness(folder: Path, *, really: bool) -> float:
    """Give the milliseconds from the quiz's minute to its post."""
    ahead = 1 if (datetime.now(UTC) + timedelta(seconds=5)).second > 5 else 2
    due = env_file(folder, minutes_ahead=ahead)
    async with started(folder, None if really else due - timedelta(seconds=5)):
        while not (found := rows(folder, POSTED)):
            await asyncio.sleep(0.1)
    due, posted = (datetime.fromisoformat(instant) for instant in found[0])
    return (posted - due).total_seconds() * 1000


async def main(runs: int) -> None:
    figures = []
    for run in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            figures.append(await lateness(Path(folder), really=run == 0))
    print(f"posted after its minute, {runs} runs (the first a real minute ahead):")
    print(
        f"  first {figures[0]:.0f} ms, median {statistics.median(figures):.0f} ms, longest {max(figures):.0f} ms"
    )


asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 6))

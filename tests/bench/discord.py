"""How many answers Card Index keeps a second on Discord, beside a bare button and the usual way.

Run: python tests/bench/discord.py [RUNS]. Every bot and the stand-in run in processes of their own; the three bots
take turns. The bare button answers with a card of the same size and stores nothing; the usual way commits a row a
press. Figures of one run are compared with each other alone: the machine is whatever it is.
"""

import asyncio
import json
import os
import sqlite3
import statistics
import sys
import tempfile
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE.parent))

from doubles.discord.control import Remote  # noqa: E402 - found from where the line above points
from doubles.discord.seen import Seen  # noqa: E402 - likewise

STUDENTS, QUESTIONS, IN_FLIGHT = 200, 10, 32
BURST_SECONDS = 2.0
ENVIRONMENT = {**os.environ, "PYTHONPATH": f"{ROOT}:{HERE.parent}"}


@dataclass(frozen=True)
class Standin:
    remote: Remote
    told: dict[str, Any]


@dataclass(frozen=True)
class Figures:
    seconds: list[float]
    failures: int
    whole: float

    @property
    def rate(self) -> float:
        return len(self.seconds) / self.whole


@asynccontextmanager
async def process(*words: str, **more: Any) -> AsyncIterator[Process]:  # noqa: ANN401 - as the function takes it
    started = await asyncio.create_subprocess_exec(
        sys.executable, *words, stdout=PIPE, stderr=DEVNULL, **more
    )
    try:
        yield started
    finally:
        started.terminate()
        await started.communicate()


@asynccontextmanager
async def standin() -> AsyncIterator[Standin]:
    timeout = aiohttp.ClientTimeout(total=None)
    async with (
        process("-m", "doubles.discord", env=ENVIRONMENT) as started,
        aiohttp.ClientSession(timeout=timeout) as http,
    ):
        assert started.stdout
        address = json.loads(await started.stdout.readline())["control"]
        remote = Remote(http, address)
        yield Standin(remote, await remote.about())


async def school(remote: Remote) -> tuple[int, int, list[int]]:
    """Found a server; give its teacher, its channel and its students."""
    teacher = (await remote.call("world.user", name="Ms Hall"))["id"]
    guild = (await remote.call("world.guild", name="Year 12", owner=teacher))["id"]
    channel = (await remote.call("world.channel", guild=guild, name="history"))["id"]
    students = [(await remote.call("world.user", name=f"Student {n}"))["id"] for n in range(STUDENTS)]
    for student in students:
        await remote.call("world.join", guild=guild, user=student)
    return teacher, channel, students


async def answered(remote: Remote, user: int, channel: int, name: str, options: dict[str, object]) -> Seen:
    """Run a command as soon as the bot is there to answer it."""
    for _ in range(600):
        if name in await remote.call("people.commands", user=user, channel=channel):
            seen = await remote.act("slash", user=user, channel=channel, name=name, options=options)
            if not seen.failure:
                return seen
        await asyncio.sleep(0.1)
    raise TimeoutError(name)


async def usual(at: Standin, database: str) -> tuple[list[tuple[int, int, str]], Any]:
    """Start the usual bot; give its process and the presses of the class."""
    words = ["-P", str(HERE / "usual.py"), at.told["api"], at.told["gateway"], at.told["token"], database]
    bot = process(*words, env=ENVIRONMENT)
    await bot.__aenter__()
    _, channel, students = await school(at.remote)
    cards = {s: (await answered(at.remote, s, channel, "open", {})).id for s in students}
    return [(s, cards[s], "pick:1:1:A") for _ in range(QUESTIONS) for s in students], bot


async def ours(at: Standin, folder: Path) -> tuple[list[tuple[int, int, str]], Any]:
    """Start Card Index; have every student open the quiz; give its process and their answers."""
    settings = {
        "DISCORD_TOKEN": at.told["token"],
        "DISCORD_API_URL": at.told["api"],
        "DISCORD_GATEWAY_URL": at.told["gateway"],
        "DATABASE_URL": f"sqlite:///{folder}/cardindex.db",
    }
    bot = process("-m", "bot", "run", env=ENVIRONMENT | settings, cwd=folder)
    await bot.__aenter__()
    teacher, channel, students = await school(at.remote)
    await answered(at.remote, teacher, channel, "post", {"questions": QUESTIONS})
    while not (screen := await at.remote.call("people.screen", user=students[0], channel=channel)):
        await asyncio.sleep(0.1)
    quiz, start = (
        int(screen[-1]["id"]),
        screen[-1]["components"][0]["components"][-1]["components"][0]["custom_id"],
    )
    opened = {s: await at.remote.act("press", user=s, message=quiz, custom_id=start) for s in students}
    rounds = {s: seen.button("A").split(":")[1] for s, seen in opened.items()}
    return [(s, opened[s].id, f"pick:{rounds[s]}:{n}:A") for n in range(QUESTIONS) for s in students], bot


async def measured(kind: str, call: str, **how: object) -> tuple[Figures, int]:
    """Have the class press with one of the bots; give the times and the rows that are kept."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "cardindex.db"
        async with standin() as at:
            if kind == "ours":
                presses, bot = await ours(at, Path(folder))
            else:
                presses, bot = await usual(at, str(database) if kind == "usual" else "")
            told = await at.remote.call(call, presses=presses, **how)
            await bot.__aexit__(None, None, None)
        return Figures(told["seconds"], len(told["failures"]), told["whole"]), kept(database)


def kept(database: Path) -> int:
    if not database.exists():
        return 0
    with closing(sqlite3.connect(database)) as connection:
        return int(connection.execute("select count(*) from answers").fetchone()[0])


async def main(runs: int) -> None:
    presses, shares = STUDENTS * QUESTIONS, list[float]()
    print(f"{presses} presses of {STUDENTS} students, {IN_FLIGHT} in flight; answers a second (rows kept):")
    for _ in range(runs):
        figures = {
            kind: await measured(kind, "crowd.press", in_flight=IN_FLIGHT)
            for kind in ("bare", "usual", "ours")
        }
        shares.append(figures["ours"][0].rate / figures["bare"][0].rate)
        said = ", ".join(f"{kind} {f.rate:.0f} ({rows})" for kind, (f, rows) in figures.items())
        print(
            f"  {said}; ours {shares[-1]:.0%} of bare; failures {sum(f.failures for f, _ in figures.values())}"
        )
    print(f"  median: ours {statistics.median(shares):.0%} of the bare button (to reach: 60 %)")
    burst, rows = await measured("ours", "crowd.burst", seconds=BURST_SECONDS)
    times = sorted(burst.seconds)
    p99, over = times[int(len(times) * 0.99)] * 1000, sum(each > 3 for each in times) + burst.failures
    print(
        f"a burst of {presses} presses in {BURST_SECONDS:.0f} s: p99 {p99:.0f} ms (to reach: 250), over 3 s: {over}"
    )
    print(f"  answered {len(times)}, kept {rows}")


asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 3))

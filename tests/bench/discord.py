"""How many answers Card Index keeps a second on Discord, beside a bare button and the usual way.

Run: python tests/bench/discord.py [RUNS] [--profile FILE]. Every bot and the stand-in run in processes of their own;
the three bots take turns, every other run in the other order. The bare button answers with a card of the same size
and stores nothing; the usual way commits a row a press. Figures of one run are compared with each other alone: the
machine is whatever it is, and the least and the greatest share show how much that matters. With --profile our bot
alone is run, once, and what its process spent its time on is written to FILE for pstats.
"""

import argparse
import asyncio
import itertools
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
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(HERE.parent))

from doubles.discord.control import Remote  # noqa: E402 - found from where the line above points
from doubles.discord.seen import Seen  # noqa: E402 - likewise
from doubles.items import one_letter_pack  # noqa: E402 - likewise

STUDENTS, QUESTIONS, IN_FLIGHT = 200, 10, 32
BURST_SECONDS = 2.0
# The published description judges every body in the tests; here it would only slow down all three.
ENVIRONMENT = {**os.environ, "DISCORD_OPENAPI": "none", "PYTHONPATH": f"{ROOT}:{HERE.parent}"}


@dataclass(frozen=True)
class Standin:
    remote: Remote
    told: dict[str, Any]


@dataclass(frozen=True)
class Figures:
    seconds: list[float]
    failures: int
    whole: float
    spent: float  # seconds of the bot's processor a press: what else the machine does matters little to it

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


async def usual(at: Standin, database: str) -> tuple[list[tuple[int, int, str]], Any, int]:
    """Start the usual bot; give its process and the presses of the class."""
    words = ["-P", str(HERE / "usual.py"), at.told["api"], at.told["gateway"], at.told["token"], database]
    bot = process(*words, env=ENVIRONMENT)
    pid = (await bot.__aenter__()).pid
    _, channel, students = await school(at.remote)
    cards = {s: (await answered(at.remote, s, channel, "open", {})).id for s in students}
    return [(s, cards[s], "pick:1:1:A") for _ in range(QUESTIONS) for s in students], bot, pid


async def ours(at: Standin, folder: Path, profile: str = "") -> tuple[list[tuple[int, int, str]], Any, int]:
    """Start Card Index; have every student open the quiz; give its process and their answers."""
    settings = {
        "DISCORD_TOKEN": at.told["token"],
        "DISCORD_API_URL": at.told["api"],
        "DISCORD_GATEWAY_URL": at.told["gateway"],
        "DATABASE_URL": f"sqlite:///{folder}/cardindex.db",
        "CONTENT_DIR": str(one_letter_pack(folder)),  # so that every press is an answer
    }
    profiled = ("-m", "cProfile", "-o", profile) if profile else ()
    bot = process(*profiled, "-m", "bot", "run", env=ENVIRONMENT | settings, cwd=folder)
    pid = (await bot.__aenter__()).pid
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
    return (
        [(s, opened[s].id, f"pick:{rounds[s]}:{n}:A") for n in range(QUESTIONS) for s in students],
        bot,
        pid,
    )


async def measured(kind: str, call: str, profile: str = "", **how: object) -> tuple[Figures, int]:
    """Have the class press with one of the bots; give the times and the answers that are kept, doubled ones once."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "cardindex.db"
        async with standin() as at:
            if kind == "ours":
                presses, bot, pid = await ours(at, Path(folder), profile)
            else:
                presses, bot, pid = await usual(at, str(database) if kind == "usual" else "")
            before = processor_time(pid)
            told = await at.remote.call(call, presses=presses, **how)
            spent = processor_time(pid) - before
            await bot.__aexit__(None, None, None)
        key = "round_id, place" if kind == "ours" else "id"
        return Figures(told["seconds"], len(told["failures"]), told["whole"], spent / len(presses)), kept(
            database, key
        )


def processor_time(pid: int) -> float:
    """Give the seconds of processor time that a process has had; 0 where that cannot be read."""
    file = Path(f"/proc/{pid}/stat")
    if not file.exists():
        return 0.0
    user, system = file.read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def kept(database: Path, key: str) -> int:
    """Count the answers that are kept; none may be there twice."""
    if not database.exists():
        return 0
    with closing(sqlite3.connect(database)) as connection:
        found = connection.execute(f"select {key} from answers").fetchall()  # noqa: S608 - the key is one of two
    assert len(found) == len(set(found)), "an answer is there twice"
    return len(found)


async def compared(runs: int) -> None:
    """Let the three take turns."""
    kinds, shares, lean = ["bare", "usual", "ours"], list[float](), list[float]()
    for _ in range(runs):
        figures = {kind: await measured(kind, "crowd.press", in_flight=IN_FLIGHT) for kind in kinds}
        kinds.reverse()
        shares.append(figures["ours"][0].rate / figures["bare"][0].rate)
        lean.append(figures["bare"][0].spent / (figures["ours"][0].spent or 1))
        said = ", ".join(
            f"{kind} {f.rate:.0f} ({rows}, {f.spent * 1000:.2f} ms)"
            for kind, (f, rows) in sorted(figures.items())
        )
        failures = sum(each.failures for each, _ in figures.values())
        print(f"  {said}; ours {shares[-1]:.0%} of bare; failures {failures}", flush=True)
    print(
        f"  median: ours {statistics.median(shares):.0%} of the bare button (to reach: 60 %), "
        f"from {min(shares):.0%} to {max(shares):.0%}; by processor time {statistics.median(lean):.0%}"
    )


async def hurried(runs: int, presses: int) -> None:
    """Let all presses come within two seconds, to the bare button too: what the library leaves room for."""
    print(
        f"a burst of {presses} presses in {BURST_SECONDS:.0f} s (to reach: p99 250 ms, none over 3 s, none lost):"
    )
    for _, kind in itertools.product(range(runs), ("bare", "ours")):
        burst, rows = await measured(kind, "crowd.burst", seconds=BURST_SECONDS)
        times = sorted(burst.seconds)
        p99, over = times[int(len(times) * 0.99)] * 1000, sum(each > 3 for each in times) + burst.failures
        print(
            f"  {kind}: p99 {p99:.0f} ms, longest {times[-1]:.2f} s, over 3 s: {over}; "
            f"answered {len(times)}, kept {rows}",
            flush=True,
        )


async def main(runs: int, profile: str) -> None:
    presses = STUDENTS * QUESTIONS
    if profile:
        figures, _ = await measured("ours", "crowd.press", profile, in_flight=IN_FLIGHT)
        print(f"{presses} presses under the profiler: {figures.rate:.0f} a second")
        return
    print(
        f"{presses} presses of {STUDENTS} students, {IN_FLIGHT} in flight; answers a second (rows kept, CPU a press):"
    )
    await compared(runs)
    await hurried(runs, presses)


parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("runs", type=int, nargs="?", default=5)
parser.add_argument("--profile", default="")
given = parser.parse_args()
asyncio.run(main(given.runs, given.profile))

"""How soon 500 students who give 10,000 answers in 10 s are told that theirs is kept, on both databases.

Run: python tests/bench/answers.py [ANSWERS]. The answers come in through the front door at an even pace; each is timed
from the moment at which it was to be pressed. SQLite runs with synchronous=FULL, PostgreSQL with fsync. The same
answers with a commit for each are measured beside, as bots usually do it.
"""

import asyncio
import itertools
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(HERE.parent))

from bench.bars import Bars, percentile  # noqa: E402 - found from where the lines above point
from doubles.channel import Channel  # noqa: E402 - likewise
from doubles.dialogue import buttons, reply  # noqa: E402 - likewise
from doubles.items import one_letter  # noqa: E402 - likewise
from doubles.postgres import serving  # noqa: E402 - likewise
from doubles.rows import rows  # noqa: E402 - likewise

from bot.chat import Member, Place, Refusal, Role  # noqa: E402 - likewise
from bot.posting import Posting  # noqa: E402 - likewise
from bot.quiz.bank import Library, load_library  # noqa: E402 - likewise
from bot.store import writer  # noqa: E402 - likewise
from bot.store.store import Store  # noqa: E402 - likewise
from bot.study import StudyBot, utc_now  # noqa: E402 - likewise

STUDENTS, QUESTIONS, SECONDS = 500, 10, 10.0
PLACE = Place("classroom", "local", "class")
TEACHER = Member("classroom", "local", "teacher", "Ms Hall", Role.TEACHER)
CROWD = [Member("classroom", "local", f"s{n}", f"Student {n}", Role.STUDENT) for n in range(STUDENTS)]
PAGE = 4_096

Press = tuple[Member, int, int, str]  # who, round, place, letter


@dataclass
class Told:
    """What became of the presses."""

    seconds: list[float] = field(default_factory=list)
    kept: list[tuple[int, int, str]] = field(default_factory=list)
    refused: int = 0
    most_memory: float = 0
    processor: float = 0  # seconds that this process used for all of them, the crowd's own share included


def memory() -> float:
    """Give this process's resident memory in MiB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE / 2**20


async def quizzes(bot: StudyBot, posting: Posting, channel: Channel, count: int) -> list[str]:
    """Post quizzes; give the tokens that start them."""
    for _ in range(count):
        await bot.answer("post", TEACHER, PLACE, {"questions": QUESTIONS})
        await posting.sweep()
        await asyncio.sleep(0.002)
    return [buttons(card)[0].token for card in channel.cards]


async def presses(bot: StudyBot, starts: list[str], count: int) -> list[Press]:
    """Have every student start every quiz; give their answers, in no order."""
    drawn, found = random.Random(7), list[Press]()  # noqa: S311 - the same presses every time
    for start, member in itertools.product(starts, CROWD):
        opened = reply(await bot.press(start, member, PLACE))
        round_id = int(next(iter(_tokens(opened))).split(":")[1])
        found += [(member, round_id, place, drawn.choice("AB")) for place in range(QUESTIONS)]
    drawn.shuffle(found)
    return found[:count]


def _tokens(opened: object) -> Iterator[str]:
    for part in getattr(opened, "parts", ()):
        yield from (option.token for option in getattr(part, "options", ()))


async def press(bot: StudyBot, each: Press, due: float, told: Told) -> None:
    member, round_id, place, letter = each
    try:
        await bot.press(f"pick:{round_id}:{place}:{letter}", member, PLACE)
    except Refusal:
        told.refused += 1
        return
    told.seconds.append(time.perf_counter() - due)
    told.kept.append((round_id, place, letter))


async def at_an_even_pace(bot: StudyBot, all_: list[Press]) -> Told:
    """Press in turn so that the last comes after SECONDS, whether or not the ones before were answered."""
    told, began, running = Told(), time.perf_counter(), set[asyncio.Task[None]]()
    used = time.process_time()
    for number, each in enumerate(all_):
        due = began + number * SECONDS / len(all_)
        if (left := due - time.perf_counter()) > 0:
            await asyncio.sleep(left)
        task = asyncio.create_task(press(bot, each, due, told))
        running.add(task)
        task.add_done_callback(running.discard)
        if number % 500 == 0:
            told.most_memory = max(told.most_memory, memory())
    await asyncio.gather(*running)
    told.processor = time.process_time() - used
    return told


async def measured(url: str, library: Library, count: int) -> tuple[Told, float, list[tuple[object, ...]]]:
    """Give what became of the answers, the memory before them, and what the database has of them."""
    store = Store(url, ZoneInfo("Europe/London"))
    try:
        bot, channel = StudyBot(store, library), Channel()
        posting = Posting(store, library, {"classroom": channel}, utc_now)
        starts = await quizzes(bot, posting, channel, -(-count // (STUDENTS * QUESTIONS)))
        all_, before = await presses(bot, starts, count), memory()
        told = await at_an_even_pace(bot, all_)
    finally:
        store.close()
    return told, before, rows(url, "select round_id, place, choice from answers")


@contextmanager
def row_by_row() -> Iterator[None]:
    """Have the writer commit after each request."""
    batch, writer.BATCH = writer.BATCH, 1
    try:
        yield
    finally:
        writer.BATCH = batch


def told_beside(told: Told) -> None:
    over = sum(each > 3 for each in told.seconds)
    p95 = percentile(told.seconds, 0.95) * 1000
    print(
        f"  row by row: p95 {p95:,.0f} ms, longest {max(told.seconds):.2f} s, over 3 s: {over}, refused: {told.refused}"
    )


def held(bars: Bars, kind: str, result: tuple[Told, float, list[tuple[object, ...]]]) -> None:
    told, before, kept = result
    print(f"  {kind}: {told.processor / max(1, len(told.kept)) * 1000:.2f} ms of processor time an answer")
    bars.at_most(100, percentile(told.seconds, 0.95) * 1000, f"{kind}, p95 of the acknowledgement")
    bars.at_most(3, max(told.seconds), f"{kind}, longest", "s")
    bars.at_most(50, told.most_memory - before, f"{kind}, memory that came on top of {before:.0f}", "MiB")
    bars.at_most(0, told.refused, f"{kind}, refused", "answers")
    lost, unknown = set(told.kept) - set(kept), len(kept) - len(set(told.kept))
    bars.at_most(0, len(lost), f"{kind}, acknowledged and lost, of {len(told.kept)}", "answers")
    bars.at_most(0, abs(unknown), f"{kind}, kept twice or not acknowledged, of {len(kept)} rows", "answers")


async def main(count: int) -> int:
    library, bars = one_letter(load_library(ROOT / "content" / "stalin")), Bars()
    print(f"{count:,} answers of {STUDENTS} students in {SECONDS:.0f} s:")
    with tempfile.TemporaryDirectory() as folder, serving(fsync="on") as server:
        for kind, urls in {
            "SQLite": [f"sqlite:///{folder}/{n}.db" for n in (1, 2)],
            "PostgreSQL": [server.migrated(), server.migrated()],
        }.items():
            held(bars, kind, await measured(urls[0], library, count))
            with row_by_row():
                told_beside((await measured(urls[1], library, count))[0])
    return bars.verdict()


sys.exit(asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)))

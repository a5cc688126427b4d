"""How 1,000 quizzes of one minute go out on Discord: how fast beside the platform's floor, in order, none refused.

Run: python tests/bench/pacing.py [POSTS]. The stand-in runs in a process of its own with the live service's limits on
(50 requests a second, 5 messages in 5 seconds a channel) and counts what it refuses. The posts take the way they always
take: planned, claimed, their questions chosen, posted by Discord's own poster, recorded, each on the disk.
"""

import asyncio
import json
import os
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from time import perf_counter, process_time
from zoneinfo import ZoneInfo

import aiohttp

TESTS = Path(__file__).parent.parent
ROOT = TESTS.parent
sys.path[0] = str(TESTS)  # instead of this folder, whose discord.py is not the library

from doubles.discord.control import Remote  # noqa: E402 - found from where the line above points
from doubles.rows import rows  # noqa: E402 - found from where the line above points

from adapters.discord.client import Discord  # noqa: E402 - found from where the line above points
from bot.chat import Place  # noqa: E402 - found from where the line above points
from bot.posting import Posting  # noqa: E402 - found from where the line above points
from bot.quiz.bank import load_library  # noqa: E402 - found from where the line above points
from bot.settings import Settings  # noqa: E402 - found from where the line above points
from bot.store.ledger import Ledger  # noqa: E402 - found from where the line above points
from bot.store.schedules import Order  # noqa: E402 - found from where the line above points
from bot.store.store import Store  # noqa: E402 - found from where the line above points
from bot.study import StudyBot, utc_now  # noqa: E402 - found from where the line above points

FLOOR = 48  # posts a second: the bot's pace under Discord's 50
WITHIN = 1.05  # of the floor, to reach
GUILDS = 50
ENVIRONMENT = {**os.environ, "DISCORD_OPENAPI": "none", "PYTHONPATH": f"{ROOT}:{TESTS}"}


@asynccontextmanager
async def standin() -> AsyncIterator[Remote]:
    """Run the stand-in."""
    started = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "doubles.discord", env=ENVIRONMENT, stdout=asyncio.subprocess.PIPE
    )
    assert started.stdout
    address = json.loads(await started.stdout.readline())["control"]
    async with aiohttp.ClientSession() as http:
        yield Remote(http, address)
    started.terminate()
    await started.wait()


async def channels(remote: Remote, count: int) -> list[Place]:
    """Found servers with so many channels in all."""
    teacher = (await remote.call("world.user", name="Ms Hall"))["id"]
    guilds = [
        (await remote.call("world.guild", name=f"School {n}", owner=teacher))["id"] for n in range(GUILDS)
    ]
    found = []
    for number in range(count):
        guild = guilds[number % GUILDS]
        channel = (await remote.call("world.channel", guild=guild, name=f"class-{number}"))["id"]
        found.append(Place("discord", str(guild), str(channel)))
    return found


def order_all(ledger: Ledger, places: list[Place], due: datetime) -> None:
    """Give each channel its class and its schedule."""
    now = due - timedelta(hours=1)
    for place in places:
        order = Order(
            place, time(due.hour, due.minute), "mon,tue,wed,thu,fri,sat,sun", 3, "", timedelta(hours=8)
        )
        ledger.schedules.add(ledger.classes.open(place, now).id, order, now, due)


@asynccontextmanager
async def on_discord(settings: Settings, bot: StudyBot) -> AsyncIterator[Discord]:
    """Connect our own door, commands and all."""
    ready = asyncio.Event()

    async def joined(_: Discord) -> None:
        ready.set()

    door = Discord(settings, bot)
    running = asyncio.create_task(door.run(joined))
    await ready.wait()
    yield door
    await door.close()
    await running


async def post_all(remote: Remote, folder: str, count: int) -> tuple[float, float]:
    """Have all posted; give the seconds from the first beat to the last record, and this process's own work in them."""
    told = await remote.about()
    settings = Settings(
        _env_file=None,
        DISCORD_TOKEN=told["token"], DISCORD_API_URL=told["api"], DISCORD_GATEWAY_URL=told["gateway"],
    )  # fmt: skip
    store = Store(f"sqlite:///{folder}/cardindex.db", ZoneInfo("UTC"))
    library = load_library(ROOT / "content" / "stalin")
    places = await channels(remote, count)
    due = datetime.now(UTC).replace(second=0, microsecond=0)
    await store.write(lambda ledger: order_all(ledger, places, due))
    async with on_discord(settings, StudyBot(store, library)) as door:
        await asyncio.sleep(2)  # what the connection itself asks for is not to be counted
        await remote.call("limits.realistic")
        began_at = iter(
            [due]
        )  # the bot runs when the minute comes: one that begins later looks first, at half the pace
        posting = Posting(store, library, {"discord": door.poster}, lambda: next(began_at, None) or utc_now())
        began, worked = perf_counter(), process_time()
        while True:
            coming = await posting.sweep()
            if coming is None or coming > utc_now():
                break
        whole, work = perf_counter() - began, process_time() - worked
    store.close()
    return whole, work


def furthest_astray(database: str) -> int:
    """Give by how many places a message stands elsewhere than its post was due."""
    messages = rows(database, "select message from occurrences order by due_at, id")
    ids = [int(str(row[0]).partition("|")[0]) for row in messages]
    return max(abs(place - due) for place, due in enumerate(sorted(range(len(ids)), key=ids.__getitem__)))


async def main(count: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        async with standin() as remote:
            whole, work = await post_all(remote, folder, count)
            report = await remote.call("report")
        database = f"sqlite:///{folder}/cardindex.db"
        posted = rows(
            database, "select count(*), count(distinct message) from occurrences where status = 'posted'"
        )[0]
        astray = furthest_astray(database)
    floor = (count - 1) / FLOOR
    refused = [each for each in report["refused"] if each.startswith("POST")]
    print(
        f"{count} posts on Discord in {whole:.2f} s: {whole / floor:.3f} of the floor, {floor:.2f} s (to reach: "
        f"{WITHIN})"
    )
    print(
        f"  {work / count * 1000:.1f} ms of work a post, of {1000 / FLOOR:.1f} ms that there are on a free core"
    )
    print(f"  posted {posted[0]}, different messages {posted[1]} (to reach: {count})")
    print(f"  refused {len(refused)}, 401, 403 and 429 in all {report['invalid']} (to reach: 0)")
    print(f"  in due order but for {astray} places (to reach: 0)")
    good = whole / floor <= WITHIN and posted == (count, count) and not refused and not report["invalid"]
    return 0 if good and not astray else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)))

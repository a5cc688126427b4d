"""How fast answers are taken on Slack: durable ones by the real bot, beside bolt's own listeners that do nothing.

Run: python tests/bench/slack.py [RUNS] [ANSWERS]; every bot in a process of its own, alternated within each run.
"""

import asyncio
import copy
import itertools
import statistics
import sys
import tempfile
import time
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Awaitable, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from doubles.slack import payloads
from doubles.slack.house import started
from doubles.slack.refusals import Json
from doubles.slack.school import School, school_in
from doubles.slack.signed import ACT, COMMAND
from doubles.slack.standin import Slack
from doubles.slack.views import View

from adapters.slack.render import ANSWER

IN_FLIGHT, QUESTIONS = 32, 10
NOOP = Path(__file__).with_name("slack_noop.py")


async def in_flight(work: Iterable[Awaitable[object]], most: int) -> None:
    """Do the work, so many pieces at a time."""
    left = iter(list(work))

    async def worker() -> None:
        for piece in left:
            await piece

    await asyncio.gather(*(worker() for _ in range(most)))


async def opened_rounds(slack: Slack, school: School, count: int) -> list[View]:
    """Have a quiz posted and started by so many students; give their modals."""
    students = [slack.world.user(f"student{n}").id for n in range(count)]
    slack.world.channels[school.channel].members.update(students)
    seen = await slack.people.slash(school.teacher, school.channel, f"/post questions={QUESTIONS}")
    quiz = (await slack.people.next(seen, "message")).message

    async def start(student: str) -> None:
        pressed = await slack.people.press(student, quiz["ts"], "Start")
        await slack.people.next(pressed, "modal")

    await in_flight((start(student) for student in students), 8)
    return [slack.state.views.stacks[student][-1] for student in students]


def submissions(slack: Slack, views: list[View], count: int) -> list[Json]:
    """Write one sent answer for each student and question, as Slack sends it."""
    made = []
    for view, place in itertools.islice(itertools.product(views, range(QUESTIONS)), count):
        block = next(each for each in view.blocks if each["block_id"] == ANSWER)
        chosen = copy.deepcopy(block["element"]["options"][0])
        chosen["value"] = f"pick:{chosen['value'].split(':')[1]}:{place}:A"
        view.state = {ANSWER: {ANSWER: {"type": "radio_buttons", "selected_option": chosen}}}
        made.append(payloads.submission(slack.state, view.user, view))
    return made


async def rate(slack: Slack, sent: list[Json]) -> float:
    """Give the acknowledged submissions a second."""
    began = time.perf_counter()
    await in_flight((slack.delivery.deliver(ACT, each) for each in sent), IN_FLIGHT)
    spent = time.perf_counter() - began
    assert not [ack for ack in slack.delivery.acks if ack.error]
    return len(sent) / spent


@asynccontextmanager
async def noop(slack: Slack, way: str) -> AsyncIterator[None]:
    app = slack.world.app
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(NOOP), slack.api, app.bot_token, app.app_token, way, stdout=PIPE
    )
    assert process.stdout
    await process.stdout.readline()
    while not slack.sockets.live:
        await asyncio.sleep(0.02)
    try:
        yield
    finally:
        process.kill()
        await process.wait()


async def answers_per_second(way: str, count: int) -> float:
    """Measure one bot: "ours", or one that does nothing in bolt's default way or before the response."""
    with tempfile.TemporaryDirectory() as folder:
        async with Slack().running() as slack:
            school = school_in(slack)
            async with started(slack, Path(folder), CLASSROOM="off") as house:
                views = await opened_rounds(slack, school, -(-count // QUESTIONS))
                sent = submissions(slack, views, count)
                slack.forget()
                if way == "ours":
                    measured = await rate(slack, sent)
                    assert "Traceback" not in house.log
                    return measured
            async with noop(slack, way):
                return await rate(slack, sent)


async def acknowledgements(*, http: bool) -> tuple[float, float]:
    """Give the median of an acknowledgement one at a time, and the longest of 1,000 commands at once, in ms."""
    with tempfile.TemporaryDirectory() as folder:
        async with Slack().running() as slack:
            school = school_in(slack)
            async with started(slack, Path(folder), http=http, CLASSROOM="off"):
                for _ in range(100):
                    seen = await slack.people.slash(school.ada, school.channel, "/guide")
                    await slack.people.next(seen, "ephemeral")
                single = statistics.median(ack.took for ack in slack.delivery.acks)
                slack.forget()
                lines = [
                    payloads.command(slack.state, school.ada, school.channel, "/score") for _ in range(1_000)
                ]
                acks = await asyncio.gather(*(slack.delivery.deliver(COMMAND, line) for line in lines))
                assert not [ack for ack in acks if ack.error]
                return single * 1_000, max(ack.took for ack in acks) * 1_000


async def main(runs: int, count: int) -> None:
    ways: dict[str, list[float]] = {"ours": [], "default": [], "before": []}
    for _ in range(runs):
        for way, found in ways.items():
            found.append(await answers_per_second(way, count))
    ours, default, before = (statistics.median(found) for found in ways.values())
    print(
        f"Slack, {count} answers, {IN_FLIGHT} in flight, {runs} runs alternated (answers a second, median):"
    )
    print(
        f"  durable answers {ours:.0f}; bolt's default no-op {default:.0f}; no-op before the response {before:.0f}"
    )
    print(f"  {ours / default:.0%} of the default no-op, {ours / before:.0%} of the other")
    for http in (False, True):
        single, longest = await acknowledgements(http=http)
        way = "HTTP" if http else "Socket Mode"
        print(f"  {way}: ack {single:.1f} ms one at a time; longest of 1,000 at once {longest:.0f} ms")


asyncio.run(main(*(int(word) for word in [*sys.argv[1:], *("3", "1000")[len(sys.argv) - 1 :]])))

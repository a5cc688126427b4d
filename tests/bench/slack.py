"""How fast answers are taken on Slack: durable ones by the real bot, beside bolt's own listeners that do nothing.

Run: python tests/bench/slack.py [RUNS] [ANSWERS]; every bot in a process of its own, alternated within each run.
"""

import asyncio
import copy
import itertools
import json
import os
import random
import secrets
import shutil
import statistics
import sys
import tempfile
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.bars import Bars
from doubles.slack import payloads
from doubles.slack.house import started
from doubles.slack.refusals import Json
from doubles.slack.school import School, school_in
from doubles.slack.signed import ACT, COMMAND, Letter, letter
from doubles.slack.standin import Slack
from doubles.slack.views import View
from yarl import URL

from adapters.slack.render import ANSWER

Done = TypeVar("Done")

IN_FLIGHT, QUESTIONS, AT_ONCE = 32, 10, 1_000
NOOP = Path(__file__).with_name("slack_noop.py")
ROOT = Path(__file__).parents[2]


def one_letter_pack(folder: Path) -> dict[str, str]:
    """Copy the pack with the questions that one letter answers; give the settings that choose it."""
    pack = shutil.copytree(ROOT / "content" / "stalin", folder / "packs" / "one")
    head, *questions = (pack / "questions.toml").read_text("utf-8").split("[[question]]")
    kept = [
        text
        for text in questions
        if any(f'form = "{form}"' in text for form in ("single-best", "which-factor"))
    ]
    (pack / "questions.toml").write_text("[[question]]".join([head, *kept]), "utf-8")
    return {"CONTENT_DIR": str(folder / "packs"), "PACK": "one"}


async def in_flight(work: Iterable[Awaitable[Done]], most: int) -> list[Done]:
    """Do the work, so many pieces at a time; give what comes of them."""
    left, done = iter(list(work)), []

    async def worker() -> None:
        for piece in left:
            done.append(await piece)  # noqa: PERF401 - the workers share the list

    await asyncio.gather(*(worker() for _ in range(most)))
    return done


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


@dataclass(frozen=True)
class Figures:
    """Answers a second, and the milliseconds of a processor that each one took: a busy machine bends only the first."""

    rate: float
    cost: float


def cpu_of(process: Process) -> float:
    """Give the seconds of a processor that a process has used."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def envelopes(sent: list[Json], kind: str = ACT) -> dict[str, str]:
    """Write the payloads as they go over a socket, by their ids, so that no bot has to wait for that."""
    ids = [secrets.token_hex(8) for _ in sent]
    shape = {"type": kind, "accepts_response_payload": True, "retry_attempt": 0, "retry_reason": ""}
    pairs = zip(ids, sent, strict=True)
    return {id_: json.dumps({"envelope_id": id_, "payload": payload, **shape}) for id_, payload in pairs}


async def answered(slack: Slack, id_: str, envelope: str) -> Json:
    """Send an envelope over one of the bot's sockets; give what is acknowledged to it."""
    waits: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
    slack.sockets.waiting[id_] = waits
    await random.choice(slack.sockets.live).socket.send_str(envelope)  # noqa: S311 - as Slack does, no secret
    return await waits


async def measured(slack: Slack, sent: list[Json], process: Process) -> Figures:
    """Deliver the submissions and have each acknowledged; an answer that was not taken makes no figure."""
    written = envelopes(sent)
    began, used = time.perf_counter(), cpu_of(process)
    acks = await in_flight((answered(slack, *each) for each in written.items()), IN_FLIGHT)
    spent, used = time.perf_counter() - began, cpu_of(process) - used
    assert len(acks) == len(sent)
    refused = [ack for ack in acks if ack.get("response_action") == "errors"]
    assert not refused, refused[0]
    return Figures(len(sent) / spent, used / len(sent) * 1_000)


@asynccontextmanager
async def noop(slack: Slack, way: str) -> AsyncIterator[Process]:
    app = slack.world.app
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(NOOP), slack.api, app.bot_token, app.app_token, way, stdout=PIPE
    )
    assert process.stdout
    await process.stdout.readline()
    while not slack.sockets.live:
        await asyncio.sleep(0.02)
    try:
        yield process
    finally:
        process.kill()
        await process.wait()


async def figures(way: str, count: int) -> Figures:
    """Measure one bot: "ours", or one that does nothing in bolt's default way or before the response."""
    with tempfile.TemporaryDirectory() as folder:
        async with Slack().running() as slack:
            school = school_in(slack)
            pack = one_letter_pack(Path(folder))
            async with started(slack, Path(folder), http=False, CLASSROOM="off", **pack) as house:
                views = await opened_rounds(slack, school, -(-count // QUESTIONS))
                sent = submissions(slack, views, count)
                slack.forget()
                if way == "ours":
                    found = await measured(slack, sent, house.process)
                    assert "Traceback" not in house.log
                    return found
            async with noop(slack, way) as process:
                return await measured(slack, sent, process)


@dataclass
class Burst:
    """Payloads that all go out at once; each writes when it was acknowledged, in seconds from the beginning."""

    slack: Slack
    lines: list[Json]
    began: float = 0.0

    async def over_sockets(self) -> list[float]:
        written = envelopes(self.lines, COMMAND)
        self.began = time.perf_counter()
        return await asyncio.gather(*(self._enveloped(*each) for each in written.items()))

    async def _enveloped(self, id_: str, envelope: str) -> float:
        await answered(self.slack, id_, envelope)
        return time.perf_counter() - self.began

    async def over_http(self) -> list[float]:
        address = URL(self.slack.delivery.address)
        secret = self.slack.world.app.signing_secret
        written = [request(address, letter(secret, COMMAND, line)) for line in self.lines]
        self.began = time.perf_counter()
        return await asyncio.gather(*(self._posted(address, each) for each in written))

    async def _posted(self, address: URL, each: bytes) -> float:
        """Send a request on a connection of its own, as a platform in a hurry does."""
        reader, writer = await asyncio.open_connection(address.host, address.port)
        writer.write(each)
        status = await reader.readline()
        took = time.perf_counter() - self.began
        writer.close()
        assert b" 200 " in status, status
        return took


def request(address: URL, told: Letter) -> bytes:
    """Write a signed request as it goes over the wire."""
    body = told.body.encode()
    own = {"Host": address.authority, "Content-Length": str(len(body)), "Connection": "close"}
    lines = (f"{name}: {value}" for name, value in {**told.headers, **own}.items())
    return "\r\n".join((f"POST {address.path} HTTP/1.1", *lines, "", "")).encode() + body


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
                state, who, where = slack.state, school.ada, school.channel
                burst = Burst(slack, [payloads.command(state, who, where, "/score") for _ in range(AT_ONCE)])
                took = await (burst.over_http() if http else burst.over_sockets())
                return single * 1_000, max(took) * 1_000


async def main(runs: int, count: int) -> int:
    ways: dict[str, list[Figures]] = {"ours": [], "default": [], "before": []}
    for _ in range(runs):
        for way, found in ways.items():
            found.append(await figures(way, count))
    print(f"Slack, {count} answers, {IN_FLIGHT} in flight, {runs} runs alternated (medians):")
    rates = {way: statistics.median(each.rate for each in found) for way, found in ways.items()}
    costs = {way: statistics.median(each.cost for each in found) for way, found in ways.items()}
    names = {
        "ours": "durable answers",
        "default": "default no-op of bolt",
        "before": "no-op before the response",
    }
    for way, name in names.items():
        print(f"  {name}: {rates[way]:.0f} a second, {costs[way]:.2f} ms of a processor each")
    bars = Bars()
    for way, bar in (("default", 100), ("before", 35)):
        bars.at_least(bar, 100 * rates["ours"] / rates[way], f"durable answers, of the {names[way]}")
    for http in (False, True):
        single, longest = await acknowledgements(http=http)
        way = "HTTP" if http else "Socket Mode"
        bars.at_most(5, single, f"{way}, ack one at a time")
        bars.at_most(3_000, longest, f"{way}, longest of {AT_ONCE:,} at once")
    return bars.verdict()


sys.exit(asyncio.run(main(*(int(word) for word in [*sys.argv[1:], *("3", "1000")[len(sys.argv) - 1 :]]))))

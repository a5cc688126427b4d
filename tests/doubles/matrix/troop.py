"""The supervisor: starts replicas, talks to them, kills, freezes and thaws them, and hears how each ended."""

import asyncio
import contextlib
import itertools
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from doubles.matrix.orders import Order

ROOT = Path(__file__).parent.parent.parent.parent
PATIENCE = 60.0  # seconds, for a machine that is busy
KILLED = -signal.SIGKILL


class Gone(Exception):
    """The replica ended before it answered."""


@dataclass
class Replica:
    """A process of its own; `refused` is why it did not start, `frozen` the point at which it stopped itself."""

    pid: int
    ended: asyncio.Future[int]
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    stopped: asyncio.Event = field(default_factory=asyncio.Event)
    refused: str = ""
    frozen: str = ""
    _writer: asyncio.StreamWriter | None = None
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)
    _waiting: dict[int, asyncio.Future[dict[str, Any]]] = field(default_factory=dict)

    @property
    def hears(self) -> bool:
        return self.ready.is_set() and self._writer is not None

    async def ask(self, do: str, **how: object) -> dict[str, Any]:
        """Have it do something; raise Gone if it ends over it."""
        if self._writer is None or self.ended.done():
            raise Gone
        number = next(self._numbers)
        told: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._waiting[number] = told
        self._writer.write(json.dumps({"n": number, "do": do, **how}).encode() + b"\n")
        async with asyncio.timeout(PATIENCE):
            return await told

    async def listen(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Hear what it says until its wire ends."""
        self._writer = writer
        with contextlib.suppress(ConnectionError):
            while line := await reader.readline():
                self._hear(json.loads(line))
        self._writer = None
        for told in self._waiting.values():
            if not told.done():
                told.set_exception(Gone())
                told.exception()  # it may be that nobody waits any more
        writer.close()

    def _hear(self, told: dict[str, Any]) -> None:
        if "n" in told:
            answered = self._waiting.pop(told["n"])
            if not answered.done():
                answered.set_result(told)
        elif "frozen" in told:
            self.frozen = told["frozen"]
            self.stopped.set()
        elif "ready" in told:
            self.ready.set()
        else:
            self.refused = told["refused"]

    async def stands_still(self) -> None:
        """Wait until it has frozen itself: it tells so just before, and to wake it then would be too early."""
        await self.stopped.wait()
        while not self.ended.done() and _state_of(self.pid) != "T":
            await asyncio.sleep(0.005)

    def kill(self) -> None:
        self._signal(signal.SIGKILL)

    def freeze(self) -> None:
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.frozen = ""
        self.stopped.clear()
        self._signal(signal.SIGCONT)

    def terminate(self) -> None:
        self._signal(signal.SIGTERM)

    def _signal(self, which: int) -> None:
        if not self.ended.done():
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, which)


def _state_of(pid: int) -> str:
    """Give the letter that the system has for what a process does: T once it stands still, or is gone."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    return "T"


class Troop:
    """All replicas of a run, living and dead."""

    def __init__(self, nursery: asyncio.subprocess.Process, folder: Path) -> None:
        self.replicas: list[Replica] = []
        self._nursery = nursery
        self._folder = folder
        self._numbers = itertools.count()
        self._born: asyncio.Queue[int] = asyncio.Queue()
        self._one = asyncio.Lock()
        self._listening: set[asyncio.Task[None]] = set()

    @property
    def living(self) -> list[Replica]:
        return [each for each in self.replicas if each.hears and not each.ended.done()]

    @property
    def deaths(self) -> int:
        """Count the replicas that were killed."""
        return sum(each.ended.done() and each.ended.result() == KILLED for each in self.replicas)

    async def start(self, order: Order) -> Replica:
        """Start a replica; wait until it is at work, or has ended."""
        path = self._folder / f"wire-{next(self._numbers)}"
        arrived: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.Queue()
        server = await asyncio.start_unix_server(lambda r, w: arrived.put_nowait((r, w)), path)
        async with self._one:
            assert self._nursery.stdin
            self._nursery.stdin.write(replace(order, socket=str(path)).words().encode() + b"\n")
            replica = await self._next_born()

        async def begin() -> None:
            self._listen(replica, *await arrived.get())
            await replica.ready.wait()

        await _first(begin(), asyncio.shield(replica.ended))
        server.close()
        return replica

    async def _next_born(self) -> Replica:
        pid = await asyncio.wait_for(self._born.get(), PATIENCE)
        return next(each for each in reversed(self.replicas) if each.pid == pid)

    def _listen(self, replica: Replica, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(replica.listen(reader, writer))
        self._listening.add(task)
        task.add_done_callback(self._listening.discard)

    async def watch(self) -> None:
        """Hear from the nursery who was born and who has ended."""
        assert self._nursery.stdout
        early: dict[int, int] = {}
        while line := await self._nursery.stdout.readline():
            told = json.loads(line)
            if "born" in told:
                self.replicas.append(Replica(told["born"], asyncio.get_running_loop().create_future()))
                self._born.put_nowait(told["born"])
            else:
                early[told["ended"]] = told["status"]  # it may be told before the birth is
            for replica in self.replicas:
                if replica.pid in early and not replica.ended.done():
                    replica.ended.set_result(early.pop(replica.pid))

    async def dismiss(self) -> None:
        """Let every replica end in order."""
        for replica in self.living:
            replica.thaw()
            replica.terminate()
        await asyncio.wait_for(asyncio.gather(*(each.ended for each in self.replicas)), PATIENCE)


async def _first(*awaited: Any) -> None:  # noqa: ANN401 - whatever can be awaited
    tasks = [asyncio.ensure_future(each) for each in awaited]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED, timeout=PATIENCE)
    for task in tasks:
        task.cancel()


@asynccontextmanager
async def troop(folder: Path) -> AsyncIterator[Troop]:
    """Load the bot once, and let it be started as often as is needed; whoever still lives at the end is killed."""
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"}
    nursery = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "doubles.matrix.nursery", stdin=-1, stdout=-1, env=environment
    )
    found = Troop(nursery, folder)
    watching = asyncio.ensure_future(found.watch())
    try:
        yield found
    finally:
        for replica in found.replicas:
            replica.kill()
        await asyncio.wait([each.ended for each in found.replicas] or [watching], timeout=0.5)
        assert nursery.stdin
        nursery.stdin.close()
        await asyncio.wait_for(nursery.wait(), PATIENCE)
        await watching

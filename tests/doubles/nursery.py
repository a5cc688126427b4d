"""Bots in processes of their own, born in a moment: one process loads everything, and each bot is a fork of it.

As a script it is that process: a line of JSON in, {"folder": ..., "settings": {...}}, the new bot's number out.
"""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn

import adapters.discord.client  # noqa: F401 - loaded once, for all bots
import bot.store.postgresql  # noqa: F401 - likewise
from bot.cli.logs import log_as
from bot.house.running import running
from bot.quiz.bank import Library, load_library
from bot.settings import Settings
from doubles.running import NONE, PATIENCE, ROOT


class Born:
    """A bot that runs; its log lies in its folder."""

    def __init__(self, pid: int, folder: Path) -> None:
        self.pid = pid
        self._folder = folder

    @property
    def log(self) -> str:
        return (self._folder / "log").read_text()

    async def kill(self) -> None:
        """End it as a power cut would."""
        os.kill(self.pid, signal.SIGKILL)
        await self._gone()

    async def end(self) -> None:
        """End it as Ctrl+C would, if it has not ended yet."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGINT)
        await self._gone()

    async def _gone(self) -> None:
        async with asyncio.timeout(PATIENCE):
            while self.lives:
                await asyncio.sleep(0.005)

    @property
    def lives(self) -> bool:
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        return True


class Nursery:
    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def bot(self, folder: Path, settings: Mapping[str, str] = NONE) -> Born:
        """Start a bot on the folder's database, or on that of the settings."""
        assert self._process.stdin
        assert self._process.stdout
        own = {"DATABASE_URL": f"sqlite:///{folder}/cardindex.db", "WEB_PORT": "0"}
        order = {"folder": str(folder), "settings": own | dict(settings)}
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        self._process.stdin.flush()
        return Born(int(self._process.stdout.readline()), folder)


@contextmanager
def nursery(packs: Path) -> Iterator[Nursery]:
    """Load the pack that is in the folder, for bots to be born with; those that live at the end are killed."""
    kept = {name: value for name, value in os.environ.items() if name not in Settings.model_fields}
    env = {**kept, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}", "PYTHONWARNINGS": "ignore"}
    words = [sys.executable, "-m", "doubles.nursery", str(packs / "stalin")]
    pipe = subprocess.PIPE
    process = subprocess.Popen(words, env=env, stdin=pipe, stdout=pipe, start_new_session=True)
    with process:
        try:
            yield Nursery(process)
        finally:
            os.killpg(process.pid, signal.SIGKILL)


def _main(pack: Path) -> None:
    library = load_library(pack)
    library.lookup.ask("")
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # who has ended leaves no trace
    for line in sys.stdin:
        order = json.loads(line)
        pid = os.fork()
        if not pid:
            _live(Path(order["folder"]), order["settings"], library)
        print(pid, flush=True)


def _live(folder: Path, settings: Mapping[str, str], library: Library) -> NoReturn:
    """Be a bot until a signal ends it."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    log = os.open(folder / "log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream, target in ((0, os.open(os.devnull, os.O_RDONLY)), (1, log), (2, log)):
        os.dup2(target, stream)
    os.chdir(folder)
    given = Settings(_env_file=None, **settings)  # type: ignore[arg-type]
    log_as(given)
    asyncio.run(_run(given, library))
    os._exit(0)


async def _run(settings: Settings, library: Library) -> None:
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGINT, ended.set)
    async with running(settings, library):
        await ended.wait()


if __name__ == "__main__":
    _main(Path(sys.argv[1]))

"""The real bot in a process of its own, started as an admin starts it."""

import asyncio
import os
import signal
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from bot.settings import Settings
from doubles import overhearing
from doubles.rows import lay_out

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 30  # seconds, for a machine that is busy
NONE: Mapping[str, str] = {}


class RunningBot:
    """A bot that listens; its database and its log lie in the folder."""

    def __init__(self, process: Process, folder: Path, ready: str) -> None:
        self._process = process
        self.folder = folder
        self.ready = ready
        self.address = next((word for word in ready.split() if word.startswith("http://")), "")
        self.port = int(self.address.rstrip("/").rpartition(":")[2] or 0)

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text()

    async def kill(self) -> None:
        """End it as a power cut would."""
        self._process.send_signal(signal.SIGKILL)
        await self._process.wait()

    async def terminate(self) -> tuple[int, float]:
        """End it as a supervisor would; give its exit code, and in how many seconds."""
        begun = time.monotonic()
        self._process.send_signal(signal.SIGTERM)
        code = await asyncio.wait_for(self._process.wait(), PATIENCE)
        return code, time.monotonic() - begun

    async def end(self) -> tuple[int, str]:
        """End it as Ctrl+C would; give its exit code and what it printed after the ready line."""
        if self._process.returncode is None:
            self._process.send_signal(signal.SIGINT)
        printed, _ = await asyncio.wait_for(self._process.communicate(), PATIENCE)
        return int(self._process.returncode or 0), printed.decode()


@asynccontextmanager
async def started(
    folder: Path, port: int = 0, settings: Mapping[str, str] = NONE
) -> AsyncIterator[RunningBot]:
    """Run the bot on the folder's database; it is ended at the end, if it has not been before."""
    env = _environment(folder, port) | dict(settings)
    overhearing.planted(
        *(value for name, value in settings.items() if name.endswith(("TOKEN", "SECRET", "KEY")))
    )
    lay_out(env["DATABASE_URL"])
    with (folder / "log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=folder, env=env, stdout=PIPE, stderr=log
        )
    assert process.stdout
    line = (await asyncio.wait_for(process.stdout.readline(), PATIENCE)).decode()
    assert "is ready" in line, (folder / "log").read_text()
    bot = RunningBot(process, folder, line.rstrip("\n"))
    try:
        yield bot
    finally:
        await bot.end()
        overhearing.in_a_log(bot.log)


def _environment(folder: Path, port: int) -> dict[str, str]:
    """This machine's environment without any setting of the bot but the test's own."""
    kept = {name: value for name, value in os.environ.items() if name not in Settings.model_fields}
    own = {"WEB_PORT": str(port), "DATABASE_URL": f"sqlite:///{folder}/cardindex.db", "PYTHONPATH": str(ROOT)}
    return kept | own

"""The real bot in a process of its own, started as an admin starts it, with the stand-in for Slack."""

import asyncio
import os
import signal
import socket
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.settings import Settings
from doubles.rows import lay_out

from .standin import HOST, Slack

ROOT = Path(__file__).parents[3]
PATIENCE = 30  # seconds, for a machine that is busy


@dataclass
class House:
    process: asyncio.subprocess.Process
    folder: Path
    ready: str

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text()

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)

    async def ended(self) -> int:
        return await asyncio.wait_for(self.process.wait(), PATIENCE)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def started(slack: Slack, folder: Path, *, http: bool = False, **more: str) -> AsyncIterator[House]:
    """Run the bot until the block ends; it is connected, or has ended, when the block begins."""
    app, port = slack.world.app, free_port()
    way = {"SLACK_SIGNING_SECRET": app.signing_secret} if http else {"SLACK_APP_TOKEN": app.app_token}
    given = {
        "SLACK_BOT_TOKEN": app.bot_token, "SLACK_API_URL": slack.api, "WEB_PORT": str(port),
        "DATABASE_URL": f"sqlite:///{folder}/cardindex.db", "PYTHONPATH": str(ROOT), **way, **more,
    }  # fmt: skip
    kept = {name: value for name, value in os.environ.items() if name not in Settings.model_fields}
    lay_out(given["DATABASE_URL"])
    with (folder / "log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=folder, env=kept | given, stdout=PIPE, stderr=log
        )
    assert process.stdout
    line = (await asyncio.wait_for(process.stdout.readline(), PATIENCE)).decode()
    house = House(process, folder, line.rstrip("\n"))
    try:
        if line:
            await _connected(slack, house, f"http://{HOST}:{port}/slack/events" if http else "")
        yield house
    finally:
        if process.returncode is None:
            process.terminate()
        await house.ended()


async def _connected(slack: Slack, house: House, address: str) -> None:
    slack.over_http(address)
    async with asyncio.timeout(PATIENCE):
        while house.process.returncode is None:
            if "connected to Slack" in house.log and (address or slack.sockets.live):
                return
            await asyncio.sleep(0.02)

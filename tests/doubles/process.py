"""The bot as a child process, and the class that talks to it over HTTP."""

import asyncio
import random
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp

from doubles.rows import lay_out

CHILD = Path(__file__).parent.parent / "faults" / "child.py"
ZONE = ZoneInfo("Europe/Paris")
PATIENCE = 30  # seconds: for a machine that is busy, not for the bot


@dataclass
class Bot:
    """A running bot; what it acknowledged is remembered here, outside of it."""

    process: asyncio.subprocess.Process
    address: str
    session: aiohttp.ClientSession
    acknowledged: list[tuple[int, int, str]] = field(default_factory=list)

    async def say(self, person: int, text: str) -> dict[str, Any]:
        return await self.send("say", {"person": str(person), "text": text})

    async def press(self, person: int, token: str) -> dict[str, Any]:
        return await self.send("press", {"person": str(person), "token": token})

    async def pick(self, person: int, round_id: int, place: int, letter: str) -> None:
        """Answer a question, and remember it only if the bot said that it was taken: not a first pick of several."""
        told = await self.press(person, f"pick:{round_id}:{place}:{letter}")
        if told["card"]["tone"] == "plain" and not told["card"]["title"].startswith("Question "):
            self.acknowledged.append((round_id, place, letter))

    async def messages(self) -> list[dict[str, Any]]:
        async with self.session.get(f"{self.address}api/state") as response:
            state: dict[str, Any] = await response.json()
            messages: list[dict[str, Any]] = state["messages"]
            return messages

    async def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        await self.process.wait()

    async def send(self, what: str, body: dict[str, Any]) -> dict[str, Any]:
        origin = {"Origin": self.address.rstrip("/")}
        async with self.session.post(f"{self.address}api/{what}", json=body, headers=origin) as response:
            told: dict[str, Any] = await response.json()
            return told


@asynccontextmanager
async def started(folder: Path, begins: datetime | None = None, step: str = "") -> AsyncIterator[Bot]:
    """Start the bot, its clock at an instant; it is ended at the end, if it has not ended itself."""
    clock = (begins or datetime.now(UTC)).isoformat()
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(CHILD), str(folder), clock, step, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    line = await asyncio.wait_for(process.stdout.readline(), PATIENCE)
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(PATIENCE)) as session:
        try:
            yield Bot(process, line.decode().strip(), session)
        finally:
            if process.returncode is None:
                process.terminate()
                await asyncio.wait_for(process.wait(), PATIENCE)


async def ended(bot: Bot) -> int:
    """Wait until the bot has ended itself; give how."""
    return await asyncio.wait_for(bot.process.wait(), PATIENCE)


def env_file(folder: Path, minutes_ahead: int | None = None, **more: str) -> datetime:
    """Write the folder's .env, with a daily quiz so many minutes ahead if asked for; give the quiz's instant."""
    due = (datetime.now(UTC) + timedelta(minutes=minutes_ahead or 0)).replace(second=0, microsecond=0)
    settings = {
        "DATABASE_URL": f"sqlite:///{folder}/cardindex.db",
        "WEB_PORT": "0",
        "TIME_ZONE": "Europe/Paris",
        **more,
    }
    lay_out(settings["DATABASE_URL"])
    lines = [f"{name}={value}" for name, value in settings.items()]
    if minutes_ahead is not None:
        lines += [f"DAILY_QUIZ_TIME={due.astimezone(ZONE):%H:%M}", "DAILY_QUIZ_DAYS=daily"]
    file = folder / ".env"
    file.write_text("\n".join(lines))
    file.chmod(0o600)
    return due


def rows(folder: Path, query: str) -> list[tuple[Any, ...]]:
    """Read the database from outside."""
    connection = sqlite3.connect(folder / "cardindex.db")
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


async def until(
    holds: Callable[[list[tuple[Any, ...]]], object], folder: Path, query: str
) -> list[tuple[Any, ...]]:
    """Wait until what the query gives holds."""
    async with asyncio.timeout(PATIENCE):
        while not holds(found := rows(folder, query)):
            await asyncio.sleep(0.05)
    return found


def tokens_of(card: dict[str, Any]) -> list[str]:
    """List the tokens that the card can send."""
    pressed = (
        each for part in card["parts"] for each in (*part.get("options", ()), *part.get("buttons", ()))
    )
    return [str(each["token"]) for each in pressed]


async def answer_until_gone(bot: Bot, student: int, moment: random.Random) -> None:
    """Answer everything in practice rounds, one after the other, until the bot is gone."""
    while True:
        first = await bot.say(student, "/quiz questions:10")
        round_id = int(next(token for token in tokens_of(first["card"])).split(":")[1])
        for place in range(10):
            await bot.pick(student, round_id, place, moment.choice("ABC"))

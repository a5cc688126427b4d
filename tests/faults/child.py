"""The whole bot in a process of its own, with its own clock; it can end itself at a step of the posting.

Usage: child.py FOLDER BEGINS STEP - the folder holds .env; the clock stands at BEGINS (an ISO instant) when the
bot is about to start; STEP "" never ends it.
"""

import asyncio
import os
import signal
import sqlite3
import sys
from datetime import UTC, datetime
from pathlib import Path

from bot.__main__ import running
from bot.quiz.bank import load_library
from bot.settings import load_settings

CONTENT = Path(__file__).parent.parent.parent / "content" / "stalin"


def planned(folder: Path) -> bool:
    with sqlite3.connect(folder / "cardindex.db") as connection:
        return bool(connection.execute("select 1 from occurrences").fetchone())


async def main(folder: Path, begins: datetime, step: str) -> None:
    forward = begins - datetime.now(UTC)

    def now() -> datetime:
        return datetime.now(UTC) + forward

    def end_at(reached: str) -> None:
        if reached == step and planned(folder):
            os.kill(os.getpid(), signal.SIGKILL)

    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    async with running(load_settings(folder / ".env"), load_library(CONTENT), now, end_at) as house:
        print(house.address, flush=True)
        await ended.wait()


asyncio.run(main(Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2]), sys.argv[3]))

"""A bot of a later release, its package under another name, over a saved database: it sweeps once.

Usage: renamed.py DATABASE INSTANT PACK - prints the token of each post. The package `robot` lies on the path.
"""

import asyncio
import sys
from datetime import datetime
from importlib import import_module
from pathlib import Path
from zoneinfo import ZoneInfo

NAMES = ("robot.chat", "robot.pace", "robot.posting", "robot.quiz.bank", "robot.store.store")
chat, pace, posting, bank, store = map(import_module, NAMES)


class Printer:
    """A channel that prints what is posted."""

    pace = pace.Pace()

    async def find(self, *_: object) -> list[object]:
        return []

    async def post(self, place: object, _: object, token: str) -> object:
        print(token)
        return chat.MessageRef(place, token)


async def main(database: str, now: datetime, pack: Path) -> None:
    opened = store.Store(database, ZoneInfo("Europe/London"), lambda _, here: here)
    await posting.Posting(opened, bank.load_library(pack), {"classroom": Printer()}, lambda: now).sweep()
    opened.close()
    assert not any(name == "bot" or name.startswith("bot.") for name in sys.modules)


asyncio.run(main(sys.argv[1], datetime.fromisoformat(sys.argv[2]), Path(sys.argv[3])))

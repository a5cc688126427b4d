"""Students who join a class one after the other, in a process of their own; each is named once it is acknowledged.

Usage: writing.py DATABASE - runs until it is ended.
"""

import asyncio
import itertools
import sys
from zoneinfo import ZoneInfo

from bot.chat import Member, Role
from bot.store.store import Store
from bot.study import utc_now

AT_ONCE = 20


async def join(store: Store, number: int) -> None:
    member = Member("classroom", "local", str(number), f"Student {number}", Role.STUDENT)
    await store.write(lambda ledger: ledger.students.of(member, utc_now()))
    print(number, flush=True)


async def main(database: str) -> None:
    store = Store(database, ZoneInfo("UTC"))
    for first in itertools.count(0, AT_ONCE):
        await asyncio.gather(*(join(store, number) for number in range(first, first + AT_ONCE)))


asyncio.run(main(sys.argv[1]))

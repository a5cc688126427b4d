"""The watch on the event loop: what blocks it keeps everybody waiting, and nothing else would tell."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog

from bot.meter import Meter

TICK = 0.25  # seconds between two looks
ALARM = 0.5  # seconds of standing still that are worth a line in the log

log = structlog.get_logger()


@asynccontextmanager
async def watched(meter: Meter) -> AsyncIterator[None]:
    """Measure how late the loop is, four times a second, until the block ends."""
    watching = asyncio.create_task(_watch(meter))
    try:
        yield
    finally:
        watching.cancel()
        await asyncio.wait({watching})


async def _watch(meter: Meter) -> None:
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + TICK
        await asyncio.sleep(TICK)
        lag = loop.time() - due
        meter.lagged(lag, alarming=lag > ALARM)
        if lag > ALARM:
            log.error("the event loop stood still, and everybody waited", seconds=round(lag, 2))

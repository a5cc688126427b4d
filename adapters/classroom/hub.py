"""The open tabs and what is told to them: public events alone."""

import asyncio
import json
from collections.abc import AsyncIterator

BEHIND = 200  # events that a tab may lag behind; further behind it is cut off, comes back and reads everything anew
KEEP_ALIVE = 15  # seconds


class Hub:
    """Tells every open tab what happened for everyone."""

    def __init__(self) -> None:
        self._tabs: set[asyncio.Queue[bytes | None]] = set()

    def tell(self, event: str, what: object) -> None:
        line = f"event: {event}\ndata: {json.dumps(what)}\n\n".encode()
        for tab in list(self._tabs):
            if tab.qsize() < BEHIND:
                tab.put_nowait(line)
            else:
                self._cut_off(tab)

    async def listen(self) -> AsyncIterator[bytes]:
        """Give the events from now on, and a sign of life when nothing happens."""
        tab: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._tabs.add(tab)
        try:
            yield b": open\n\n"
            while (line := await _next(tab)) is not None:
                yield line
        finally:
            self._tabs.discard(tab)

    def close(self) -> None:
        """End every stream."""
        for tab in list(self._tabs):
            self._cut_off(tab)

    def _cut_off(self, tab: asyncio.Queue[bytes | None]) -> None:
        self._tabs.discard(tab)
        tab.put_nowait(None)


async def _next(tab: asyncio.Queue[bytes | None]) -> bytes | None:
    try:
        return await asyncio.wait_for(tab.get(), KEEP_ALIVE)
    except TimeoutError:
        return b": still here\n\n"

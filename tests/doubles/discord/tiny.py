"""A bot of a few lines on the real discord.py, to try the stand-in with."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import discord
from discord import app_commands

from .redirect import redirected
from .standin import Discord
from .tiny_cards import Card, Pick, Press
from .tiny_commands import SILENT, add_commands

__all__ = ["SILENT", "Card", "Tiny", "connected"]


class Tiny(discord.Client):
    """Counts what it is told, and answers with everything that the stand-in must know."""

    def __init__(self, **more: Any) -> None:  # noqa: ANN401 - discord.py's own options
        super().__init__(intents=discord.Intents(guilds=True), allowed_mentions=SILENT, **more)
        self._connection.guild_ready_timeout = 0
        self.tree = app_commands.CommandTree(self)
        add_commands(self.tree)
        self.add_dynamic_items(Press, Pick)
        self.happened: list[str] = []
        self.presses = 0

    async def setup_hook(self) -> None:
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait for nothing: the library pauses 5 s before it identifies anew."""

    async def on_ready(self) -> None:
        self.happened.append("ready")

    async def on_resumed(self) -> None:
        self.happened.append("resumed")

    async def happens(self, what: str, times: int = 1) -> None:
        async with asyncio.timeout(10):
            while self.happened.count(what) < times:
                await asyncio.sleep(0.01)


@asynccontextmanager
async def connected(standin: Discord, token: str = "", **more: Any) -> AsyncIterator[Tiny]:  # noqa: ANN401
    """Log the tiny bot in and wait until it is ready."""
    logging.getLogger("discord").setLevel(logging.CRITICAL)
    with redirected(standin.api, standin.gateway_url):
        client = Tiny(**more)
        running = asyncio.create_task(client.start(token or standin.token))
        try:
            ready = asyncio.create_task(client.happens("ready"))
            await asyncio.wait({ready, running}, return_when=asyncio.FIRST_COMPLETED)
            if running.done():
                ready.cancel()
                await running
            yield client
        finally:
            await client.close()
            with suppress(asyncio.CancelledError):
                await running

"""The library's own pauses of a second and more, cut short: a test waits for what happens, not for a clock."""

import asyncio
from types import SimpleNamespace

import discord.client
import discord.http
import discord.shard
import pytest

LONG, SHORT = 0.9, 0.01  # seconds; what a rate limit asks for in a test is shorter, and is waited for


async def _sleep(seconds: float) -> None:
    await asyncio.sleep(SHORT if seconds >= LONG else seconds)


def hasten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the library sleep no longer than needed between two tries."""
    hasty = SimpleNamespace(**{**vars(asyncio), "sleep": _sleep})
    for module in (discord.client, discord.http, discord.shard):
        monkeypatch.setattr(module, "asyncio", hasty)

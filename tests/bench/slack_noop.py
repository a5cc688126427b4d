"""A bot that only acknowledges, on slack_bolt as it comes: what the real one is measured beside.

Usage: slack_noop.py API BOT_TOKEN APP_TOKEN default|before - `before` sets process_before_response.
"""

import asyncio
import re
import sys

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient


async def main(api: str, bot_token: str, app_token: str, way: str) -> None:
    app = AsyncApp(
        client=AsyncWebClient(bot_token, base_url=api),
        signing_secret="",
        process_before_response=way == "before",
    )

    async def nothing(ack: AsyncAck) -> None:
        await ack()

    app.view(re.compile(".*"))(nothing)
    app.command(re.compile(".*"))(nothing)
    handler = AsyncSocketModeHandler(app, app_token)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    print("ready", flush=True)
    await asyncio.Event().wait()


asyncio.run(main(*sys.argv[1:5]))

"""The stand-in in a process of its own: `python -m doubles.discord --port 8700`, scripted under /_control/."""

import argparse
import asyncio
import json
import signal

from .standin import TOKEN, Discord


async def serve(port: int, token: str) -> None:
    """Serve until told to stop; the first line printed says where."""
    stop = asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, stop.set)
    async with Discord(token).running(port) as discord:
        told = {"api": discord.api, "gateway": discord.gateway_url, "control": discord.state.address}
        print(json.dumps(told), flush=True)
        await stop.wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--token", default=TOKEN)
    given = parser.parse_args()
    asyncio.run(serve(given.port, given.token))

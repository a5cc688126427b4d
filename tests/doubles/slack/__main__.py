"""The stand-in in a process of its own: `python -m doubles.slack --port 8800`, scripted under /_control/."""

import argparse
import asyncio
import json
import signal

from .school import school_in
from .standin import Slack


async def serve(port: int, address: str) -> None:
    """Serve a class's workspace until told to stop; the first line printed says where."""
    stop = asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, stop.set)
    slack = Slack()
    school = school_in(slack)
    slack.over_http(address)
    async with slack.running(port):
        app = slack.world.app
        told = {"api": slack.api, "control": slack.state.address, "bot_token": app.bot_token}
        told |= {"app_token": app.app_token, "signing_secret": app.signing_secret, "team": slack.world.team}
        print(json.dumps({**told, "school": vars(school)}), flush=True)
        await stop.wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--http", default="", help="deliver to this address instead of through Socket Mode")
    given = parser.parse_args()
    asyncio.run(serve(given.port, given.http))

"""The command that starts the bot."""

import asyncio
import gc
import signal

import click

from bot.cli import given
from bot.cli.logs import log_as
from bot.house.page import PortTaken
from bot.house.running import running
from bot.settings import Settings
from bot.store.backend import Away, InUse, Unanswered, Unusable
from bot.store.schema import NewerSchema

BETWEEN_LOOKS = 20_000  # objects that come and stay until rubbish is looked for


@click.command()
def run() -> None:
    """Start the bot: on Discord and Slack where their tokens are set, and with the classroom's page."""
    settings = given.settings()
    if settings.slack_is_deaf:
        given.stop([f"SLACK_APP_TOKEN: {settings.slack_is_deaf}"])
    log_as(settings)
    try:
        last_word = asyncio.run(_run(settings))
    except (Away, Unanswered) as error:
        given.stop([str(error)], given.NOT_YET)
    except (InUse, NewerSchema, PortTaken, Unusable) as error:
        given.stop([str(error)])
    if last_word:
        given.stop([last_word])


async def _run(settings: Settings) -> str:
    """Run until a signal; give a platform's last word instead if that leaves no door open."""
    ended = asyncio.get_running_loop().create_future()
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, _end, ended, "")
    async with running(settings, given.library(settings)) as house:
        _leave_alone_what_stays()
        house.when_closed(lambda word: _end(ended, word))
        click.echo(f"Card Index is ready: {house.where}. Ctrl+C ends it.")
        word: str = await ended
    return word


def _leave_alone_what_stays() -> None:
    """Look for rubbish less: through what is loaded it takes a quarter of a second, and by the answer a tenth of it."""
    gc.freeze()
    gc.set_threshold(BETWEEN_LOOKS)


def _end(ended: asyncio.Future[str], word: str) -> None:
    if not ended.done():
        ended.set_result(word)

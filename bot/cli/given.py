"""What commands begin with: the settings and the pack, or the end with the cure."""

import sys
from pathlib import Path
from typing import NoReturn

import click

import bot
from bot.essay.source import BadContent
from bot.quiz.bank import Library, load_library
from bot.settings import BadSettings, Settings, load_settings

ENV_FILE = Path(".env")
UNUSABLE = 2  # exit code: nothing was started, and the lines above say what to do
NOT_YET = 75  # exit code (EX_TEMPFAIL): the database does not answer yet; start the bot again soon
HERE = Path(bot.__file__).parent


def settings() -> Settings:
    """Give the settings; stop with every problem if they cannot be used."""
    try:
        return load_settings(ENV_FILE)
    except BadSettings as bad:
        stop([f"{len(bad.problems)} to mend in the settings:", *bad.problems])


def library(given: Settings) -> Library:
    """Give the pack of the settings; stop with every complaint if it cannot be used."""
    try:
        return load_library(folder(given))
    except BadContent as bad:
        stop([str(complaint) for complaint in bad.complaints])


def folder(given: Settings) -> Path:
    """Find the pack: in the admin's own folder of packs, else among those that come with the bot."""
    shipped = HERE / "content" if (HERE / "content").exists() else HERE.parent / "content"
    own = Path(given.CONTENT_DIR) / given.PACK if given.CONTENT_DIR else None
    return own if own and own.exists() else shipped / given.PACK


def stop(lines: list[str], code: int = UNUSABLE) -> NoReturn:
    """Print what is to be mended and end with the exit code that says so."""
    click.echo("\n".join(lines), err=True)
    sys.exit(code)

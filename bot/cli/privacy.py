"""The command line's part for guardians and admins: the notice, and one person's data by account."""

import asyncio
import contextlib
import json

import click

from bot.cli import given
from bot.notice import notice
from bot.store.backend import InUse, Unusable
from bot.store.copying import copied
from bot.store.erasures import keeping
from bot.store.schema import NewerSchema
from bot.store.store import Store
from bot.study import utc_now

NOBODY = "Nothing is kept about this account."

_platform = click.argument("platform", type=click.Choice(["discord", "slack", "classroom"]))
_user = click.argument("user")


@click.command()
def privacy() -> None:
    """Print the privacy notice to hand out, as Markdown, with how long this installation keeps answers."""
    click.echo(notice(given.settings().RETENTION_DAYS))


@click.group()
def data() -> None:
    """Copy or erase what is kept about one person, for somebody who cannot do it with /mydata."""


@data.command("export")
@_platform
@_user
def data_export(platform: str, user: str) -> None:
    """Print everything that is kept about an account, as JSON."""
    try:
        rows = copied(given.settings().DATABASE_URL, platform, user)
    except Unusable as error:
        given.stop([str(error)])
    told = {"account": {"platform": platform, "id": user}, "made_at": utc_now().isoformat(), "kept": rows}
    click.echo(json.dumps(told, ensure_ascii=False, indent=1) if rows else NOBODY)


@data.command("erase")
@_platform
@_user
@click.confirmation_option(prompt="Erase everything about this account, for good?")
def data_erase(platform: str, user: str) -> None:
    """Erase everything that is kept about an account, while no bot runs on a SQLite file."""
    with contextlib.closing(_opened()) as store:
        erased = asyncio.run(store.write(lambda ledger: ledger.erasures.erase(platform, user, utc_now())))
    click.echo("Everything about this account is erased." if erased else NOBODY)


def _opened() -> Store:
    settings = given.settings()
    kept = keeping(settings.DATABASE_URL, settings.ERASED_FILE, settings.RETENTION_DAYS)
    try:
        return Store(settings.DATABASE_URL, settings.TIME_ZONE, keeping=kept)
    except (InUse, NewerSchema, Unusable) as error:
        given.stop([str(error)])

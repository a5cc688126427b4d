"""Commands that look after the database."""

from pathlib import Path

import click

from bot.cli import given
from bot.store.backend import InUse, Unusable, backend
from bot.store.schema import NewerSchema
from bot.store.store import Store


@click.group()
def db() -> None:
    """Look after the database."""


@db.command("upgrade")
def db_upgrade() -> None:
    """Bring the database to the newest schema."""
    settings = given.settings()
    try:
        Store(settings.DATABASE_URL, settings.TIME_ZONE).close()
    except (InUse, NewerSchema, Unusable) as error:
        given.stop([str(error)])
    click.echo("The database has the newest schema.")


@db.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def db_backup(file: Path) -> None:
    """Copy the whole database to FILE, also while the bot runs."""
    url = given.settings().DATABASE_URL
    if file.exists():
        given.stop([f"{file}: is there already. Choose another name: a backup overwrites nothing."])
    try:
        backend(url).backup(url, file)
    except Unusable as error:
        given.stop([str(error)])
    click.echo(f"Copied {backend(url).name(url)} to {file}.")

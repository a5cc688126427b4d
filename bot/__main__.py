"""The command line as a whole."""

import click

from bot.cli.asking import ask, mark
from bot.cli.database import db
from bot.cli.packs import content
from bot.cli.platforms import check, invite, manifest
from bot.cli.privacy import data, privacy
from bot.cli.starting import run
from bot.house.running import running
from bot.version import VERSION, commit

__all__ = ["cli", "main", "running"]


def _show_version(context: click.Context, _: click.Parameter, asked: bool) -> None:  # noqa: FBT001 - click's own
    if asked:
        click.echo(f"cardindex {VERSION} ({commit()})")
        context.exit()


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Show the version.",
)
def cli() -> None:
    """Card Index: a study bot for class servers."""


for command in (run, check, invite, manifest, ask, mark, content, db, privacy, data):
    cli.add_command(command)


def main() -> None:
    """Run the command line."""
    cli(windows_expand_args=False)


if __name__ == "__main__":
    main()

"""The command line as a whole."""

import click

from bot.cli.asking import ask, mark
from bot.cli.database import db
from bot.cli.packs import content
from bot.cli.platforms import check, invite, manifest
from bot.cli.starting import run
from bot.house.running import running

__all__ = ["cli", "main", "running"]


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="cardindex")
def cli() -> None:
    """Card Index: a study bot for class servers."""


for command in (run, check, invite, manifest, ask, mark, content, db):
    cli.add_command(command)


def main() -> None:
    """Run the command line."""
    cli(windows_expand_args=False)


if __name__ == "__main__":
    main()

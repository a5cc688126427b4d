"""Commands with which an admin sets the bot up and looks it over."""

import json
import sys
from dataclasses import asdict

import click

from bot.cli import given
from bot.doctor.examining import findings
from bot.house import looks
from bot.study import utc_now


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def check(*, as_json: bool) -> None:
    """Look the installation over: a line each, with the cure beside each failure."""
    found = list(findings(given.ENV_FILE, given.folder, looks.findings, utc_now))
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in found], indent=2))
    else:
        click.echo("\n".join(map(str, found)))
    sys.exit(0 if all(finding.fine for finding in found) else 1)


@click.command("manifest")
@click.option("--url", default="", help="The bot's public address, for delivery over HTTP; else Socket Mode.")
@click.option("--json/--yaml", "as_json", default=True, help="JSON, which is the default, or YAML.")
def manifest(url: str, *, as_json: bool) -> None:
    """Print the description from which Slack makes the app, commands and least rights included."""
    if url and not url.startswith("https://"):
        raise click.UsageError("Slack sends to https:// alone, for example: --url https://bot.school.example")
    told = looks.manifest(given.settings(), url)
    click.echo(json.dumps(told, indent=2, ensure_ascii=False) if as_json else looks.as_yaml(told))


@click.command()
def invite() -> None:
    """Print the address at which the bot is added to a Discord server, with the least rights that serve."""
    try:
        click.echo(looks.invitation(given.settings()))
    except looks.NoAddress as none:
        given.stop([str(none)])

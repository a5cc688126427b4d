"""The README's admin pages, followed to the letter: from nothing to a green `cardindex check` on both platforms."""

import asyncio
import re
import shlex
import stat
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from doubles.discord.school import school_in
from doubles.discord.standin import Discord
from doubles.slack.school import school_in as slack_school_in
from doubles.slack.standin import Slack

from bot.__main__ import cli

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
PAGES = {"Discord": "a bot in a class server", "Slack": "a bot in a workspace"}


def page(platform: str) -> str:
    return README.partition(f"## From nothing to {PAGES[platform]}")[2].partition("\n## ")[0]


def steps(platform: str) -> list[str]:
    """Give what is to be typed and what is to be written, in order; a block begins with its fence."""
    found = re.findall(r"^ {7}(\S[^\n]*)$|^ {3}(```\n.*?)^ {3}```$", page(platform), re.MULTILINE | re.DOTALL)
    return [typed or written for typed, written in found]


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with what a checkout gives an admin."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env.example").write_bytes((ROOT / ".env.example").read_bytes())
    return tmp_path


async def followed(platform: str, values: dict[str, str]) -> dict[str, Result]:
    """Do every step but the installing and the running; give what the bot's own commands said."""
    told = {}
    for step in steps(platform):
        if step.startswith("```"):
            await asyncio.to_thread(write, step, values)
        elif step.startswith("cardindex"):
            words = shlex.split(step)[1:]
            if words != ["run"]:
                told[step] = await asyncio.to_thread(CliRunner().invoke, cli, words)
        elif not step.startswith("pipx"):
            await asyncio.to_thread(subprocess.run, shlex.split(step), check=True)
    return told


def write(block: str, values: dict[str, str]) -> None:
    """Add the block's lines to the .env, with the admin's own values in the place of the page's words for them."""
    lines = [line.strip() for line in block.splitlines()[1:] if line.strip()]
    given = [f"{name}={values.get(name, text)}" for name, _, text in (line.partition("=") for line in lines)]
    assert set(values) <= {line.partition("=")[0] for line in lines}
    with Path(".env").open("a", encoding="utf-8") as env:
        env.write("\n" + "\n".join(given) + "\n")


def test_the_pages_are_what_this_test_takes_them_for() -> None:
    typed = {name: [each for each in steps(name) if not each.startswith("```")] for name in PAGES}
    env = ["cp .env.example .env", "chmod 600 .env"]
    assert typed["Discord"] == [
        "pipx install .",
        *env,
        "cardindex invite",
        "cardindex check",
        "cardindex run",
    ]
    assert typed["Slack"] == [
        "pipx install .",
        "cardindex manifest",
        *env,
        "cardindex check",
        "cardindex run",
    ]
    for name in PAGES:
        numbers = [int(number) for number in re.findall(r"^(\d+)\. \*\*", page(name), re.MULTILINE)]
        assert numbers == list(range(1, len(numbers) + 1))


async def test_the_page_on_discord_ends_in_a_green_check(
    own_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Discord().running() as discord:
        school = school_in(discord)
        monkeypatch.setenv("DISCORD_API_URL", discord.api)  # in the place of the live service's
        monkeypatch.setenv("DISCORD_GATEWAY_URL", discord.gateway_url)
        monkeypatch.setenv("WEB_PORT", "0")  # the usual one may be taken where this test runs
        values = {
            "DISCORD_TOKEN": discord.token,
            "DISCORD_GUILD": str(school.guild),
            "DISCORD_QUIZ_CHANNEL": str(school.channel),
        }
        told = await followed("Discord", values)
    assert stat.S_IMODE((own_folder / ".env").stat().st_mode) == 0o600
    assert told["cardindex invite"].output.startswith("https://discord.com/oauth2/authorize?client_id=")
    green(told["cardindex check"], "DISCORD_QUIZ_CHANNEL: is #history", "next posts: ")


async def test_the_page_on_slack_ends_in_a_green_check(
    own_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Slack().running() as slack:
        monkeypatch.setenv("SLACK_API_URL", slack.api)
        monkeypatch.setenv("WEB_PORT", "0")
        app, channel = slack.world.app, slack_school_in(slack).channel
        values = {
            "SLACK_BOT_TOKEN": app.bot_token,
            "SLACK_APP_TOKEN": app.app_token,
            "SLACK_QUIZ_CHANNEL": channel,
        }
        told = await followed("Slack", values)
    assert stat.S_IMODE((own_folder / ".env").stat().st_mode) == 0o600
    assert '"slash_commands"' in told["cardindex manifest"].output
    green(
        told["cardindex check"], "SLACK_APP_TOKEN: opens Socket Mode", "SLACK_QUIZ_CHANNEL: the bot is in it"
    )


def green(told: Result, *words: str) -> None:
    assert told.exit_code == 0, told.output
    assert all(line.startswith("ok") for line in told.output.splitlines())
    assert [each for each in words if each not in told.output] == []

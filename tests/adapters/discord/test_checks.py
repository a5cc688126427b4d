"""`cardindex check` and `cardindex invite` on Discord."""

import asyncio
from pathlib import Path

import pytest
from click.testing import CliRunner
from doubles.discord.desk import settings_for
from doubles.discord.school import School
from doubles.discord.standin import Discord
from doubles.discord.world import FORUM, READ_HISTORY, SEND, VIEW

from adapters.discord.checks import NoAddress, findings, invitation
from bot.__main__ import cli
from bot.settings import Settings


def told(settings: Settings) -> list[str]:
    return [str(finding) for finding in findings(settings)]


async def looked(discord: Discord, **more: str) -> list[str]:
    """Look in a thread of its own: the command has a loop of its own too."""
    return await asyncio.to_thread(told, settings_for(discord, **more))


async def test_all_is_well_where_all_is_well(discord: Discord, school: School) -> None:
    named = {"DISCORD_GUILD": str(school.guild), "DISCORD_QUIZ_CHANNEL": str(school.channel)}
    assert await looked(discord, **named) == [
        "ok    DISCORD_TOKEN: is that of card.index",
        "ok    intents: none has to be switched on in the portal",
        "ok    DISCORD_GUILD: is Year 12",
        "ok    DISCORD_QUIZ_CHANNEL: is #history, and the bot may post there",
        "ok    recovery: by the history of #history, which the bot may read",
        "ok    commands: are registered at the first start",
    ]


async def test_a_wrong_token_is_named_with_its_cure_and_not_shown(discord: Discord) -> None:
    """Fault 69."""
    [line] = await looked(discord, DISCORD_TOKEN="canary-0001")  # noqa: S106 - of no worth
    assert line.startswith("FAIL  DISCORD_TOKEN: Discord does not take it")
    assert "canary" not in line


async def test_a_server_without_the_bot_is_named_with_the_cure(discord: Discord, school: School) -> None:
    discord.world.guilds[school.guild].present = False
    lines = await looked(discord, DISCORD_GUILD=str(school.guild))
    assert (
        "FAIL  DISCORD_GUILD: the bot is not in this server: run cardindex invite and open the address"
        in lines
    )


async def test_a_channel_that_cannot_take_the_quiz_is_named_with_the_cure(
    discord: Discord, school: School
) -> None:
    """Fault 71, at set-up."""
    forum = discord.world.channel(school.guild, "essays", FORUM).id
    for channel, words in ((forum, "is no text channel"), (12345, "there is no such channel")):
        assert any(words in line for line in await looked(discord, DISCORD_QUIZ_CHANNEL=str(channel)))
    discord.happenings.deny(school.channel, discord.world.bot.id, READ_HISTORY)
    lines = await looked(discord, DISCORD_QUIZ_CHANNEL=str(school.channel))
    assert any("give it Read Message History there" in line for line in lines)
    for right, words in ((SEND, "the bot may not post there"), (VIEW, "the bot does not see this channel")):
        discord.happenings.deny(school.channel, discord.world.bot.id, right)
        lines = await looked(discord, DISCORD_QUIZ_CHANNEL=str(school.channel))
        assert any(words in line and "give it View Channel" in line for line in lines)


async def test_a_discord_that_cannot_be_reached_is_said_to_be(discord: Discord) -> None:
    discord.fault("GET /users/@me", drop=True, times=9)
    [line] = await looked(discord)
    assert line.startswith("FAIL  Discord: cannot be reached")


def test_the_invitation_asks_for_the_least(discord: Discord) -> None:
    address = invitation(settings_for(discord, DISCORD_GUILD="77"))
    assert address.startswith("https://discord.com/oauth2/authorize?client_id=123456789012345678&")
    assert "scope=bot+applications.commands" in address
    assert "guild_id=77" in address
    assert f"permissions={1 << 10 | 1 << 11 | 1 << 16 | 1 << 38}" in address


@pytest.mark.parametrize("token", ["", "canary"])
def test_without_a_bots_token_there_is_no_address(discord: Discord, token: str) -> None:
    with pytest.raises(NoAddress, match="DISCORD_TOKEN"):
        invitation(settings_for(discord, DISCORD_TOKEN=token))


def test_the_command_line_prints_the_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(cli, ["invite"]).exit_code == 2
    monkeypatch.setenv("DISCORD_TOKEN", "MTIz.x.y")
    printed = CliRunner().invoke(cli, ["invite"]).output
    assert "client_id=123&" in printed

"""What the platforms themselves tell an admin: findings, the invitation, the manifest."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.doctor import Finding
from bot.settings import Settings

if TYPE_CHECKING:
    from adapters.slack.blocks import Json


class NoAddress(Exception):
    """There is no invitation to give: which setting is missing or wrong."""


def findings(settings: Settings) -> Iterator[Finding]:
    """Have each platform whose token is set look at itself."""
    if settings.DISCORD_TOKEN.get_secret_value():
        from adapters.discord import checks as on_discord  # noqa: PLC0415 - only where it is needed

        yield from on_discord.findings(settings)
    if settings.SLACK_BOT_TOKEN.get_secret_value():
        from adapters.slack import checks as on_slack  # noqa: PLC0415 - only where it is needed

        yield from on_slack.findings(settings)


def invitation(settings: Settings) -> str:
    """Give the address at which the bot is added to a Discord server; raise NoAddress without a bot's token."""
    from adapters.discord import checks  # noqa: PLC0415 - only where it is needed

    try:
        return checks.invitation(settings)
    except checks.NoAddress as none:
        raise NoAddress(str(none)) from None


def manifest(settings: Settings, url: str) -> "Json":
    """Give what Slack needs to know to make the app; `url` is the bot's public address for HTTP, if it has one."""
    from adapters.slack import manifest as on_slack  # noqa: PLC0415 - only where it is needed

    return on_slack.manifest(settings.SLACK_COMMAND_PREFIX, url)


def as_yaml(told: "Json") -> str:
    """Write a manifest as YAML."""
    from adapters.slack import manifest as on_slack  # noqa: PLC0415 - only where it is needed

    return on_slack.as_yaml(told)

"""What the platforms themselves tell an admin: findings, the invitation, the manifest."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bot.chat import Place
from bot.doctor.finding import Finding
from bot.settings import Settings

if TYPE_CHECKING:
    from adapters.slack.blocks import Json


MOST = 20  # channels of a platform that are looked at


class NoAddress(Exception):
    """There is no invitation to give: which setting is missing or wrong."""


def findings(settings: Settings, places: Sequence[Place]) -> Iterator[Finding]:
    """Have each platform whose token is set look at itself, and at those places of the schedules that are its own."""
    if settings.DISCORD_TOKEN.get_secret_value():
        from adapters.discord import checks as on_discord  # noqa: PLC0415 - only where it is needed

        yield from on_discord.findings(settings, _on("discord", places))
    if settings.has_slack:
        from adapters.slack import checks as on_slack  # noqa: PLC0415 - only where it is needed

        yield from on_slack.findings(settings, _on("slack", places))


def _on(platform: str, places: Sequence[Place]) -> list[str]:
    """Name the channels on one platform."""
    return [place.channel for place in places if place.platform == platform][:MOST]


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

    back = f"{url.rstrip('/')}{on_slack.BACK}" if url and settings.SLACK_CLIENT_ID else ""
    return on_slack.manifest(settings.SLACK_COMMAND_PREFIX, url, back)


def as_yaml(told: "Json") -> str:
    """Write a manifest as YAML."""
    from adapters.slack import manifest as on_slack  # noqa: PLC0415 - only where it is needed

    return on_slack.as_yaml(told)

"""What `cardindex check` looks at on Slack: tokens, scopes, the quiz's channel."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence

from adapters.slack.calls import DEAD, SOCKETS, Api, Denied, Unanswered, client_of, session
from adapters.slack.commands import native, words
from adapters.slack.manifest import INSTALL, OPTIONAL, SCOPES
from adapters.slack.poster import gone_for
from bot.doctor.finding import Finding
from bot.settings import Settings

COMPARE = "after an update compare the app's manifest with that of cardindex manifest"
PATIENCE = 20  # seconds for the whole look
AGAIN = "add it under OAuth & Permissions, or make the app anew from cardindex manifest, and install it again"


def findings(settings: Settings, channels: Sequence[str] = ()) -> Iterator[Finding]:
    """Look at the tokens, the scopes and the channels, on Slack itself.

    `channels` are those that schedules post in, besides the one of the settings.
    """
    if settings.slack_is_deaf:
        yield Finding("SLACK_APP_TOKEN", fine=False, words=settings.slack_is_deaf)
    yield from asyncio.run(_findings(settings, channels))


async def _findings(settings: Settings, channels: Sequence[str]) -> list[Finding]:
    found: list[Finding] = []
    token = settings.SLACK_BOT_TOKEN.get_secret_value()
    try:
        async with asyncio.timeout(PATIENCE), session() as connections:
            api = Api(client_of(settings, connections, token), connections)
            async for finding in _looks(settings, api, channels):
                found.append(finding)  # noqa: PERF401 - what was found before a failure counts
    except (Unanswered, TimeoutError) as error:
        said = f"cannot be reached ({type(error).__name__}): try again, or see SLACK_API_URL"
        found.append(Finding("Slack", fine=False, words=said))
    return found


async def _looks(settings: Settings, api: Api, channels: Sequence[str]) -> AsyncIterator[Finding]:
    if settings.SLACK_CLIENT_ID:
        said = f"is set: workspaces install the bot at {INSTALL}, each with a token of its own"
        yield Finding("SLACK_CLIENT_ID", fine=True, words=said)
    else:
        async for finding in _bot_token(api):
            yield finding
    if settings.SLACK_APP_TOKEN.get_secret_value():
        yield await _app_token(api, settings.SLACK_APP_TOKEN.get_secret_value())
    else:
        yield Finding(
            "SLACK_SIGNING_SECRET", fine=True, words="is set: Slack sends over HTTP to /slack/events"
        )
    for finding in _names(settings.SLACK_COMMAND_PREFIX):
        yield finding
    own = settings.SLACK_QUIZ_CHANNEL
    for channel in (*filter(None, (own,)), *(each for each in channels if each != own)):
        name = "SLACK_QUIZ_CHANNEL" if channel == own else f"schedule's channel {channel}"
        for finding in await _channel(api, name, channel):
            yield finding
    yield Finding("commands", fine=True, words=f"Slack shows them to nobody: {COMPARE}")


def _names(prefix: str) -> Iterator[Finding]:
    """Name each command that is not called here as it is elsewhere, since Slack has one of that name."""
    for word in words():
        if not native(word, prefix).endswith(word):
            said = f"is /{native(word, prefix)} on Slack, which has a /{word} of its own"
            yield Finding(f"/{word}", fine=True, words=said)


async def _bot_token(api: Api) -> AsyncIterator[Finding]:
    try:
        who = await api.call("auth.test")
    except Denied as no:
        yield Finding(
            "SLACK_BOT_TOKEN", fine=False, words=_cure(no, "install the app again and copy its bot token")
        )
        return
    yield Finding("SLACK_BOT_TOKEN", fine=True, words=f"is that of {who.get('user')} in {who.get('team')}")
    for finding in _scopes(str(who["scopes"])):
        yield finding


def _scopes(granted: str) -> Iterator[Finding]:
    """Name each scope that is missing."""
    have = {scope.strip() for scope in granted.split(",")}
    missing = [scope for scope in SCOPES if scope not in have]
    for scope in missing:
        yield Finding("scope", fine=False, words=f"{scope} is missing: {AGAIN}")
    if not missing:
        yield Finding("scopes", fine=True, words=", ".join(SCOPES))
    for scope in OPTIONAL:
        if scope not in have:
            said = (
                f"{scope} is not granted, which is fine: teachers are those in SLACK_TEACHERS, not the admins"
            )
            yield Finding("scope", fine=True, words=said)


async def _app_token(api: Api, token: str) -> Finding:
    try:
        await api.look(SOCKETS, token=token)
    except Denied as no:
        cure = "make an app token with connections:write, and switch Socket Mode on"
        return Finding("SLACK_APP_TOKEN", fine=False, words=_cure(no, cure))
    return Finding("SLACK_APP_TOKEN", fine=True, words="opens Socket Mode")


async def _channel(api: Api, name: str, channel: str) -> list[Finding]:
    """Look whether the bot is in a channel and may read it: so it posts there, and finds its posts after a crash."""
    try:
        await api.look("conversations.history", channel=channel, limit=1)
    except Denied as no:
        return [Finding(name, fine=False, words=str(gone_for(no)))]
    return [
        Finding(name, fine=True, words="the bot is in it"),
        Finding("recovery", fine=True, words=f"by the history of {channel}, which the bot may read"),
    ]


def _cure(no: Denied, cure: str) -> str:
    why = (
        f"lacks the scope {no.needed}"
        if no.needed
        else "is not taken"
        if no.error in DEAD
        else f"got {no.error}"
    )
    return f"{why}: {cure}"

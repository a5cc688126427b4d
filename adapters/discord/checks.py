"""What `cardindex check` looks at on Discord, and the address that invites the bot."""

import asyncio
import base64
import binascii
import re
from collections.abc import AsyncIterator, Iterator, Sequence

import aiohttp
import discord

from adapters.discord import commands
from adapters.discord.connection import WRONG_TOKEN, aim, client_for, hear_the_library
from adapters.discord.poster import NEEDED
from bot.doctor.finding import Finding
from bot.settings import Settings

PATIENCE = 20  # seconds for the whole look
RIGHTS = discord.Permissions(
    view_channel=True, send_messages=True, send_messages_in_threads=True, read_message_history=True
)
SHOWN = 10  # servers that are named
FROM_THE_PORTAL = "copy the token from the Bot page of the developer portal (Reset Token shows it once)"
INVITE = "run cardindex invite and open the address"


class NoAddress(Exception):
    """There is no invitation to give: which setting is missing or wrong."""


def invitation(settings: Settings) -> str:
    """Give the address at which the bot is added to a server; raise NoAddress without a token to read it from."""
    token = settings.DISCORD_TOKEN.get_secret_value()
    if not token:
        raise NoAddress("DISCORD_TOKEN: set it first: the address is made from it")
    guild = discord.Object(int(settings.DISCORD_GUILD)) if settings.DISCORD_GUILD else discord.utils.MISSING
    scopes = ("bot", "applications.commands")
    return discord.utils.oauth_url(_application(token), permissions=RIGHTS, guild=guild, scopes=scopes)


def _application(token: str) -> int:
    """Read the application's id out of the token, whose first part it is."""
    first = token.partition(".")[0]
    try:
        return int(base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)).decode())
    except (binascii.Error, ValueError):
        raise NoAddress("DISCORD_TOKEN: is no bot token: copy it from the Bot page of the portal") from None


def findings(settings: Settings, channels: Sequence[str] = ()) -> Iterator[Finding]:
    """Look at the token, the server, the channels and the commands, on Discord itself.

    `channels` are those that schedules post in, besides the one of the settings.
    """
    if wrong := _other_kind(settings.DISCORD_TOKEN.get_secret_value()):
        yield Finding("DISCORD_TOKEN", fine=False, words=f"{wrong}: {FROM_THE_PORTAL}")
        return
    aim(settings)
    hear_the_library()
    yield from asyncio.run(_findings(settings, channels))


def _other_kind(token: str) -> str:
    """Say what else was pasted; nothing if it may be a bot's token."""
    kinds = {
        r"xox.*|xapp-.*": "is a token of Slack's",
        r"Bot .*": "begins with the word Bot, which is not part of it",
        r"[0-9a-f]{64}": "is the application's public key",
        r"[\w-]{32}": "is the application's client secret",
        r"\d+": "is the number of the application, or of a server",
    }
    return next((words for pattern, words in kinds.items() if re.fullmatch(pattern, token)), "")


async def _findings(settings: Settings, channels: Sequence[str]) -> list[Finding]:
    found: list[Finding] = []
    client = client_for(settings)
    try:
        async with asyncio.timeout(PATIENCE), client:
            async for finding in _looks(settings, client, channels):
                found.append(finding)  # noqa: PERF401 - what was found before a failure counts
    except discord.LoginFailure:
        found.append(Finding("DISCORD_TOKEN", fine=False, words=WRONG_TOKEN.partition(": ")[2]))
    except (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError) as error:
        words = f"cannot be reached ({type(error).__name__}): try again, or see DISCORD_API_URL"
        found.append(Finding("Discord", fine=False, words=words))
    return found


async def _looks(
    settings: Settings, client: discord.Client, channels: Sequence[str]
) -> AsyncIterator[Finding]:
    await client.login(settings.DISCORD_TOKEN.get_secret_value())
    yield Finding("DISCORD_TOKEN", fine=True, words=f"is that of {client.user}")
    yield Finding("intents", fine=True, words="none has to be switched on in the portal")
    yield (there := await _server(client, settings.DISCORD_GUILD))
    if not there.fine:
        return
    own = settings.DISCORD_QUIZ_CHANNEL
    for channel in (*filter(None, (own,)), *(each for each in channels if each != own)):
        name = "DISCORD_QUIZ_CHANNEL" if channel == own else f"schedule's channel {channel}"
        for finding in await _channel(client, name, int(channel)):
            yield finding
    yield await _registered(settings, client)


async def _server(client: discord.Client, id_: str) -> Finding:
    """Look whether the bot is in the server of the settings, or in any."""
    if not id_:
        return await _servers(client)
    try:
        guild = await client.fetch_guild(int(id_))
    except (discord.Forbidden, discord.NotFound):
        return Finding("DISCORD_GUILD", fine=False, words=f"the bot is not in this server: {INVITE}")
    return Finding("DISCORD_GUILD", fine=True, words=f"is {guild.name}")


async def _servers(client: discord.Client) -> Finding:
    names = [guild.name async for guild in client.fetch_guilds(limit=SHOWN, with_counts=False)]
    if not names:
        return Finding("servers", fine=False, words=f"the bot is in none yet: {INVITE}")
    return Finding("servers", fine=True, words=", ".join(names))


async def _channel(client: discord.Client, name: str, id_: int) -> list[Finding]:
    """Look whether a quiz can be posted, and found again after a crash."""
    try:
        channel = await client.fetch_channel(id_)
    except discord.NotFound:
        return [Finding(name, fine=False, words="there is no such channel: choose another one")]
    except discord.Forbidden:
        words = f"the bot does not see this channel: give it {NEEDED} there"
        return [Finding(name, fine=False, words=words)]
    if not isinstance(channel, discord.TextChannel | discord.Thread):
        return [Finding(name, fine=False, words="is no text channel: choose one")]
    guild = await client.fetch_guild(channel.guild.id)
    channel = await guild.fetch_channel(id_)  # of a server whose roles are known
    rights = channel.permissions_for(await guild.fetch_member(client.user.id if client.user else 0))
    sends = rights.send_messages_in_threads if isinstance(channel, discord.Thread) else rights.send_messages
    if not (rights.view_channel and sends):
        return [Finding(name, fine=False, words=f"the bot may not post there: give it {NEEDED}")]
    if not rights.read_message_history:
        words = f"the bot cannot see what it has posted in #{channel.name}, so a post that a crash cut short "
        return [
            Finding("recovery", fine=False, words=f"{words}would rest: give it Read Message History there")
        ]
    return [
        Finding(name, fine=True, words=f"is #{channel.name}, and the bot may post there"),
        Finding("recovery", fine=True, words=f"by the history of #{channel.name}, which the bot may read"),
    ]


async def _registered(settings: Settings, client: discord.Client) -> Finding:
    application, guild = client.application_id or 0, settings.DISCORD_GUILD
    try:
        if guild:
            there = await client.http.get_guild_commands(application, guild)
        else:
            there = await client.http.get_global_commands(application)
    except discord.Forbidden:
        words = f"the bot was added without the scope applications.commands: {INVITE}, which has it"
        return Finding("commands", fine=False, words=words)
    wanted = commands.definitions(everywhere=not guild)
    if not there:
        return Finding("commands", fine=True, words="are registered at the first start")
    if commands.differ(there, wanted):
        words = "are registered as another version has them: start the bot (again), which registers its own"
        return Finding("commands", fine=False, words=words)
    return Finding("commands", fine=True, words=f"{len(wanted)} are registered")

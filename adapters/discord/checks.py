"""What `cardindex check` looks at on Discord, and the address that invites the bot."""

import asyncio
import base64
import binascii
from collections.abc import AsyncIterator, Iterator

import aiohttp
import discord

from adapters.discord import commands
from adapters.discord.connection import WRONG_TOKEN, aim, client_for, hear_the_library
from adapters.discord.poster import NEEDED
from bot.doctor import Finding
from bot.settings import Settings

PATIENCE = 20  # seconds for the whole look
RIGHTS = discord.Permissions(
    view_channel=True, send_messages=True, send_messages_in_threads=True, read_message_history=True
)
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


def findings(settings: Settings) -> Iterator[Finding]:
    """Look at the token, the server, the quiz's channel and the commands, on Discord itself."""
    aim(settings)
    hear_the_library()
    yield from asyncio.run(_findings(settings))


async def _findings(settings: Settings) -> list[Finding]:
    found: list[Finding] = []
    client = client_for(settings)
    try:
        async with asyncio.timeout(PATIENCE), client:
            async for finding in _looks(settings, client):
                found.append(finding)  # noqa: PERF401 - what was found before a failure counts
    except discord.LoginFailure:
        found.append(Finding("DISCORD_TOKEN", fine=False, words=WRONG_TOKEN.partition(": ")[2]))
    except (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError) as error:
        words = f"cannot be reached ({type(error).__name__}): try again, or see DISCORD_API_URL"
        found.append(Finding("Discord", fine=False, words=words))
    return found


async def _looks(settings: Settings, client: discord.Client) -> AsyncIterator[Finding]:
    await client.login(settings.DISCORD_TOKEN.get_secret_value())
    yield Finding("DISCORD_TOKEN", fine=True, words=f"is that of {client.user}")
    if settings.DISCORD_GUILD:
        yield await _server(client, int(settings.DISCORD_GUILD))
    if settings.DISCORD_QUIZ_CHANNEL:
        yield await _channel(client, int(settings.DISCORD_QUIZ_CHANNEL))
    yield await _registered(settings, client)


async def _server(client: discord.Client, id_: int) -> Finding:
    try:
        guild = await client.fetch_guild(id_)
    except (discord.Forbidden, discord.NotFound):
        return Finding("DISCORD_GUILD", fine=False, words=f"the bot is not in this server: {INVITE}")
    return Finding("DISCORD_GUILD", fine=True, words=f"is {guild.name}")


async def _channel(client: discord.Client, id_: int) -> Finding:
    """Look whether the daily quiz can be posted."""
    name = "DISCORD_QUIZ_CHANNEL"
    try:
        channel = await client.fetch_channel(id_)
    except (discord.Forbidden, discord.NotFound):
        return Finding(name, fine=False, words=f"the bot does not see this channel: give it {NEEDED} there")
    if not isinstance(channel, discord.TextChannel | discord.Thread):
        return Finding(name, fine=False, words="is no text channel: choose one")
    guild = await client.fetch_guild(channel.guild.id)
    channel = await guild.fetch_channel(id_)  # of a server whose roles are known
    rights = channel.permissions_for(await guild.fetch_member(client.user.id if client.user else 0))
    if not (rights.view_channel and rights.send_messages and rights.read_message_history):
        return Finding(name, fine=False, words=f"the bot may not post there: give it {NEEDED}")
    return Finding(name, fine=True, words=f"is #{channel.name}")


async def _registered(settings: Settings, client: discord.Client) -> Finding:
    application, guild = client.application_id or 0, settings.DISCORD_GUILD
    if guild:
        there = await client.http.get_guild_commands(application, guild)
    else:
        there = await client.http.get_global_commands(application)
    wanted = commands.definitions(everywhere=not guild)
    if commands.differ(there, wanted):
        return Finding("commands", fine=True, words="are registered at the next start")
    return Finding("commands", fine=True, words=f"{len(wanted)} are registered")

"""Getting to Discord and staying there: patient with every trouble that passes, done at Discord's last word."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import discord
import structlog
import yarl
from discord.backoff import ExponentialBackoff
from discord.gateway import DiscordWebSocket
from discord.http import Route

from adapters.discord.native import NOBODY
from bot.chat import Final
from bot.settings import Settings

LONGEST_WAIT = 60.0  # seconds between two tries
WRONG_TOKEN = (
    "DISCORD_TOKEN: Discord does not take it: make a new one on the Bot page of the developer portal"  # noqa: S105 - said of one
)
CURES = {  # the gateway's close codes after which no client may come again
    4004: WRONG_TOKEN,
    4010: "DISCORD_SHARD_IDS: there is no such shard: each is below DISCORD_SHARD_COUNT",
    4011: "DISCORD_SHARD_COUNT: the bot is in too many servers for one connection: set it, such as 2",
    4012: "Discord no longer speaks to this version: install the newest Card Index",
    4013: "Discord does not know what this version asks to hear: install the newest Card Index",
    4014: "Discord does not let the bot hear of its servers: install the newest Card Index, which needs no "
    "privileged intent",
}

log = structlog.get_logger()


def client_for(settings: Settings) -> discord.Client:
    """Make a client that hears of servers and interactions alone, keeps no messages and pings nobody."""
    how: dict[str, Any] = {
        "intents": discord.Intents(guilds=True),
        "allowed_mentions": NOBODY,
        "max_messages": None,
        "member_cache_flags": discord.MemberCacheFlags.none(),
        "chunk_guilds_at_startup": False,
        "guild_ready_timeout": 0,
        "enable_debug_events": False,
    }
    if not settings.DISCORD_SHARD_COUNT:
        return discord.Client(**how)
    ids = _shards(settings)
    how |= {"shard_ids": ids} if ids else {}
    return discord.AutoShardedClient(shard_count=int(settings.DISCORD_SHARD_COUNT), **how)


def is_heard(settings: Settings, server: str) -> bool:
    """Whether this process hears of a server, by its shard."""
    if not settings.DISCORD_SHARD_COUNT:
        return True
    return not (ids := _shards(settings)) or (int(server) >> 22) % int(settings.DISCORD_SHARD_COUNT) in ids


def _shards(settings: Settings) -> list[int]:
    return [int(number) for number in settings.DISCORD_SHARD_IDS.split(",") if number.strip()]


def aim(settings: Settings) -> None:
    """Send the library to the addresses of the settings; it knows no other way than for all its clients."""
    if settings.DISCORD_API_URL:
        Route.BASE = settings.DISCORD_API_URL.rstrip("/")
    if settings.DISCORD_GATEWAY_URL:
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(settings.DISCORD_GATEWAY_URL)


async def logged_in(settings: Settings, prepare: Callable[[discord.Client], None]) -> discord.Client:
    """Log a prepared client in, however long it takes; raise Final if the token is wrong."""
    backoff = ExponentialBackoff[Any]()
    while True:
        client = client_for(settings)
        prepare(client)
        try:
            await client.login(settings.DISCORD_TOKEN.get_secret_value())
        except discord.LoginFailure:
            await client.close()
            raise Final(WRONG_TOKEN) from None
        except (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError) as error:
            await client.close()
            await _wait(backoff, "Discord cannot be reached", error)
        except BaseException:
            await client.close()
            raise
        else:
            return client


async def stay_connected(client: discord.Client) -> None:
    """Keep the gateway's connection until the client is closed; raise Final at a final close code.

    The library itself comes again after whatever it expects. A handshake that is refused at the first try
    is not among that.
    """
    backoff = ExponentialBackoff[Any]()
    while not client.is_closed():
        try:
            await client.connect()
        except discord.PrivilegedIntentsRequired:
            raise Final(CURES[4014]) from None
        except discord.ConnectionClosed as closed:
            raise Final(
                CURES.get(closed.code, f"Discord ended the connection (code {closed.code})")
            ) from None
        except Exception as error:  # noqa: BLE001 - whatever it is, it must not end the bot
            await _wait(backoff, "the connection to Discord did not come about", error)


def is_connected(client: discord.Client) -> bool:
    """Whether the gateway's connection is there, that of every shard if there are several."""
    if isinstance(client, discord.AutoShardedClient):
        return client.is_ready() and not any(shard.is_closed() for shard in client.shards.values())
    return client.is_ready() and client.ws.open


async def persistently(step: Callable[[], Awaitable[None]], what: str) -> None:
    """Do a step that needs Discord, until it is done or Discord refuses it."""
    backoff = ExponentialBackoff[Any]()
    while True:
        try:
            await step()
        except (discord.DiscordServerError, aiohttp.ClientError, OSError, TimeoutError) as error:
            await _wait(backoff, what, error)
        except discord.HTTPException as error:
            log.warning(what, status=error.status, code=error.code, why=error.text)
            return
        else:
            return


async def _wait(backoff: ExponentialBackoff[Any], what: str, error: Exception) -> None:
    seconds = min(float(backoff.delay()), LONGEST_WAIT)
    log.warning(what, why=type(error).__name__, again_in=f"{seconds:.1f} s")
    await asyncio.sleep(seconds)


class InOneLine(logging.Handler):
    """Passes the library's warnings on, a line each: its tracebacks tell an admin nothing."""

    def emit(self, record: logging.LogRecord) -> None:
        log.warning("discord.py", said=record.getMessage())


def hear_the_library() -> None:
    """Have the library's warnings logged as ours; of voice, which is never used, it warns needlessly."""
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    library = logging.getLogger("discord")
    library.propagate = False
    library.setLevel(logging.WARNING)
    library.handlers = [InOneLine()]

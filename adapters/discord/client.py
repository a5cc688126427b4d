"""Discord's door: hears every command, press and form, and has each answered; connects, and says when it is over.

Interactions are heard raw, by what their ids say: nothing is kept between a message and its press, so a button works
after a restart as before it.
"""

import asyncio
import contextlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from typing import Any

import discord
import structlog
from discord import InteractionType

from adapters.discord import commands, payload
from adapters.discord.answering import answer, delivered
from adapters.discord.connection import (
    WRONG_TOKEN,
    aim,
    hear_the_library,
    is_connected,
    is_heard,
    logged_in,
    persistently,
    stay_connected,
)
from adapters.discord.crowd import Crowd
from adapters.discord.native import forgive
from adapters.discord.payload import PLATFORM, Interaction, Unreadable
from adapters.discord.poster import NEEDED, DiscordPoster, NotConnected
from adapters.limits import Limits
from bot.chat import Final, Form, Place, Refusal, Reply
from bot.settings import Settings
from bot.study import StudyBot

REMEMBERED = 4_096  # interactions, in case one is delivered again
TIDY = 3_600.0  # seconds until what is kept for a time only is looked through
LAST_ANSWERS = 3.0  # seconds that answers under way get when the bot ends

log = structlog.get_logger()


class Discord:
    """The bot in all its servers; `poster` posts in their channels."""

    def __init__(self, settings: Settings, bot: StudyBot) -> None:
        self._settings = settings
        self._bot = bot
        self._client: discord.Client | None = None
        self._heard: OrderedDict[int, None] = OrderedDict()
        self._crowd = Crowd()
        self._answering: set[asyncio.Task[Any]] = set()
        self._last_word = ""
        self._servers: set[str] = set()
        self.connections = 0  # sessions begun or taken up again
        self.poster = DiscordPoster(lambda: self._client, self._token_is_dead)
        self._limits = Limits(self.poster.pace.rest)

    async def run(self, logged_in_as: Callable[["Discord"], Awaitable[None]]) -> None:
        """Log in, tell so, stay connected until closed; raise Final at Discord's last word."""
        aim(self._settings)
        hear_the_library()
        try:
            await self._stay(logged_in_as)
        except Final as final:
            self._last_word = str(final)
            raise
        if self._last_word:
            raise Final(self._last_word)

    async def _stay(self, logged_in_as: Callable[["Discord"], Awaitable[None]]) -> None:
        self._client = await logged_in(self._settings, self._listen)
        beside = [asyncio.create_task(self._begin(logged_in_as)), asyncio.create_task(self._tidy())]
        try:
            await stay_connected(self._client)
        finally:
            for task in beside:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task
            await self._client.close()

    async def _begin(self, logged_in_as: Callable[["Discord"], Awaitable[None]]) -> None:
        await logged_in_as(self)
        await persistently(self._register, "the commands could not be registered")

    async def _tidy(self) -> None:
        while True:
            await asyncio.sleep(TIDY)
            try:
                await self._bot.tidy()
            except Exception:
                log.exception("what is kept for a time could not be tidied")

    @property
    def client(self) -> discord.Client:
        if self._client is None:
            raise NotConnected
        return self._client

    @property
    def trouble(self) -> str:
        """Say what keeps the door shut; nothing while all is well."""
        if self._last_word or self._client is None:
            return self._last_word or "is not logged in"
        return "" if is_connected(self._client) else "is not connected"

    @property
    def limited(self) -> int:
        """How often Discord asked for patience."""
        return self._limits.count

    async def close(self) -> None:
        """Leave, once the answers under way are given."""
        if self._answering:
            await asyncio.wait(self._answering, timeout=LAST_ANSWERS)
        if self._client:
            await self._client.close()

    async def place_of(self, channel: str) -> Place | None:
        """Find the server of a channel; None, and a line in the log, if the bot cannot see it."""
        found: list[Place] = []

        async def look() -> None:
            seen = await self.client.fetch_channel(int(channel))
            if isinstance(seen, discord.abc.GuildChannel | discord.Thread):
                found.append(Place(PLATFORM, str(seen.guild.id), channel))

        await persistently(look, "DISCORD_QUIZ_CHANNEL: the bot cannot see this channel")
        return found[0] if found else None

    def _listen(self, client: discord.Client) -> None:
        for event in (self.on_interaction, self.on_ready, self.on_resumed):
            client.event(event)
        for change in (self.on_guild_join, self.on_guild_available, self.on_guild_remove):
            client.event(change)
        forgive(client)
        client.http.http_trace = self._limits.trace()

    async def on_ready(self) -> None:
        """Say so, and note which servers there are. Nothing begins here: it comes again after every lost session."""
        self.connections += 1
        self._servers = {str(guild.id) for guild in self.client.guilds}
        log.info("connected to Discord", servers=len(self._servers))
        await self._bot.is_in(PLATFORM, self._servers, partial(is_heard, self._settings))

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Forget that the bot had been removed from a server that was not there at the start."""
        if str(guild.id) not in self._servers:
            self._servers.add(str(guild.id))
            await self._bot.is_in(PLATFORM, [str(guild.id)], lambda _: False)

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Do as when it is joined: Discord tells of both alike."""
        await self.on_guild_join(guild)

    async def on_resumed(self) -> None:
        self.connections += 1
        log.info("connected to Discord again")

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Let a server's schedules rest when the bot is thrown out; an outage comes as another event."""
        log.warning("the bot was removed from a server", server=guild.id)
        self._servers.discard(str(guild.id))
        await self._bot.sent_away(PLATFORM, str(guild.id))

    async def on_interaction(self, interaction: Interaction) -> None:
        """Answer a command, press, choice, form or half-typed option, once."""
        if interaction.id in self._heard:
            return
        self._heard[interaction.id] = None
        if len(self._heard) > REMEMBERED:
            self._heard.popitem(last=False)
        if interaction.type is InteractionType.autocomplete:
            with delivered(), contextlib.suppress(Unreadable):  # what is half typed is sent again soon
                offered = commands.choices(self._bot, *payload.typing_in(interaction))
                await interaction.response.autocomplete(offered)
        else:
            ours = partial(self._bot.did, PLATFORM, str(interaction.id))
            with self._under_way():
                await answer(interaction, self._asked(interaction), ours, self._crowd)

    @contextlib.contextmanager
    def _under_way(self) -> Iterator[None]:
        """Have the end of the bot wait for what the block does."""
        task = asyncio.current_task()  # the library hears every event in a task of its own
        mine = {task} if task else set()
        self._answering |= mine
        try:
            yield
        finally:
            self._answering -= mine

    async def _asked(self, interaction: Interaction) -> Reply | Form:
        """Put what was done to the core."""
        member = payload.member_of(interaction, self._settings.DISCORD_TEACHER_ROLE)
        place, delivery = payload.place_of(interaction), str(interaction.id)
        if interaction.type is InteractionType.component:
            return await self._bot.press(payload.token_of(interaction), member, place, delivery)
        if interaction.type is InteractionType.modal_submit:
            token, fields = payload.form_of(interaction), payload.fields_of(interaction)
            return await self._bot.submit(token, fields, member, place, delivery)
        name, options = payload.command_of(interaction)
        if name == commands.MENU:
            return await self._bot.quiz_on(payload.words_of_target(interaction), member, place, delivery)
        if name in commands.POSTS_HERE:
            _demand_rights(interaction)
        return await self._bot.answer(name, member, place, options, delivery)

    async def _register(self) -> None:
        """Tell Discord the commands if it knows others: it takes 200 new ones a day."""
        http, application = self.client.http, self.client.application_id or 0
        if guild := self._settings.DISCORD_GUILD:
            wanted = commands.definitions(everywhere=False)
            if commands.differ(await http.get_guild_commands(application, guild), wanted):
                await http.bulk_upsert_guild_commands(application, guild, wanted)
            return
        wanted = commands.definitions(everywhere=True)
        if commands.differ(await http.get_global_commands(application), wanted):
            await http.bulk_upsert_global_commands(application, wanted)

    def _token_is_dead(self) -> None:
        """Stop calling: the token was revoked while the bot ran."""
        if not self._last_word:
            self._last_word = WRONG_TOKEN
            self._leaving = asyncio.create_task(self.close())


def _demand_rights(interaction: Interaction) -> None:
    """Refuse, before anything is promised, what the bot could not post here."""
    rights = interaction.app_permissions
    in_thread = isinstance(interaction.channel, discord.Thread)
    sends = rights.send_messages_in_threads if in_thread else rights.send_messages
    if not (rights.view_channel and sends and rights.read_message_history):
        raise Refusal(f"I may not post in this channel. Give me {NEEDED} here, then try again.")

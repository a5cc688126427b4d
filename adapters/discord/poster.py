"""Posts in Discord's channels: once by their nonce, found again by their buttons' token, edited, deleted."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager

import discord
import structlog

from adapters.discord.native import NOBODY, Card, as_files
from adapters.discord.render import attached, card
from bot.chat import Gone, MessageRef, Place, Reply
from bot.pace import Pace

PATIENCE = (
    15.0  # seconds for one call, tries and waits of the library included; the posting's fence counts on it
)
PER_SECOND = 48  # calls: Discord takes 50 from a bot, in all its servers together
LOOKED_THROUGH = 300  # of a channel's newest messages
UNAUTHORISED, BAD_REQUEST, TOO_MANY = 401, 400, 429
UNKNOWN_CHANNEL, UNKNOWN_MESSAGE, NO_ACCESS, NOT_TO_THEM, NO_TEXT, NO_RIGHT, ARCHIVED = (
    10003, 10008, 50001, 50007, 50008, 50013, 50083,
)  # fmt: skip
NEEDED = "View Channel, Send Messages and Read Message History"
WHY = {
    UNKNOWN_CHANNEL: "the channel was deleted",
    UNKNOWN_MESSAGE: "the message was deleted",
    NO_ACCESS: "the bot no longer sees the channel: it was removed from the server, or lacks View Channel",
    NOT_TO_THEM: "the member takes no messages from the bot",
    NO_TEXT: "nothing can be posted in a channel of this kind: choose a text channel",
    NO_RIGHT: f"the bot may not post in the channel: give it {NEEDED}",
    ARCHIVED: "the thread is archived",
}
NO_HISTORY = "the bot cannot see what it has posted in the channel: give it Read Message History"

log = structlog.get_logger()


class NotConnected(Exception):
    """There is no connection to post through; the posting tries again by itself."""


class DiscordPoster:
    """The Poster of every channel; `revoked` is told when Discord no longer takes the token."""

    def __init__(self, client: Callable[[], discord.Client | None], revoked: Callable[[], None]) -> None:
        self._client = client
        self._revoked = revoked
        self.pace = Pace(PER_SECOND)

    async def post(self, place: Place, reply: Reply, token: str) -> MessageRef:
        """Post; the same token again within minutes is the same message."""
        async with self._reaching(place) as channel:
            view, files = Card(card(reply, token)), as_files(attached(reply).values())
            message = await channel.send(view=view, files=files, nonce=token, allowed_mentions=NOBODY)
        return _ref(place, message.id, token)

    async def edit(self, ref: MessageRef, reply: Reply) -> None:
        """Put the reply in the message's place."""
        async with self._reaching(ref.place) as channel:
            message, token = _read(ref)
            view, files = Card(card(reply, token)), as_files(attached(reply).values())
            edited = channel.get_partial_message(message)
            await edited.edit(view=view, attachments=files, allowed_mentions=NOBODY)

    async def find(self, place: Place, token: str) -> list[MessageRef]:
        """List the bot's newest messages with the token, oldest first; raise Gone where it may not look."""
        async with self._reaching(place) as channel:
            await self._demand_history(place)
            newest = [message async for message in channel.history(limit=LOOKED_THROUGH)]
        found = [message for message in newest if token in _tokens(message.components)]
        return [_ref(place, message.id, token) for message in reversed(found)]

    async def tell(self, place: Place, account: str, reply: Reply, token: str) -> None:
        """Write to one member, or to the server's owner; raise Gone if they take no messages from the bot."""
        async with self._reaching(place):
            client = self._connected()
            opened = await client.http.start_private_message(
                int(account) if account else await self._owner(place)
            )
            view = Card(card(reply, about=place.channel))
            talk = client.get_partial_messageable(int(opened["id"]))
            await talk.send(view=view, nonce=token, allowed_mentions=NOBODY)

    async def _owner(self, place: Place) -> int:
        client, server = self._connected(), int(place.server)
        guild = client.get_guild(server) or await client.fetch_guild(server)
        if guild.owner_id is None:
            raise Gone("the server names no owner")
        return guild.owner_id

    async def delete(self, ref: MessageRef) -> None:
        """Take the message away; one that is gone already is fine."""
        with contextlib.suppress(Gone):
            async with self._reaching(ref.place) as channel:
                await channel.get_partial_message(_read(ref)[0]).delete()

    async def _demand_history(self, place: Place) -> None:
        """Discord shows an empty history to whoever may not read it: that must not pass for "never posted"."""
        channel = self._connected().get_channel(int(place.channel))
        if isinstance(channel, discord.TextChannel | discord.Thread):
            rights = channel.permissions_for(channel.guild.me)
        else:
            rights = await self._rights_elsewhere(place)
        if not rights.read_message_history:
            raise Gone(NO_HISTORY)

    async def _rights_elsewhere(self, place: Place) -> discord.Permissions:
        """Ask for the bot's rights in a server that another process hears of; a thread's are looked at nowhere."""
        client = self._connected()
        guild = await client.fetch_guild(int(place.server))
        channel = await guild.fetch_channel(int(place.channel))
        if isinstance(channel, discord.Thread):
            return discord.Permissions.all()
        return channel.permissions_for(await guild.fetch_member(client.user.id if client.user else 0))

    def _connected(self) -> discord.Client:
        client = self._client()
        if client is None or client.is_closed():
            raise NotConnected
        return client

    @asynccontextmanager
    async def _reaching(self, place: Place) -> AsyncIterator[discord.PartialMessageable]:
        client = self._connected()
        with self._in_words():
            async with asyncio.timeout(PATIENCE):
                yield client.get_partial_messageable(int(place.channel), guild_id=int(place.server))

    @contextlib.contextmanager
    def _in_words(self) -> Iterator[None]:
        """Tell what is final from what will pass."""
        try:
            yield
        except discord.HTTPException as error:
            if error.status == UNAUTHORISED:
                self._revoked()
                raise NotConnected from None
            if error.status >= 500 or error.status == TOO_MANY:  # noqa: PLR2004 - Discord's own trouble
                raise
            if error.code not in WHY:
                log.warning("Discord did not take a message", status=error.status, code=error.code)
            raise Gone(WHY.get(error.code, f"Discord did not take the message (code {error.code})")) from None


def _ref(place: Place, message: int, token: str) -> MessageRef:
    """Remember the token with the message, so that an edit leaves its buttons as they were."""
    return MessageRef(place, f"{message}|{token}")


def _read(ref: MessageRef) -> tuple[int, str]:
    message, _, token = ref.id.partition("|")
    return int(message), token


def _tokens(components: Iterable[object]) -> Iterator[str]:
    """Give what stands behind each button's own token."""
    for component in components:
        if isinstance(component, discord.Button | discord.SelectMenu):
            yield str(component.custom_id).rpartition("|")[2]
        elif isinstance(component, discord.Container | discord.ActionRow):
            yield from _tokens(component.children)

"""What discord.py is handed: cards and forms that are drawn already, and what it must never mention.

Presses and submissions are heard raw (client.py), so no view is kept and none times out: a button works as long as
its message is there, whichever process drew it.
"""

import io
from collections.abc import Iterable

import discord
import structlog
from discord import ui
from discord.http import Route
from discord.webhook.async_ import async_context

from adapters.discord.fitting import Json
from adapters.discord.payload import Interaction

NOBODY = discord.AllowedMentions.none()
MESSAGE, LATER, LATER_UPDATE, UPDATE, MODAL = 4, 5, 6, 7, 9  # kinds of a first answer
EPHEMERAL, V2 = 1 << 6, 1 << 15  # flags of a message
INTERACTION = "INTERACTION_CREATE"

log = structlog.get_logger()


def forgive(client: discord.Client) -> None:
    """Let an interaction go that the library cannot read: over one it would give up the whole connection.

    Of the message that was pressed it reads only who sees it: to read the rest takes as long as to keep an answer.
    """
    readers = client._connection.parsers  # noqa: SLF001 - there is no other way between the gateway and an event
    read = readers[INTERACTION]

    def reads(told: Json) -> None:
        try:
            read({**told, "message": _in_short(told["message"])} if "message" in told else told)
        except (KeyError, IndexError, TypeError, AttributeError, ValueError) as error:
            log.warning("the library could not read an interaction", error=type(error).__name__)

    readers[INTERACTION] = reads


def _in_short(message: Json) -> Json:
    return {"id": message["id"], "type": 0, "content": "", "flags": message.get("flags", 0)}


def as_files(named: Iterable[tuple[str, bytes]]) -> list[discord.File]:
    """Give files, by name and contents, as the library sends them."""
    return [discord.File(io.BytesIO(contents), name) for name, contents in named]


class Card(ui.LayoutView):
    """A message's components as they are."""

    def __init__(self, components: list[Json]) -> None:
        super().__init__(timeout=None)
        self._drawn = components
        self.stop()  # so that the library keeps neither the view nor a timer for it

    def to_components(self) -> list[Json]:
        return self._drawn

    def has_components_v2(self) -> bool:
        return True


def message(components: list[Json], *, private: bool = False) -> Json:
    """Make the body of a message; one that changes another is seen by whoever saw that."""
    flags = V2 | (EPHEMERAL if private else 0)
    return {"components": components, "flags": flags, "allowed_mentions": NOBODY.to_dict()}


async def respond(interaction: Interaction, kind: int, data: Json | None = None) -> None:
    """Give the first answer: a message, a change of what was pressed, a modal, or a word to wait.

    The library would have Discord send the message back and read all of it, which nobody needs: that costs as much
    as everything else about an answer.
    """
    path = "/interactions/{webhook_id}/{webhook_token}/callback"
    route = Route("POST", path, webhook_id=interaction.id, webhook_token=interaction.token)
    await _send(interaction, route, {"type": kind, "data": data} if data else {"type": kind})


async def promise(interaction: Interaction, *, in_place: bool) -> None:
    """Tell the member to wait: on what was pressed, or in a private message."""
    await (
        respond(interaction, LATER_UPDATE) if in_place else respond(interaction, LATER, {"flags": EPHEMERAL})
    )


async def amend(interaction: Interaction, data: Json) -> None:
    """Put a message in the place of the first answer, or of what was promised."""
    path = "/webhooks/{webhook_id}/{webhook_token}/messages/@original"
    route = Route("PATCH", path, webhook_id=interaction.application_id, webhook_token=interaction.token)
    await _send(interaction, route, data)


async def _send(interaction: Interaction, route: Route, body: Json) -> None:
    """Send as the library sends its own answers: paced, and again where Discord asks for it."""
    http, session = interaction.client.http, interaction._session  # noqa: SLF001 - there is no other way
    sender = async_context.get()
    await sender.request(route, session, payload=body, proxy=http.proxy, proxy_auth=http.proxy_auth)

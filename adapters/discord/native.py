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
MESSAGE, UPDATE, MODAL = 4, 7, 9  # kinds of a first answer
EPHEMERAL, V2 = 1 << 6, 1 << 15  # flags of a message
INTERACTION = "INTERACTION_CREATE"

log = structlog.get_logger()


def forgive(client: discord.Client) -> None:
    """Let an interaction go that the library cannot read: over one it would give up the whole connection."""
    readers = client._connection.parsers  # noqa: SLF001 - there is no other way between the gateway and an event
    read = readers[INTERACTION]

    def reads(told: Json) -> None:
        try:
            read(told)
        except (KeyError, IndexError, TypeError, AttributeError, ValueError) as error:
            log.warning("the library could not read an interaction", error=type(error).__name__)

    readers[INTERACTION] = reads


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


async def respond(interaction: Interaction, kind: int, data: Json) -> None:
    """Give the first answer: a message, a change of what was pressed, or a modal.

    The library would have Discord send the message back and read all of it, which nobody needs: that costs as much
    as everything else about an answer.
    """
    path = "/interactions/{webhook_id}/{webhook_token}/callback"
    route = Route("POST", path, webhook_id=interaction.id, webhook_token=interaction.token)
    http, session = interaction.client.http, interaction._session  # noqa: SLF001 - as the library's own answers
    sender, body = async_context.get(), {"type": kind, "data": data}
    await sender.request(route, session, payload=body, proxy=http.proxy, proxy_auth=http.proxy_auth)

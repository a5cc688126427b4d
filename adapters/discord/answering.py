"""One interaction, one answer: at once or deferred, private or for everyone, anew or in place."""

import asyncio
import contextlib
import uuid
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import discord
import structlog

from adapters.discord.fitting import Json
from adapters.discord.native import MESSAGE, MODAL, NOBODY, UPDATE, Card, as_files, message, respond
from adapters.discord.payload import Interaction, Unreadable, is_private
from adapters.discord.render import attached, card, modal, refusal, takes_drawing
from bot.chat import Form, Refusal, Reply
from bot.slash import UnknownButton
from bot.study import Repeated

SLOW = 1.5  # seconds after which the member is told to wait; Discord gives 3 to the first word
ALREADY_ANSWERED, TOO_LATE = 40060, 10062  # Discord's codes
AGAIN = "That took too long to open. Please press or type it again."
ONE_PROCESS = (
    "another process runs with the same DISCORD_TOKEN: stop it, or set DISCORD_SHARD_COUNT for both and "
    "give each its own DISCORD_SHARD_IDS"
)

Said = Reply | Form


class Silence:
    """No answer: another process gives it."""


log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Drawn:
    """An answer as components. `anew`: it must not take the place of what was pressed."""

    components: list[Json]
    public: bool = False
    anew: bool = False
    files: tuple[tuple[str, bytes], ...] = ()


async def answer(
    interaction: Interaction, asked: Coroutine[Any, Any, Said], ours: Callable[[], Awaitable[bool]]
) -> None:
    """Say what was asked for as soon as it is known.

    Where another process has said the first word, this one speaks only if what was asked for is `ours` alone: then
    the other could no more than promise an answer.
    """
    task = asyncio.create_task(_outcome(interaction, asked))
    await asyncio.wait((task,), timeout=SLOW)
    with delivered():
        try:
            await _say(interaction, task)
        except discord.HTTPException as error:
            if error.code != ALREADY_ANSWERED:
                raise
            log.warning("an interaction was answered already", cure=ONE_PROCESS)
            said = await task
            if isinstance(said, Drawn) and not said.anew and await ours():
                await _in_place(interaction, said)


async def _say(interaction: Interaction, task: asyncio.Task[Drawn | Form | Silence]) -> None:
    if not task.done():
        await _later(interaction, task)
    elif not isinstance(said := task.result(), Silence):
        await _at_once(interaction, said)


async def _outcome(interaction: Interaction, asked: Coroutine[Any, Any, Said]) -> Drawn | Form | Silence:
    """Give the answer; a refusal in its own words, a bug as a number that the log knows too."""
    try:
        said = await asked
    except Refusal as no:
        if isinstance(no, UnknownButton):
            log.warning("a button led nowhere: stale, foreign or forged", interaction=interaction.id)
        elif isinstance(no, Unreadable):
            log.warning("an interaction could not be read", interaction=interaction.id)
        return Drawn(refusal(str(no)), anew=True)
    except Repeated:
        log.warning("an interaction was delivered to another process too", cure=ONE_PROCESS)
        return Silence()
    except Exception:
        incident = uuid.uuid4().hex[:8]
        log.exception("an interaction failed", incident=incident, interaction=interaction.id)
        sorry = (
            "Something went wrong here and nothing was saved. Please try again; "
            f"if it stays, tell your teacher: incident {incident}."
        )
        return Drawn(refusal(sorry), anew=True)
    if isinstance(said, Form):
        return said
    if takes_drawing(said):
        await asyncio.to_thread(attached, said)  # drawn pictures are kept for a while
    return Drawn(card(said), public=not said.private, files=tuple(attached(said).values()))


async def _at_once(interaction: Interaction, said: Drawn | Form) -> None:
    if isinstance(said, Form):
        if interaction.type is not discord.InteractionType.modal_submit:
            await respond(interaction, MODAL, modal(said))
            return
        said = Drawn(refusal(AGAIN), anew=True)  # Discord opens no form upon a form
    if is_private(interaction) and not (said.public or said.anew):
        await _in_place_at_once(interaction, said)
    elif said.files:
        view, files = Card(said.components), as_files(said.files)
        await interaction.response.send_message(
            view=view, files=files, ephemeral=not said.public, allowed_mentions=NOBODY
        )
    else:
        await respond(interaction, MESSAGE, message(said.components, private=not said.public))


async def _in_place_at_once(interaction: Interaction, said: Drawn) -> None:
    if said.files:
        view, files = Card(said.components), as_files(said.files)
        await interaction.response.edit_message(view=view, attachments=files, allowed_mentions=NOBODY)
    else:
        await respond(interaction, UPDATE, message(said.components) | {"attachments": []})


async def _later(interaction: Interaction, task: asyncio.Task[Drawn | Form | Silence]) -> None:
    """Tell the member to wait, in private: what is deferred cannot change who sees it."""
    in_place = is_private(interaction)
    await (
        interaction.response.defer()
        if in_place
        else interaction.response.defer(ephemeral=True, thinking=True)
    )
    said = await task
    if isinstance(said, Form):
        said = Drawn(refusal(AGAIN), anew=True)
    if isinstance(said, Silence):  # the other one keeps what this one has promised
        return
    if said.public and not in_place:
        await interaction.edit_original_response(view=Card(card(Reply("Done"))), allowed_mentions=NOBODY)
    view, files = Card(said.components), as_files(said.files)
    if said.public or (said.anew and in_place):
        await interaction.followup.send(
            view=view, files=files, ephemeral=not said.public, allowed_mentions=NOBODY
        )
    else:
        await _in_place(interaction, said)


async def _in_place(interaction: Interaction, said: Drawn) -> None:
    await interaction.edit_original_response(
        view=Card(said.components), attachments=as_files(said.files), allowed_mentions=NOBODY
    )


@contextlib.contextmanager
def delivered() -> Iterator[None]:
    """Log an answer that could not be given: what it tells of is kept, and the member can ask again."""
    try:
        yield
    except discord.HTTPException as error:
        if error.code == ALREADY_ANSWERED:
            log.warning("an interaction was answered already", cure=ONE_PROCESS)
        elif error.code == TOO_LATE:
            log.warning("an answer came too late for Discord")
        else:
            log.warning("Discord did not take an answer", status=error.status, code=error.code)
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        log.warning("an answer was lost on its way", why=type(error).__name__)

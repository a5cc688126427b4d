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

from adapters.discord.crowd import Crowd
from adapters.discord.fitting import Json
from adapters.discord.native import (
    MESSAGE,
    MODAL,
    NOBODY,
    UPDATE,
    Card,
    amend,
    as_files,
    message,
    promise,
    respond,
)
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


Answer = Drawn | Form | Silence


async def answer(
    interaction: Interaction,
    asked: Coroutine[Any, Any, Said],
    ours: Callable[[], Awaitable[bool]],
    crowd: Crowd,
) -> None:
    """Say what was asked for as soon as it is known; in a large crowd, promise an answer first.

    Where another process has said the first word, this one speaks only if what was asked for is `ours` alone: then
    the other could no more than promise an answer.
    """
    crowd.joined_by(interaction.id)
    word = _Promise(interaction, crowd)
    try:
        said = await _outcome(interaction, asked)
        word.no_more()
        with delivered():
            await _say_once(interaction, said, word, ours)
    finally:
        word.no_more()
        asked.close()  # if the bot ended before it was begun
        crowd.left_by(interaction.id)


async def _say_once(
    interaction: Interaction, said: Answer, word: "_Promise", ours: Callable[[], Awaitable[bool]]
) -> None:
    try:
        promised = await word.given()
        if isinstance(said, Silence):  # where this one has promised, the other keeps it
            return
        async with word.crowd.turns if promised else contextlib.nullcontext():
            await (_later if promised else _at_once)(interaction, said)
    except discord.HTTPException as error:
        if error.code != ALREADY_ANSWERED:
            raise
        log.warning("an interaction was answered already", cure=ONE_PROCESS)
        if isinstance(said, Drawn) and not said.anew and await ours():
            await _in_place(interaction, said)


class _Promise:
    """A word to wait, which the member gets unless the answer comes first, and in a large crowd in any case."""

    def __init__(self, interaction: Interaction, crowd: Crowd) -> None:
        self._interaction = interaction
        self.crowd = crowd
        self._giving: asyncio.Task[None] | None = None
        self._timer = asyncio.get_running_loop().call_later(SLOW, self._begin)
        if crowd.is_large:  # what was asked is asked all the same: when it came in decides whether it counts
            self._timer.cancel()
            self._begin()

    def _begin(self) -> None:
        self._giving = asyncio.create_task(self._give())

    async def _give(self) -> None:
        try:
            async with self.crowd.turns:
                await promise(self._interaction, in_place=is_private(self._interaction))
        finally:
            self.crowd.left_by(self._interaction.id)

    def no_more(self) -> None:
        """Do not begin to give it from now on."""
        self._timer.cancel()

    async def given(self) -> bool:
        """Whether it was given, and others need a first word no more urgently; raise what Discord had against it."""
        if self._giving is None:
            return False
        await self._giving
        await self.crowd.thins_out()
        return True


async def _outcome(interaction: Interaction, asked: Coroutine[Any, Any, Said]) -> Answer:
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


async def _later(interaction: Interaction, said: Drawn | Form) -> None:
    """Keep what was promised in private: what is promised cannot change who sees it."""
    in_place = is_private(interaction)
    if isinstance(said, Form):
        said = Drawn(refusal(AGAIN), anew=True)
    if said.public and not in_place:
        await amend(interaction, message(card(Reply("Done"))))
    if said.public or (said.anew and in_place):
        view, files = Card(said.components), as_files(said.files)
        await interaction.followup.send(
            view=view, files=files, ephemeral=not said.public, allowed_mentions=NOBODY
        )
    else:
        await _in_place(interaction, said)


async def _in_place(interaction: Interaction, said: Drawn) -> None:
    if said.files:
        view, files = Card(said.components), as_files(said.files)
        await interaction.edit_original_response(view=view, attachments=files, allowed_mentions=NOBODY)
    else:
        await amend(interaction, message(said.components) | {"attachments": []})


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

"""A bot of a few lines on the real discord.py, to try the stand-in with."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any, Self

import discord
from discord import app_commands, ui

from .redirect import redirected
from .standin import Discord

SILENT = discord.AllowedMentions.none()
Interaction = discord.Interaction["Tiny"]


class Tiny(discord.Client):
    """Counts what it is told, and answers with everything that the stand-in must know."""

    def __init__(self, **more: Any) -> None:  # noqa: ANN401 - discord.py's own options
        super().__init__(intents=discord.Intents(guilds=True), allowed_mentions=SILENT, **more)
        self._connection.guild_ready_timeout = 0
        self.tree = app_commands.CommandTree(self)
        asking: app_commands.Command[Any, ..., None] = app_commands.Command(
            name="ask", description="Ask", callback=ask
        )
        self.tree.add_command(asking)
        asking.autocomplete("about")(_suggest)
        self.tree.add_command(app_commands.Command(name="card", description="Card", callback=card))
        self.tree.add_command(app_commands.Command(name="slow", description="Slow", callback=slow))
        self.tree.add_command(app_commands.ContextMenu(name="Quiz me", callback=quiz_me))
        self.add_dynamic_items(Press, Pick)
        self.happened: list[str] = []
        self.presses = 0

    async def setup_hook(self) -> None:
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait for nothing: the library pauses 5 s before it identifies anew."""

    async def on_ready(self) -> None:
        self.happened.append("ready")

    async def on_resumed(self) -> None:
        self.happened.append("resumed")

    async def happens(self, what: str, times: int = 1) -> None:
        async with asyncio.timeout(10):
            while self.happened.count(what) < times:
                await asyncio.sleep(0.01)


@app_commands.describe(about="What about", count="How many")
async def ask(interaction: Interaction, about: str, count: app_commands.Range[int, 1, 5] = 1) -> None:
    await interaction.response.send_message(
        f"{about} {count} <@{interaction.user.id}> @everyone", ephemeral=True, allowed_mentions=SILENT
    )


async def _suggest(_: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    return [
        app_commands.Choice(name=word, value=word) for word in ("lenin", "legacy") if word.startswith(typed)
    ]


async def card(interaction: Interaction) -> None:
    await interaction.response.send_message(view=Card("Pressed 0"), allowed_mentions=SILENT)


async def slow(interaction: Interaction) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    await interaction.edit_original_response(content="At last")
    await interaction.followup.send("And more", ephemeral=True, allowed_mentions=SILENT)


async def quiz_me(interaction: Interaction, message: discord.Message) -> None:
    await interaction.response.send_message(f"About {message.id}", ephemeral=True)


class Card(ui.LayoutView):
    def __init__(self, words: str) -> None:
        super().__init__(timeout=None)
        box = ui.Container[Self](accent_colour=0x336699)
        box.add_item(ui.TextDisplay("# Card"))
        box.add_item(ui.Section(ui.TextDisplay(words), accessory=Press("once", "Press")))
        box.add_item(ui.ActionRow(Pick("one")))
        box.add_item(ui.ActionRow(Press("modal", "Form"), Press("die", "Die")))
        self.add_item(box)


class Press(ui.DynamicItem[ui.Button[Any]], template=r"press:(?P<what>\w+)"):
    def __init__(self, what: str, label: str) -> None:
        super().__init__(ui.Button(label=label, custom_id=f"press:{what}"))
        self.what = what

    @classmethod
    async def from_custom_id(cls, _: Any, item: ui.Item[Any], match: re.Match[str]) -> Self:  # noqa: ANN401
        assert isinstance(item, ui.Button)
        return cls(match["what"], str(item.label))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        if self.what == "modal":
            await interaction.response.send_modal(Form())
        elif self.what == "once":
            interaction.client.presses += 1
            await interaction.response.edit_message(view=Card(f"Pressed {interaction.client.presses}"))


class Pick(ui.DynamicItem[ui.Select[Any]], template=r"pick:(?P<what>\w+)"):
    def __init__(self, what: str) -> None:
        choices = [discord.SelectOption(label=word, value=word[0]) for word in ("alpha", "beta")]
        super().__init__(ui.Select(custom_id=f"pick:{what}", placeholder="Pick", options=choices))

    @classmethod
    async def from_custom_id(cls, _: Any, __: ui.Item[Any], match: re.Match[str]) -> Self:  # noqa: ANN401
        return cls(match["what"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_message(f"You chose {self.item.values}", ephemeral=True)


class Form(ui.Modal, title="A form"):
    typed = ui.Label[Any](text="Who?", component=ui.TextInput[Any](custom_id="who", max_length=20))
    level = ui.Label[Any](
        text="How hard?",
        component=ui.RadioGroup[Any](
            custom_id="hard",
            options=[
                discord.RadioGroupOption(label="easy", value="e"),
                discord.RadioGroupOption(label="hard", value="h"),
            ],
        ),
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        who, hard = self.typed.component, self.level.component
        assert isinstance(who, ui.TextInput)
        assert isinstance(hard, ui.RadioGroup)
        await interaction.response.send_message(f"{who.value} {hard.value}", ephemeral=True)


@asynccontextmanager
async def connected(standin: Discord, token: str = "", **more: Any) -> AsyncIterator[Tiny]:  # noqa: ANN401
    """Log the tiny bot in and wait until it is ready."""
    logging.getLogger("discord").setLevel(logging.CRITICAL)
    with redirected(standin.api, standin.gateway_url):
        client = Tiny(**more)
        running = asyncio.create_task(client.start(token or standin.token))
        try:
            ready = asyncio.create_task(client.happens("ready"))
            await asyncio.wait({ready, running}, return_when=asyncio.FIRST_COMPLETED)
            if running.done():
                ready.cancel()
                await running
            yield client
        finally:
            await client.close()
            with suppress(asyncio.CancelledError):
                await running

"""The tiny bot's commands: one for each way of answering."""

import io
from typing import Any

import discord
from discord import app_commands, ui

from .tiny_cards import Card, Who

SILENT = discord.AllowedMentions.none()
Interaction = discord.Interaction[Any]


def add_commands(tree: app_commands.CommandTree[Any]) -> None:
    """Put the commands into the tree."""
    asking: app_commands.Command[Any, ..., None] = app_commands.Command(
        name="ask", description="Ask", callback=ask
    )
    asking.autocomplete("about")(_suggest)
    group = app_commands.Group(name="class", description="The class")
    group.command(name="add", description="Add")(add)
    tree.add_command(asking)
    tree.add_command(group)
    for name, callback in (("card", card), ("slow", slow), ("who", who), ("file", file)):
        tree.add_command(app_commands.Command(name=name, description=name, callback=callback))
    tree.add_command(app_commands.ContextMenu(name="Quiz me", callback=quiz_me))
    tree.add_command(app_commands.ContextMenu(name="Score", callback=score))


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


async def who(interaction: Interaction) -> None:
    await interaction.response.send_message(view=Who(timeout=None), ephemeral=True)


async def file(interaction: Interaction) -> None:
    view = ui.LayoutView()
    view.add_item(ui.TextDisplay("Results"))
    view.add_item(ui.File("attachment://results.csv"))
    results = discord.File(io.BytesIO(b"name,points"), "results.csv")
    await interaction.response.send_message(view=view, file=results, ephemeral=True)


async def score(interaction: Interaction, member: discord.Member) -> None:
    await interaction.response.send_message(f"Score of {member.display_name}", ephemeral=True)


async def add(
    interaction: Interaction,
    member: discord.Member,
    role: discord.Role,
    channel: discord.TextChannel,
    share: float,
    late: bool = False,  # noqa: FBT001, FBT002 - an option is a parameter
) -> None:
    told = f"{member.display_name} {role.name} {channel.name} {share} {late}"
    await interaction.response.send_message(told, ephemeral=True)

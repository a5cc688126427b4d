"""A bot as bots are usually written, for the bench: a button that edits its card, storing nothing or a row a press.

Usage: usual.py API GATEWAY TOKEN DATABASE - with DATABASE empty nothing is stored.
"""

import asyncio
import re
import sys
from pathlib import Path
from typing import Any, Self

import discord
from discord import app_commands, ui
from doubles.discord.redirect import redirected
from sqlalchemy import Engine, create_engine, event, text

WORDS = (Path(__file__).parent / "verdict.txt").read_text("utf-8")
ENGINE: Engine | None = None


def engine_of(file: str) -> Engine:
    """Open a database as safe as ours: write-ahead log, every commit on the disk."""
    engine = create_engine(f"sqlite:///{file}")

    @event.listens_for(engine, "connect")
    def _(connection: Any, __: object) -> None:  # noqa: ANN401 - the driver's own
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = full")

    with engine.begin() as connection:
        connection.execute(text("create table answers (id integer primary key, user integer, choice text)"))
    return engine


def keep(user: int, choice: str) -> None:
    assert ENGINE
    with ENGINE.begin() as connection:
        connection.execute(
            text("insert into answers (user, choice) values (:user, :choice)"),
            {"user": user, "choice": choice},
        )


class Pick(ui.DynamicItem[ui.Button[Any]], template=r"pick:(?P<which>.+)"):
    def __init__(self, which: str) -> None:
        super().__init__(
            ui.Button(label="Next", custom_id=f"pick:{which}", style=discord.ButtonStyle.primary)
        )
        self.which = which

    @classmethod
    async def from_custom_id(cls, _: Any, __: ui.Item[Any], match: re.Match[str]) -> Self:  # noqa: ANN401
        return cls(match["which"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        if ENGINE:
            await asyncio.to_thread(keep, interaction.user.id, self.which)
        await interaction.response.edit_message(view=Verdict())


class Verdict(ui.LayoutView):
    def __init__(self) -> None:
        super().__init__(timeout=None)
        row: ui.ActionRow[Self] = ui.ActionRow()
        row.add_item(Pick("1:1:A"))
        self.add_item(ui.Container(ui.TextDisplay(WORDS), row, accent_colour=0x27496D))
        self.stop()


class Usual(discord.Client):
    def __init__(self) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            guild_ready_timeout=0,
        )
        self.tree = app_commands.CommandTree(self)
        self.tree.add_command(app_commands.Command(name="open", description="Open", callback=open_card))
        self.add_dynamic_items(Pick)

    async def setup_hook(self) -> None:
        await self.tree.sync()


async def open_card(interaction: discord.Interaction[Any]) -> None:
    await interaction.response.send_message(view=Verdict(), ephemeral=True)


if __name__ == "__main__":
    api, gateway, token, database = sys.argv[1:]
    ENGINE = engine_of(database) if database else None
    with redirected(api, gateway):
        Usual().run(token, log_handler=None)

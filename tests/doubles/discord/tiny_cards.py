"""The tiny bot's card, its buttons and selects, and its form."""

import re
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

if TYPE_CHECKING:
    from .tiny import Tiny


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
            tiny: Tiny = interaction.client
            tiny.presses += 1
            await interaction.response.edit_message(view=Card(f"Pressed {tiny.presses}"))


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


class Who(ui.LayoutView):
    row = ui.ActionRow[Self]()

    @row.select(cls=ui.UserSelect, placeholder="Who?", max_values=2)
    async def chosen(self, interaction: discord.Interaction, select: ui.UserSelect[Self]) -> None:
        names = [f"{type(each).__name__} {each.display_name}" for each in select.values]
        await interaction.response.send_message(", ".join(names), ephemeral=True)

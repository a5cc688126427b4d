"""What Discord sends: who acts, where, what was chosen or typed."""

import re
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

import discord

from adapters.discord.fitting import TEXT, Json
from bot.chat import Member, Place, Refusal, Role

PLATFORM = "discord"
SUB_COMMAND, STRING = 1, 3

Interaction = discord.Interaction[Any]
Given = ParamSpec("Given")
Told = TypeVar("Told")


class Unreadable(Refusal):
    """Not what Discord sends."""

    def __init__(self) -> None:
        super().__init__("I could not read that. Please try again.")


def _reading(read: Callable[Given, Told]) -> Callable[Given, Told]:
    @wraps(read)
    def reads(*args: Given.args, **kwargs: Given.kwargs) -> Told:
        try:
            return read(*args, **kwargs)
        except (KeyError, IndexError, TypeError, AttributeError, ValueError):
            raise Unreadable from None

    return reads


@_reading
def member_of(interaction: Interaction, teacher_role: str) -> Member:
    """Give whoever acts, in the role held at this moment; raise Refusal outside of a server and for bots."""
    user = interaction.user
    if user.bot:
        raise Refusal("I answer people, not bots.")
    if interaction.guild_id is None or not isinstance(user, discord.Member):
        raise Refusal("Card Index works inside a class server: ask me in one of its channels.")
    roles = tuple(name for role in user.roles if not role.is_default() for name in (role.name, str(role.id)))
    rights = interaction.permissions
    teaches = rights.manage_guild or rights.administrator or _holds(roles, teacher_role)
    role = Role.TEACHER if teaches else Role.STUDENT
    return Member(PLATFORM, str(interaction.guild_id), str(user.id), str(user.display_name), role, roles)


def _holds(roles: tuple[str, ...], wanted: str) -> bool:
    return bool(wanted) and wanted.casefold() in {role.casefold() for role in roles}


def place_of(interaction: Interaction) -> Place:
    """Give the channel or thread in which something was done."""
    return Place(PLATFORM, str(interaction.guild_id), str(interaction.channel_id))


def is_private(interaction: Interaction) -> bool:
    """Whether the message that was pressed is seen by its presser alone."""
    try:
        return bool(interaction.message and interaction.message.flags.ephemeral)
    except TypeError:  # its flags are none
        return False


@_reading
def token_of(interaction: Interaction) -> str:
    """Give the token of the pressed button or of what was chosen; what the renderer wrote behind it is cut off."""
    told = _data(interaction)
    pressed = (told.get("values") or [told["custom_id"]])[0]
    return str(pressed).partition("|")[0]


@_reading
def command_of(interaction: Interaction) -> tuple[str, dict[str, str | int]]:
    """Give a slash command's name and its options as typed."""
    name, given = _leaf(interaction)
    return name, {str(each["name"]): _value(each) for each in given}


@_reading
def typing_in(interaction: Interaction) -> tuple[str, str, str]:
    """Give the command, the option that is being typed, and what stands there so far."""
    name, given = _leaf(interaction)
    for each in given:
        if each.get("focused"):
            return name, str(each["name"]), str(each["value"])
    return name, "", ""


@_reading
def form_of(interaction: Interaction) -> str:
    """Give the token of the form that was sent."""
    return str(_data(interaction)["custom_id"])


@_reading
def fields_of(interaction: Interaction) -> dict[str, str]:
    """Give what was filled into a modal, by the fields' names."""
    found = {}
    for component in _data(interaction)["components"]:
        for field in component.get("components") or [component.get("component") or {}]:
            if "custom_id" in field:
                chosen = field.get("values") or [field.get("value") or ""]
                found[str(field["custom_id"])] = ", ".join(map(str, chosen))
    return found


@_reading
def words_of_target(interaction: Interaction) -> str:
    """Give all the words of the message whose menu was opened."""
    told = _data(interaction)
    message = told["resolved"]["messages"][str(told["target_id"])]
    return "\n".join([str(message.get("content") or ""), *_texts(message.get("components") or [])])


def _texts(components: list[Json]) -> Iterator[str]:
    for component in components:
        if component["type"] == TEXT:
            yield str(component["content"])
        yield from _texts(component.get("components") or [])


def _data(interaction: Interaction) -> Json:
    return cast("Json", interaction.data or {})


def _leaf(interaction: Interaction) -> tuple[str, list[Json]]:
    told = _data(interaction)
    name, options = str(told["name"]), told.get("options") or []
    while options and options[0]["type"] == SUB_COMMAND:
        name, options = f"{name} {options[0]['name']}", options[0].get("options") or []
    return name, options


def _value(option: Json) -> str | int:
    """Read an option; the mention of a role, which Discord makes of its typed name, as the role's id."""
    value = option["value"]
    mention = re.fullmatch(r"<@&(\d+)>", value.strip()) if isinstance(value, str) else None
    return mention[1] if mention else value if isinstance(value, int) else str(value)

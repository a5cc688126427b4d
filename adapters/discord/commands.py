"""Declared commands as Discord's own: typed options, choices, completion, and who is shown them."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from itertools import groupby
from typing import Any

import discord
from discord import app_commands

from adapters.discord.fitting import Json
from adapters.text import clip
from bot.commands import COMMANDS
from bot.slash import Audience, Command, Option
from bot.study import StudyBot

CHAT, ON_MESSAGE = 1, 3
SUB_COMMAND, STRING, INTEGER = 1, 3, 4
MENU = "Quiz me on this"
IN_SERVERS = [0]  # contexts and ways of installing: servers, no conversations
TEACHERS = discord.Permissions(manage_guild=True).value
POSTS_HERE = frozenset(
    {"post", "schedule add", "schedule resume"}
)  # end in a message that the bot posts by itself

_KNOWN = ("name", "type", "description", "required", "autocomplete", "options", "choices", "value")
_OF_A_COMMAND = (*_KNOWN, "default_member_permissions", "contexts", "integration_types")


def definitions(*, everywhere: bool) -> list[Json]:
    """Define all commands: for every server, or for the one that they are registered in."""
    where: Json = {"contexts": IN_SERVERS, "integration_types": IN_SERVERS} if everywhere else {}
    by_word = groupby(sorted(COMMANDS, key=_first), key=_first)
    slash = [_definition(word, list(group)) for word, group in by_word]
    menu: Json = {"type": ON_MESSAGE, "name": MENU, "default_member_permissions": None}
    return [{**each, **where} for each in [*slash, menu]]


def _first(command: Command) -> str:
    return command.name.split()[0]


def _definition(word: str, group: list[Command]) -> Json:
    teachers = all(command.audience is Audience.TEACHERS for command in group)
    rights = {"default_member_permissions": TEACHERS if teachers else None}
    if [command.name for command in group] == [word]:
        return {"type": CHAT, "name": word, **_described(group[0]), **rights}
    verbs = [
        {"type": SUB_COMMAND, "name": command.name.split()[1], **_described(command)} for command in group
    ]
    inside = clip(", ".join(verb["name"] for verb in verbs), 100)
    return {"type": CHAT, "name": word, "description": inside, "options": verbs, **rights}


def _described(command: Command) -> Json:
    options = sorted(command.options, key=lambda option: not option.required)
    return {"description": clip(command.help.splitlines()[0], 100), "options": list(map(_option, options))}


def _option(option: Option) -> Json:
    told: Json = {"name": option.name, "description": clip(option.words, 100), "required": option.required}
    told["type"] = INTEGER if option.kind is int else STRING
    if issubclass(option.kind, StrEnum):
        told["choices"] = [{"name": choice, "value": choice} for choice in option.choices]
    elif option.suggest:
        told["autocomplete"] = True
    return told


def differ(registered: Iterable[Mapping[str, Any]], wanted: Iterable[Mapping[str, Any]]) -> bool:
    """Whether Discord knows other commands than these; what it adds to each, and in which order, is the same."""
    return _compared(registered) != _compared(wanted)


def _compared(commands: Iterable[Mapping[str, Any]]) -> dict[tuple[int, str], Json]:
    return {(c.get("type") or CHAT, c["name"]): _trimmed(c, _OF_A_COMMAND) for c in commands}


def _trimmed(told: Mapping[str, Any], known: tuple[str, ...]) -> Json:
    """Leave out what says nothing: nulls, false, empty lists, and the defaults of contexts."""
    kept = {name: told[name] for name in known if told.get(name) not in (None, False, [], "")}
    for name in ("options", "choices"):
        if name in kept:
            kept[name] = [_trimmed(each, _KNOWN) for each in kept[name]]
    if (
        kept.get("contexts") != IN_SERVERS
    ):  # registered in one server: Discord says neither, or its own defaults
        kept = {name: value for name, value in kept.items() if name not in ("contexts", "integration_types")}
    rights = kept.get("default_member_permissions")  # sent as a number, told as its digits
    return {"type": CHAT, **kept, **({"default_member_permissions": str(rights)} if rights else {})}


def choices(bot: StudyBot, name: str, option: str, typed: str) -> list[app_commands.Choice[str]]:
    """Offer what an option may become."""
    command = next((command for command in COMMANDS if command.name == name), None)
    offered = bot.suggest(command, option, typed) if command else []
    return [app_commands.Choice(name=clip(word, 100), value=word) for word in offered if len(word) <= 100]  # noqa: PLR2004 - Discord's limit

"""Declared commands as the composer's completion."""

from collections.abc import Iterable, Iterator

from bot.chat import Refusal
from bot.commands import COMMANDS
from bot.line import named
from bot.slash import Command, Option
from bot.study import StudyBot


def listed(commands: Iterable[Command] = COMMANDS) -> list[dict[str, str]]:
    """Describe the commands to the page."""
    return [
        {"name": c.name, "help": c.help, "usage": c.usage, "audience": c.audience, "example": c.example}
        for c in commands
    ]


def completions(bot: StudyBot, line: str) -> list[dict[str, str]]:
    """Offer how the typed line may go on: an option's values, then the options still free."""
    try:
        command, words = named(line.removeprefix("/").split(), COMMANDS)
    except Refusal:
        return []
    typed = "" if line.endswith(" ") or not words else words[-1]
    before = line.removesuffix(typed) if words or line.endswith(" ") else f"{line} "
    given = words[:-1] if typed else words
    return [{**choice, "text": before + choice["text"]} for choice in _choices(bot, command, given, typed)]


def _choices(bot: StudyBot, command: Command, given: list[str], typed: str) -> Iterator[dict[str, str]]:
    names = {option.name: option for option in command.options}
    key, colon, value = typed.partition(":")
    if colon and key in names:
        yield from _values(bot, command, names[key], value, f"{key}:")
        return
    keyed = {word.partition(":")[0] for word in given if ":" in word} & names.keys()
    free = [option for option in command.options if option.name not in keyed]
    free = free[len([word for word in given if word.partition(":")[0] not in keyed]) :]
    if free:
        yield from _values(bot, command, free[0], typed, "")
    for option in free:
        if option.name.startswith(typed):
            yield {"text": f"{option.name}:", "label": f"{option.name}:", "help": option.words}


def _values(
    bot: StudyBot, command: Command, option: Option, typed: str, key: str
) -> Iterator[dict[str, str]]:
    for value in bot.suggest(command, option.name, typed):
        yield {"text": f"{key}{value}", "label": value, "help": option.words}

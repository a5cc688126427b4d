"""What a member typed, sent or pressed, read as a command or a press."""

import difflib
import re
from collections.abc import Iterable, Mapping
from typing import Any

from bot.chat import TOKEN_LIMIT, Refusal
from bot.names import clean
from bot.slash import Command, Press, UnknownButton

_NUMBER = re.compile(r"\d{1,9}", re.ASCII)
_NAME = re.compile(r"[A-Za-z0-9._-]{1,60}", re.ASCII)


def bind(command: Command, raw: Mapping[str, str | int]) -> dict[str, Any]:
    """Read a member's options as the command's own types; a refusal ends with a working example."""
    known = {option.name: option for option in command.options}
    given = {name: str(value) for name, value in raw.items() if str(value).strip()}
    try:
        if unknown := sorted(given.keys() - known.keys()):
            raise Refusal(f"/{command.name} has no option “{clean(unknown[0], 40)}”.")
        for option in command.options:
            if option.required and option.name not in given:
                raise Refusal(f"/{command.name} needs {option.name}: {option.words}")
        return {name: known[name].read(text) for name, text in given.items()}
    except (Refusal, ValueError) as no:
        raise Refusal(f"{no} For example: {command.example}") from None


def parse(line: str, commands: Iterable[Command]) -> tuple[Command, dict[str, str]]:
    """Find the command that a typed line names, and its options as text; `name:` and `name=` both serve."""
    known = tuple(commands)
    command, rest = named(_verb_apart(line.strip().removeprefix("/").split(), known), known)
    given: dict[str, list[str]] = {}
    keyed = re.compile(f"({'|'.join(o.name for o in command.options) or '(?!)'})[:=](.*)", re.IGNORECASE)
    current = ""
    for word in rest:
        if match := keyed.fullmatch(word):
            current, word = match[1].lower(), match[2]  # noqa: PLW2901 - the word behind its name
        elif given.get(current) != [""] and not _takes_more(command, current):
            current = _next_free(command, given)
        given.setdefault(current, []).append(word)
    return command, {name: " ".join(words).strip() for name, words in given.items()}


def _verb_apart(words: list[str], commands: tuple[Command, ...]) -> list[str]:
    """Read `/mydata board:hide` as `/mydata board hide`."""
    second = words[1] if len(words) > 1 else ""
    verb, *rest = re.split("[:=]", second, maxsplit=1)
    if rest and f"{words[0]} {verb}".lower() in {command.name for command in commands}:
        return [words[0], verb, *filter(None, rest), *words[2:]]
    return words


def named(words: list[str], commands: tuple[Command, ...]) -> tuple[Command, list[str]]:
    """Find the command that the first words name, longest name first, and the words behind it."""
    by_name = {command.name: command for command in commands}
    for count in (2, 1):
        if command := by_name.get(" ".join(words[:count]).lower()):
            return command, words[count:]
    first = clean(words[0], 40).lower() if words else ""
    if group := [c for c in commands if c.name.startswith(f"{first} ")]:
        verbs = ", ".join(c.name.split()[1] for c in group)
        raise Refusal(f"/{first} needs one more word: {verbs}. For example: {group[0].example}")
    near = difflib.get_close_matches(first, [c.name for c in commands], 1, 0.5)
    meant = f" Did you mean /{near[0]}?" if near else ""
    raise Refusal(f"There is no command “/{first}”.{meant} /guide lists what you can do here.")


def _takes_more(command: Command, name: str) -> bool:
    """Whether further words belong to this option: only the last one, and only if it is free text."""
    last = command.options[-1] if command.options else None
    return last is not None and last.name == name and last.kind is str and not last.choices


def _next_free(command: Command, given: Mapping[str, object]) -> str:
    free = next((option.name for option in command.options if option.name not in given), "")
    if not free:
        raise Refusal(f"That is more than /{command.name} takes. For example: {command.example}")
    return free


def filled(token: str, commands: Iterable[Command]) -> Command:
    """Find the command whose form was sent; raise UnknownButton for anything else."""
    for command in commands:
        if token == f"fill:{command.name.replace(' ', '-')}":
            return command
    raise UnknownButton


def called(token: str, presses: Mapping[str, Press]) -> tuple[Press, list[int | str]]:
    """Read a token back into its press and ids; every forgery gets one and the same refusal."""
    verb, *ids = token[: TOKEN_LIMIT + 1].split(":")
    press = presses.get(verb)
    if press is None or len(token) > TOKEN_LIMIT or len(ids) != len(press.kinds):
        raise UnknownButton
    return press, [_id(kind, text) for kind, text in zip(press.kinds, ids, strict=True)]


def _id(kind: type, text: str) -> int | str:
    if not (_NUMBER if kind is int else _NAME).fullmatch(text):
        raise UnknownButton
    return int(text) if kind is int else text

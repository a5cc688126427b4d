"""What Discord asks of a slash command's definition."""

import re
from collections.abc import Iterator

from .refusals import Form, Json, Path

SUB, GROUP, STRING, INTEGER, NUMBER = 1, 2, 3, 4, 10
CHAT, USER_MENU, MESSAGE_MENU = 1, 2, 3
NAME = re.compile(r"[-_'\w]{1,32}")
CHARACTERS, OPTIONS, CHOICES = 8_000, 25, 25
MOST = {CHAT: 100, USER_MENU: 15, MESSAGE_MENU: 15}


def check_commands(commands: list[Json]) -> None:
    """Refuse a set of commands that Discord would refuse."""
    form = Form()
    for place, command in enumerate(commands):
        _command(form, command, (place,))
    keys = [(command.get("type") or CHAT, command.get("name")) for command in commands]
    for place, key in enumerate(keys):
        if key in keys[:place]:
            message = "Application command names must be unique"
            form.fault((place, "name"), "APPLICATION_COMMANDS_DUPLICATE_NAME", message)
    for kind, most in MOST.items():
        if sum(key[0] == kind for key in keys) > most:
            form.length((), 0, most)
    form.check()


def check_command(command: Json) -> None:
    form = Form()
    _command(form, command, ())
    form.check()


def _command(form: Form, command: Json, path: Path) -> None:
    kind = command.get("type") or CHAT
    if not form.choice((*path, "type"), kind, set(MOST)):
        return
    if kind != CHAT:
        _menu(form, command, path)
        return
    _named(form, command, path)
    _options(form, command.get("options") or [], (*path, "options"), depth=0)
    if sum(map(len, _counted(command))) > CHARACTERS:
        message = f"Command exceeds maximum size ({CHARACTERS})"
        form.fault(path, "APPLICATION_COMMAND_TOO_LARGE", message)


def _menu(form: Form, command: Json, path: Path) -> None:
    if form.required(command, path, "name"):
        form.text(command, path, "name", 1, 32)
    for name in ("description", "options"):
        if command.get(name):
            message = "Context menu commands cannot have this field"
            form.fault((*path, name), "APPLICATION_COMMAND_CONTEXT_MENU", message)


def _named(form: Form, thing: Json, path: Path) -> None:
    name = thing.get("name")
    if form.required(thing, path, "name") and not (
        isinstance(name, str) and NAME.fullmatch(name) and name == name.lower()
    ):
        message = "Command name is invalid"
        form.fault((*path, "name"), "APPLICATION_COMMAND_INVALID_NAME", message)
    if form.required(thing, path, "description"):
        form.text(thing, path, "description", 1, 100)


def _options(form: Form, options: list[Json], path: Path, depth: int) -> None:
    if len(options) > OPTIONS:
        form.length(path, 0, OPTIONS)
    allowed = set(range(1, 12)) if depth == 0 else {SUB, *range(3, 12)} if depth == 1 else set(range(3, 12))
    for place, option in enumerate(options):
        if form.choice((*path, place, "type"), option.get("type"), allowed):
            _option(form, option, (*path, place))
    _together(form, options, path)


def _together(form: Form, options: list[Json], path: Path) -> None:
    names = [option.get("name") for option in options]
    optional = False
    for place, option in enumerate(options):
        if names[place] in names[:place]:
            message = "Option names must be unique"
            form.fault((*path, place, "name"), "APPLICATION_COMMAND_OPTIONS_NAME_INVALID", message)
        if option.get("required") and optional:
            message = "Required options must be placed before non-required options"
            form.fault((*path, place), "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message)
        optional = optional or not option.get("required")
    if len({option.get("type") in (SUB, GROUP) for option in options}) > 1:
        message = "Sub-command and sub-command group option types are mutually exclusive to all other options"
        form.fault(path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message)


def _option(form: Form, option: Json, path: Path) -> None:
    _named(form, option, path)
    inside = (*path, "options")
    if option["type"] == GROUP:
        subs = option.get("options") or []
        _options(form, subs, inside, depth=1)
        for place, sub in enumerate(subs):
            form.choice((*inside, place, "type"), sub.get("type"), {SUB})
    elif option["type"] == SUB:
        _options(form, option.get("options") or [], inside, depth=2)
    else:
        _value(form, option, path)


def _value(form: Form, option: Json, path: Path) -> None:
    choices = option.get("choices") or []
    if option.get("autocomplete") and (choices or option["type"] not in (STRING, INTEGER, NUMBER)):
        message = "Autocomplete is for strings and numbers without choices"
        form.fault((*path, "autocomplete"), "APPLICATION_COMMAND_AUTOCOMPLETE_INVALID", message)
    check_suggestions(form, choices, (*path, "choices"))
    form.number(option, path, "min_length", 0, 6_000)
    form.number(option, path, "max_length", 1, 6_000)


def check_suggestions(form: Form, choices: list[Json], path: Path) -> None:
    """Check choices, declared or suggested: at most 25, names of 1-100 characters, values of as many."""
    if len(choices) > CHOICES:
        form.length(path, 0, CHOICES)
    for place, choice in enumerate(choices):
        if form.required(choice, (*path, place), "name"):
            form.text(choice, (*path, place), "name", 1, 100)
        if form.required(choice, (*path, place), "value") and isinstance(choice["value"], str):
            form.text(choice, (*path, place), "value", 1, 100)


def _counted(thing: Json) -> Iterator[str]:
    """Give what counts towards a command's size: names, descriptions and choices' values."""
    for name in ("name", "description", "value"):
        yield str(thing.get(name) or "")
    for inside in ("options", "choices"):
        for each in thing.get(inside) or []:
            yield from _counted(each)

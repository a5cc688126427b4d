"""A user's typed options, checked as the client checks them before it sends a slash command."""

from .definitions import GROUP, SUB
from .refusals import Impossible, Json
from .resolved import Resolved

STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER = 3, 4, 5, 6, 7, 8, 9, 10
TYPES: dict[int, tuple[type, ...]] = {
    STRING: (str,), INTEGER: (int,), BOOLEAN: (bool,), NUMBER: (int, float),
    USER: (int,), CHANNEL: (int,), ROLE: (int,), MENTIONABLE: (int,),
}  # fmt: skip


def leaf(command: Json, words: list[str]) -> Json:
    """Follow a command's sub-commands; a base with sub-commands cannot be called itself."""
    here = command
    for word in words:
        inside = {each["name"]: each for each in here.get("options") or [] if each["type"] in (SUB, GROUP)}
        if word not in inside:
            raise Impossible(f"/{command['name']} has no sub-command {word!r}")
        here = inside[word]
    if any(each["type"] in (SUB, GROUP) for each in here.get("options") or []):
        raise Impossible(f"/{command['name']} wants one of its sub-commands")
    return here


def filled(definition: Json, values: Json, resolved: Resolved) -> list[Json]:
    """Give the options as the client sends them."""
    known = {each["name"]: each for each in definition.get("options") or []}
    if unknown := set(values) - set(known):
        raise Impossible(f"no option is named {sorted(unknown)}")
    missing = [name for name, each in known.items() if each.get("required") and name not in values]
    if missing:
        raise Impossible(f"these options are required: {missing}")
    return [_one(option, values[name], resolved) for name, option in known.items() if name in values]


def nested(path: list[tuple[str, int]], options: list[Json]) -> list[Json]:
    """Wrap options into their sub-command and its group."""
    for name, kind in reversed(path):
        options = [{"name": name, "type": kind, "options": options}]
    return options


def half_typed(definition: Json, values: Json, focused: str, typed: str) -> list[Json]:
    """Give the options of an autocomplete: what is filled in so far, and what is being typed."""
    known = {each["name"]: each for each in definition.get("options") or []}
    if not known.get(focused, {}).get("autocomplete"):
        raise Impossible(f"{focused!r} has no autocomplete")
    before = [{"name": name, "type": known[name]["type"], "value": value} for name, value in values.items()]
    here = {"name": focused, "type": known[focused]["type"], "value": typed, "focused": True}
    return [*before, here]


def _one(option: Json, value: object, resolved: Resolved) -> Json:
    kind, name = option["type"], option["name"]
    if not isinstance(value, TYPES.get(kind, ())) or (kind != BOOLEAN and isinstance(value, bool)):
        raise Impossible(f"{value!r} is no value for {name!r}")
    choices = [choice["value"] for choice in option.get("choices") or []]
    if choices and value not in choices:
        raise Impossible(f"{value!r} is none of the choices of {name!r}")
    if isinstance(value, str):
        _bounds(name, len(value), option.get("min_length") or 0, option.get("max_length") or 6_000)
    elif kind in (INTEGER, NUMBER) and isinstance(value, (int, float)):
        _bounds(name, value, option.get("min_value"), option.get("max_value"))
    sent: object = (
        resolved.add(kind, int(value)) if kind in resolved.KINDS and isinstance(value, int) else value
    )
    return {"name": name, "type": kind, "value": sent}


def _bounds(name: str, value: float, low: float | None, high: float | None) -> None:
    if (low is not None and value < low) or (high is not None and value > high):
        raise Impossible(f"{name!r} is out of its bounds")

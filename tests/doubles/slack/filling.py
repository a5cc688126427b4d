"""What a member chooses and writes, as Slack's own client lets them."""

from .blocks import elements_of
from .refusals import Impossible, Json

INCOMPLETE = "Please complete all required fields."


def find(blocks: list[Json], name: str) -> tuple[Json, Json]:
    """Find an element, with its block, by its words or its action id."""
    for block, element in elements_of(blocks):
        if name in (element["action_id"], _words(element), _label(block)):
            return block, element
    seen = [
        _words(element) or _label(block) or element["action_id"] for block, element in elements_of(blocks)
    ]
    raise Impossible(f"nothing says {name!r} among {seen}")


def labels(blocks: list[Json]) -> list[str]:
    """Give the words of all buttons."""
    return [_words(element) for _, element in elements_of(blocks) if element["type"] == "button"]


def _words(element: Json) -> str:
    return plain(str(element.get("text", {}).get("text", "")))


def _label(block: Json) -> str:
    return plain(str(block.get("label", {}).get("text", "")))


def plain(text: str) -> str:
    """Read text as a member does."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def press(blocks: list[Json], name: str) -> Json:
    block, element = find(blocks, name)
    if element["type"] != "button":
        raise Impossible(f"{name!r} is no button")
    kept: Json = {
        key: element[key] for key in ("type", "action_id", "text", "value", "style") if key in element
    }
    return {**kept, "block_id": block["block_id"]}


def choose(blocks: list[Json], name: str, choice: str) -> Json:
    """Choose one of an element's options by its words, or what they begin with."""
    block, element = find(blocks, name)
    named = {"type": element["type"], "action_id": element["action_id"], "block_id": block["block_id"]}
    return {**named, "selected_option": option(element, choice)}


def option(element: Json, choice: str) -> Json:
    for each in element.get("options", ()):
        found: Json = each
        text = plain(str(found["text"]["text"]))
        if choice in (text, found["value"]) or text.startswith(f"{choice}."):
            return found
    raise Impossible(f"no option says {choice!r}")


def filled(blocks: list[Json], values: dict[str, str]) -> tuple[Json, Json]:
    """Give a form's state, and what Slack's client itself complains of."""
    state: Json = {}
    errors: Json = {}
    left = dict(values)
    for block in (each for each in blocks if each["type"] == "input"):
        element = block["element"]
        given = next((left.pop(n) for n in (element["action_id"], _label(block)) if n in left), None)
        value = _value(element, given)
        if value is None and not block.get("optional"):
            errors[block["block_id"]] = INCOMPLETE
        state[block["block_id"]] = {element["action_id"]: {"type": element["type"], **_named(element, value)}}
    if left:
        raise Impossible(f"no field is called {sorted(left)}")
    return state, errors


def _value(element: Json, given: str | None) -> object:
    if element["type"] == "plain_text_input":
        text = element.get("initial_value") if given is None else given
        if text and len(text) > element.get("max_length", 3_000):
            raise Impossible("the field takes no more")
        return text or None
    if given is None:
        return element.get("initial_option")
    return option(element, given)


def _named(element: Json, value: object) -> Json:
    return {"value" if element["type"] == "plain_text_input" else "selected_option": value}

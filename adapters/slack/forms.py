"""Form -> a modal with a field for each thing to fill in, and its errors beside the fields."""

import re

from adapters.slack.blocks import HINT, LABEL, OPTION, OPTIONS, Json, distinct, option, plain_text
from adapters.slack.render import TITLE
from adapters.slack.wire import written
from adapters.slack.words import escape, fit, shows, sound
from adapters.text import clip
from bot.chat import Field, Form

MOST_TYPED, MOST_SHOWN = 500, 3_000
FIELDS = 99  # of a modal's hundred blocks
SENTENCE = 300  # characters of a complaint beside a field


def form(asked: Form, channel: str = "") -> Json:
    """Draw a form."""
    names = distinct(field.name or "field" for field in asked.fields)[:FIELDS]
    blocks = [_input(field, name) for field, name in zip(asked.fields, names, strict=False)]
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain_text(asked.title, TITLE),
        "submit": plain_text("Send", TITLE),
        "close": plain_text("Cancel", TITLE),
        "blocks": blocks,
        "private_metadata": written({"channel": channel, "form": asked.press}),
    }


def beside(words: str, blocks: list[Json]) -> dict[str, str]:
    """Put a refusal beside the field that it names, else beside the first; nothing where there is no field."""
    names = [str(block["block_id"]) for block in blocks if block.get("type") == "input"]
    said = re.findall(r"\w+", words.lower())
    named = next((name for word in said for name in names if name.lower() == word), names[0] if names else "")
    return {named: fit(words, SENTENCE)} if named else {}


def _input(field: Field, name: str) -> Json:
    """Draw a field; nothing is demanded here, so that the bot's own words say what is missing."""
    hint = {"hint": plain_text(field.hint, HINT)} if shows(field.hint) else {}
    label = plain_text(field.label if shows(field.label) else field.name, LABEL)
    element = _choice(field) if _listed(field) else _line(field)
    return {
        "type": "input", "block_id": name[:255], "optional": True, "label": label,
        "element": {**element, "action_id": "field" if name == "" else name[:255]}, **hint,
    }  # fmt: skip


def _listed(field: Field) -> bool:
    """Whether the choices can be offered in a list."""
    return 0 < len(field.choices) <= OPTIONS and all(0 < len(escape(c)) <= OPTION for c in field.choices)


def _choice(field: Field) -> Json:
    offered = [option(choice, choice) for choice in dict.fromkeys(field.choices)]
    first = [each for each in offered if each["value"] == field.value]
    return {"type": "static_select", "options": offered, **({"initial_option": first[0]} if first else {})}


def _line(field: Field) -> Json:
    given = {"initial_value": clip(sound(field.value), MOST_SHOWN)} if shows(field.value) else {}
    return {
        "type": "plain_text_input",
        "max_length": max(MOST_TYPED, len(given.get("initial_value", ""))),
        **given,
    }

"""Reply -> the JSON that the page draws. All words go as words: the page sets them as text, never as mark-up."""

from dataclasses import asdict
from typing import Any, assert_never

from bot.chat import (
    Chart,
    Choices,
    Evidence,
    File,
    Form,
    Note,
    Options,
    Part,
    Picker,
    Ranking,
    Reply,
    Text,
    When,
)
from bot.plain import plain

Json = dict[str, Any]


def card(reply: Reply, tone: str = "plain") -> Json:
    """Draw a reply."""
    return {
        "title": reply.title,
        "tone": tone,
        "parts": [_part(part) for part in reply.parts],
        "plain": plain(reply),
    }


def refusal(words: str) -> Json:
    """Draw a polite no."""
    return card(Reply("Not that way", (Text(words),)), "refusal")


def form(asked: Form) -> Json:
    """Draw a form."""
    fields = [
        {**asdict(field), "kind": "choice" if field.choices else "line", "choices": list(field.choices)}
        for field in asked.fields
    ]
    return {"title": asked.title, "press": asked.press, "fields": fields}


def _part(part: Part) -> Json:  # noqa: C901, PLR0911 - one flat case a part
    match part:
        case Text():
            return {"kind": "text", **asdict(part)}
        case Evidence():
            return {"kind": "evidence", **asdict(part)}
        case Note():
            return {"kind": "note", **asdict(part)}
        case Ranking():
            return {"kind": "ranking", **asdict(part)}
        case Choices():
            return {"kind": "choices", **asdict(part)}
        case Picker():
            return {"kind": "picker", **asdict(part)}
        case Options():
            return {"kind": "options", **asdict(part)}
        case Chart():
            return {"kind": "chart", **asdict(part)}
        case When(label, instant, _):
            return {"kind": "when", "label": label, "instant": instant.isoformat()}
        case File():
            return {"kind": "file", "size": part.size, **asdict(part)}
        case _:
            assert_never(part)

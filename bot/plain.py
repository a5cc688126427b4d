"""A reply in plain text: for screen readers, notifications, terminals and logs."""

from collections.abc import Iterator
from typing import assert_never

from bot.chat import (
    Chart,
    Choices,
    Evidence,
    File,
    Note,
    Option,
    Options,
    Part,
    Picker,
    Ranking,
    Reply,
    State,
    Text,
    When,
)


def plain(reply: Reply) -> str:
    """Say the whole reply in plain text, for screen readers, notifications and terminals."""
    return "\n".join([reply.title, *(line for part in reply.parts for line in lines(part))])


def lines(part: Part) -> Iterator[str]:  # noqa: C901 - one flat case a part
    match part:
        case Text(words) | Note(words):
            yield words
        case Evidence(quote, _, where, factor):
            yield f"“{quote}” ({factor}, {where})"
        case Ranking(rows):
            yield from (f"{r.rank}. {r.name}{' (you)' if r.mine else ''}: {r.score}" for r in rows)
        case Choices(buttons):
            yield from (f"[{button.label}]" for button in buttons)
        case Picker(label, options):
            yield f"{label}: {', '.join(option.label for option in options)}"
        case Options(answers):
            yield from map(_option, answers)
        case Chart(title, bars):
            yield title
            yield from (f"{bar.label}: {bar.words}" for bar in bars)
        case When(label, _, local):
            yield f"{label}: {local}"
        case File(name, text, _, otherwise):
            yield from filter(None, (f"{name}:", text, otherwise))
        case _:
            assert_never(part)


def _option(option: Option) -> str:
    verdict = {State.RIGHT: " - right answer", State.WRONG: " - not right"}.get(option.state, "")
    chosen = " - your answer" if option.chosen else ""
    why = f" ({option.why})" if option.why else ""
    return f"{option.letter}. {option.words}{verdict}{chosen}{why}"

"""Reply -> one message of Discord's components, Form -> its modal; within every limit, whatever they hold."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import assert_never

from adapters.discord.fitting import (
    CONTAINER,
    ROW,
    WHOLE,
    Attached,
    Controls,
    Json,
    Piece,
    Shown,
    Words,
    button,
    fitted,
    select,
)
from adapters.discord.markdown import cut, escape, gauge, isolated, quoted
from adapters.discord.picture import png
from adapters.text import clip
from bot.chat import (
    Bar,
    Button,
    Chart,
    Choices,
    Evidence,
    Field,
    File,
    Form,
    Note,
    Option,
    Options,
    Part,
    Picker,
    Ranking,
    Reply,
    Row,
    State,
    Style,
    Text,
    When,
)

BLUE, RED = 0x27496D, 0xB4433F  # the classroom's ink and rule
STYLES = {Style.PRIMARY: 1, Style.PLAIN: 2, Style.DANGER: 4}
IN_ROW, IN_SELECT = 5, 25
PICKER = "picker"  # a select's own id; what is chosen in it is the token
VERDICTS = {State.RIGHT: ("✅ ", "right answer"), State.WRONG: ("❌ ", "not right")}
LABEL, INPUT, RADIO = 18, 4, 21
SHORT = 1  # a text input of one line
MOST_TYPED = 500
FILES, LARGEST = 10, 8_000_000  # of a message: how many, and bytes in all


def card(reply: Reply, token: str = "", colour: int = BLUE, about: str = "") -> list[Json]:
    """Draw a reply as a message's components; its buttons carry the token too, for it to be found by.

    `about` is a channel, which is then linked to.
    """
    named = attached(reply)
    pieces: list[Piece] = [Words(f"## {escape(_line(reply.title))}")]
    for place, part in enumerate(reply.parts):
        pieces += _with_file(part, named[place][0]) if place in named else _pieces(part)
    inside = fitted([*pieces, Words(f"-# In <#{about}>")] if about else pieces)
    for row in inside if token else ():
        for control in row["components"] if row["type"] == ROW else ():
            control["custom_id"] = carrying(control["custom_id"], token)
    return [{"type": CONTAINER, "accent_color": colour, "components": inside}]


def attached(reply: Reply) -> dict[int, tuple[str, bytes]]:
    """Give name and contents of the files that go with a reply, by the places of their parts."""
    found: dict[int, tuple[str, bytes]] = {}
    room = LARGEST
    for place, part in enumerate(reply.parts):
        if len(found) < FILES and (file := _file(part)) and len(file[1]) <= room:
            room -= len(file[1])
            found[place] = (_file_name(file[0], [name for name, _ in found.values()]), file[1])
    return found


def takes_drawing(reply: Reply) -> bool:
    """Whether a picture goes with the reply, so that drawing it is no matter of a moment."""
    return any(isinstance(part, Chart) and part.picture for part in reply.parts)


def _file(part: Part) -> tuple[str, bytes] | None:
    """Give name and contents of the file that a part is or has."""
    match part:
        case File(name, text):
            return name, text.encode("utf-8", "replace")
        case Chart(picture=True):
            return "chart.png", png(part)
        case _:
            return None


def _with_file(part: Part, name: str) -> list[Piece]:
    """Draw a part whose file goes with the message; what a picture shows is said below it too."""
    if not isinstance(part, Chart):
        return [Attached(name)]
    told = [part.title, *(f"{bar.label}: {bar.words}" for bar in part.bars)]
    small = "\n".join(f"-# {escape(_line(words))}" for words in told)
    return [Shown(name, _line(part.alt) or _line(part.title) or "chart"), Words(small)]


def _file_name(name: str, taken: list[str]) -> str:
    """Write a name as Discord keeps it, so that the component finds its file."""
    plain = re.sub(r"[^A-Za-z0-9._-]", "_", name).strip("._")[-80:] or "file"
    return f"{len(taken) + 1}-{plain}" if plain in taken else plain


def carrying(custom_id: str, token: str) -> str:
    """Write the token of a post behind a button's own."""
    whole = f"{custom_id}|{token}"
    return whole if len(whole) <= 100 else custom_id  # noqa: PLR2004 - Discord's limit of an id


def refusal(words: str) -> list[Json]:
    """Draw a polite no."""
    return card(Reply("Not that way", (Text(words),)), colour=RED)


def modal(form: Form) -> Json:
    """Draw a form as a modal: at most five fields, as the core's own limit is."""
    components = [_field(field) for field in form.fields]
    return {"title": clip(form.title, 45), "custom_id": form.press, "components": components}


def _pieces(part: Part) -> Iterator[Piece]:  # noqa: C901 - one flat case a part
    match part:
        case Text(words):
            yield from _words(escape(words))
        case Evidence(quote, sentence, where, factor):
            source = escape(_line(f"{factor} · {where} ({sentence})"))
            yield Words(f"{quoted(f'“{escape(quote)}”')}\n-# {source}")
        case Note(words):
            yield Words(f"**Teacher's note:** {escape(words)}")
        case Ranking(rows):
            yield Words("\n".join(map(_row, rows)))
        case Choices(buttons):
            yield from _buttons(button(b.label, b.token, STYLES[b.style]) for b in buttons)
        case Picker(label, options):
            yield from _selects(label, options)
        case Options(options):
            yield from _options(options)
        case Chart(title, bars):
            yield Words("\n".join([escape(title), *map(_bar, bars)]))
        case When(label, instant, _):
            seconds = int(instant.timestamp())
            stamp = f": <t:{seconds}:F> (<t:{seconds}:R>)"
            yield Words(cut(escape(_line(label)), WHOLE - len(stamp)) + stamp)
        case File(name, _, _, otherwise):
            other = otherwise or "Ask whoever runs the bot for it."
            yield Words(escape(_line(f"{name} ({part.size}) is too large to send here. {other}")))
        case _:
            assert_never(part)


def _line(words: str) -> str:
    return " ".join(words.split())


def _words(marked: str) -> Iterator[Words]:
    if marked.strip():
        yield Words(marked)


def _row(row: Row) -> str:
    mine = " (you)" if row.mine else ""
    return f"{row.rank}\\. {isolated(escape(_line(row.name)))}{mine}: {escape(_line(row.score))}"


def _bar(bar: Bar) -> str:
    return f"{gauge(bar.value, bar.most)} {escape(_line(bar.label))}: {escape(_line(bar.words))}"


def _buttons(drawn: Iterable[Json]) -> Iterator[Controls]:
    left = iter(drawn)
    while row := tuple(islice(left, IN_ROW)):
        yield Controls(row, tuple(each["label"] for each in row))


def _selects(label: str, options: tuple[Button, ...]) -> Iterator[Controls]:
    for place in range(0, len(options), IN_SELECT):
        some = options[place : place + IN_SELECT]
        drawn = select(label, ((option.label, option.token) for option in some), PICKER)
        yield Controls((drawn,), (label, *(option.label for option in some)))


def _options(options: tuple[Option, ...]) -> Iterator[Piece]:
    for place, option in enumerate(options):
        yield Words(_option(option), gap="\n" if place else "\n\n")
    open_ = (option for option in options if option.token)
    yield from _buttons(button(o.letter, o.token, STYLES[_style(o)]) for o in open_)


def _style(option: Option) -> Style:
    return Style.PRIMARY if option.chosen else Style.PLAIN


@lru_cache(maxsize=4_096)  # a quiz shows the same few to a whole class
def _option(option: Option) -> str:
    sign, verdict = VERDICTS.get(option.state, ("", ""))
    said = ", ".join(filter(None, [verdict, "your answer" if option.chosen else ""]))
    why = f"\n-# {escape(_line(option.why))}" if option.why.strip() else ""
    letter = escape(clip(option.letter, 10))
    return f"{sign}**{letter}** {escape(option.words)}{f' ({said})' if said else ''}{why}"


def _field(field: Field) -> Json:
    hint = {"description": clip(field.hint, 100)} if field.hint.strip() else {}
    label = clip(field.label.strip() or field.name, 45)
    return {"type": LABEL, "label": label, **hint, "component": _input(field)}


def _input(field: Field) -> Json:
    """Let the member choose where that is possible, else type; the core says what is missing."""
    named = {"custom_id": field.name, "required": False}
    chosen = [
        {"label": c, "value": c, **({"default": True} if c == field.value else {})} for c in field.choices
    ]
    if not chosen or not _can_be_chosen(field.choices):
        typed = {"type": INPUT, "style": SHORT, "max_length": MOST_TYPED, **named}
        return {**typed, "value": clip(field.value, MOST_TYPED)} if field.value else typed
    if 2 <= len(chosen) <= 10:  # noqa: PLR2004 - what a radio group holds
        return {"type": RADIO, "options": chosen, **named}
    return {"type": 3, "options": chosen, **named}


def _can_be_chosen(choices: tuple[str, ...]) -> bool:
    distinct = len(set(choices)) == len(choices) <= IN_SELECT
    return distinct and all(c.strip() and len(c) <= 100 for c in choices)  # noqa: PLR2004 - an option's label

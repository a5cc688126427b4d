"""The parts of a reply as blocks, one after the other."""

from functools import lru_cache
from typing import assert_never

from adapters.slack.blocks import (
    OPTIONS,
    PLACEHOLDER,
    Json,
    Surface,
    distinct,
    marked,
    option,
    plain_text,
    small,
)
from adapters.slack.words import fit, isolated, parts_of, remembered, shows
from bot.chat import (
    Bar,
    Button,
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
    Row,
    State,
    Style,
    Text,
    When,
)

QUOTED = 2_400  # characters of mark-up in a section that a quotation may fill, its marks aside
MARKS = {State.RIGHT: "✅ ", State.WRONG: "❌ ", State.PLAIN: "", State.OPEN: ""}
SAID = {State.RIGHT: " - right answer", State.WRONG: " - not right", State.PLAIN: "", State.OPEN: ""}
PIECES = 12  # sections that a file may fill
GAUGE = 10  # squares of a bar


def draw(surface: Surface, part: Part) -> None:  # noqa: C901 - one flat case a part
    """Draw one part."""
    match part:
        case Text(words):
            surface.say(words)
        case Evidence(quote, _, where, factor):
            surface.add(*_quoted(quote), *small(f"{factor}, {where}"))
        case Note(words):
            surface.say(f"⚠️ Teacher's note: {words}")
        case Ranking(rows):
            surface.say("\n".join(map(_row, rows)))
        case Choices(buttons):
            surface.offer(map(_button, buttons))
        case Picker():
            surface.offer(_selects(part))
        case Options(options):
            surface.say("\n".join(map(option_line, options)))
            surface.offer(_button(Button(each.letter, each.token)) for each in options if each.token)
        case Chart(title, bars):
            surface.say("\n".join([title, *map(_bar, bars)]))
        case When(label, instant, local):
            _when(surface, label, int(instant.timestamp()), local)
        case File():
            _file(surface, part)
        case _:
            assert_never(part)


@remembered
def _quoted(quote: str) -> tuple[Json, ...]:
    """Show a sentence word for word, set apart."""
    lines = (piece.splitlines()[:200] for piece in parts_of(f"“{quote}”", QUOTED))
    return tuple(marked("\n".join(f"> {line}" for line in some)) for some in lines)


def _when(surface: Surface, label: str, instant: int, local: str) -> None:
    """Show an instant in the reader's own zone."""
    other = fit(local if shows(local) else "…", 500).replace("|", "/").replace("^", "'").replace("\n", " ")
    date = f"<!date^{instant}^{{date_short_pretty}}, {{time}}|{other}>"
    surface.add(marked(f"{fit(label, 500)}: {date}"))


def _file(surface: Surface, file: File) -> None:
    """Show a short file to be copied: to upload one takes a right that the app does without."""
    pieces = parts_of(file.text, QUOTED)
    if len(pieces) > PIECES:
        other = file.otherwise or "Ask whoever runs the bot for it."
        surface.say(f"{file.name} ({file.size}) is too long to show here. {other}")
        return
    surface.say(f"{file.name} ({file.size}), to be copied:")
    for piece in pieces:
        surface.add(marked(f"```\n{piece.replace('```', '` ` `')}\n```"))


def _row(row: Row) -> str:
    return f"{row.rank}. {isolated(row.name)}{' (you)' if row.mine else ''}: {row.score}"


def _bar(bar: Bar) -> str:
    full = round(GAUGE * min(1, max(0, bar.value / bar.most))) if bar.most > 0 else 0
    return f"{'■' * full}{'□' * (GAUGE - full)} {bar.label}: {bar.words}"


@lru_cache(maxsize=4_096)  # a quiz shows the same few to a whole class
def option_line(each: Option) -> str:
    """Say an answer in one line, with what may be shown of it."""
    chosen = " - your answer" if each.chosen else ""
    why = f"\n      {each.why}" if each.why else ""
    return f"{MARKS[each.state]}{each.letter}. {each.words}{SAID[each.state]}{chosen}{why}"


def _button(button: Button) -> Json:
    style = {} if button.style is Style.PLAIN else {"style": button.style.value}
    return {"type": "button", "text": plain_text(button.label, 75), "value": button.token, **style}


def _selects(picker: Picker) -> list[Json]:
    """Make as many selects as the choices need."""
    made = []
    for first in range(0, len(picker.options), OPTIONS):
        some = picker.options[first : first + OPTIONS]
        values = distinct(each.token for each in some)
        offered = [option(each.label, value) for each, value in zip(some, values, strict=True)]
        held = {"placeholder": plain_text(picker.label, PLACEHOLDER), "options": offered}
        made.append({"type": "static_select", **held})
    return made

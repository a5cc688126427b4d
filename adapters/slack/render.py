"""Reply -> Slack: a message with a text that says it all, a modal, an App Home."""

from adapters.slack.blocks import (
    IN_MESSAGE,
    IN_VIEW,
    NOTHING,
    OPTION,
    OPTIONS,
    RADIOS,
    Json,
    Surface,
    distinct,
    option,
    plain_text,
)
from adapters.slack.drawing import draw, option_line
from adapters.slack.wire import written
from adapters.slack.words import escape, fit, shows
from bot.chat import Button, Choices, Options, Reply, Style, Text
from bot.plain import plain

TEXT, EDITED_TEXT = 40_000, 4_000  # characters of a message's text, new and edited
TITLE = 24  # of a modal, likewise its buttons
QUIETLY = {"unfurl_links": False, "unfurl_media": False}
ANSWER = (
    "|answer"  # the block of a question's answers, and what is chosen in it; no field has a bar in its name
)


def message(reply: Reply, longest: int = TEXT) -> Json:
    """Draw a reply as a message; its text holds every word, for screen readers, which skip the blocks."""
    surface = Surface(IN_MESSAGE)
    surface.head(reply.title)
    for part in reply.parts:
        draw(surface, part)
    text = plain(reply)
    return {"text": fit(text if shows(text) else NOTHING, longest), "blocks": surface.whole(), **QUIETLY}


def refusal(words: str) -> Reply:
    """Say a polite no."""
    return Reply("Not that way", (Text(words),))


def modal(reply: Reply, channel: str = "") -> Json:
    """Draw a reply as a modal: a question's answers are chosen and sent, else its main button is the one to send."""
    asked = _asked(reply)
    main = _main(reply) if asked is None else None
    label, token = ("Answer", "") if asked is not None else (main.label, main.token) if main else ("", "")
    return {
        "type": "modal",
        "callback_id": "card",
        "title": plain_text(reply.title, TITLE),
        "close": plain_text("Close", TITLE),
        "blocks": _body(reply, asked, main),
        "private_metadata": written({"channel": channel, "token": token}),
        **({"submit": plain_text(label, TITLE)} if label else {}),
    }


def _body(reply: Reply, asked: Options | None, main: Button | None) -> list[Json]:
    """Draw what stands between a modal's title and its buttons."""
    surface = Surface(IN_VIEW)
    if len(escape(reply.title)) > TITLE:
        surface.head(reply.title)
    for part in reply.parts:
        if asked is not None and part is asked:
            _ask(surface, asked)
            asked = None
        elif main is not None and isinstance(part, Choices) and main in part.buttons:
            place = part.buttons.index(main)
            draw(surface, Choices(part.buttons[:place] + part.buttons[place + 1 :]))
            main = None
        else:
            draw(surface, part)
    return surface.whole()


def home(reply: Reply) -> Json:
    """Draw a reply as somebody's App Home."""
    surface = Surface(IN_VIEW)
    surface.head(reply.title)
    for part in reply.parts:
        draw(surface, part)
    return {"type": "home", "callback_id": "home", "blocks": surface.whole()}


def asks(reply: Reply) -> bool:
    """Whether the reply is a question that can be answered."""
    return _asked(reply) is not None


def _asked(reply: Reply) -> Options | None:
    """Find the answers that can be chosen; more than a list can hold stay buttons."""
    for part in reply.parts:
        if isinstance(part, Options) and 0 < sum(bool(each.token) for each in part.options) <= OPTIONS:
            return part
    return None


def _main(reply: Reply) -> Button | None:
    """Find the button that leads on, if its label has room on a modal's own."""
    buttons = (each for part in reply.parts if isinstance(part, Choices) for each in part.buttons)
    main = next((each for each in buttons if each.style is Style.PRIMARY), None)
    return main if main and shows(main.label) and len(escape(main.label)) <= TITLE else None


def _ask(surface: Surface, asked: Options) -> None:
    """Let one of the answers be chosen; where their words are too long for the list, they stand above it."""
    open_ = [each for each in asked.options if each.token]
    whole = all(len(escape(option_line(each))) <= OPTION for each in open_) and len(open_) == len(
        asked.options
    )
    if not whole:
        surface.say("\n".join(map(option_line, asked.options)))
    values = distinct(each.token for each in open_)
    offered = [
        option(f"{each.letter}. {each.words}" if whole else each.letter, value)
        for each, value in zip(open_, values, strict=True)
    ]
    chosen = [shown for shown, each in zip(offered, open_, strict=True) if each.chosen][:1]
    first = {"initial_option": chosen[0]} if chosen else {}
    kind = "radio_buttons" if len(offered) <= RADIOS else "static_select"
    element = {"type": kind, "action_id": ANSWER, "options": offered, **first}
    surface.add(
        {"type": "input", "block_id": ANSWER, "label": plain_text("Your answer", TITLE), "element": element}
    )

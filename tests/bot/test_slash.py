"""Typed functions become commands and buttons, and what people type finds its way to them."""

import re
import tomllib
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat import TOKEN_LIMIT, Field, Form, Refusal, Reply
from bot.commands import COMMANDS, PRESSES
from bot.line import bind, called, filled, parse
from bot.slash import (
    FREE_TEXT,
    Audience,
    Command,
    Help,
    Press,
    UnknownButton,
    form_of,
    press_reads,
    press_writes,
    reads,
    writes,
)
from bot.times import length

ROOT = Path(__file__).parent.parent.parent
EIGHT_HOURS = timedelta(hours=8)


class Mood(StrEnum):
    CALM = "calm"
    CROSS = "cross"


@reads(Audience.EVERYONE, "/ask who was the grey blur")
def ask(visit: object, question: Annotated[str | None, Help("what to look up")] = None) -> Reply:
    """Ask the essay.

    More than one line is nobody's business.
    """
    return Reply(f"{visit} asks {question}")


@writes(Audience.TEACHERS, "/rule add 8h 3")
def rule_add(
    visit: object,
    window: Annotated[timedelta, Help("how long", length)],
    questions: Annotated[int | None, Help("how many")] = 3,
    mood: Annotated[Mood, Help("which mood")] = Mood.CALM,
    open_for: Annotated[timedelta, Help("and then", length)] = EIGHT_HOURS,
) -> Reply:
    """Set a rule."""
    return Reply(f"{visit} {window} {questions} {mood} {open_for}")


@reads(Audience.TEACHERS, "/rule list")
def rule_list(visit: object) -> Reply:
    """List the rules."""
    return Reply(str(visit))


@reads(Audience.EVERYONE, "/close")
def close_(visit: object) -> Reply:
    """Close."""
    return Reply(str(visit))


TOY = (ask, rule_add, rule_list, close_)


@press_writes(Audience.EVERYONE)
def pick_one(visit: object, round_: int, letter: str) -> Reply:
    """Answer."""
    return Reply(f"{visit} {round_} {letter}")


@press_reads(Audience.TEACHERS)
def look(visit: object) -> Reply:
    """Look."""
    return Reply(str(visit))


PRESSABLE = {"pick-one": pick_one, "look": look}


def test_a_function_becomes_a_command_of_its_name_and_docstring() -> None:
    assert (rule_add.name, rule_add.audience, rule_add.writes) == ("rule add", Audience.TEACHERS, True)
    assert (close_.name, close_.help, close_.writes) == ("close", "Close.", False)
    assert rule_add.run(1, 2, 3, 4, 5) == Reply("1 2 3 4 5")


def test_annotated_parameters_become_options() -> None:
    window, questions, mood, open_for = rule_add.options
    assert (window.kind, window.required, window.words, window.default) == (timedelta, True, "how long", "")
    assert (questions.kind, questions.required, questions.default) == (int, False, "3")
    assert (mood.kind, mood.choices, mood.default) == (Mood, ("calm", "cross"), "calm")
    assert open_for.default == "8 hours"
    assert (ask.options[0].kind, ask.options[0].default) == (str, "")


def test_usage_marks_what_is_needed_and_what_is_free() -> None:
    assert rule_add.usage == "/rule add <window> [questions] [mood] [open_for]"
    assert close_.usage == "/close"


def test_options_are_read_as_the_types_of_the_command() -> None:
    options: dict[str, str | int] = {"window": "90m", "questions": 4, "mood": " CROSS ", "open_for": " "}
    assert bind(rule_add, options) == {
        "window": timedelta(minutes=90),
        "questions": 4,
        "mood": Mood.CROSS,
    }


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({}, "/rule add needs window: how long"),
        ({"window": " "}, "/rule add needs window: how long"),
        ({"window": "long"}, "A length looks like 8h, 90m or 2d."),
        ({"window": "8h", "questions": "three"}, "questions is a whole number, such as 3."),
        ({"window": "8h", "questions": "-1"}, "questions is a whole number, such as 3."),
        ({"window": "8h", "questions": "٣"}, "questions is a whole number, such as 3."),
        ({"window": "8h", "questions": "9" * 5000}, "questions is a whole number, such as 3."),
        ({"window": "8h", "mood": "sad"}, "mood is one of: calm, cross."),
        ({"window": "8h", "shoe\0": "9"}, "/rule add has no option “shoe”."),
    ],
)
def test_bad_input_is_told_what_was_wrong_and_one_working_example(options: dict[str, str], why: str) -> None:
    with pytest.raises(Refusal) as no:
        bind(rule_add, options)
    assert str(no.value) == f"{why} For example: /rule add 8h 3"


def test_free_text_is_bounded() -> None:
    """Fault 59."""
    assert len(bind(ask, {"question": "why " * 1000})["question"]) == FREE_TEXT


@pytest.mark.parametrize(
    ("line", "name", "options"),
    [
        ("/ask who was the grey blur", "ask", {"question": "who was the grey blur"}),
        ("/ask", "ask", {}),
        ("  / ASK  who ", "ask", {"question": "who"}),
        ("/ask question: who was it", "ask", {"question": "who was it"}),
        ("/rule add 8h 3 cross", "rule add", {"window": "8h", "questions": "3", "mood": "cross"}),
        ("/rule add mood=cross 8h", "rule add", {"mood": "cross", "window": "8h"}),
        ("/rule add Window:8h questions:3", "rule add", {"window": "8h", "questions": "3"}),
        ("rule list", "rule list", {}),
        ("/close", "close", {}),
    ],
)
def test_a_typed_line_finds_its_command_and_options(line: str, name: str, options: dict[str, str]) -> None:
    command, given_ = parse(line, TOY)
    assert (command.name, given_) == (name, options)


@pytest.mark.parametrize("line", ["/rule add:8h", "/RULE Add=8h", "rule add: 8h", "/rule add 8h"])
def test_a_verb_may_have_its_option_behind_a_colon(line: str) -> None:
    command, given_ = parse(line, TOY)
    assert (command.name, given_) == ("rule add", {"window": "8h"})


def test_a_space_after_the_colon_changes_nothing() -> None:
    _, given_ = parse("/rule add window: 8h questions: 5", TOY)
    assert given_ == {"window": "8h", "questions": "5"}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("", "There is no command “/”. /guide lists"),
        ("/", "There is no command “/”. /guide lists"),
        ("/aks who", "There is no command “/aks”. Did you mean /ask? /guide lists"),
        ("/xyzzy\0", "There is no command “/xyzzy”. /guide lists"),
        ("/rule", "/rule needs one more word: add, list. For example: /rule add 8h 3"),
        ("/rule remove", "/rule needs one more word: add, list. For example: /rule add 8h 3"),
        ("/close now", "That is more than /close takes. For example: /close"),
        ("/rule add 8h 3 calm 8h 9h", "That is more than /rule add takes. For example: /rule add 8h 3"),
    ],
)
def test_a_line_that_finds_nothing_is_told_what_there_is(line: str, why: str) -> None:
    with pytest.raises(Refusal, match=f"^{re.escape(why)}"):
        parse(line, TOY)


def understood(line: str) -> dict[str, object]:
    """Give the options that a line means; none if it is refused."""
    try:
        return bind(*parse(line, TOY))
    except Refusal:
        return {}


words = st.sampled_from(["/rule", "add", "ask", "question:", "Mood=", "8h", "3", "calm", ":", "/"])


@given(line=st.text() | st.lists(words | st.text(max_size=5)).map(" ".join))
@settings(deadline=None)
def test_whatever_is_typed_is_understood_or_refused(line: str) -> None:
    """Fault 59."""
    assert understood(line).keys() <= {"question", "window", "questions", "mood", "open_for"}


def test_a_form_asks_for_the_options_with_what_is_known_filled_in() -> None:
    assert form_of(rule_add, {"window": "2h"}) == Form(
        "/rule add",
        (
            Field("window", "window", "how long", "2h"),
            Field("questions", "questions", "how many", "3"),
            Field("mood", "mood", "which mood", "calm", ("calm", "cross")),
            Field("open_for", "open for", "and then", "8 hours"),
        ),
        "fill:rule-add",
    )


def test_a_sent_form_finds_its_command() -> None:
    assert filled(form_of(rule_add, {}).press, TOY) is rule_add


@pytest.mark.parametrize("token", ["", "fill:", "fill:rule add", "fill:rule-remove", "rule-add"])
def test_a_form_of_no_command_is_an_unknown_button(token: str) -> None:
    """Fault 53."""
    with pytest.raises(UnknownButton):
        filled(token, TOY)


def test_a_function_becomes_a_press_of_its_name_and_ids() -> None:
    assert (pick_one.verb, pick_one.writes, pick_one.kinds) == ("pick-one", True, (int, str))
    assert (look.verb, look.audience, look.writes, look.kinds) == ("look", Audience.TEACHERS, False, ())
    assert pick_one.run("ada", 7, "B") == Reply("ada 7 B")


@given(round_=st.integers(0, 10**9 - 1), letter=st.from_regex(r"[A-Za-z0-9._-]{1,60}", fullmatch=True))
@settings(deadline=None)
def test_a_token_leads_back_to_its_press_and_ids(round_: int, letter: str) -> None:
    assert called(pick_one.token(round_, letter), PRESSABLE) == (pick_one, [round_, letter])


def test_a_token_may_be_as_long_as_the_platforms_take() -> None:
    @press_reads(Audience.EVERYONE)
    def look_at(visit: object, first: str, second: str) -> Reply:
        return Reply(f"{visit} {first} {second}")

    token = look_at.token("a" * 60, "b" * (TOKEN_LIMIT - 69))
    assert len(token) == TOKEN_LIMIT
    assert called(token, {"look-at": look_at}) == (look_at, ["a" * 60, "b" * (TOKEN_LIMIT - 69)])
    with pytest.raises(ValueError, match="not a token of look-at"):
        look_at.token("a" * 60, "b" * (TOKEN_LIMIT - 68))
    with pytest.raises(UnknownButton):
        called(f"{token}b", {"look-at": look_at})


@pytest.mark.parametrize("ids", [(), (1,), (1, "A", 2), (1, "A" * 100)])
def test_a_token_that_could_not_be_read_back_is_never_spelled(ids: tuple[int | str, ...]) -> None:
    with pytest.raises(ValueError, match="not a token of pick-one"):
        pick_one.token(*ids)


FORGED = [
    "",
    "look:",
    "look:1",
    "pick-one",
    "pick-one:1",
    "pick-one:1:A:B",
    "pick-one:-1:A",
    "pick-one:1 :A",
    "pick-one:١:A",
    "pick-one:1:",
    "pick-one:1:A B",
    "pick-one:1:é",
    f"pick-one:{10**18}:A",
    f"pick-one:1:{'A' * 61}",
    "pick-one:1:A" + "\0" * 100,
    "pick_one:1:A",
    "PICK-ONE:1:A",
]


@pytest.mark.parametrize("token", FORGED)
def test_every_forgery_gets_the_same_refusal(token: str) -> None:
    """Fault 53, fault 85."""
    with pytest.raises(UnknownButton) as no:
        called(token, PRESSABLE)
    assert str(no.value) == str(UnknownButton())


@given(token=st.text(max_size=200) | st.text("pick-one:look123AB", max_size=120))
@settings(deadline=None, max_examples=300)
def test_any_token_is_read_whole_or_refused(token: str) -> None:
    """Fault 53."""
    try:
        press, ids = called(token, PRESSABLE)
    except UnknownButton:
        return
    assert len(token) <= TOKEN_LIMIT
    assert [type(id_) for id_ in ids] == list(press.kinds)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_says_what_it_is_for_and_its_example_works(command: Command) -> None:
    found, options = parse(command.example, COMMANDS)
    assert found is command
    assert bind(command, options).keys() == options.keys()
    assert command.help.endswith(".")
    assert all(option.words for option in command.options)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_form_can_be_sent_as_it_opens_once_what_is_needed_is_filled_in(command: Command) -> None:
    _, example = parse(command.example, COMMANDS)
    form = form_of(command, example)
    assert len(form.fields) == min(len(command.options), 5)
    assert filled(form.press, COMMANDS) is command
    assert bind(command, {field.name: field.value for field in form.fields}) is not None


@pytest.mark.parametrize("press", PRESSES.values(), ids=lambda press: press.verb)
def test_every_button_leads_back_to_itself(press: Press) -> None:
    ids = [1 if kind is int else "p2-s3.p2-s4.p2-s5" for kind in press.kinds]
    assert called(press.token(*ids), PRESSES) == (press, ids)


def test_the_readme_shows_every_room_that_the_layers_name() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    rooms = {room for layer in layers for room in re.split(r"\s*[|:]\s*", layer)}
    shown = set(re.findall(r"^  (\w+)(?:\.py|/) ", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE))
    there = {
        path.stem
        for path in (ROOT / "bot").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert rooms == there - {"__init__"}
    assert rooms <= shown

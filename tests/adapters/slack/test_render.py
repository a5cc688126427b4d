"""Replies as Slack's blocks: within every limit, nothing dropped without a sign, the text complete."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from doubles.slack.blocks import check_message, numbered, words_of
from doubles.slack.filling import find, option, plain
from doubles.slack.refusals import Json
from doubles.slack.surfaces import check_view
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.slack.forms import beside, form
from adapters.slack.render import home, message, modal, refusal
from adapters.slack.words import APART, END, escape, fit, parts_of, unescape
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
    Picker,
    Ranking,
    Reply,
    Row,
    State,
    Style,
    Text,
    When,
)
from bot.plain import plain as in_plain_text

NASTY = ["<!here>", "<@U0001>", "<!subteam^S1>", "<#C1|x>", "<https://a|b>", "@everyone", "&amp;", "*_~`"]
words = st.one_of(
    st.text(max_size=80),
    st.sampled_from(
        [*NASTY, "", " ", "\n", "\0", "\ud800", "x" * 3_500, "&" * 4_000, "{0.__class__} %s ```"]
    ),
)
tokens = st.text("abc:.-0123456789", min_size=1, max_size=100)
buttons = st.builds(Button, words, tokens, st.sampled_from(Style))
rows = st.builds(Row, st.integers(1, 999), words, words, st.booleans())
answers = st.builds(
    Option, st.sampled_from("ABC"), words, st.just("") | tokens, st.sampled_from(State), st.booleans(), words
)
bars = st.builds(Bar, words, st.integers(-1, 9), st.integers(-1, 9), words)
instants = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
parts = st.one_of(
    st.builds(Text, words),
    st.builds(Evidence, words, words, words, words),
    st.builds(Note, words),
    st.builds(Ranking, st.lists(rows, max_size=30).map(tuple)),
    st.builds(Choices, st.lists(buttons, max_size=30).map(tuple)),
    st.builds(Picker, words, st.lists(buttons, max_size=120).map(tuple)),
    st.builds(Options, st.lists(answers, max_size=12).map(tuple)),
    st.builds(Chart, words, st.lists(bars, max_size=10).map(tuple), words, st.booleans()),
    st.builds(When, words, instants, words),
    st.builds(File, words, words, st.just("text/plain"), words),
)
replies = st.builds(Reply, words, st.lists(parts, max_size=70).map(tuple), st.booleans())
fields = st.builds(Field, st.from_regex("[a-z_]{1,20}", fullmatch=True), words, words, words, st.just(()))
forms = st.builds(Form, words, st.lists(fields, min_size=1, max_size=5).map(tuple), tokens)

PROPERTY = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))


def values(blocks: list[Json]) -> list[str]:
    """Give every token that can be sent from the blocks."""
    found = []
    for block in blocks:
        for element in [*block.get("elements", ()), block.get("element") or {}]:
            found += [element["value"]] if "value" in element else []
            found += [each["value"] for each in element.get("options", ())]
    return [value.partition("|")[0] for value in found]


def tokens_of(reply: Reply) -> list[str]:
    offered: list[Any] = []
    for part in reply.parts:
        offered += part.buttons if isinstance(part, Choices) else ()
        offered += part.options if isinstance(part, Picker | Options) else ()
    return [each.token for each in offered if each.token]


def is_full(blocks: list[Json]) -> bool:
    return "found no room" in words_of(blocks)[-1] if blocks else False


@PROPERTY
@given(replies)
def test_any_reply_is_a_message_within_the_limits_and_its_text_is_complete(reply: Reply) -> None:
    """Faults 59 and 61."""
    drawn = message(reply)
    check_message(numbered(drawn["blocks"]))
    assert len(drawn["text"]) <= 40_000
    whole = escape(in_plain_text(reply))
    assert drawn["text"] == whole or drawn["text"].endswith("…")
    assert drawn["text"] == whole or not whole.strip() or len(whole) > 40_000
    if not is_full(drawn["blocks"]):
        assert sorted(values(drawn["blocks"])) == sorted(tokens_of(reply))
    assert_inert(drawn)


@PROPERTY
@given(replies)
def test_any_reply_is_a_modal_within_the_limits_from_which_everything_can_be_sent(reply: Reply) -> None:
    drawn = modal(reply, "C0001")
    check_view({**drawn, "blocks": numbered(drawn["blocks"])}, "modal")
    main = json.loads(drawn["private_metadata"])["token"]
    if not is_full(drawn["blocks"]):
        offered = values(drawn["blocks"]) + ([main] if main else [])
        assert sorted(offered) == sorted(tokens_of(reply))
    assert_inert(drawn)
    check_view(home(reply), "home")


@PROPERTY
@given(forms)
def test_any_form_is_a_modal_within_the_limits(asked: Form) -> None:
    drawn = form(asked, "C0001")
    check_view(drawn, "modal")
    assert len(drawn["blocks"]) == len(asked.fields)


def assert_inert(drawn: Json) -> None:
    """No token of Slack's mark-up may come from a member's words, whatever they hold."""
    for text in [drawn.get("text", ""), *words_of(drawn["blocks"])]:
        left = text if isinstance(text, str) else str(text)
        assert "<" not in left.replace("<!date^", "")
        assert left.count("<!date^") <= 1


@pytest.mark.parametrize("nasty", NASTY)
def test_what_would_call_somebody_is_shown_as_it_was_written(nasty: str) -> None:
    """Fault 61."""
    drawn = message(Reply(nasty, (Text(nasty), Ranking((Row(1, nasty, nasty),)), Note(nasty))))
    assert "<" not in json.dumps(drawn)
    assert plain(drawn["blocks"][0]["text"]["text"]) == nasty
    assert "link_names" not in drawn
    assert (drawn["unfurl_links"], drawn["unfurl_media"]) == (False, False)


@pytest.mark.parametrize("name", ["{0.__class__}", "%s", "```", "*bold*", ":skull:", "\u202eevil"])
def test_a_name_is_literal_text_on_the_board_and_turns_nothing_round(name: str) -> None:
    """Faults 60 and 62."""
    (_, board) = message(Reply("Board", (Ranking((Row(1, name, "10 points", mine=True),)),)))["blocks"]
    assert board["text"] == {
        "type": "plain_text",
        "text": f"1. {APART}{name}{END} (you): 10 points",
        "emoji": False,
    }


@given(st.text(max_size=300), st.integers(10, 300))
def test_words_are_cut_only_where_they_must_be_and_visibly(text: str, limit: int) -> None:
    """Fault 59."""
    shown, whole = fit(text, limit), escape(text)
    assert len(shown) <= limit
    assert shown == whole if len(whole) <= limit else shown.endswith("…")
    assert unescape(escape(text.replace("&", ""))) == text.replace("&", "").replace("\0", "")


@given(st.text(max_size=400), st.integers(10, 100))
def test_long_words_are_parted_and_lose_only_blanks(text: str, limit: int) -> None:
    shown = list(parts_of(text, limit))
    assert all(0 < len(part) <= limit for part in shown)
    assert "".join("".join(shown).split()) == "".join(escape(text).split())


def test_a_question_is_answered_by_choosing_and_sending() -> None:
    asked = Options(
        (Option("A", "Zinoviev", "pick:1:0:A"), Option("B", "Kamenev", "pick:1:0:B", chosen=True))
    )
    drawn = modal(Reply("Question 1 of 3", (Text("Who?"), asked)), "C0001")
    _, element = find(drawn["blocks"], "Your answer")
    assert element["type"] == "radio_buttons"
    assert option(element, "A. Zinoviev")["value"] == "pick:1:0:A"
    assert element["initial_option"]["value"] == "pick:1:0:B"
    assert drawn["submit"]["text"] == "Answer"


def test_answers_too_long_for_a_list_stand_above_it() -> None:
    asked = Options(tuple(Option(letter, "long " * 30, f"pick:1:0:{letter}") for letter in "ABC"))
    drawn = modal(Reply("Question 1 of 3", (asked,)))
    assert "A. long long" in drawn["blocks"][0]["text"]["text"]
    _, element = find(drawn["blocks"], "Your answer")
    assert [each["text"]["text"] for each in element["options"]] == ["A", "B", "C"]


def test_the_main_button_of_a_modal_is_the_one_to_send() -> None:
    onward = Choices((Button("Next", "turn-to:1:1", Style.PRIMARY), Button("Back", "turn-to:1:0")))
    drawn = modal(Reply("Right", (onward,)))
    assert drawn["submit"]["text"] == "Next"
    assert json.loads(drawn["private_metadata"])["token"] == "turn-to:1:1"  # noqa: S105 - a button's
    assert values(drawn["blocks"]) == ["turn-to:1:0"]


def test_a_short_file_is_shown_to_be_copied_and_a_long_one_is_told_of() -> None:
    """Fault 59: to upload a file takes a right that the app does not ask for."""
    short, long = File("a.json", '{"a": 1}'), File("b.json", "x" * 40_000, otherwise="Ask Ms Hall.")
    blocks = message(Reply("Yours", (short, long)))["blocks"]
    assert [block["text"]["text"] for block in blocks[1:]] == [
        "a.json (under 1 kB), to be copied:",
        '```\n{"a": 1}\n```',
        "b.json (40 kB) is too long to show here. Ask Ms Hall.",
    ]


def test_an_instant_is_shown_in_the_readers_own_zone() -> None:
    when = When("Open until", datetime(2026, 11, 23, 16, 30, tzinfo=UTC), "Mon 23 Nov 2026, 16:30")
    drawn = message(Reply("Quiz", (when,)))
    expected = "Open until: <!date^1795451400^{date_short_pretty}, {time}|Mon 23 Nov 2026, 16:30>"
    assert drawn["blocks"][1]["text"]["text"] == expected
    assert "Open until: Mon 23 Nov 2026, 16:30" in drawn["text"]


def test_a_refusal_stands_beside_the_field_that_it_names() -> None:
    drawn = form(
        Form("/class set", (Field("time_zone", "time zone"), Field("attempts", "attempts")), "fill:x")
    )
    assert beside("attempts is 1, 2 or 3.", drawn["blocks"]) == {"attempts": "attempts is 1, 2 or 3."}
    assert beside("No <such> thing.", drawn["blocks"]) == {"time_zone": "No &lt;such&gt; thing."}
    assert beside("No.", modal(refusal("No."))["blocks"]) == {}


def test_a_choice_is_offered_as_a_list_with_todays_value_chosen() -> None:
    field = Field("reveal", "reveal", "show verdicts", "at-close", ("at-once", "at-close"))
    (block,) = form(Form("/class set", (field,), "fill:class-set"))["blocks"]
    assert block["element"]["initial_option"]["value"] == "at-close"
    assert block["optional"] is True

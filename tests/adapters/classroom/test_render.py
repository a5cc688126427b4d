import json
from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime
from typing import Any, get_args

import pytest
from doubles.replies import FORM, PART, REPLY
from hypothesis import given, settings

from adapters.classroom.render import card, form, refusal
from bot.chat import (
    Button,
    Choices,
    Evidence,
    Field,
    File,
    Form,
    Note,
    Option,
    Options,
    Part,
    Ranking,
    Reply,
    Role,
    Row,
    State,
    Style,
    Text,
    When,
)

UNSAID = {  # what a part carries for the machine, or says a second time
    "alt",  # a chart's bars in other words
    "chosen",
    "instant",  # said as `local`
    "kind",
    "media_type",
    "mine",
    "most",
    "picture",  # whether a chart is worth one
    "sentence",  # said as `where`
    "size",
    "state",
    "style",
    "token",
    "value",  # a bar's length, said as its words
}


def words_in(shown: object) -> Iterator[str]:
    """Give every word that the page shows of a drawn part."""
    if isinstance(shown, dict):
        for name, value in shown.items():
            yield from words_in(value) if name not in UNSAID else ()
    elif isinstance(shown, list | tuple):
        for each in shown:
            yield from words_in(each)
    elif str(shown):
        yield str(shown)


def drawn(part: Part) -> dict[str, Any]:
    parts = card(Reply("A card", (part,)))["parts"]
    assert len(parts) == 1
    return dict(parts[0])


def test_every_part_that_the_core_knows_has_a_strategy_here() -> None:
    assert set(PART) == set(get_args(Part))


@settings(deadline=None)
@given(REPLY)
def test_every_reply_becomes_json_with_all_its_parts_in_order(reply: Reply) -> None:
    sent = json.loads(json.dumps(card(reply)))
    assert sent["title"] == reply.title
    assert [part["kind"] for part in sent["parts"]] == [type(part).__name__.lower() for part in reply.parts]


@settings(deadline=None)
@given(REPLY)
def test_no_field_of_a_part_is_dropped_on_the_way(reply: Reply) -> None:
    for part, sent in zip(reply.parts, card(reply)["parts"], strict=True):
        kept = {field.name for field in fields(part)} - {"local"}
        assert sent.keys() == kept | {"kind"} | ({"size"} if isinstance(part, File) else set())


@settings(deadline=None)
@given(REPLY)
def test_the_plain_text_says_every_word_that_the_page_shows(reply: Reply) -> None:
    drawn_card = card(reply)
    for words in (reply.title, *words_in(drawn_card["parts"])):
        assert words in drawn_card["plain"]


def test_what_is_marked_by_colour_is_said_in_the_plain_text_too() -> None:
    rows = Ranking((Row(1, "Ada", "30 points", mine=True),))
    options = Options((Option("A", "Yes", state=State.RIGHT), Option("B", "No", "", State.WRONG, True)))  # noqa: FBT003 - chosen
    said = card(Reply("Result", (rows, options)))["plain"]
    assert "Ada (you)" in said
    assert "A. Yes - right answer" in said
    assert "B. No - not right - your answer" in said


@pytest.mark.parametrize("name", ["{0.__class__}", "<img src=x onerror=alert(1)>", "%s", "```", "&amp;"])
def test_markup_travels_as_the_words_it_is(name: str) -> None:
    """Fault 62."""
    assert drawn(Text(name)) == {"kind": "text", "words": name}
    assert name in card(Reply("A card", (Text(name),)))["plain"]


def test_evidence_goes_with_its_sentence_and_factor() -> None:
    part = Evidence("the 'grey blur'", "p5.s4", "paragraph 5, sentence 4", "Political skill")
    assert drawn(part) == {
        "kind": "evidence",
        "quote": "the 'grey blur'",
        "sentence": "p5.s4",
        "where": "paragraph 5, sentence 4",
        "factor": "Political skill",
    }


def test_an_instant_goes_with_its_zone_so_that_each_reader_sees_their_own() -> None:
    instant = datetime.fromisoformat("2026-11-23T16:30:00+00:00")
    assert drawn(When("Open until", instant, "Mon 23 Nov 2026, 16:30"))["instant"] == instant.isoformat()


def test_a_refusal_is_a_card_that_says_so() -> None:
    card_ = refusal("attempts is 1, 2 or 3.")
    assert card_["tone"] == "refusal"
    assert card_["parts"] == [{"kind": "text", "words": "attempts is 1, 2 or 3."}]


def test_an_ordinary_card_is_not_drawn_as_a_refusal() -> None:
    assert card(Reply("A card", (Note("Check this."),)))["tone"] == "plain"


@settings(deadline=None)
@given(FORM)
def test_every_field_of_a_form_is_asked_for(asked: Form) -> None:
    sent = json.loads(json.dumps(form(asked)))
    assert (sent["title"], sent["press"]) == (asked.title, asked.press)
    assert [(f["name"], f["label"], f["hint"], f["value"]) for f in sent["fields"]] == [
        (f.name, f.label, f.hint, f.value) for f in asked.fields
    ]


def test_a_field_with_choices_is_chosen_from_and_one_without_is_written_in() -> None:
    asked = Form("/x", (Field("role", "role", choices=tuple(Role)), Field("name", "name")), "fill:x")
    assert [field["kind"] for field in form(asked)["fields"]] == ["choice", "line"]
    assert form(asked)["fields"][0]["choices"] == list(Role)


def test_a_button_keeps_its_style() -> None:
    sent = drawn(Choices((Button("Erase", "erase:1", Style.DANGER),)))
    assert json.loads(json.dumps(sent))["buttons"] == [
        {"label": "Erase", "token": "erase:1", "style": "danger"}
    ]

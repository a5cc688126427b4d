"""The stand-in is strict: every body that Slack would refuse is refused, with the place of the fault."""

from typing import Any

import pytest
from doubles.slack.school import Raw, School

Json = dict[str, Any]


def plain(words: str = "x") -> Json:
    return {"type": "plain_text", "text": words}


def marked(words: str = "x") -> Json:
    return {"type": "mrkdwn", "text": words}


def section(words: str = "x", **more: object) -> Json:
    return {"type": "section", "text": marked(words), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def button(id_: str = "a", **more: object) -> Json:
    return {"type": "button", "action_id": id_, "text": plain(), **more}


def options(count: int, words: str = "x") -> list[Json]:
    return [{"text": plain(words), "value": str(n)} for n in range(count)]


def choosing(kind: str, count: int = 2, **more: object) -> Json:
    return {"type": kind, "action_id": "a", "options": options(count), **more}


def asking(element: Json, **more: object) -> Json:
    return {"type": "input", "block_id": "i", "label": plain(), "element": element, **more}


def writing(**more: object) -> Json:
    return {"type": "plain_text_input", "action_id": "a", **more}


GOOD_BLOCKS: dict[str, list[Json]] = {
    "texts at their limits": [{"type": "header", "text": plain("x" * 150)}, section("x" * 3_000)],
    "fifty blocks": [section()] * 50,
    "twenty-five buttons": [actions(*(button(str(n)) for n in range(25)))],
    "a button at its limits": [actions(button("i" * 255, text=plain("x" * 75), value="v" * 2_000))],
    "a select of a hundred": [actions(choosing("static_select", 100))],
    "ten radio buttons": [actions(choosing("radio_buttons", 10))],
    "a context and a line": [{"type": "context", "elements": [marked()] * 10}, {"type": "divider"}],
    "fields beside a button": [section(fields=[marked("x" * 2_000)] * 10, accessory=button())],
    "an image": [{"type": "image", "image_url": "https://example.org/a.png", "alt_text": "x" * 2_000}],
}

BAD_BLOCKS: dict[str, tuple[list[Any], str]] = {
    "a header too long": ([{"type": "header", "text": plain("x" * 151)}], "/blocks/0/text/text"),
    "a header in mark-up": ([{"type": "header", "text": marked()}], "/blocks/0/text/type"),
    "a section too long": ([section("x" * 3_001)], "/blocks/0/text/text"),
    "a section without words": ([section("")], "/blocks/0/text/text"),
    "a section of nothing": ([{"type": "section"}], "/blocks/0/text"),
    "too many fields": ([section(fields=[marked()] * 11)], "/blocks/0/fields"),
    "a field too long": ([section(fields=[marked("x" * 2_001)])], "/blocks/0/fields/0/text"),
    "emoji in mark-up": ([section() | {"text": {**marked(), "emoji": True}}], "/blocks/0/text"),
    "fifty-one blocks": ([section()] * 51, "/blocks"),
    "no block at all": ([3], "/blocks/0"),
    "an unknown kind": ([{"type": "carousel"}], "/blocks/0"),
    "an unknown field": ([section(colour="red")], "colour"),
    "two block ids alike": ([section(block_id="b"), section(block_id="b")], "/blocks/1"),
    "a block id too long": ([section(block_id="b" * 256)], "/blocks/0/block_id"),
    "two action ids alike": ([actions(button("a"), button("a"))], "/blocks/0/elements/1"),
    "action ids alike in two blocks": ([actions(button("a")), actions(button("a"))], "/blocks/1/elements/0"),
    "an action id too long": ([actions(button("a" * 256))], "action_id"),
    "no action id": ([actions({"type": "button", "text": plain()})], "action_id"),
    "a button's text too long": ([actions(button(text=plain("x" * 76)))], "/elements/0/text/text"),
    "a button's text in mark-up": ([actions(button(text=marked()))], "/elements/0/text/type"),
    "a button's value too long": ([actions(button(value="v" * 2_001))], "/elements/0/value"),
    "a button of another style": ([actions(button(style="plain"))], "/elements/0/style"),
    "no buttons": ([actions()], "/blocks/0/elements"),
    "twenty-six buttons": ([actions(*(button(str(n)) for n in range(26)))], "/blocks/0/elements"),
    "a select of a hundred and one": ([actions(choosing("static_select", 101))], "/elements/0/options"),
    "eleven radio buttons": ([actions(choosing("radio_buttons", 11))], "/elements/0/options"),
    "no options": ([actions(choosing("checkboxes", 0))], "/elements/0/options"),
    "an option's text too long": (
        [actions(choosing("static_select", options=options(2, "x" * 76)))],
        "/options/0/text/text",
    ),
    "an option's value too long": (
        [actions(choosing("static_select", options=[{"text": plain(), "value": "v" * 151}]))],
        "/options/0/value",
    ),
    "two options alike": ([actions(choosing("static_select", options=options(1) * 2))], "unique values"),
    "a choice that is no option": (
        [actions(choosing("radio_buttons", initial_option={"text": plain(), "value": "9"}))],
        "initial_option",
    ),
    "a placeholder too long": (
        [actions(choosing("static_select", placeholder=plain("x" * 151)))],
        "/placeholder/text",
    ),
    "a field for text among buttons": ([actions(writing())], "/blocks/0/elements/0"),
    "a context too full": ([{"type": "context", "elements": [marked()] * 11}], "/blocks/0/elements"),
    "an image that says nothing": ([{"type": "image", "image_url": "https://example.org"}], "alt_text"),
    "an image that says too much": (
        [{"type": "image", "image_url": "https://example.org", "alt_text": "x" * 2_001}],
        "alt_text",
    ),
}


@pytest.mark.parametrize("blocks", GOOD_BLOCKS.values(), ids=GOOD_BLOCKS)
async def test_good_blocks_are_taken(raw: Raw, school: School, blocks: list[Json]) -> None:
    told = await raw.ask("chat.postMessage", {"channel": school.channel, "text": "All", "blocks": blocks})
    assert told["ok"], told


@pytest.mark.parametrize(("blocks", "where"), BAD_BLOCKS.values(), ids=BAD_BLOCKS)
async def test_bad_blocks_are_refused_at_their_place(
    raw: Raw, school: School, blocks: list[Any], where: str
) -> None:
    told = await raw.ask("chat.postMessage", {"channel": school.channel, "text": "All", "blocks": blocks})
    assert told["error"] == "invalid_blocks"
    assert where in str(told["errors"])


BAD_MESSAGES: dict[str, tuple[Json, str]] = {
    "no text beside the blocks": ({"blocks": [section()]}, "no_text"),
    "a text of blanks": ({"text": " "}, "no_text"),
    "a text too long": ({"text": "x" * 40_001}, "msg_too_long"),
    "names made into links": ({"text": "x", "link_names": True}, "stand_in_refuses_link_names"),
    "metadata that are none": ({"text": "x", "metadata": {"event_type": 3}}, "invalid_metadata_format"),
    "metadata without a payload": ({"text": "x", "metadata": {"event_type": "e"}}, "invalid_metadata_format"),
    "no such channel": ({"channel": "C9999", "text": "x"}, "channel_not_found"),
}


@pytest.mark.parametrize(("body", "error"), BAD_MESSAGES.values(), ids=BAD_MESSAGES)
async def test_bad_messages_are_refused(raw: Raw, school: School, body: Json, error: str) -> None:
    told = await raw.ask("chat.postMessage", {"channel": school.channel, **body})
    assert (told["ok"], told["error"]) == (False, error)


def modal(**more: object) -> Json:
    return {"type": "modal", "title": plain("Title"), "blocks": [section()], **more}


BAD_VIEWS: dict[str, tuple[Any, str]] = {
    "nothing": (None, "missing view"),
    "a home as a modal": (modal(type="home"), "/view/type"),
    "no title": ({"type": "modal", "blocks": []}, "/view/title"),
    "a title too long": (modal(title=plain("x" * 25)), "/view/title/text"),
    "a title in mark-up": (modal(title=marked()), "/view/title/type"),
    "a submit too long": (modal(submit=plain("x" * 25)), "/view/submit/text"),
    "a close too long": (modal(close=plain("x" * 25)), "/view/close/text"),
    "metadata too long": (modal(private_metadata="x" * 3_001), "/view/private_metadata"),
    "a callback id too long": (modal(callback_id="x" * 256), "/view/callback_id"),
    "a hundred and one blocks": (modal(blocks=[section()] * 101), "/blocks"),
    "a question without a submit": (modal(blocks=[asking(writing())]), "missing required field: submit"),
    "an unknown field": (modal(colour="red"), "colour"),
    "a label too long": (
        modal(blocks=[asking(writing(), label=plain("x" * 2_001))], submit=plain()),
        "/blocks/0/label/text",
    ),
    "a button as an answer": (modal(blocks=[asking(button())], submit=plain()), "/blocks/0/element"),
    "a text field too long": (
        modal(blocks=[asking(writing(max_length=3_001))], submit=plain()),
        "/blocks/0/element/max_length",
    ),
    "more in a field than it holds": (
        modal(blocks=[asking(writing(initial_value="x" * 3_001))], submit=plain()),
        "/blocks/0/element/initial_value",
    ),
}


@pytest.mark.parametrize(("view", "where"), BAD_VIEWS.values(), ids=BAD_VIEWS)
async def test_bad_views_are_refused_before_their_trigger_is_used(
    raw: Raw, school: School, view: object, where: str
) -> None:
    trigger = raw.slack.state.triggers.new(school.ada)
    told = await raw.ask("views.open", {"trigger_id": trigger, "view": view})
    assert told["error"] == "invalid_arguments"
    assert where in str(told)
    assert (await raw.ask("views.open", {"trigger_id": trigger, "view": modal()}))["ok"]


async def test_an_app_home_has_no_title(raw: Raw, school: School) -> None:
    home = {"type": "home", "blocks": [section()]}
    assert (await raw.ask("views.publish", {"user_id": school.ada, "view": home}))["ok"]
    told = await raw.ask("views.publish", {"user_id": school.ada, "view": modal()})
    assert "/view/type" in str(told["errors"])

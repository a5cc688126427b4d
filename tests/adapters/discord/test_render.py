"""Any reply becomes one message that Discord takes, and says so where it could not say everything."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from typing import Any, get_args

import pytest
from doubles.discord.bodies import check_message
from doubles.discord.messages import V2
from doubles.discord.modals import check_modal
from doubles.discord.published import CALLBACKS, EDIT, MESSAGE, Published
from doubles.discord.refusals import Form as Faults
from doubles.discord.seen import controls
from doubles.discord.tree import texts
from doubles.replies import BUTTON, FORM, OPTION, PART, REPLY, WORDS
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from adapters.discord.fitting import CHARACTERS, LEFT_OUT, PIECES, WHOLE, Json
from adapters.discord.render import FILES, LARGEST, attached, card, modal, refusal
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

PUBLISHED = Published()
UNSAID = {"alt", "token", "style", "state", "chosen", "mine", "value", "most", "instant", "local", "private"}
AS_SLOW_AS_IT_IS = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
LONG = st.builds(lambda words, times: words * times, WORDS, st.integers(1, 400))
HUGE = st.one_of(
    st.builds(Text, LONG),
    st.builds(Note, LONG),
    st.builds(Evidence, LONG, WORDS, LONG, WORDS),
    st.builds(Choices, st.lists(st.builds(Button, LONG, WORDS), max_size=60).map(tuple)),
    st.builds(Picker, LONG, st.lists(BUTTON, min_size=1, max_size=60).map(tuple)),
    st.builds(Options, st.lists(OPTION, max_size=30).map(tuple)),
    *PART.values(),
)
HUGE_REPLY = st.builds(Reply, LONG, st.lists(HUGE, max_size=40).map(tuple))


def judged(components: list[Json], reply: Reply | None = None) -> list[Json]:
    """Let both judges look at a message of these components, and of the reply's files."""
    files = dict(enumerate(attached(reply).values())) if reply else {}
    body = {"components": components, "flags": V2, "allowed_mentions": {"parse": []}}
    check_message(body, files)
    PUBLISHED.check(MESSAGE, body)
    PUBLISHED.check(EDIT, body)
    return components


def shown(components: list[Json]) -> str:
    """Give all that a reader sees, without blanks and marks."""
    offered = [
        str(each)
        for control in controls({"components": components})
        for each in (
            control.get("label"),
            control.get("placeholder"),
            *map(_label, control.get("options", ())),
        )
    ]
    read = re.sub(r"\\([^0-9A-Za-z\s])", r"\1", "\n".join(texts(components)))
    return bare("\n".join([read, *offered]))


def _label(option: Json) -> str:
    return str(option["label"])


def bare(words: str) -> str:
    return re.sub(r"[\s>]", "", words)


def words_of(value: object) -> Iterator[str]:
    """Give every word of a reply that is meant for a reader."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from words_of(each)
    elif is_dataclass(value) and not isinstance(value, File):  # a file goes beside the message
        for field in fields(value):
            yield from words_of(getattr(value, field.name)) if field.name not in UNSAID else ()


def test_every_part_that_the_core_knows_has_a_strategy_here() -> None:
    assert set(PART) == set(get_args(Part))


@AS_SLOW_AS_IT_IS
@given(REPLY)
@example(Reply("\\", (Evidence("\\", "\\", "\\", "\\"), Choices((Button("\\", "a"),)))))
def test_a_reply_of_usual_size_is_shown_whole(reply: Reply) -> None:
    """Fault 59."""
    assume(len(list(controls({"components": card(reply)}))) <= 20)
    seen = shown(judged(card(reply, "s1-20261123"), reply))
    assert [words for words in words_of(reply) if bare(words) not in seen] == []


@AS_SLOW_AS_IT_IS
@given(HUGE_REPLY)
def test_no_reply_breaks_a_limit_and_none_is_cut_in_silence(reply: Reply) -> None:
    """Fault 59."""
    seen = shown(judged(card(reply, "s1-20261123"), reply))
    for words in words_of(reply):
        assert bare(words) in seen or "…" in seen or "Therewasnoroom" in seen


@AS_SLOW_AS_IT_IS
@given(FORM)
def test_any_form_becomes_a_modal_that_discord_takes(form: Form) -> None:
    assume(len({field.name for field in form.fields}) == len(form.fields))
    drawn, faults = modal(form), Faults()
    check_modal(faults, drawn, ())
    faults.check()
    PUBLISHED.check(CALLBACKS[9], {"type": 9, "data": drawn})


def drawn(*parts: Part) -> str:
    return "\n".join(texts(judged(card(Reply("A card", parts)))))


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (Text("plain *words*"), r"plain \*words\*"),
        (
            Evidence("He *was*.", "p2.s3", "paragraph 2, sentence 3", "Post"),
            "> “He \\*was\\*.”\n-# Post · paragraph 2, sentence 3 (p2.s3)",
        ),
        (Note("Check this."), "**Teacher's note:** Check this."),
        (
            Ranking((Row(1, "Ada", "20 points", mine=True), Row(1, "B_n", "20 points"))),
            "1\\. \u2068Ada\u2069 (you): 20 points\n1\\. \u2068B\\_n\u2069: 20 points",
        ),
        (
            Chart("By factor", (Bar("Post", 1, 2, "1 of 2"),), "Post: 1 of 2"),
            "By factor\n▰▰▰▰▰▱▱▱▱▱ Post: 1 of 2",
        ),
        (
            When("Open until", datetime(2026, 11, 23, 8, tzinfo=UTC), "8:00"),
            "Open until: <t:1795420800:F> (<t:1795420800:R>)",
        ),
        (
            Options((Option("A", "yes", state=State.RIGHT, chosen=True, why="It is."), Option("B", "no"))),
            "✅ **A** yes (right answer, your answer)\n-# It is.\n**B** no",
        ),
    ],
)
def test_a_part_is_drawn_so(part: Part, words: str) -> None:
    assert drawn(part) == f"## A card\n\n{words}"


def drawn_controls(*parts: Part) -> list[dict[str, Any]]:
    return list(controls({"components": judged(card(Reply("A card", parts)))}))


def test_options_are_buttons_of_a_letter_with_their_words_in_the_body() -> None:
    found = drawn_controls(
        Options((Option("A", "yes", "pick:1:0:A"), Option("B", "no", "pick:1:0:B", chosen=True)))
    )
    assert [(each["label"], each["custom_id"], each["style"]) for each in found] == [
        ("A", "pick:1:0:A", 2),
        ("B", "pick:1:0:B", 1),
    ]


def test_a_picker_is_a_select_whose_choice_is_the_token() -> None:
    [found] = drawn_controls(Picker("Look at a point", (Button("Seat", "point-card:seat"),)))
    assert (found["placeholder"], found["options"]) == (
        "Look at a point",
        [{"label": "Seat", "value": "point-card:seat"}],
    )


def test_no_text_is_cut_so_short_that_a_pair_of_marks_is_parted() -> None:
    kept = CHARACTERS - LEFT_OUT - PIECES * len("\n\n")
    assert kept // PIECES >= WHOLE
    stamped = drawn(*[Text("x" * 400)] * 60, When("*" * 300, datetime(2026, 11, 23, 8, tzinfo=UTC), ""))
    assert "<t:" not in stamped or "<t:1795420800:F> (<t:1795420800:R>)" in stamped


def charted(bars: int = 2) -> Chart:
    told = tuple(Bar(f"Question {n}", n, 4, f"{n} of 4 right") for n in range(bars))
    return Chart("Right answers", told, "Bar chart. " + "x" * 2_000, picture=True)


def test_a_chart_worth_a_picture_is_one_with_its_alt_text_and_says_it_all_below() -> None:
    reply = Reply("Results", (charted(),))
    _, gallery, below = judged(card(reply), reply)[0]["components"]
    (item,) = gallery["items"]
    assert item["media"] == {"url": "attachment://chart.png"}
    assert item["description"].startswith("Bar chart. xxx")
    assert (len(item["description"]), item["description"][-1]) == (1_024, "…")
    assert below["content"] == "-# Right answers\n-# Question 0: 0 of 4 right\n-# Question 1: 1 of 4 right"


def test_a_picture_without_room_among_the_files_is_drawn_in_letters() -> None:
    reply = Reply("Results", (*(File("a", ""),) * FILES, charted()))
    said = "\n".join(texts(judged(card(reply), reply)))
    assert "▰▰▱▱▱▱▱▱▱▱ Question 1: 1 of 4 right" in said


def test_a_picture_without_room_among_the_components_is_said_in_words() -> None:
    full = tuple(Choices((Button(f"Button {n}", f"x:{n}"),)) for n in range(30))
    reply = Reply("Results", (*full, File("a", ""), charted()))
    components = judged(card(reply), reply)
    assert 12 not in {each["type"] for each in components[0]["components"]}
    assert "Question 1: 1 of 4 right" in "\n".join(texts(components))


def test_a_file_goes_beside_the_message_under_a_name_that_discord_keeps() -> None:
    """Fault 59: two of one name are told apart, and the component finds each."""
    twice = Reply("Yours", (File("my data.json", "{}"), File("my data.json", "[]")))
    components = judged(card(twice), twice)
    found = [each["file"]["url"] for each in components[0]["components"] if each["type"] == 13]
    assert found == ["attachment://my_data.json", "attachment://2-my_data.json"]
    assert list(attached(twice).values()) == [("my_data.json", b"{}"), ("2-my_data.json", b"[]")]


@pytest.mark.parametrize("files", [(File("big.json", "x" * (LARGEST + 1)),), (File("a", ""),) * (FILES + 1)])
def test_a_file_that_discord_would_not_take_is_told_of_instead(files: tuple[File, ...]) -> None:
    """Fault 59."""
    reply = Reply("Yours", files)
    said = " ".join(texts(judged(card(reply), reply)))
    assert "is too large to send here. Ask whoever runs the bot for it." in said.replace("\\", "")
    assert len(attached(reply)) == len(files) - 1


def test_styles_are_discords_own() -> None:
    found = drawn_controls(Choices(tuple(Button(style, style, style) for style in Style)))
    assert [each["style"] for each in found] == [1, 2, 4]


def test_what_is_there_twice_gets_a_number_that_leads_nowhere() -> None:
    found = drawn_controls(Choices((Button("a", "x:1"), Button("b", "x:1"))))
    assert [each["custom_id"] for each in found] == ["x:1", "x:1|2"]


def test_a_post_carries_its_token_behind_each_buttons_own() -> None:
    components = card(Reply("Quiz", (Choices((Button("Start", "start:7"),)),)), "s1-20261123")
    assert [each["custom_id"] for each in controls({"components": components})] == ["start:7|s1-20261123"]


def test_buttons_without_room_are_named() -> None:
    buttons = tuple(Button(f"Button {n}", f"x:{n}") for n in range(50))
    components = judged(card(Reply("Many", (Choices(buttons),))))
    offered = [each["label"] for each in controls({"components": components})]
    assert len(offered) == 30
    assert "There was no room here for: Button 30, Button 31" in list(texts(components))[-1]


def test_a_refusal_says_its_words_in_another_colour() -> None:
    said = judged(refusal("Not *now*."))
    assert list(texts(said)) == ["## Not that way\n\nNot \\*now\\*."]
    assert said[0]["accent_color"] != card(Reply("x"))[0]["accent_color"]


@pytest.mark.parametrize(
    ("choices", "component"),
    [
        ((), 4),
        (("a",), 3),
        (("a", "b"), 21),
        (tuple("abcdefghijk"), 3),
        (("a", "a"), 4),
        (("x" * 101, "b"), 4),
    ],
)
def test_a_field_is_chosen_where_discord_can_offer_its_choices(
    choices: tuple[str, ...], component: int
) -> None:
    field = Field("f", "F", value="a", choices=choices)
    drawn = modal(Form("T", (field,), "fill:x"))["components"][0]["component"]
    assert drawn["type"] == component
    assert drawn["required"] is False
    if component != 4:
        assert [option["value"] for option in drawn["options"] if option.get("default")] == ["a"]


def test_a_form_keeps_labels_hints_and_values_within_discords_limits() -> None:
    field = replace(Field("time", "x" * 80), hint="h" * 150, value="v" * 900)
    drawn = modal(Form("t" * 60, (field,), "fill:schedule-add"))
    label = drawn["components"][0]
    assert (len(drawn["title"]), len(label["label"]), len(label["description"])) == (45, 45, 100)
    assert (drawn["custom_id"], label["component"]["custom_id"]) == ("fill:schedule-add", "time")
    assert label["component"]["value"].endswith("…")

"""What is said has a complete plain form, and people's text is safe to keep and to show."""

import unicodedata
from dataclasses import FrozenInstanceError, fields, is_dataclass
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot import chat
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
    Reply,
    Row,
    State,
    Text,
    When,
)
from bot.names import NAME_LIMIT, clean, clean_name
from bot.plain import plain

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [value for value in vars(chat).values() if is_dataclass(value)],
    ids=lambda value: value.__name__,
)
def test_what_is_said_cannot_be_changed_afterwards(value: type) -> None:
    said: object = object.__new__(value)
    for field in fields(value):
        with pytest.raises(FrozenInstanceError):
            setattr(said, field.name, "other words")
    assert not hasattr(said, "__dict__")


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (Text("Well asked."), "Well asked."),
        (Note("Check this: 1919."), "Check this: 1919."),
        (
            Evidence("Stalin was different, however.", "p5.s3", "paragraph 5, sentence 3", "Political skill"),
            "“Stalin was different, however.” (Political skill, paragraph 5, sentence 3)",
        ),
        (
            Ranking((Row(1, "Ada", "30"), Row(1, "Ben", "30", mine=True), Row(3, "Cem", "10"))),
            "1. Ada: 30\n1. Ben (you): 30\n3. Cem: 10",
        ),
        (Ranking(()), ""),
        (Choices((Button("Start", "start:1"), Button("Share", "share:1"))), "[Start]\n[Share]"),
        (
            Picker("Look at", (Button("Patronage", "a"), Button("Grey blur", "b"))),
            "Look at: Patronage, Grey blur",
        ),
        (
            Chart(
                "How it went", (Bar("Question 1", 3, 4, "3 of 4"), Bar("Question 2", 0, 4, "0 of 4")), "bars"
            ),
            "How it went\nQuestion 1: 3 of 4\nQuestion 2: 0 of 4",
        ),
        (File("a.json", "{}", otherwise="Or ask."), "a.json:\n{}\nOr ask."),
        (When("Closes", NOON, "Mon 23 Nov 2026, 12:00"), "Closes: Mon 23 Nov 2026, 12:00"),
    ],
)
def test_every_part_can_be_said_in_plain_text(part: Part, said: str) -> None:
    assert plain(Reply("Title", (part,))) == f"Title\n{said}".removesuffix("\n")


def test_an_open_question_says_its_options_and_nothing_of_the_key() -> None:
    """Fault 84."""
    options = Options((Option("A", "The post", "pick:1:A"), Option("B", "The army", "pick:1:B")))
    assert plain(Reply("Question 1", (options,))) == "Question 1\nA. The post\nB. The army"


def test_a_marked_question_says_what_was_right_what_was_chosen_and_why() -> None:
    marked = Options(
        (
            Option("A", "The post", state=State.RIGHT, why="The essay says so."),
            Option("B", "The army", state=State.WRONG, chosen=True),
            Option("C", "The press", state=State.PLAIN),
        )
    )
    assert plain(Reply("Question 1", (marked,))).splitlines()[1:] == [
        "A. The post - right answer (The essay says so.)",
        "B. The army - not right - your answer",
        "C. The press",
    ]


def test_a_reply_without_parts_is_its_title() -> None:
    assert plain(Reply("Done")) == "Done"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Trotsky  ", "Trotsky"),
        ("two\nlines", "two\nlines"),
        ("nul\0tab\tbell\a", "nul tab bell"),
        ("lone \ud800 surrogate", "lone ? surrogate"),
        ("naïve", "naïve"),
        ("Z̀́̂̃̄algo", "Z̀́algo"),
        ("@everyone *bold* <b> {0.__class__} %s ```", "@everyone *bold* <b> {0.__class__} %s ```"),
        ("👩‍🏫", "👩‍🏫"),
    ],
)
def test_text_is_kept_as_it_was_typed_but_for_what_no_database_takes(typed: str, kept: str) -> None:
    """Fault 60."""
    assert clean(typed, 100) == kept


def test_a_cut_is_visible() -> None:
    """Fault 59."""
    assert clean("a" * 10, 10) == "a" * 10
    assert clean("a" * 11, 10) == "a" * 9 + "…"
    assert clean("a" * 100_000, 10) == "a" * 9 + "…"


@given(typed=st.text(st.characters()))
@example("\ud800\udfff")
@example("a" + "\u0301" * 1000)
@settings(deadline=None)
def test_whatever_is_typed_is_kept_bounded_composed_and_without_controls(typed: str) -> None:
    """Fault 60."""
    kept = clean(typed, 20)
    assert len(kept) <= 20
    assert unicodedata.is_normalized("NFC", kept)
    assert not {unicodedata.category(letter) for letter in kept.replace("\n", "")} & {"Cc", "Cs"}
    assert clean(kept, 20) == kept


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ada Lovelace", "Ada Lovelace"),
        ("  Ada \t\n Lovelace ", "Ada Lovelace"),
        ("Ada\0", "Ada"),
        ("\ud83d", "?"),
        ("\u202eadA", "adA"),
        ("A\u200bd\u2060a\ufeff", "Ada"),
        ("Ada\u2028Ben", "Ada Ben"),
        ("Zoe\u0308", "Zoë"),
        ("Łukasz Żółć", "Łukasz Żółć"),
        ("Nguyễn Văn Ân", "Nguyễn Văn Ân"),
        ("محمد", "محمد"),
        ("🐢", "🐢"),
        ("@everyone", "@everyone"),
        ("", "someone"),
        (" \u200b\u00ad ", "someone"),
        ("\U000e0041\U000e007f", "someone"),
    ],
)
def test_a_name_is_shown_as_it_is_but_cannot_disturb_its_row(name: str, shown: str) -> None:
    """Fault 60."""
    assert clean_name(name) == shown


@pytest.mark.parametrize("unseen", ["\u061c", "\u3164", "\u2800", "\u115f\u1160", "\uffa0", "\u180e"])
def test_a_name_that_nobody_can_see_is_someone(unseen: str) -> None:
    """Fault 60."""
    assert clean_name(unseen) == "someone"


def test_a_name_under_heaps_of_marks_keeps_its_letters() -> None:
    """Fault 60."""
    shown = clean_name("".join(letter + "\u0315\u0322\u0334\u0358" * 8 for letter in "Cardigan"))
    assert [letter for letter in shown if letter.isascii()] == list("Cardigan")


def test_a_long_name_is_cut_visibly() -> None:
    """Fault 59."""
    assert clean_name("Ada " * 20) == "Ada " * 9 + "Ada…"


@given(name=st.text(st.characters()))
@settings(deadline=None)
def test_any_name_becomes_one_bounded_line_without_hidden_controls(name: str) -> None:
    """Fault 60."""
    shown = clean_name(name)
    assert 1 <= len(shown) <= NAME_LIMIT
    assert shown == shown.strip()
    assert len(shown.splitlines()) == 1
    assert not set(shown) & set("\u200b\u200e\u200f\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069")
    assert shown.encode("utf-8")

"""Answers are marked by the key alone."""

import pytest
from doubles.items import QUESTION
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.quiz.marking import WORTH, Verdict, mark, mark_typed


def test_the_key_alone_earns_the_points_of_a_question() -> None:
    assert [mark(QUESTION, letter) for letter in "ABCD"] == [0, WORTH, 0, 0]


@pytest.mark.parametrize("letter", ["", "b", " B", "B\0", "AB"])
def test_what_is_not_quite_a_letter_earns_nothing(letter: str) -> None:
    assert mark(QUESTION, letter) == 0


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("factionalism", "factionalism"),
        ("factionalism", "  FACTIONALISM! "),
        ("Lenin Enrolment", "the lenin  enrolment"),
        ("The Lenin Enrolment", "Lenin Enrolment."),
        ("grey blur", "'grey blur'"),
        ("naïve", "naive"),
        ("naive", "nai\u0308ve"),
        ("Orgburo", "\uff2frgburo"),
        ("Left-Right", "left right"),
    ],
)
def test_case_accents_articles_and_punctuation_do_not_matter(key: str, typed: str) -> None:
    assert mark_typed(key, (), typed) is Verdict.RIGHT


def test_another_name_of_the_key_is_right_too() -> None:
    assert mark_typed("factionalism", ["factions", "faction"], "Factions") is Verdict.RIGHT


@pytest.mark.parametrize(
    "typed",
    ["", "   ", "...", "\0", "not the grey blur", "grey", "blur grey", "grey blur or red", "gray blob"],
)
def test_nothing_a_part_a_negation_or_a_list_is_wrong(typed: str) -> None:
    assert mark_typed("grey blur", ["", "the"], typed) is Verdict.WRONG


@given(typed=st.text(), key=st.text())
@settings(deadline=None)
def test_whatever_is_typed_is_compared_both_ways_alike(typed: str, key: str) -> None:
    assert mark_typed(key, (), typed) is mark_typed(typed, (), key)
    assert mark_typed(key, (), "") is Verdict.WRONG

"""A question keeps its wording, and says when it is another."""

from dataclasses import replace

import pytest
from doubles.items import QUESTION
from pydantic import ValidationError

from bot.quiz.bank import Library
from bot.quiz.question import Choice, Question, thawed


def test_choices_are_lettered_in_order() -> None:
    assert list(QUESTION.choices.items()) == [("A", QUESTION.A), ("B", QUESTION.B), ("C", QUESTION.C)]
    four = replace(QUESTION, D=Choice("A fourth", "It is one too many."))
    assert list(four.choices) == ["A", "B", "C", "D"]


def test_a_kept_question_comes_back_as_it_was(shipped: Library, every_form: Library) -> None:
    """Fault 66."""
    for question in (QUESTION, *shipped.bank.questions, *every_form.bank.questions):
        assert thawed(question.frozen) == question
        assert thawed(question.frozen).version == question.version


@pytest.mark.parametrize(
    "other",
    [
        replace(QUESTION, stem="Why?"),
        replace(QUESTION, key="A"),
        replace(QUESTION, C=replace(QUESTION.choices["C"], why="Another reason.")),
        replace(QUESTION, difficulty=3),
        replace(QUESTION, aliases=("patronage",)),
        replace(QUESTION, prompts=("One",)),
        replace(QUESTION, why="So."),
        replace(QUESTION, E=Choice("A fifth", "It is one too many.")),
    ],
)
def test_another_wording_or_key_is_another_version(other: Question) -> None:
    """Fault 67."""
    assert other.version != QUESTION.version


def test_a_version_is_short_and_the_same_in_every_process() -> None:
    """And the same as before there were other forms: what was kept then is still found by it."""
    assert QUESTION.version == "5771e8e7955536b9"


@pytest.mark.parametrize("kept", ["", "{}", "[]", '{"id": "patronage-1"}', "null"])
def test_what_was_never_a_question_is_refused(kept: str) -> None:
    with pytest.raises(ValidationError):
        thawed(kept)

"""A corrected key is told from another question."""

from dataclasses import replace

import pytest
from doubles.dialogue import other_key
from doubles.items import QUESTION

from bot.quiz.bank import Library
from bot.quiz.question import Choice, Question
from bot.quiz.regrading import corrected


def test_another_key_to_the_same_words_is_a_correction_in_every_form(every_form: Library) -> None:
    for question in every_form.bank.questions:
        assert corrected(question, replace(question, key=other_key(question)))
        assert not corrected(question, question)


def test_another_accepted_name_is_a_correction_and_another_order_of_them_none(every_form: Library) -> None:
    cloze = replace(every_form.bank.question["favour-in-a-word"], aliases=("clientelism", "favour"))
    assert corrected(cloze, replace(cloze, aliases=("clientelism",)))
    assert not corrected(cloze, replace(cloze, aliases=("favour", "clientelism")))


@pytest.mark.parametrize(
    "other",
    [
        replace(QUESTION, key="A", id="patronage-2"),
        replace(QUESTION, key="A", stem="According to the essay, why did they back him?"),
        replace(QUESTION, key="A", C=Choice("They feared his spies", "That is menace.", "wrong-factor")),
        replace(QUESTION, key="A", D=Choice("They feared his spies", "That is menace.", "wrong-factor")),
        replace(QUESTION, key="A", prompts=("One",)),
    ],
)
def test_another_wording_is_another_question_whatever_its_key(other: Question) -> None:
    assert not corrected(QUESTION, other)


@pytest.mark.parametrize(
    "other",
    [
        replace(QUESTION, difficulty=3, sentences=("p3.s1",), points=("files",), factor="judgement"),
        replace(QUESTION, C=replace(QUESTION.choices["C"], why="Another reason.", tag="another-tag")),
        replace(QUESTION, why="So.", tag="another-tag"),
    ],
)
def test_another_explanation_alone_is_no_correction(other: Question) -> None:
    assert not corrected(QUESTION, other)
    assert corrected(QUESTION, replace(other, key="A"))

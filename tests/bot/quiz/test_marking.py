"""Answers are marked by the key alone."""

import pytest
from doubles.items import QUESTION

from bot.quiz.marking import WORTH, mark


def test_the_key_alone_earns_the_points_of_a_question() -> None:
    assert [mark(QUESTION, letter) for letter in "ABCD"] == [0, WORTH, 0, 0]


@pytest.mark.parametrize("letter", ["", "b", " B", "B\0", "AB"])
def test_what_is_not_quite_a_letter_earns_nothing(letter: str) -> None:
    assert mark(QUESTION, letter) == 0

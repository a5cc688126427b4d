"""Numbers are read in figures, words and Roman numerals."""

from fractions import Fraction

import pytest

from bot.quiz.typed.numerals import number_at_front
from bot.quiz.typed.roman import roman


@pytest.mark.parametrize(
    ("words", "value", "sort", "length"),
    [
        ("twenty six thousand", 26_000, "", 3),
        ("two hundred and fifty thousand men", 250_000, "", 5),
        ("hundred and more", 100, "", 1),
        ("a hundred years", 100, "", 2),
        ("a dozen", 12, "", 2),
        ("nineteen seventeen", 1917, "", 2),
        ("nineteen twenties", 1920, "decade", 2),
        ("twenties", 20, "decade", 1),
        ("twenty first congress", 21, "ordinal", 2),
        ("five year plan", 5, "", 1),
        ("one two", 1, "", 1),
        ("third", 3, "ordinal", 1),
        ("a third", Fraction(1, 3), "", 2),
        ("two thirds", Fraction(2, 3), "", 2),
        ("2 thirds", Fraction(2, 3), "", 2),
        ("three quarters of a million", 750_000, "", 5),
        ("half a million", 500_000, "", 3),
        ("one and a half million", 1_500_000, "", 5),
        ("1/4 million", 250_000, "", 2),
        ("2.5 million", 2_500_000, "", 2),
        ("26k", 26_000, "", 1),
        ("15th", 15, "ordinal", 1),
        ("1920s", 1920, "decade", 1),
    ],
)
def test_a_number_is_read_to_its_end(words: str, value: Fraction, sort: str, length: int) -> None:
    assert number_at_front(words.split()) == (value, sort, length)


@pytest.mark.parametrize("words", ["lenin", "a fifth", "a lenin", "and", "millions", "1/0", "five thirdly"])
def test_what_is_no_number_is_not_read_as_one(words: str) -> None:
    found = number_at_front(words.split())
    assert found is None or found.value == 5


@pytest.mark.parametrize(("numeral", "value"), [("xv", 15), ("xiv", 14), ("mcmxvii", 1917), ("viii", 8)])
def test_roman_numerals_are_read(numeral: str, value: int) -> None:
    assert roman(numeral) == value


@pytest.mark.parametrize("word", ["", "civil", "iiii", "vx", "lenin"])
def test_other_words_are_no_roman_numerals(word: str) -> None:
    assert roman(word) is None

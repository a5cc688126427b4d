"""Boards' names for people: initials, and pseudonyms that are one student's alone."""

from itertools import pairwise

import pytest

from bot.quiz.nicknames import PAIRS, Names, called, pseudonym


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ada Lovelace", "A. L."),
        ("ada", "A."),
        ("Jean-Luc de la Tour d'Auvergne", "J. D. L. T."),
        ("Ångström Ö", "Å. Ö."),
        ("🐢 slow", "🐢. S."),
        ("someone", "S."),
    ],
)
def test_initials_say_no_name(name: str, shown: str) -> None:
    assert called(Names.INITIALS, 1, 1, name) == shown


def test_no_two_students_share_a_pseudonym() -> None:
    assert len({pseudonym(3, student) for student in range(3 * PAIRS)}) == 3 * PAIRS


def test_a_pseudonym_stays_and_says_nothing_of_the_name() -> None:
    assert called(Names.PSEUDONYMS, 1, 7, "Ada") == called(Names.PSEUDONYMS, 1, 7, "Countess Lovelace")


def test_another_class_knows_a_student_under_another_pseudonym() -> None:
    assert all(pseudonym(1, student) != pseudonym(2, student) for student in range(PAIRS))


def test_who_came_one_after_the_other_is_not_told_by_the_pseudonyms() -> None:
    names = [pseudonym(1, student).split() for student in range(200)]
    assert all(one[0] != other[0] and one[1] != other[1] for one, other in pairwise(names))


def test_a_class_that_shows_names_shows_them_as_they_are() -> None:
    assert called(Names.FULL, 1, 1, "Ada Lovelace") == "Ada Lovelace"

"""A surname alone names a person where the key's form says that it is a name."""

import pytest

from bot.quiz.typed.people import person


@pytest.mark.parametrize(
    ("name", "surname", "firsts"),
    [
        ("E.H. Carr", "Carr", "eh"),
        ("A J P Taylor", "Taylor", "aip"),
        ("Leon Trotsky", "Trotsky", "l"),
        ("Otto von Bismarck", "Bismarck", "o"),
        ("Vladimir Ilyich Lenin", "Lenin", "vi"),
    ],
)
def test_a_person_has_a_surname_and_first_letters(name: str, surname: str, firsts: str) -> None:
    found = person(name)
    assert found is not None
    assert (found.surname, found.firsts) == (surname, frozenset(firsts))


@pytest.mark.parametrize(
    "name",
    ["Communist Party", "Lenin's Testament", "Nicholas II", "Victoria Cross", "U.S. Army", "U.N. Jones", "Stalin",
     "E.H.", "leon trotsky", "the Red Army", ""],
)  # fmt: skip
def test_other_keys_name_no_person(name: str) -> None:
    assert person(name) is None

"""A surname alone names a person where the key's form says that it is a name."""

import pytest

from bot.quiz.typed.people import person


@pytest.mark.parametrize(
    ("name", "surname", "given"),
    [
        ("E.H. Carr", "Carr", "e h"),
        ("A J P Taylor", "Taylor", "a j p"),
        ("Leon Trotsky", "Trotsky", "leon"),
        ("Otto von Bismarck", "Bismarck", "otto"),
        ("Vladimir Ilyich Lenin", "Lenin", "vladimir ilyich"),
    ],
)
def test_a_person_has_a_surname_and_first_letters(name: str, surname: str, given: str) -> None:
    found = person(name)
    assert found is not None
    assert (found.surname, list(found.given)) == (surname, given.split())


@pytest.mark.parametrize(
    "name",
    ["Communist Party", "Lenin's Testament", "Nicholas II", "Victoria Cross", "U.S. Army", "U.N. Jones", "Stalin",
     "E.H.", "leon trotsky", "the Red Army", ""],
)  # fmt: skip
def test_other_keys_name_no_person(name: str) -> None:
    assert person(name) is None

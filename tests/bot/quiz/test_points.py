"""What an answer earns follows from its question alone, in every form."""

from itertools import permutations

import pytest
from doubles.dialogue import wrong_answer
from doubles.items import QUESTION
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.quiz.bank import Library
from bot.quiz.marking import WORTH
from bot.quiz.points import close, counted, forgiven, mark, stated
from bot.quiz.question import Form, Question


def item(library: Library, id_: str) -> Question:
    return library.bank.question[id_]


def test_the_key_alone_earns_the_points_of_a_question() -> None:
    assert [mark(QUESTION, letter) for letter in "ABCD"] == [0, WORTH, 0, 0]


@pytest.mark.parametrize("letter", ["", "b", " B", "B\0", "AB"])
def test_what_is_not_quite_a_letter_earns_nothing(letter: str) -> None:
    assert mark(QUESTION, letter) == 0


def test_in_every_form_the_key_earns_all_and_a_wholly_wrong_answer_nothing(every_form: Library) -> None:
    for question in every_form.bank.questions:
        assert (mark(question, question.key), mark(question, wrong_answer(question))) == (WORTH, 0)


def test_each_right_pick_of_two_earns_half(every_form: Library) -> None:
    two = item(every_form, "fall-of-the-rivals")  # B and D
    assert {pair: mark(two, pair) for pair in ("BD", "AB", "CD", "AC")} == {
        "BD": 10,
        "AB": 5,
        "CD": 5,
        "AC": 0,
    }


def test_more_or_fewer_picks_than_asked_for_earn_nothing(every_form: Library) -> None:
    two = item(every_form, "fall-of-the-rivals")
    assert [mark(two, letters) for letters in ("", "B", "BB", "ABD", "ABCD")] == [0] * 5


def test_each_right_match_earns_its_share(every_form: Library) -> None:
    three, four = item(every_form, "who-had-what"), item(every_form, "four-matches")  # DBA, EBAC
    assert [mark(three, letters) for letters in ("DBA", "DBC", "DAB", "ADB")] == [10, 7, 3, 0]
    assert [mark(four, letters) for letters in ("EBAC", "EBAD", "EBDA", "EACB", "BEDA")] == [10, 8, 5, 3, 0]


def test_an_order_earns_by_the_pairs_that_are_in_it(every_form: Library) -> None:
    three, four = item(every_form, "steps-of-the-essay"), item(every_form, "four-steps")  # CAB, DBAC
    assert [mark(three, order) for order in ("CAB", "ACB", "ABC", "BAC")] == [10, 7, 3, 0]
    assert [mark(four, order) for order in ("DBAC", "BDAC", "BADC", "ABDC", "ACBD", "CADB", "CABD")] == [
        10, 8, 7, 5, 2, 2, 0,
    ]  # fmt: skip


def test_of_two_orders_the_one_nearer_to_the_true_one_earns_no_less(every_form: Library) -> None:
    """Turning two neighbours into their true order never costs points."""
    four = item(every_form, "four-steps")
    for order in map("".join, permutations("ABCD")):
        for place in range(3):
            one, other = order[place], order[place + 1]
            if four.key.index(one) > four.key.index(other):
                mended = f"{order[:place]}{other}{one}{order[place + 2 :]}"
                assert mark(four, mended) > mark(four, order)


@pytest.mark.parametrize(
    ("typed", "points"), [("patronage", 10), ("Clientelism", 10), ("patronag", 10), ("Politburo", 0), ("", 0)]
)
def test_a_typed_answer_earns_all_or_nothing(every_form: Library, typed: str, points: int) -> None:
    assert mark(item(every_form, "favour-in-a-word"), typed) == points


MISSPELT = "patronedge"


def test_a_name_too_badly_spelt_is_close_and_earns_nothing(every_form: Library) -> None:
    cloze = item(every_form, "favour-in-a-word")
    assert close(cloze, MISSPELT)
    assert mark(cloze, MISSPELT) == 0
    assert not close(cloze, "patronage")
    assert not close(cloze, "Politburo")
    assert not close(QUESTION, "A")


def test_the_first_try_counts_unless_it_was_only_misspelt(every_form: Library) -> None:
    cloze = item(every_form, "favour-in-a-word")
    assert counted(cloze, (MISSPELT,)) == MISSPELT
    assert counted(cloze, (MISSPELT, "patronage", "vanity")) == "patronage"
    assert counted(cloze, (MISSPELT, "vanity", "patronage")) == "vanity"
    assert counted(cloze, ("vanity", "patronage")) == "vanity"
    assert counted(QUESTION, ("A", "B")) == "A"
    assert [forgiven(cloze, tried) for tried in ((), (MISSPELT,), ("vanity", MISSPELT))] == [
        False,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("id_", "answer", "said"),
    [
        ("patronage-1", "A", "0 of 10 points."),
        ("fall-of-the-rivals", "BD", "10 of 10 points: both picks are right."),
        ("fall-of-the-rivals", "AB", "5 of 10 points: one of the two picks is right."),
        ("fall-of-the-rivals", "AC", "0 of 10 points: neither pick is right."),
        ("who-had-what", "DAB", "3 of 10 points: 1 of 3 matches is right."),
        ("who-had-what", "ADB", "0 of 10 points: 0 of 3 matches are right."),
        ("steps-of-the-essay", "ACB", "7 of 10 points: 2 of 3 pairs are in the right order."),
        ("favour-in-a-word", "patronage", "10 of 10 points."),
        ("favour-in-a-word", MISSPELT, "0 of 10 points: the spelling is too far off."),
        ("favour-in-a-word", "vanity", "0 of 10 points."),
    ],
)
def test_partial_credit_is_stated(every_form: Library, id_: str, answer: str, said: str) -> None:
    assert stated(item(every_form, id_), answer) == said


@given(answer=st.text(max_size=8) | st.text("ABCDE", max_size=6))
@settings(deadline=None)
def test_whatever_is_answered_earns_between_nothing_and_all(every_form: Library, answer: str) -> None:
    for question in every_form.bank.questions:
        assert 0 <= mark(question, answer) <= WORTH
        assert stated(question, answer).startswith(f"{mark(question, answer)} of 10 points")
        if mark(question, answer) == WORTH and question.form is not Form.CLOZE:
            assert set(answer) == set(question.key)

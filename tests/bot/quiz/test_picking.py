"""What can be picked, letter by letter, and what nobody can have pressed."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from bot.quiz.bank import Library
from bot.quiz.picking import after, in_words, left, next_pick, picked, possible, settled_order, whole
from bot.quiz.question import ONE_LETTER, Form, Question


def item(library: Library, id_: str) -> Question:
    return library.bank.question[id_]


def test_as_many_letters_are_picked_as_the_form_asks_for(every_form: Library) -> None:
    picks = {question.id: question.picks for question in every_form.bank.questions}
    assert (picks["fall-of-the-rivals"], picks["steps-of-the-essay"], picks["four-steps"]) == (2, 3, 4)
    assert (picks["who-had-what"], picks["four-matches"], picks["favour-in-a-word"]) == (3, 4, 0)
    assert all(question.picks == 1 for question in every_form.bank.questions if question.form in ONE_LETTER)


def test_every_key_is_a_whole_answer_and_so_is_what_leads_to_it_possible(every_form: Library) -> None:
    for question in every_form.bank.questions:
        if question.form is not Form.CLOZE:
            begun = [question.key[:count] for count in range(1, len(question.key) + 1)]
            assert all(possible(question, letters) for letters in begun)
            assert [whole(question, letters) for letters in begun] == [False] * (len(begun) - 1) + [True]
            assert settled_order(question, question.key) == question.key


@given(letters=st.text("ABCDEFab0 _\0", max_size=7))
def test_a_letter_twice_too_many_or_one_that_is_not_there_is_not_possible(
    every_form: Library, letters: str
) -> None:
    """Fault 53: compared with what pressing can lead to."""
    for question in every_form.bank.questions:
        reached = {
            "".join(keys) for count in range(1, question.picks + 1) for keys in pressed(question, count)
        }
        assert possible(question, letters) == (letters in reached)


def pressed(question: Question, count: int) -> list[tuple[str, ...]]:
    return [keys for keys in product(question.choices, repeat=count) if len(set(keys)) == count]


def test_the_order_of_two_picks_says_nothing_and_that_of_others_all(every_form: Library) -> None:
    assert settled_order(item(every_form, "fall-of-the-rivals"), "DB") == "BD"
    assert settled_order(item(every_form, "steps-of-the-essay"), "CBA") == "CBA"
    assert settled_order(item(every_form, "who-had-what"), "DBA") == "DBA"


def test_one_of_two_picks_pressed_again_is_taken_back() -> None:
    assert (after("", "A"), after("A", "C"), after("A", "A")) == ("A", "AC", "")


def test_what_has_its_place_or_its_prompt_is_gone(every_form: Library) -> None:
    assert left(item(every_form, "steps-of-the-essay"), "C") == ("A", "B")
    assert left(item(every_form, "who-had-what"), "DB") == ("A", "C")
    assert left(item(every_form, "fall-of-the-rivals"), "B") == ("A", "B", "C", "D")


def test_what_is_picked_and_what_comes_next_is_said(every_form: Library) -> None:
    two, order, match = (
        item(every_form, id_) for id_ in ("fall-of-the-rivals", "steps-of-the-essay", "who-had-what")
    )
    assert (picked(two, ""), next_pick(two, "")) == ([], "Pick two.")
    assert picked(two, "B") == ["Picked so far: B."]
    assert next_pick(two, "B") == "Pick one more. B pressed again is taken back."
    assert picked(order, "CB") == ["1st: C. The post is given", "2nd: B. The rivals walk away"]
    assert next_pick(order, "CB") == "Press them in their order. Which is 3rd?"
    assert picked(match, "D") == ["The post: D. brought patronage"]
    assert next_pick(match, "D") == "Match 2 of 3: The rivals"


def test_an_answer_is_said_back_in_words(every_form: Library) -> None:
    assert in_words(item(every_form, "fall-of-the-rivals"), "BD") == "B, D"
    assert in_words(item(every_form, "who-had-what"), "DBA") == "The post: D; The rivals: B; The field: A"
    assert in_words(item(every_form, "favour-in-a-word"), "patronage") == "“patronage”"

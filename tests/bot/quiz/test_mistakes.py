"""Behind each wrong answer stands a misconception, whatever the question's form."""

from dataclasses import replace

import pytest
from doubles.dialogue import wrong_answer, wrong_letters

from bot.chat import Text
from bot.commands.mistaken import missed_over
from bot.quiz.bank import Library
from bot.quiz.mistakes import behind, tally
from bot.quiz.question import Form, Question
from bot.store.items import Item


def of_form(library: Library, form: Form) -> Question:
    return next(question for question in library.bank.questions if question.form is form)


@pytest.mark.parametrize("form", Form)
def test_a_right_answer_has_none_and_a_wrong_one_has_the_packs(every_form: Library, form: Form) -> None:
    question = of_form(every_form, form)
    assert behind(question, question.key) == ()
    found = behind(question, wrong_answer(question))
    assert found
    assert set(found) <= every_form.pack.misconceptions.keys()


def test_of_two_picks_only_the_wrong_one_has_one(every_form: Library) -> None:
    question = of_form(every_form, Form.CHOOSE_TWO)
    wrong = wrong_letters(question)[0]
    mixed = "".join(sorted(question.key[0] + wrong))
    assert behind(question, mixed) == (question.choices[wrong].tag,)


@pytest.mark.parametrize("form", [Form.ORDERING, Form.MATCHING])
def test_an_order_and_a_match_have_the_questions_own(every_form: Library, form: Form) -> None:
    question = of_form(every_form, form)
    assert behind(question, wrong_answer(question)) == (question.tag,)


def test_what_was_typed_has_that_of_the_near_answer_else_the_questions_own(every_form: Library) -> None:
    question = of_form(every_form, Form.CLOZE)
    near = question.near[-1]
    assert behind(question, near.text) == (near.tag,)
    assert behind(question, "xyzzy") == (question.tag,)


def test_misconceptions_are_counted_by_answers_most_first(library: Library) -> None:
    question = next(
        q
        for q in library.bank.questions
        if len({q.choices[letter].tag for letter in wrong_letters(q)}) == len(wrong_letters(q)) == 2
    )
    one, two = wrong_letters(question)
    tags = question.choices[one].tag, question.choices[two].tag
    counted = tally([(question, {one: 2, two: 3, question.key: 9}), (question, {one: 4})])
    assert counted == [(tags[0], 6), (tags[1], 3)]


def test_wrong_answers_without_a_mistake_behind_them_name_none(every_form: Library) -> None:
    question = replace(of_form(every_form, Form.CLOZE), tag="", near=())
    item = Item(question.id, question.version, answered=2, right=1, chosen={question.key: 1, "": 1})
    said = [part.words for part in missed_over(every_form.pack, [(item, question)]) if isinstance(part, Text)]
    assert said[0] == "Most missed first:"
    assert not any("What was behind" in words for words in said)

"""Every form of question in a student's round: picked letter by letter or typed, kept whole, told in words."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from doubles.dialogue import (
    RIGHT,
    WRONG,
    Lesson,
    Talk,
    form,
    lesson_with,
    options,
    refusal,
    reply,
    token_of,
    words,
    wrong_answer,
)
from doubles.rows import counts, rows
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chat import Member, Reply, State
from bot.commands import PRESSES
from bot.line import called
from bot.plain import plain
from bot.quiz.bank import Bank, Library
from bot.quiz.picking import possible
from bot.quiz.points import mark, stated
from bot.quiz.question import ONE_LETTER, Form, Question
from bot.quiz.rounds import Reveal
from bot.slash import UnknownButton

NOWHERE = (UnknownButton, str(UnknownButton()))
KEPT = "select choice, tried, points, settled from answers"
MISSPELT = "patronedge"

Ask = Callable[..., Lesson]


def item(every_form: Library, id_: str) -> Question:
    return every_form.bank.question[id_]


@pytest.fixture
def ask(every_form: Library, tmp_path: Path) -> Iterator[Ask]:
    """Give lessons whose quizzes ask these questions alone."""
    opened: list[Any] = []

    def lesson(*ids: str) -> Lesson:
        asked = tuple(item(every_form, id_) for id_ in ids)
        opened.append(lesson_with(Library(every_form.pack, Bank(asked, "asked")), tmp_path))
        given: Lesson = opened[-1].__enter__()
        return given

    yield lesson
    for each in opened:
        each.__exit__(None, None, None)


async def begun(lesson: Lesson, member: Member, **settings: str | int) -> Talk:
    """Start a quiz of one question, in a class of these settings."""
    if settings:
        await lesson.teacher.ask("class set", **settings)
    talk = lesson.talk(member)
    await talk.start(await lesson.quiz(questions=1))
    return talk


ONE_OF_EACH = (
    "patronage-1", "vain-rivals-1", "post-or-rivals-1", "against-the-rivals", "whose-words", "seat-slip",
    "fall-of-the-rivals", "steps-of-the-essay", "four-steps", "who-had-what", "four-matches", "favour-in-a-word",
)  # fmt: skip


@pytest.mark.parametrize("right", [RIGHT, WRONG])
@pytest.mark.parametrize("reveal", Reveal)
@pytest.mark.parametrize("id_", ONE_OF_EACH)
async def test_every_form_is_played_to_its_points(
    ask: Ask,
    ada: Member,
    every_form: Library,
    database: str,
    id_: str,
    reveal: str,
    right: bool,  # noqa: FBT001 - RIGHT or WRONG
) -> None:
    """The review after the close tells what was told at once, or not before."""
    question, lesson = item(every_form, id_), ask(id_)
    answer, title = (question.key, "Right") if right else (wrong_answer(question), "Not this time")
    talk = await begun(lesson, ada, reveal=reveal, slips="on")
    assert ((await talk.answer(right)).title == title) == (reveal == "at-once")
    assert rows(database, "select choice, points from answers") == [(answer, mark(question, answer))]
    await talk.start(await lesson.close())
    told = await talk.press("Look at 1")
    assert told.title == title
    assert stated(question, answer) in plain(told)
    assert question.sentences[0] in str(told.parts)


@pytest.mark.parametrize(
    ("id_", "answer"), [("fall-of-the-rivals", "AB"), ("steps-of-the-essay", "ACB"), ("who-had-what", "DBC")]
)
async def test_what_is_right_in_part_is_told_as_such(
    ask: Ask, ada: Member, every_form: Library, id_: str, answer: str
) -> None:
    lesson, question = ask(id_), item(every_form, id_)
    talk = await begun(lesson, ada)
    told = await talk.give(question, answer)
    assert told.title == "Partly right"
    assert stated(question, answer) in plain(told)
    assert f"{mark(question, answer)} of 10 points" in plain(await talk.press("Finish"))


# Two to choose


async def test_the_first_of_two_picks_is_shown_as_chosen_and_nothing_is_kept(
    ask: Ask, ada: Member, database: str
) -> None:
    talk = await begun(ask("fall-of-the-rivals"), ada)
    assert "Pick two." in plain(talk.said)
    half = await talk.choose("D")
    assert half.title == "Question 1 of 1, pick 2 of 2"
    assert [(option.letter, option.chosen) for option in options(half)] == [
        ("A", False), ("B", False), ("C", False), ("D", True),
    ]  # fmt: skip
    assert "Picked so far: D." in plain(half)
    assert counts(database)["answers"] == 0


async def test_picks_are_one_answer_in_whatever_order(ask: Ask, ada: Member, database: str) -> None:
    talk = await begun(ask("fall-of-the-rivals"), ada)
    await talk.choose("D")
    assert (await talk.choose("B")).title == "Right"
    assert rows(database, KEPT) == [("BD", '["BD"]', 10, 1)]
    states = {option.letter: (option.state, option.chosen) for option in options(talk.said)}
    assert states["B"] == states["D"] == (State.RIGHT, True)
    assert states["A"] == (State.PLAIN, False)


@pytest.mark.parametrize("how", ["Start over", "D"])
async def test_a_pick_can_be_taken_back(ask: Ask, ada: Member, how: str) -> None:
    talk = await begun(ask("fall-of-the-rivals"), ada)
    first = talk.said
    await talk.choose("D")
    assert (await talk.press(how) if how == "Start over" else await talk.choose(how)) == first


# Orders and matches


async def test_an_order_is_pressed_step_by_step(ask: Ask, ada: Member, database: str) -> None:
    talk = await begun(ask("steps-of-the-essay"), ada)
    assert "Which is 1st?" in plain(talk.said)
    second = await talk.choose("C")
    assert "1st: C. The post is given" in plain(second)
    assert "Which is 2nd?" in plain(second)
    assert [option.letter for option in options(second)] == ["A", "B"]
    await talk.choose("B")
    assert [option.letter for option in options(talk.said)] == ["A"]
    told = await talk.choose("A")
    assert rows(database, KEPT) == [("CBA", '["CBA"]', 7, 1)]
    assert [option.words for option in options(told)] == [
        "1st: The post is given",
        "2nd: The rivals are conceited (you had it 3rd)",
        "3rd: The rivals walk away (you had it 2nd)",
    ]
    assert "Your answer was C, B, A." in plain(told)


async def test_prompts_are_matched_one_after_the_other(ask: Ask, ada: Member, database: str) -> None:
    talk = await begun(ask("who-had-what"), ada)
    assert "Match 1 of 3: The post" in plain(talk.said)
    second = await talk.choose("D")
    assert "The post: D. brought patronage" in plain(second)
    assert "Match 2 of 3: The rivals" in plain(second)
    assert [option.letter for option in options(second)] == ["A", "B", "C"]
    await talk.choose("C")
    told = await talk.choose("A")
    assert rows(database, KEPT) == [("DCA", '["DCA"]', 7, 1)]
    assert [(option.words, option.chosen) for option in options(told)] == [
        ("The post: brought patronage", True),
        ("The rivals: were conceited men (you had C)", False),
        ("The field: was left in the end", True),
        ("One too many: had secret agents", False),
    ]


@pytest.mark.parametrize("id_", ["fall-of-the-rivals", "steps-of-the-essay", "who-had-what"])
async def test_nothing_of_a_begun_answer_is_kept_until_its_last_pick(
    ask: Ask, ada: Member, every_form: Library, database: str, id_: str
) -> None:
    talk, key = await begun(ask(id_), ada), item(every_form, id_).key
    before = counts(database)
    for letter in key[:-1]:
        await talk.choose(letter)
        assert counts(database) == before
    await talk.press("Start over")
    assert "pick" not in talk.said.title
    assert counts(database) == before
    assert (await talk.answer(RIGHT)).title == "Right"


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(letters=st.text("ABCDEFZ", min_size=1, max_size=6), id_=st.sampled_from(ONE_OF_EACH))
async def test_letters_that_nobody_can_have_pressed_are_refused_and_leave_no_row(
    every_form: Library, tmp_path_factory: pytest.TempPathFactory, ada: Member, letters: str, id_: str
) -> None:
    """Fault 53: one twice, one that is not there, too many."""
    question, folder = item(every_form, id_), tmp_path_factory.mktemp("forged")
    with lesson_with(Library(every_form.pack, Bank((question,), "one")), folder) as lesson:
        talk = await begun(lesson, ada, slips="on")
        token = f"pick:1:0:{letters}"
        if possible(question, letters):
            assert (await talk.send(token)).title
        else:
            assert (type(no := await refusal(talk.send(token))), str(no)) == NOWHERE
            assert rows(f"sqlite:///{folder}/cardindex.db", KEPT) == []


# Typed answers


async def test_a_typed_answer_is_asked_for_on_a_form(ask: Ask, ada: Member, every_form: Library) -> None:
    lesson = ask("favour-in-a-word")
    talk = await begun(lesson, ada)
    assert options(talk.said) == []
    opened = form(await lesson.bot.press(token_of(talk.said, "Type the answer"), ada, lesson.place))
    assert opened.title == "Question 1 of 1"
    assert [(field.name, field.hint, field.value) for field in opened.fields] == [
        ("answer", item(every_form, "favour-in-a-word").stem, "")
    ]


async def test_what_was_typed_is_kept_and_shown_back_with_the_answer(
    ask: Ask, ada: Member, database: str
) -> None:
    talk = await begun(ask("favour-in-a-word"), ada)
    told = plain(await talk.type("  the \n vanity\0 "))
    assert rows(database, KEPT) == [("the vanity", '["the vanity"]', 0, 1)]
    assert "You typed “the vanity”." in told
    assert "The answer: patronage." in told
    assert "“vanity”: That was the rivals' fault." in told
    assert "The essay calls it by this name." in told


async def test_a_misspelt_answer_may_be_typed_again_once(ask: Ask, ada: Member, database: str) -> None:
    lesson = ask("favour-in-a-word")
    talk = await begun(lesson, ada)
    told = await talk.type(MISSPELT)
    assert told.title == "Question 1 of 1"
    assert f"“{MISSPELT}” is close: look at the spelling." in plain(told)
    assert "The answer" not in plain(told)
    opened = form(await lesson.bot.press(token_of(told, "Type the answer"), ada, lesson.place))
    assert opened.fields[0].value == MISSPELT
    assert (await talk.type("patronage")).title == "Right"
    assert rows(database, KEPT) == [("patronage", f'["{MISSPELT}", "patronage"]', 10, 1)]
    again = await lesson.bot.press(token_of(told, "Type the answer"), ada, lesson.place)
    assert reply(again).title == "Right"  # an old message's button: there is nothing to type any more


async def test_misspelt_a_second_time_it_is_wrong_and_said_so(ask: Ask, ada: Member) -> None:
    talk = await begun(ask("favour-in-a-word"), ada)
    assert "Misspelt a second time, it counts as wrong." in plain(await talk.type(MISSPELT))
    told = await talk.type("patranige")
    assert told.title == "Not this time"
    assert "0 of 10 points: the spelling is too far off." in plain(told)


async def test_a_misspelt_answer_sent_twice_has_one_effect(ask: Ask, ada: Member, database: str) -> None:
    """Fault 36."""
    lesson = ask("favour-in-a-word")
    await begun(lesson, ada)
    sent = [lesson.bot.submit("written:1:0", {"answer": MISSPELT}, ada, lesson.place) for _ in range(4)]
    told = await asyncio.gather(*sent)
    assert all(each == told[0] for each in told)
    assert rows(database, KEPT) == [(MISSPELT, f'["{MISSPELT}"]', 0, 0)]


async def test_while_verdicts_are_hidden_a_misspelt_answer_is_saved_like_any_other(
    ask: Ask, ada: Member, database: str
) -> None:
    """Fault 84: that it is close would tell."""
    talk = await begun(ask("favour-in-a-word"), ada, reveal="at-close")
    for typed in (MISSPELT, "anything at all", "patronage", MISSPELT):
        assert f"Your answer “{typed}” is saved." in plain(await talk.type(typed))
        await talk.press("Finish")
        again = await talk.press("Change 1")
        assert f"Saved: “{typed}”. A new answer takes its place." in plain(again)
    assert rows(database, KEPT) == [(MISSPELT, f'["{MISSPELT}"]', 0, 1)]


@pytest.mark.parametrize("typed", ["", "  ", "\n\0\t"])
async def test_an_empty_answer_is_refused_and_nothing_kept(
    ask: Ask, ada: Member, database: str, typed: str
) -> None:
    talk = await begun(ask("favour-in-a-word"), ada)
    assert str(await refusal(talk.type(typed))).startswith("The answer is empty.")
    assert rows(database, KEPT) == []


async def test_an_answer_that_is_too_long_is_refused_and_one_of_the_limit_is_taken(
    ask: Ask, ada: Member, database: str
) -> None:
    """Fault 59."""
    talk = await begun(ask("favour-in-a-word"), ada)
    for long in ("x" * 201, "y" * 1_000_000):
        assert "at most 200 characters" in str(await refusal(talk.type(long)))
    await talk.type("z" * 200)
    assert rows(database, "select choice from answers") == [("z" * 200,)]


HARD = [
    "A",
    "[",
    '["A"]',
    "a\ud800b",
    "\u202ertl",
    "'; drop table answers; --",
    "{0.__class__}",
    "zalg" + "o\u0301" * 40,
]


@pytest.mark.parametrize("typed", HARD)
async def test_whatever_is_typed_is_kept_as_harmless_text_and_comes_back(
    ask: Ask, ada: Member, database: str, typed: str
) -> None:
    """Faults 60, 62 and 63."""
    talk = await begun(ask("favour-in-a-word"), ada)
    told = await talk.type(typed)
    ((kept,),) = rows(database, "select choice from answers")
    assert f"You typed “{kept}”." in plain(told)
    assert (await talk.send("turn-to:1:0")) == told


@pytest.mark.parametrize(
    "token", ["write:1:0", "written:1:0", "written:1:9", "written:9:0", "written:1", "written:x:0"]
)
async def test_a_form_for_what_is_not_typed_leads_nowhere(ask: Ask, ada: Member, token: str) -> None:
    """Fault 53."""
    lesson = ask("patronage-1")
    talk = await begun(lesson, ada)
    asked = (
        talk.send(token)
        if token.startswith("write:")
        else lesson.bot.submit(token, {"answer": "x"}, ada, lesson.place)
    )
    assert (type(no := await refusal(asked)), str(no)) == NOWHERE


async def test_a_picked_letter_is_no_answer_to_what_is_typed(ask: Ask, ada: Member) -> None:
    """Fault 53."""
    talk = await begun(ask("favour-in-a-word"), ada)
    assert isinstance(await refusal(talk.send("pick:1:0:A")), UnknownButton)


# The close, the tries and the results, in every form


@pytest.mark.parametrize(
    "id_", ["fall-of-the-rivals", "steps-of-the-essay", "who-had-what", "favour-in-a-word"]
)
async def test_an_answer_may_be_changed_until_the_close(
    ask: Ask, ada: Member, every_form: Library, database: str, id_: str
) -> None:
    question = item(every_form, id_)
    lesson = ask(id_)
    talk = await begun(lesson, ada, reveal="at-close")
    await talk.answer(WRONG)
    assert "is saved." in plain(talk.said)
    await talk.press("Finish")
    assert "Saved: " in plain(await talk.press("Change 1"))
    await talk.answer(RIGHT)
    assert rows(database, "select choice, points from answers") == [(question.key, 10)]
    await talk.start(await lesson.close())
    assert (await talk.press("Look at 1")).title == "Right"


@pytest.mark.parametrize(
    "id_", ["fall-of-the-rivals", "steps-of-the-essay", "who-had-what", "favour-in-a-word"]
)
async def test_more_tries_teach_but_the_first_one_counts(
    ask: Ask, ada: Member, every_form: Library, database: str, id_: str
) -> None:
    question = item(every_form, id_)
    talk = await begun(ask(id_), ada, attempts=2)
    again = await talk.answer(WRONG)
    assert again.title == "Question 1 of 1"
    assert "Try again: the points stay as they are." in plain(again)
    assert stated(question, wrong_answer(question)) in plain(again)
    assert (await talk.answer(RIGHT)).title == "Not this time"
    first = wrong_answer(question)
    assert rows(database, KEPT) == [(first, f'["{first}", "{question.key}"]', 0, 1)]


@pytest.mark.parametrize(
    "id_", ["fall-of-the-rivals", "steps-of-the-essay", "who-had-what", "favour-in-a-word"]
)
async def test_only_the_first_answer_counts(
    ask: Ask, ada: Member, every_form: Library, database: str, id_: str
) -> None:
    question = item(every_form, id_)
    lesson = ask(id_)
    talk = await begun(lesson, ada)
    told = await talk.answer(WRONG)
    if question.form is Form.CLOZE:
        again = await lesson.bot.submit("written:1:0", {"answer": question.key}, ada, lesson.place)
    else:
        again = await talk.send(f"pick:1:0:{question.key}")
        assert await talk.send(f"pick:1:0:{question.key[0]}") == told  # a begun answer, too
    assert again == told
    assert rows(database, "select points from answers") == [(0,)]


@pytest.mark.parametrize("id_", ONE_OF_EACH)
@pytest.mark.parametrize("reveal", Reveal)
async def test_after_the_close_nothing_is_taken_in_any_form(
    ask: Ask, ada: Member, every_form: Library, database: str, id_: str, reveal: str
) -> None:
    """Fault 34."""
    question, lesson = item(every_form, id_), ask(id_)
    await begun(lesson, ada, reveal=reveal, slips="on")
    await lesson.close()
    typed = question.form is Form.CLOZE
    begun_and_whole = [f"pick:1:0:{question.key[:n]}" for n in range(1, len(question.key) + 1)]
    for token in ["write:1:0"] if typed else begun_and_whole:
        assert str(await refusal(lesson.bot.press(token, ada, lesson.place))).startswith(
            "This quiz is closed"
        )
    sent = lesson.bot.submit("written:1:0", {"answer": question.key}, ada, lesson.place)
    assert isinstance(await refusal(sent), UnknownButton) != typed
    assert rows(database, KEPT) == []


@pytest.mark.parametrize("id_", ONE_OF_EACH)
async def test_the_results_explain_what_was_missed_in_any_form(
    ask: Ask, ada: Member, every_form: Library, id_: str
) -> None:
    question, lesson = item(every_form, id_), ask(id_)
    await (await begun(lesson, ada, slips="on")).answer(WRONG)
    said = plain(await lesson.close())
    assert f"Most missed was question 1: {question.stem}" in said
    answers = (
        [question.key] if question.form is Form.CLOZE else [question.choices[x].text for x in question.key]
    )
    assert all(answer in said.partition("The answer: ")[2] for answer in answers)


@pytest.mark.parametrize("id_", ONE_OF_EACH)
async def test_an_open_quiz_keeps_its_version_in_any_form(
    ask: Ask, ada: Member, every_form: Library, id_: str
) -> None:
    """Fault 66: the bot is started again over a pack with another wording and another key."""
    question, lesson = item(every_form, id_), ask(id_)
    talk = await begun(lesson, ada, slips="on")
    other = replace(question, stem="Reworded?", key=wrong_answer(question))
    lesson.bot.library = Library(every_form.pack, Bank((other,), "new"))
    assert await talk.start(lesson.card) == talk.said
    assert (await talk.give(question, question.key)).title == "Right"


# The essay's slips


async def test_slips_are_asked_only_where_the_teacher_wants_them(ask: Ask, ada: Member) -> None:
    lesson = ask("seat-slip")
    talk = lesson.talk(ada)
    for asked in (talk.ask("quiz"), talk.send("practise:politburo-seat"), lesson.teacher.ask("post")):
        assert "no" in str(await refusal(asked))
    await lesson.teacher.ask("class set", slips="on")
    assert "What does the record show?" in plain(await talk.ask("quiz"))
    assert "What does the record show?" in plain(await talk.send("practise:politburo-seat"))
    assert "What does the record show?" in plain(await talk.start(await lesson.quiz(questions=1)))


async def test_slips_are_never_mixed_in_otherwise(ask: Ask, ada: Member, database: str) -> None:
    lesson = ask("patronage-1", "seat-slip")
    await lesson.quiz(questions=2)
    await lesson.close()
    await lesson.talk(ada).ask("quiz", questions=2)
    assert rows(database, "select distinct question from versions") == [("patronage-1",)]


def test_every_form_is_among_those_played_here(every_form: Library) -> None:
    assert {item(every_form, id_).form for id_ in ONE_OF_EACH} == set(Form)
    assert set(Form) > ONE_LETTER


def test_the_longest_token_leads_somewhere() -> None:
    longest = f"pick:{10**9 - 1}:{10**9 - 1}:ABCDE"
    assert called(longest, PRESSES)[1] == [10**9 - 1, 10**9 - 1, "ABCDE"]


async def test_what_is_begun_is_told_to_its_student_alone(ask: Ask, ada: Member, ben: Member) -> None:
    lesson = ask("fall-of-the-rivals")
    talk = await begun(lesson, ada)
    await talk.choose("D")
    seen: Reply = await lesson.talk(ben).start(lesson.card)
    assert not any(option.chosen for option in options(seen))
    assert await words(lesson.bot.press("pick:1:0:DA", ben, lesson.place)) == str(UnknownButton())

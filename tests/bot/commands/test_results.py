"""A teacher's private results: who answered what, what was missed and why, who is silent."""

from dataclasses import replace
from pathlib import Path

import pytest
from doubles.channel import Channel
from doubles.clock import Clock
from doubles.dialogue import (
    RIGHT,
    WRONG,
    Lesson,
    Talk,
    buttons,
    lesson_with,
    refusal,
    shown_question,
    wrong_answer,
)
from doubles.rows import rows, run
from doubles.sheets import imported

from bot.chat import Chart, File, Place, Reply
from bot.commands.marksheet import answer_in_words
from bot.plain import plain
from bot.posting import Posting
from bot.quiz.bank import Library
from bot.quiz.question import Form, Question
from bot.study import StudyBot

UNKNOWN = "This class has no quiz with that number. /results without a number shows the newest."


@pytest.fixture
def lesson(bot: StudyBot, posting: Posting, channel: Channel, clock: Clock, place: Place) -> Lesson:
    return Lesson(bot, posting, channel, clock, place)


async def played(lesson: Lesson) -> list[Question]:
    """Have three answer a quiz of two: the second question is missed most; give the questions."""
    card = await lesson.quiz(questions=2)
    first, second, third = lesson.students(3)
    await first.start(card)
    questions = [shown_question(lesson.bot.library, first.said)]
    await first.play(card, RIGHT)
    questions.append(shown_question(lesson.bot.library, first.said))
    await first.answer(RIGHT)
    await second.play(card, RIGHT, WRONG)
    await third.play(card, WRONG, WRONG)
    return questions


def table(said: Reply) -> list[list[str]]:
    (file,) = [part for part in said.parts if isinstance(part, File)]
    return imported(file.text)


def chart(said: Reply) -> Chart:
    (found,) = [part for part in said.parts if isinstance(part, Chart)]
    return found


async def test_results_are_the_teachers_alone_and_name_who_answered_what(lesson: Lesson) -> None:
    one, two = await played(lesson)
    await lesson.close()
    said = await lesson.teacher.ask("results")
    assert said.private
    assert said.title == "Quiz: Mon 23 Nov 2026 - who answered what"
    assert "Quiz 1, closed" in plain(said)
    assert "3 people answered." in plain(said)
    assert "Student 00: 20 of 20 points; 1. right" in plain(said)
    assert f"Student 01: 10 of 20 points; 1. right ({one.key}); 2. not right ({wrong_answer(two)})" in plain(
        said
    )


async def test_the_most_missed_question_comes_first_with_the_misconception_behind_it(lesson: Lesson) -> None:
    one, two = await played(lesson)
    await lesson.close()
    said = plain(await lesson.teacher.ask("results"))
    assert said.index(f"Question 2, 1 of 3 right: {two.stem}") < said.index(
        f"Question 1, 2 of 3 right: {one.stem}"
    )
    given = wrong_answer(two)
    behind = lesson.bot.library.pack.misconceptions[two.choices[given].tag]
    assert f"2 answered {answer_in_words(two, given)} - {behind}" in said


async def test_the_bars_are_worth_a_picture_and_said_whole(lesson: Lesson) -> None:
    await played(lesson)
    drawn = chart(await lesson.teacher.ask("results"))
    assert drawn.picture
    assert [(bar.value, bar.most) for bar in drawn.bars] == [(2, 3), (1, 3)]
    assert drawn.alt == (
        "Bar chart. Right answers by question. Question 1: 2 of 3 right; Question 2: 1 of 3 right."
    )


async def test_who_is_known_and_did_not_answer_is_named(lesson: Lesson) -> None:
    await played(lesson)
    await lesson.close()
    await lesson.later(minutes=20)
    card = await lesson.quiz(questions=1)
    first, second, _ = lesson.students(3)
    await first.play(card, RIGHT)
    await second.start(card)
    said = plain(await lesson.teacher.ask("results"))
    assert "Began, but has answered nothing (1): Student 01" in said
    assert "Silent, though known to the class (1): Student 02" in said


async def test_who_came_later_and_the_teacher_who_posts_are_not_silent(lesson: Lesson) -> None:
    await played(lesson)
    await lesson.close()
    await lesson.later(minutes=20)
    card = await lesson.quiz(questions=1)
    await lesson.students(4)[3].play(card, RIGHT)
    await lesson.teacher.play(card, RIGHT)
    assert "Silent" not in plain(await lesson.teacher.ask("results", occurrence="1"))
    await lesson.close()
    await lesson.later(minutes=20)
    await lesson.quiz(questions=1)
    said = plain(await lesson.teacher.ask("results"))
    assert "Nobody has answered." in said
    assert "Silent, though known to the class (4): Student 00, Student 01, Student 02, Student 03\n" in said


async def test_an_open_quiz_is_told_so_far_and_has_all_names_whatever_boards_show(lesson: Lesson) -> None:
    await lesson.teacher.ask("class set", names="initials", reveal="at-close")
    card = await lesson.quiz(questions=2)
    await lesson.students(1)[0].play(card, RIGHT)
    said = plain(await lesson.teacher.ask("results"))
    assert "open until Mon 23 Nov 2026, 16:00; this is how it stands so far. 1 person answered." in said
    assert "Student 00: 10 of 20 points; 1. right" in said
    assert "2. no answer" in said


async def test_the_table_has_a_row_a_student_and_the_silent_ones_too(lesson: Lesson) -> None:
    one, two = await played(lesson)
    await lesson.close()
    await lesson.later(minutes=20)
    first = table(await lesson.teacher.ask("results"))
    right, given = answer_in_words(one, one.key), answer_in_words(two, wrong_answer(two))
    assert first[0][:5] == ["student", "answered", "points", "of", f"1: {one.stem} (right: {right})"]
    assert first[2] == ["Student 01", "2", "10", "20", right, "10", given, "0"]
    await lesson.quiz(questions=1)
    assert table(await lesson.teacher.ask("results"))[1:] == [
        [f"Student 0{n}", "0", "0", "10", "", ""] for n in range(3)
    ]


async def test_a_name_that_is_a_formula_is_text_in_the_table(lesson: Lesson) -> None:
    """Fault 64."""
    card = await lesson.quiz(questions=1)
    (student,) = lesson.students(1)
    student.member = replace(student.member, name="=1+1")
    await student.play(card, RIGHT)
    assert table(await lesson.teacher.ask("results"))[1][0] == "'=1+1"


async def test_another_classs_quiz_is_refused_like_an_unknown_one(lesson: Lesson) -> None:
    """Fault 54."""
    await played(lesson)
    elsewhere = Talk(
        lesson.bot, replace(lesson.teacher.member, server="other"), Place("classroom", "other", "class")
    )
    for number in ("1", "999"):
        assert str(await refusal(elsewhere.ask("results", occurrence=number))) == UNKNOWN
    assert plain(await elsewhere.ask("results")) == (
        "Results\nNo quiz has been posted yet. /post puts one up now."
    )
    assert "Student" not in plain(await elsewhere.ask("results", occurrence="class", period="all"))


async def test_a_quiz_that_was_never_posted_has_no_results(lesson: Lesson, database: str) -> None:
    await lesson.quiz(questions=1)
    run(database, "update occurrences set posted_at = null")
    assert str(await refusal(lesson.teacher.ask("results", occurrence="1"))) == UNKNOWN


@pytest.mark.parametrize("occurrence", ["twelve", "-1", "1;2", "１", "1234567890"])
async def test_what_is_no_number_is_refused_with_an_example(lesson: Lesson, occurrence: str) -> None:
    no = str(await refusal(lesson.teacher.ask("results", occurrence=occurrence)))
    assert no.startswith("occurrence is a quiz's number, such as 12, or the word class.")
    assert no.endswith("For example: /results class week")


async def test_one_turns_to_another_quiz_and_to_the_class(lesson: Lesson) -> None:
    await played(lesson)
    await lesson.close()
    await lesson.later(minutes=20)
    await lesson.quiz(questions=1)
    said = await lesson.teacher.ask("results")
    labels = [button.label for button in buttons(said)]
    assert labels == [
        "The class: week",
        "The class: month",
        "The class: all",
        "Quiz 1, Mon 23 Nov 2026, 08:00",
    ]
    assert "Quiz 1, closed" in plain(await lesson.teacher.press(labels[-1]))
    assert (await lesson.teacher.press("The class: month")).title == "The class this month"


@pytest.mark.parametrize("token", ["results-over:year", "results-over:WEEK", "results-of:999"])
async def test_a_forged_button_leads_nowhere(lesson: Lesson, token: str) -> None:
    """Fault 54."""
    await played(lesson)
    assert "no longer leads anywhere" in str(await refusal(lesson.teacher.send(token)))


# The class over a period


async def test_the_class_is_told_over_its_closed_quizzes(lesson: Lesson) -> None:
    _, two = await played(lesson)
    await lesson.close()
    card = await lesson.quiz(questions=1)
    await lesson.students(1)[0].play(card, RIGHT)  # still open: not counted
    said = await lesson.teacher.ask("results", occurrence="class")
    assert (said.title, said.private) == ("The class this week", True)
    assert "3 people answered." in plain(said)
    assert "Student 01: 10 of 20 points in 1 quiz" in plain(said)
    assert plain(said).index("1 of 3 (33 %) right") < plain(said).index("2 of 3 (67 %) right")
    behind = lesson.bot.library.pack.misconceptions[two.choices[wrong_answer(two)].tag]
    assert behind in plain(said).partition("What was behind the most wrong answers:")[2]
    drawn = chart(said)
    assert (sum(bar.value for bar in drawn.bars), sum(bar.most for bar in drawn.bars)) == (3, 6)
    assert table(said)[2] == ["Student 01", "1", "2", "10", "20"]


async def test_a_period_leaves_out_what_was_before_it_but_not_who_is_known(lesson: Lesson) -> None:
    await played(lesson)
    await lesson.close()
    await lesson.later(days=7)
    card = await lesson.quiz(questions=1)
    await lesson.students(1)[0].play(card, RIGHT)
    await lesson.close()
    week = await lesson.teacher.ask("results", occurrence="class", period="week")
    assert "Student 00: 10 of 10 points in 1 quiz" in plain(week)
    assert "Nobody missed a question." in plain(week)
    assert "Silent, though known to the class (2): Student 01, Student 02" in plain(week)
    everything = await lesson.teacher.ask("results", occurrence="class", period="all")
    assert "Student 00: 30 of 30 points in 2 quizzes" in plain(everything)
    assert "Silent" not in plain(everything)


async def test_a_period_without_answers_says_so(lesson: Lesson) -> None:
    said = await lesson.teacher.ask("results", occurrence="class", period="day")
    assert "No quiz of this time has closed with an answer." in plain(said)
    assert table(said) == [["student", "quizzes", "answered", "points", "of"]]


async def test_a_list_of_very_many_ends_with_their_number_and_the_table_has_all(lesson: Lesson) -> None:
    card = await lesson.quiz(questions=1)
    for student in lesson.students(42):
        await student.play(card, RIGHT)
        lesson.clock.go_on(seconds=5)
    said = await lesson.teacher.ask("results")
    assert "… and 2 more: the table has everybody." in plain(said)
    assert len(table(said)) == 43


@pytest.mark.parametrize("right", [RIGHT, WRONG])
async def test_answers_of_every_form_are_told(every_form: Library, tmp_path: Path, right: bool) -> None:  # noqa: FBT001 - RIGHT or WRONG
    with lesson_with(every_form, tmp_path) as lesson:
        await lesson.teacher.ask("class set", slips="on")
        questions = len(Form)
        card = await lesson.quiz(questions=questions)
        (student,) = lesson.students(1)
        await student.start(card)
        for _ in range(questions):
            lesson.clock.go_on(seconds=5)
            await student.answer(right)
            await student.send(buttons(student.said)[0].token)
        said = await lesson.teacher.ask("results")
    assert plain(said).count("1. right" if right else "1. not right") == 1
    points = [int(cell) for cell in table(said)[1][5::2]]
    assert len(points) == questions
    assert (min(points) == 10) is right
    assert f"{sum(points)} of {10 * questions} points" in plain(said)


async def test_practice_is_no_part_of_results(lesson: Lesson, database: str) -> None:
    (student,) = lesson.students(1)
    await student.ask("quiz", questions=1)
    await student.answer(RIGHT)
    assert rows(database, "select count(*) from answers") == [(1,)]
    said = plain(await lesson.teacher.ask("results", occurrence="class", period="all"))
    assert "Silent, though known to the class (1): Student 00" in said

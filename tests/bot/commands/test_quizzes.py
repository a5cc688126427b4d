"""A teacher's quiz of this moment, and the public message that it is."""

import pytest
from doubles.channel import Channel
from doubles.clock import Clock
from doubles.dialogue import RIGHT, WRONG, Lesson, buttons, options, refusal, shown_question
from doubles.rows import counts, rows

from bot.chat import Chart, Evidence, Note, Place, Ranking, Style, When
from bot.plain import plain
from bot.posting import Posting
from bot.study import StudyBot


@pytest.fixture
def lesson(bot: StudyBot, posting: Posting, channel: Channel, clock: Clock, place: Place) -> Lesson:
    return Lesson(bot, posting, channel, clock, place)


async def test_a_posted_quiz_invites_everyone(lesson: Lesson) -> None:
    card = await lesson.quiz(factor="lenin", questions=2, window="90m")
    assert plain(lesson.teacher.said) == (
        "Posting\n2 questions, open until Mon 23 Nov 2026, 09:30. /close ends it early."
    )
    assert (card.title, card.private) == ("Quiz: Mon 23 Nov 2026", False)
    said = plain(card)
    assert "2 questions on Stalin's rise to power, from Lenin's legacy." in said
    assert "Nobody has answered yet." in said
    assert next(part.local for part in card.parts if isinstance(part, When)) == "Mon 23 Nov 2026, 09:30"
    assert [(button.label, button.style) for button in buttons(card)] == [("Start", Style.PRIMARY)]


async def test_a_quiz_of_one_question_says_so(lesson: Lesson) -> None:
    card = await lesson.quiz(questions=1)
    assert plain(lesson.teacher.said).startswith("Posting\n1 question, open until")
    assert "1 question on Stalin's rise to power, from all factors." in plain(card)


@pytest.mark.parametrize("options_", [{"questions": 0}, {"questions": 11}])
async def test_a_quiz_has_one_to_ten_questions(
    lesson: Lesson, options_: dict[str, int], database: str
) -> None:
    no = str(await refusal(lesson.teacher.ask("post", **options_)))
    assert no.startswith("A quiz has 1 to 10 questions. For example:")
    assert counts(database)["occurrences"] == 0


@pytest.mark.parametrize("window", ["1m", "15d", "an hour"])
async def test_a_window_is_refused_with_an_example(lesson: Lesson, window: str) -> None:
    assert "For example: /post questions:3 window:1h" in str(
        await refusal(lesson.teacher.ask("post", window=window))
    )


async def test_a_command_delivered_twice_posts_once(lesson: Lesson) -> None:
    """Fault 36."""
    await lesson.teacher.ask("post")
    assert str(await refusal(lesson.teacher.ask("post"))) == "That quiz is on its way already."
    await lesson.posting.sweep()
    assert lesson.channel.posted == 1


async def test_a_quiz_keeps_to_its_factor_and_asks_nothing_twice(lesson: Lesson, database: str) -> None:
    for _ in range(4):
        await lesson.quiz(factor="opponents", questions=3)
    asked = rows(database, "select question from paper_questions join versions using (version)")
    assert len(set(asked)) == len(asked) == 12
    by_id = lesson.bot.library.bank.question
    assert {by_id[str(question)].factor for (question,) in asked} == {"opponents"}


async def test_a_quiz_over_all_factors_spreads_its_questions(lesson: Lesson, database: str) -> None:
    await lesson.quiz(questions=5)
    asked = rows(database, "select question from paper_questions join versions using (version)")
    by_id = lesson.bot.library.bank.question
    assert len({by_id[str(question)].factor for (question,) in asked}) == 5


async def test_the_message_counts_who_has_answered(lesson: Lesson) -> None:
    card = await lesson.quiz()
    for count, student in enumerate(lesson.students(2), 1):
        await student.start(card)
        await student.answer(RIGHT)
        await lesson.later(minutes=1)
        said = "1 person has answered." if count == 1 else "2 people have answered."
        assert said in plain(lesson.card)
    assert lesson.channel.posted == 1


# Closing


async def test_a_closed_quiz_turns_into_its_results(lesson: Lesson) -> None:
    card = await lesson.quiz(questions=2)
    first, second, third = lesson.students(3)
    question = shown_question(lesson.bot.library, await first.start(card))
    await first.play(card, RIGHT, RIGHT)
    await second.play(card, WRONG, RIGHT)
    await third.play(card, WRONG)
    results = await lesson.close()
    said = plain(results)
    assert (results.title, results.private) == ("Quiz: Mon 23 Nov 2026 - results", False)
    assert "The quiz is closed. 3 took part." in said
    assert f"Most missed was question 1: {question.stem}" in said
    assert question.choices[question.key].why in said
    (chart,) = [part for part in results.parts if isinstance(part, Chart)]
    assert [(bar.value, bar.words) for bar in chart.bars] == [(1, "1 of 3 right"), (2, "2 of 3 right")]
    assert [button.label for button in buttons(results)] == ["Look back at mine"]


async def test_results_quote_the_essay_with_its_cautions(lesson: Lesson) -> None:
    (student,) = lesson.students(1)
    card = await lesson.quiz(factor="judgement", questions=7)
    await student.play(card, *[WRONG] * 7)
    results = await lesson.close()
    pack = lesson.bot.library.pack
    quoted = [part.sentence for part in results.parts if isinstance(part, Evidence)]
    notes = {part.words for part in results.parts if isinstance(part, Note)}
    assert quoted
    assert {point.note for s in quoted for point in pack.points_on(s) if point.note} <= notes


async def test_results_show_the_top_five(lesson: Lesson) -> None:
    card = await lesson.quiz(questions=1)
    for number, student in enumerate(lesson.students(7)):
        await student.play(card, RIGHT if number == 6 else WRONG)
    (ranking,) = [part for part in (await lesson.close()).parts if isinstance(part, Ranking)]
    assert [(row.rank, row.name) for row in ranking.rows][:2] == [(1, "Student 06"), (2, "Student 00")]
    assert len(ranking.rows) == 5
    assert not any(row.mine for row in ranking.rows)


async def test_a_quiz_without_a_mistake_is_praised(lesson: Lesson) -> None:
    (student,) = lesson.students(1)
    await student.play(await lesson.quiz(questions=1), RIGHT)
    assert "Everybody had every question right." in plain(await lesson.close())


async def test_a_quiz_that_nobody_answered_says_so(lesson: Lesson) -> None:
    (student,) = lesson.students(1)
    await student.start(await lesson.quiz())
    results = await lesson.close()
    assert "Nobody answered this time." in plain(results)
    assert buttons(results) == []


async def test_close_ends_the_newest_open_quiz_here(lesson: Lesson) -> None:
    older, newer = await lesson.quiz(questions=1), await lesson.quiz(questions=2)
    (student,) = lesson.students(1)
    await lesson.close()
    assert "closed" in str(await refusal(student.start(newer)))
    assert (await student.start(older)).title == "Question 1 of 1"
    await lesson.close()
    assert str(await refusal(lesson.teacher.ask("close"))) == "No quiz is open here. /post begins one."


async def test_close_keeps_to_its_channel(lesson: Lesson, bot: StudyBot) -> None:
    await lesson.quiz()
    next_door = Place(lesson.place.platform, lesson.place.server, "next door")
    assert str(await refusal(bot.answer("close", lesson.teacher.member, next_door, {}))).startswith("No quiz")


async def test_a_quiz_closed_before_it_was_posted_takes_no_answers(lesson: Lesson) -> None:
    (student,) = lesson.students(1)
    lesson.channel.down = True
    await lesson.teacher.ask("post")
    await lesson.posting.sweep()
    await lesson.teacher.ask("close")
    lesson.channel.down = False
    await lesson.later(seconds=61)
    await lesson.posting.sweep()
    assert "Nobody answered this time." in plain(lesson.card)
    assert "closed" in str(await refusal(student.send("start:1")))


async def test_a_question_shown_in_private_is_not_in_the_public_message(lesson: Lesson) -> None:
    (student,) = lesson.students(1)
    card = await lesson.quiz()
    asked = await student.start(card)
    question = shown_question(lesson.bot.library, asked)
    assert question.stem not in plain(card)
    assert not any(option.words in plain(card) for option in options(asked))

"""What everyone in a class can ask for: practice, tasks, scores, the board, the guide."""

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
    options,
    refusal,
    shown_question,
)

from bot.chat import Chart, Evidence, Member, Place, Ranking, Row
from bot.commands import COMMANDS
from bot.plain import plain
from bot.posting import Posting
from bot.quiz.bank import Library
from bot.slash import Audience
from bot.study import StudyBot


@pytest.fixture
def lesson(bot: StudyBot, posting: Posting, channel: Channel, clock: Clock, place: Place) -> Lesson:
    return Lesson(bot, posting, channel, clock, place)


@pytest.fixture
def talk(lesson: Lesson, ada: Member) -> Talk:
    return lesson.talk(ada)


async def board(talk: Talk, period: str = "week") -> tuple[Row, ...]:
    said = await talk.ask("leaderboard", period=period)
    return next(part.rows for part in said.parts if isinstance(part, Ranking))


# Practice


@pytest.mark.parametrize("questions", [0, 11, 999_999])
async def test_a_practice_round_has_one_to_ten_questions(talk: Talk, questions: int) -> None:
    assert str(await refusal(talk.ask("quiz", questions=questions))) == (
        "A practice round has 1 to 10 questions. For example: /quiz opponents 5"
    )


@pytest.mark.parametrize("questions", ["-1", "3.0", "three", "٣", "1234567", "1e3"])
async def test_a_number_that_is_none_is_refused_with_an_example(talk: Talk, questions: str) -> None:
    assert str(await refusal(talk.ask("quiz", questions=questions))) == (
        "questions is a whole number, such as 3. For example: /quiz opponents 5"
    )


@pytest.mark.parametrize("factor", ["opponents", "Lenin", " ANY "])
async def test_practice_keeps_to_its_factor(lesson: Lesson, talk: Talk, factor: str) -> None:
    await talk.ask("quiz", factor=factor, questions=10)
    round_id = options(talk.said)[0].token.split(":")[1]
    seen = [await talk.send(f"turn-to:{round_id}:{place}") for place in range(10)]
    factors = {shown_question(lesson.bot.library, said).factor for said in seen}
    named = lesson.bot.library.pack.factors
    assert factors == {"opponents": {"opponents"}, "Lenin": {"lenin-legacy"}}.get(
        factor, {f.id for f in named}
    )


@pytest.mark.parametrize("command", ["quiz", "prompt"])
async def test_an_unknown_factor_is_refused_with_those_that_there_are(talk: Talk, command: str) -> None:
    assert str(await refusal(talk.ask(command, factor="the weather"))).startswith(
        "There is no factor of that name. The factors are: general-secretary, opponents,"
    )


# Tasks


async def test_a_task_comes_with_a_plan_and_its_evidence(talk: Talk, library: Library) -> None:
    said = await talk.ask("prompt", factor="lenin-legacy")
    task = next(p for p in library.pack.prompts if p.task in plain(said))
    assert task.factor == "lenin-legacy"
    assert f"1. {task.plan[0]}\n2. {task.plan[1]}" in plain(said)
    quoted = [part.sentence for part in said.parts if isinstance(part, Evidence)]
    assert quoted[0] == library.pack.point[task.points[0]].sentences[0]
    assert len(quoted) == len(set(quoted)) <= 4


async def test_another_task_goes_through_them_all_and_round(talk: Talk, library: Library) -> None:
    first = await talk.ask("prompt")
    seen = [await talk.press("Another task") for _ in library.pack.prompts]
    assert seen[-1] == first
    assert len({plain(said) for said in seen}) == len(library.pack.prompts)


async def test_tomorrow_brings_another_task(talk: Talk, clock: Clock) -> None:
    today = await talk.ask("prompt")
    assert await talk.ask("prompt") == today
    clock.go_on(days=1)
    assert await talk.ask("prompt") != today


async def test_a_factor_without_tasks_says_so(library: Library, tmp_path: Path) -> None:
    pack = replace(library.pack, prompts=tuple(p for p in library.pack.prompts if p.factor != "opponents"))
    with lesson_with(replace(library, pack=pack), tmp_path) as lesson:
        no = await refusal(lesson.teacher.ask("prompt", factor="opponents"))
        assert str(no) == "There is no task on this factor yet. /prompt gives you one of all."


# Scores


async def test_who_has_not_answered_yet_is_shown_the_way(talk: Talk) -> None:
    assert "/quiz gives you a first round" in plain(await talk.ask("score"))
    await talk.ask("quiz")
    assert "/quiz gives you a first round" in plain(await talk.ask("score"))


async def test_a_score_tells_points_factors_streak_and_recent_days(lesson: Lesson, talk: Talk) -> None:
    await talk.play(await lesson.quiz(factor="opponents"), RIGHT, WRONG, RIGHT)
    said = await talk.ask("score")
    assert "20 points on the board.\n1 quiz day in a row." in plain(said)
    assert "Recent quizzes:\nMon 23 Nov 2026: 20 of 30 points" in plain(said)
    (chart,) = [part for part in said.parts if isinstance(part, Chart)]
    bars = {bar.label: bar.words for bar in chart.bars}
    assert bars["Opponents' weaknesses"] == "2 of 3 (67 %)"
    assert bars["Judgement"] == "none yet"
    assert "2 of 3 (67 %)" in chart.alt


async def test_a_score_counts_practice_by_factor_but_not_as_points(lesson: Lesson, talk: Talk) -> None:
    await talk.play(await lesson.quiz(factor="opponents", questions=1), WRONG)
    await talk.ask("quiz", factor="judgement", questions=1)
    await talk.answer(RIGHT)
    said = plain(await talk.ask("score"))
    assert "0 points on the board." in said
    assert "Judgement: 1 of 1 (100 %)" in said


async def test_a_streak_lasts_over_days_without_a_quiz_and_ends_with_one_missed(
    lesson: Lesson, talk: Talk
) -> None:
    for _ in range(2):
        await talk.play(await lesson.quiz(questions=1), WRONG)
        await lesson.later(days=3)
    assert "2 quiz days in a row." in plain(await talk.ask("score"))
    await lesson.quiz(questions=1)
    assert "2 quiz days in a row." in plain(await talk.ask("score"))  # today may still come
    await lesson.later(days=1)
    assert "0 quiz days in a row." in plain(await talk.ask("score"))


async def test_a_score_counts_the_days_to_the_exam(lesson: Lesson, talk: Talk) -> None:
    await talk.play(await lesson.quiz(questions=1), RIGHT)
    await lesson.teacher.ask("class set", exam_date="2026-12-01")
    assert "The exam is on Tue 1 Dec 2026, in 8 days." in plain(await talk.ask("score"))
    lesson.clock.go_on(days=8)
    assert "The exam" not in plain(await talk.ask("score"))


async def test_answers_saved_until_the_close_are_not_called_missing(lesson: Lesson, talk: Talk) -> None:
    await lesson.teacher.ask("class set", reveal="at-close")
    await talk.play(await lesson.quiz(), RIGHT, RIGHT, RIGHT)
    assert "You have not answered a question yet." not in plain(await talk.ask("score"))


async def test_a_score_is_seen_by_its_own_student_alone(lesson: Lesson, talk: Talk, ben: Member) -> None:
    other = lesson.talk(ben)
    empty = await other.ask("score")
    await talk.play(await lesson.quiz(), RIGHT, RIGHT, RIGHT)
    assert (empty.private, await other.ask("score")) == (True, empty)


# The board


async def test_equal_points_share_a_rank(lesson: Lesson) -> None:
    card = await lesson.quiz(questions=1)
    for student, mark in zip(lesson.students(4), (RIGHT, WRONG, RIGHT, WRONG), strict=True):
        await student.play(card, mark)
    ranks = [(row.rank, row.name, row.score) for row in await board(lesson.teacher)]
    assert ranks == [
        (1, "Student 00", "10 points"),
        (1, "Student 02", "10 points"),
        (3, "Student 01", "0 points"),
        (3, "Student 03", "0 points"),
    ]


async def test_ones_own_rank_is_shown_beyond_the_top_ten(lesson: Lesson) -> None:
    card, students = await lesson.quiz(questions=1), lesson.students(13)
    for student in students:
        await student.play(card, RIGHT if student is not students[12] else WRONG)
    for student, shown in ((students[12], 11), (students[11], 11), (students[0], 10)):
        rows = await board(student)
        assert len(rows) == shown
        assert [row.name for row in rows if row.mine] == [student.member.name]
    assert (await board(students[12]))[-1] == Row(13, "Student 12", "0 points", mine=True)
    assert len(await board(lesson.teacher)) == 10


async def test_a_board_covers_its_period_in_the_classs_zone(lesson: Lesson, talk: Talk) -> None:
    """Answered on Monday 23 November; midnight is the class's own."""
    await lesson.teacher.ask("class set", time_zone="Asia/Tokyo")
    await talk.play(await lesson.quiz(questions=1), RIGHT)  # 17:00 in Tokyo
    over: list[str] = []
    for hours, gone in ((6, []), (2, ["day"]), (6 * 24, ["week"]), (2 * 24, ["month"])):
        lesson.clock.go_on(hours=hours)
        over += gone
        for period in ("day", "week", "month", "all"):
            said = plain(await talk.ask("leaderboard", period=period))
            assert ("Nobody has points yet." in said) == (period in over), (hours, period)


async def test_a_board_shows_todays_name(lesson: Lesson, talk: Talk) -> None:
    """Fault 74."""
    card = await lesson.quiz()
    await talk.play(card, RIGHT)
    renamed = replace(talk, member=replace(talk.member, name="Countess Lovelace"))
    await renamed.start(card)
    assert [row.name for row in await board(talk)] == ["Countess Lovelace"]


async def test_an_unknown_period_is_refused_with_those_that_there_are(talk: Talk) -> None:
    no = await refusal(talk.ask("leaderboard", period="year"))
    assert str(no) == "period is one of: day, week, month, all. For example: /leaderboard week"


# The guide


async def test_the_guide_lists_what_the_member_may_do(lesson: Lesson, talk: Talk) -> None:
    for guided, allowed in (
        (await talk.ask("guide"), {Audience.EVERYONE}),
        (await lesson.teacher.ask("guide"), set(Audience)),
    ):
        listed = {c.name for c in COMMANDS if f"{c.usage} - {c.help.splitlines()[0]}" in plain(guided)}
        assert listed == {command.name for command in COMMANDS if command.audience in allowed}


async def test_the_guide_leads_to_the_factors(talk: Talk) -> None:
    (first,) = buttons(await talk.ask("guide"))
    assert (await talk.send(first.token)).title == "The factors of the essay"

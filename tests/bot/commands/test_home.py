"""A member's own page: what is open, how it went, what to review; for teachers the console."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from doubles.dialogue import RIGHT, WRONG, Lesson, buttons, lesson_with, with_other_keys

from bot.plain import plain
from bot.quiz.bank import Library


@pytest.fixture
def lesson(library: Library, tmp_path: Path) -> Iterator[Lesson]:
    with lesson_with(library, tmp_path) as given:
        yield given


def labels(said: object) -> list[str]:
    return [button.label for button in buttons(said)]  # type: ignore[arg-type]


async def test_a_student_sees_the_open_quiz_the_score_and_what_was_missed(lesson: Lesson) -> None:
    (ada,) = lesson.students(1)
    assert "No quiz is open just now" in plain(await ada.send("home"))
    card = await lesson.quiz(questions=2)
    page = await ada.send("home")
    assert "2 questions, open until" in plain(page)
    assert (await ada.start(page)).title == "Question 1 of 2"
    await ada.play(card, WRONG, RIGHT)
    assert "Worth another look:" not in plain(await ada.send("home"))
    await lesson.close()
    page = await ada.send("home")
    assert "10 points on the board" in plain(page)
    assert "Worth another look:" in plain(page)
    assert any(label.startswith("Quiz me: ") for label in labels(page))


async def test_a_student_sees_nothing_of_the_console(lesson: Lesson) -> None:
    await lesson.teacher.ask("schedule add", time="08:30")
    await lesson.quiz()
    (ada,) = lesson.students(1)
    page = await ada.send("home")
    assert "For teachers" not in plain(page)
    assert not any(label.startswith(("Pause", "Close")) for label in labels(page))


async def test_a_teacher_pauses_closes_and_reads_the_last_results(lesson: Lesson) -> None:
    await lesson.teacher.ask("schedule add", time="08:30")
    card = await lesson.quiz()
    (ada,) = lesson.students(1)
    await ada.play(card, RIGHT)
    page = await lesson.teacher.send("home")
    closing = next(label for label in labels(page) if label.startswith("Close the quiz of"))
    assert "Pause 1" in labels(page)
    await lesson.teacher.press(closing)
    await lesson.later(seconds=3)
    page = await lesson.teacher.send("home")
    assert "The quiz is closed. 1 took part." in plain(page)
    assert closing not in labels(page)


async def test_the_page_gives_no_key_away_while_a_quiz_is_open(
    lesson: Lesson, library: Library, tmp_path: Path
) -> None:
    """Fault 84: the page reads the same over other keys."""
    (tmp_path / "other").mkdir()
    with lesson_with(with_other_keys(library), tmp_path / "other") as other:
        pages = []
        for each in (lesson, other):
            (ada,) = each.students(1)
            await each.teacher.ask("class set", reveal="at-close")
            await ada.start(await each.quiz(questions=2))
            await ada.choose("A")
            pages.append(plain(await ada.send("home")))
        assert pages[0] == pages[1]

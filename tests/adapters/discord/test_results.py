"""A teacher's results on Discord: private, with a picture that is told in words, and a table."""

from doubles.discord.desk import Desk
from doubles.discord.tree import walk
from doubles.sheets import imported


async def test_results_come_in_private_with_a_picture_and_a_table(desk: Desk) -> None:
    ada = desk.school.ada
    started = await desk.start(ada, await desk.quiz(questions=1))
    await desk.press(ada, started, "A")
    seen = await desk.slash(desk.school.teacher, "results")
    assert seen.private
    assert "Question 1: " in seen.text
    (gallery,) = [each for each in walk(seen.shown["components"]) if each["type"] == 12]
    assert gallery["items"][0]["description"].startswith("Bar chart. Right answers by question. Question 1: ")
    files = {
        each["filename"]: desk.discord.state.messages.kept[seen.id].files[each["id"]]
        for each in seen.shown["attachments"]
    }
    assert files.keys() == {"chart.png", "results-2026-11-23-quiz-1.csv"}
    assert files["chart.png"].startswith(b"\x89PNG")
    assert imported(files["results-2026-11-23-quiz-1.csv"].decode())[1][:2] == ["Ada", "1"]


async def test_a_picture_leaves_with_the_card_that_another_takes_the_place_of(desk: Desk) -> None:
    ada = desk.school.ada
    started = await desk.start(ada, await desk.quiz(questions=1))
    await desk.press(ada, started, "A")
    seen = await desk.slash(desk.school.teacher, "results")
    turned = await desk.press(desk.school.teacher, seen, "The class: week")
    assert turned.id == seen.id
    assert [each["filename"] for each in turned.shown["attachments"]] == ["results-class-week.csv"]

"""A teacher's results on the classroom's page: bars that the page draws, their words, and a table to save."""

from pathlib import Path

from doubles.schoolroom import ADA, TEACHER, Schoolroom, schoolroom
from doubles.sheets import imported

from bot.quiz.bank import Library


async def played(room: Schoolroom) -> None:
    ada = room.pupil(ADA)
    await room.quiz(room.pupil(TEACHER), "/post questions:1")
    await ada.send(str((await room.public())["parts"][-1]["buttons"][0]["token"]))
    await ada.choose("A")


async def test_results_are_bars_in_words_too_and_a_table_to_save(library: Library, tmp_path: Path) -> None:
    async with schoolroom(library, tmp_path) as room:
        await played(room)
        said = await room.pupil(TEACHER).say("/results")
    parts = {part["kind"]: part for part in said["parts"]}
    (bar,) = parts["chart"]["bars"]
    assert bar["label"] == "Question 1"
    assert parts["chart"]["alt"] == f"Bar chart. Right answers by question. Question 1: {bar['words']}."
    assert bar["words"] in said["plain"]
    assert parts["file"]["media_type"] == "text/csv"
    assert imported(parts["file"]["text"])[1][:2] == ["Ada", "1"]


async def test_a_student_is_told_that_results_are_for_teachers(library: Library, tmp_path: Path) -> None:
    """Fault 57."""
    async with schoolroom(library, tmp_path) as room:
        await played(room)
        assert "That is for teachers." in str(await room.pupil(ADA).say("/results"))

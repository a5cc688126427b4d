"""One's own data on the classroom's page: the seat is part of it, and goes with it."""

import json
from pathlib import Path

import pytest
from doubles.rows import counts
from doubles.schoolroom import ADA, TEACHER, Schoolroom, schoolroom

from bot.quiz.bank import Library


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/cardindex.db"


async def test_the_seat_is_copied_before_anything_is_answered(library: Library, tmp_path: Path) -> None:
    """Fault 76."""
    async with schoolroom(library, tmp_path) as room:
        ada = room.pupil(ADA)
        (said,) = [part for part in (await ada.say("/mydata export"))["parts"] if part["kind"] == "file"]
    assert said["name"] == "cardindex-data.json"
    assert json.loads(said["text"])["kept"]["classroom_people"][0]["name"] == "Ada"


async def erased(room: Schoolroom) -> list[str]:
    """Have Ada play and erase everything; give who is still there."""
    teacher, ada = room.pupil(TEACHER), room.pupil(ADA)
    await room.quiz(teacher, "/post questions:1")
    await ada.send(str((await room.public())["parts"][-1]["buttons"][0]["token"]))
    await ada.choose("A")
    await room.close(teacher)
    await ada.say("/mydata erase")
    await ada.press("Erase it all")
    await room.posting.sweep()
    return [person["name"] for person in (await room.visitor.state())["people"]]


async def test_with_an_erasure_the_seat_and_the_name_on_posted_results_go(
    library: Library, tmp_path: Path, database: str
) -> None:
    """Fault 75."""
    async with schoolroom(library, tmp_path) as room:
        assert await erased(room) == ["Teacher", "Ben"]
        assert "Ada" not in str(await room.public())
        assert counts(database)["students"] == 0


async def test_a_tab_that_still_shows_who_was_erased_learns_of_it(library: Library, tmp_path: Path) -> None:
    async with schoolroom(library, tmp_path) as room:
        await erased(room)
        async with room.visitor.listening() as events:
            said = await room.pupil(ADA).say("/score")
            assert said["parts"][0]["words"] == "Choose who you are at the top of the page."
            event, people = await anext(events)
    assert (event, [person["name"] for person in people]) == ("people", ["Teacher", "Ben"])


async def test_a_seat_that_was_given_up_is_nobody_elses(library: Library, tmp_path: Path) -> None:
    async with schoolroom(library, tmp_path) as room:
        last = await room.visitor.join("Cem")
        cem = room.pupil(last)
        await cem.say("/mydata erase")
        await cem.press("Erase it all")
        assert int(await room.visitor.join("Dora")) > int(last)

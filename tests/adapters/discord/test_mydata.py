"""One's own data on Discord: a file that only its owner sees, an erasure that only its owner confirms."""

import json

import structlog
from doubles.discord.desk import Desk
from doubles.discord.seen import Seen
from doubles.people import cells
from doubles.rows import counts


def attached(desk: Desk, seen: Seen) -> tuple[str, str]:
    """Give name and contents of the one file that goes with a message."""
    (told,) = seen.shown["attachments"]
    return told["filename"], desk.discord.state.messages.kept[seen.id].files[told["id"]].decode()


async def test_a_copy_is_a_file_that_its_owner_alone_sees(desk: Desk) -> None:
    """Fault 76."""
    ada = desk.school.ada
    await desk.start(ada, await desk.quiz(questions=1))
    seen = await desk.slash(ada, "mydata export")
    assert seen.private
    name, text = attached(desk, seen)
    assert name == "cardindex-data.json"
    kept = json.loads(text)["kept"]
    assert kept["accounts"][0]["user_id"] == str(ada)
    assert kept["students"][0]["name"] == "Ada"


async def test_a_copy_asked_for_by_a_button_takes_the_cards_place_and_leaves_with_it(desk: Desk) -> None:
    ada = desk.school.ada
    await desk.start(ada, await desk.quiz(questions=1))
    shown = await desk.slash(ada, "mydata show")
    copied = await desk.press(ada, shown, "Get a copy")
    assert copied.id == shown.id
    assert attached(desk, copied)[0] == "cardindex-data.json"


async def test_an_erasure_is_confirmed_in_private_and_done_once(desk: Desk) -> None:
    """Fault 75."""
    ada = desk.school.ada
    with structlog.testing.capture_logs() as logged:
        await desk.start(ada, await desk.quiz(questions=1))
        asked = await desk.slash(ada, "mydata erase")
        assert asked.private
        assert asked.labels == ["Erase it all", "Keep it"]
        done = await desk.press(ada, asked, "Erase it all")
    assert [cell for cell in cells(desk.database) if str(ada) in cell[2]] == []
    assert str(ada) not in str(logged)
    assert "Everything about you is erased" in done.text
    assert done.labels == []
    assert counts(desk.database)["students"] == 0
    assert "Nothing is kept about you" in (await desk.slash(ada, "mydata show")).text


async def test_the_board_is_left_by_a_choice(desk: Desk) -> None:
    said = await desk.slash(desk.school.ada, "mydata board", row="hide")
    assert "You have left the board" in said.text

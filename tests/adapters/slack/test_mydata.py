"""One's own data on Slack: to be copied from a message that only its owner sees, with no right to upload files."""

import json
import re
from pathlib import Path

import structlog
from doubles.dialogue import RIGHT
from doubles.people import cells
from doubles.rows import counts
from doubles.slack.desk import Desk
from doubles.slack.seen import buttons, words

from adapters.slack.manifest import manifest


async def test_a_copy_is_shown_to_its_owner_alone_and_is_whole(one: Desk) -> None:
    """Fault 76."""
    ada = one.school.ada
    await one.play(ada, await one.quiz(), RIGHT, RIGHT)
    told = await one.line(ada, "/mydata export", "ephemeral")
    blocks = re.findall(r"```\n(.*?)\n```", words(told.message), re.DOTALL)
    kept = json.loads("".join(f"{block}\n" for block in blocks))["kept"]
    assert kept["accounts"][0]["user_id"] == ada
    assert len(kept["answers"]) == 2


async def test_an_erasure_is_confirmed_in_private_and_done_once(one: Desk, tmp_path: Path) -> None:
    """Fault 75."""
    ada, database = one.school.ada, f"sqlite:///{tmp_path}/cardindex.db"
    with structlog.testing.capture_logs() as logged:
        await one.play(ada, await one.quiz(), RIGHT, RIGHT)
        asked = await one.line(ada, "/mydata erase", "ephemeral")
        assert buttons(asked.message) == ["Erase it all", "Keep it"]
        pressed = await one.slack.people.press(ada, asked.message["ts"], "Erase it all")
        done = await one.after(pressed, "changed")
    assert words(done.message).startswith("Everything about you is erased")
    assert counts(database)["students"] == 0
    assert counts(database)["deliveries"] > 0
    assert [cell for cell in cells(database) if ada in cell[2]] == []
    assert ada not in str(logged)


async def test_the_board_is_left_as_it_is_typed(one: Desk) -> None:
    told = await one.line(one.school.ada, "/mydata board:hide", "ephemeral")
    assert words(told.message).startswith("You have left the board")


def test_the_app_asks_for_no_right_to_upload() -> None:
    assert not [scope for scope in manifest()["oauth_config"]["scopes"]["bot"] if "files" in scope]

"""Another workspace's ids are answered like ids that there are not: commands, presses and forms, each by its table."""

import json
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from doubles.rows import counts
from doubles.slack import payloads
from doubles.slack.desk import Desk, tokens
from doubles.slack.refusals import Json
from doubles.slack.seen import words
from doubles.slack.signed import ACT, COMMAND

from bot.commands import COMMANDS, PRESSES, SENDINGS
from bot.slash import Press

OTHER = "T2OTHER"
IDS: dict[type, tuple[int | str, ...]] = {int: (0, 1, 99), str: ("A",)}
LINES = [c.example for c in COMMANDS if any(option.name == "number" for option in c.options)]


def spelled(press: Press) -> Iterator[str]:
    """Give the press's tokens over ids that there are and ids that there are not."""
    yield from (press.token(*ids) for ids in product(*(IDS[kind] for kind in press.kinds)))


def database_in(folder: Path) -> str:
    return f"sqlite:///{folder}/cardindex.db"


async def heard(desk: Desk, kind: str, payload: Json) -> str:
    """Deliver what the teacher of another workspace did; give the words of the answer."""
    state, since = desk.slack.state, desk.slack.state.board.count
    ack = await desk.slack.delivery.deliver(kind, payload)
    assert not ack.error
    if "view" in ack.answer:
        return words(ack.answer["view"])
    return words((await state.board.next(since, desk.school.teacher, "ephemeral")).message)


async def test_another_workspaces_buttons_are_unknown_ones(one: Desk, tmp_path: Path) -> None:
    """Faults 54 and 85."""
    posted = one.slack.state.messages.kept[(await one.quiz())["ts"]]
    await one.start(one.school.ada, posted.wire())
    await one.line(one.school.teacher, "/schedule add 08:30")
    before, told = counts(database_in(tmp_path)), set()
    known = [token for press in PRESSES.values() if int in press.kinds for token in spelled(press)]
    assert tokens(posted.wire())[0] in known
    for value in (*known, "nonsense"):
        action = {"type": "button", "action_id": "press:1", "block_id": "b", "value": value}
        act = payloads.on_message(one.slack.state, one.school.teacher, posted, action)
        told.add(await heard(one, ACT, act | {"team": {"id": OTHER, "domain": "x"}}))
    assert len(known) > 20
    assert len(told) == 1
    assert "This button no longer leads anywhere." in told.pop()
    assert changed(before, counts(database_in(tmp_path))) <= {"classes", "places", "deliveries"}


async def test_another_workspaces_forms_are_unknown_ones(one: Desk, tmp_path: Path) -> None:
    """Faults 54 and 85."""
    view = await one.start(one.school.ada, await one.quiz())
    before, told = counts(database_in(tmp_path)), set()
    for number, token in enumerate([*(t for each in SENDINGS.values() for t in spelled(each)), "nonsense"]):
        told.add(await heard(one, ACT, _sent(one, view, number, token)))
    assert len(told) == 1
    assert changed(before, counts(database_in(tmp_path))) <= {"classes", "places", "deliveries"}


def _sent(desk: Desk, view: Json, number: int, token: str) -> Json:
    kept = json.dumps({"channel": desk.school.channel, "form": token})
    held = {"answer": {"field": {"type": "plain_text_input", "value": "NEP"}}}
    filled = {"id": f"V{number}", "private_metadata": kept, "state": {"values": held}, "blocks": []}
    who = payloads.who(desk.slack.state, desk.school.teacher)
    trigger = desk.slack.state.triggers.new(desk.school.teacher)
    other = {"team": {"id": OTHER, "domain": "x"}, "trigger_id": trigger}
    return {"type": "view_submission", **who, **other, "view": view | filled}


async def test_another_workspaces_schedules_are_unknown_ones(one: Desk, tmp_path: Path) -> None:
    """Faults 54 and 85."""
    await one.line(one.school.teacher, "/schedule add 08:30")
    before = counts(database_in(tmp_path))
    assert len(LINES) > 3
    for line in LINES:
        told = set()
        for number in ("1", "99"):
            typed = re.sub(r"\b\d+\b", number, line, count=1)
            said = payloads.command(one.slack.state, one.school.teacher, one.school.channel, typed)
            told.add(re.sub(r"\b(1|99)\b", "N", await heard(one, COMMAND, said | {"team_id": OTHER})))
        assert len(told) == 1
        assert "This class has no schedule N" in told.pop()
    assert changed(before, counts(database_in(tmp_path))) <= {"classes", "places", "deliveries"}


def changed(before: dict[str, int], after: dict[str, int]) -> set[str]:
    return {name for name in after if after[name] != before[name]}

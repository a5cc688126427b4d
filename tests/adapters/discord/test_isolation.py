"""Another server's ids are answered like ids that there are not: commands, presses and forms, each by its table."""

import re
from dataclasses import dataclass
from itertools import product

import pytest
from doubles.discord.desk import Desk
from doubles.discord.interactions import COMMAND
from doubles.rows import counts

from bot.commands import COMMANDS, SENDINGS
from bot.quiz.bank import Bank, Library
from bot.slash import Command

IDS: dict[type, tuple[int | str, ...]] = {int: (0, 1, 99), str: ("A",)}
NUMBERED = [command for command in COMMANDS if any(option.name == "number" for option in command.options)]


@dataclass(frozen=True)
class Stranger:
    """The teacher of a server that knows nothing of the class."""

    id: int
    channel: int


@pytest.fixture(scope="session")
def library(every_form: Library) -> Library:
    """What is asked is typed into a form."""
    return Library(every_form.pack, Bank(tuple(q for q in every_form.bank.questions if not q.picks), "typed"))


@pytest.fixture
def stranger(desk: Desk) -> Stranger:
    teacher = desk.discord.world.user("Mr Park").id
    guild = desk.discord.happenings.found_guild("Other school", teacher)
    return Stranger(teacher, desk.discord.world.channel(guild.id, "history").id)


@pytest.mark.parametrize("command", NUMBERED, ids=lambda command: command.name)
async def test_another_servers_schedule_is_an_unknown_one(
    desk: Desk, stranger: Stranger, command: Command
) -> None:
    """Faults 54 and 85."""
    more = {"date": "2026-12-21"} if command.name == "schedule skip" else {}
    await desk.slash(desk.school.teacher, "schedule add", time="8:30")
    before, told = counts(desk.database), set()
    for number in (1, 99):
        options = {"number": number, **more}
        seen = await desk.people.slash(stranger.id, stranger.channel, command.name, options)
        told.add(re.sub(r"\b(1|99)\b", "N", seen.text))
    assert len(told) == 1
    assert "This class has no schedule N" in told.pop()
    assert counts(desk.database) == before | {"classes": 2, "places": 2}


async def test_a_form_over_another_servers_question_is_an_unknown_one(desk: Desk, stranger: Stranger) -> None:
    """Faults 54 and 85: every form that a button opens, with the ids that there are and those that there are not."""
    asked = await desk.start(desk.school.ada, await desk.quiz(questions=1))
    opened = await desk.press(desk.school.ada, asked, "Type the answer")
    assert opened.modal
    tokens = [
        each.token(*ids) for each in SENDINGS.values() for ids in product(*(IDS[k] for k in each.kinds))
    ]
    assert opened.modal["custom_id"] in tokens
    before, told, world = counts(desk.database), set(), desk.discord.world
    for token in (*tokens, "nonsense"):
        forged = desk.discord.state.interactions.new(
            COMMAND, world.users[stranger.id], world.channels[stranger.channel]
        )
        forged.modal = {**opened.modal, "custom_id": token}
        told.add((await desk.people.submit(stranger.id, forged.id, {"answer": "NEP"})).text)
    assert len(told) == 1
    assert counts(desk.database) == before | {"classes": 2, "places": 2}

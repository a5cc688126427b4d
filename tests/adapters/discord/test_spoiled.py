"""Every kind of interaction, spoiled: each is answered or let go, and a true one works after it."""

import copy
from collections.abc import Awaitable, Callable

import pytest
from doubles.discord.desk import Desk, until
from doubles.discord.interactions import AUTOCOMPLETE
from doubles.spoiling import Json, spoiled, without_error

from bot.quiz.bank import Bank, Library

KEPT = ("id", "token", "type", "application_id")  # what the library itself cannot do without


@pytest.fixture(scope="session")
def library(every_form: Library) -> Library:
    """What is asked is typed into a form."""
    return Library(every_form.pack, Bank(tuple(q for q in every_form.bank.questions if not q.picks), "typed"))


async def command(desk: Desk) -> int:
    return (await desk.slash(desk.school.ada, "quiz", questions=2)).interaction


async def nested(desk: Desk) -> int:
    return (await desk.slash(desk.school.teacher, "schedule add", time="8:30")).interaction


async def menu(desk: Desk) -> int:
    said = desk.people.say(desk.school.ben, desk.school.channel, "Was he a grey blur?")
    return (await desk.people.menu(desk.school.ada, said, "Quiz me on this")).interaction


async def typing(desk: Desk) -> int:
    people, school = desk.people, desk.school
    return (await people.suggest(school.ada, school.channel, "quiz", "factor", "opp")).interaction


async def press(desk: Desk) -> int:
    return (await desk.start(desk.school.ada, await desk.quiz(questions=1))).interaction


async def choice(desk: Desk) -> int:
    guide = await desk.slash(desk.school.ada, "guide")
    return (await desk.people.forge(desk.school.ada, guide.id, "choose", ["all-factors"])).interaction


async def form(desk: Desk) -> int:
    asked = await desk.start(desk.school.ada, await desk.quiz(questions=1))
    opened = await desk.press(desk.school.ada, asked, "Type the answer")
    return (await desk.people.submit(desk.school.ada, opened.interaction, {"answer": "NEP"})).interaction


@pytest.mark.parametrize(
    "act", [command, nested, menu, typing, press, choice, form], ids=lambda act: act.__name__
)
async def test_whatever_an_interaction_holds_the_bot_goes_on(
    desk: Desk, caplog: pytest.LogCaptureFixture, act: Callable[[Desk], Awaitable[int]]
) -> None:
    """Faults 53 and 59."""
    kept = desk.discord.state.interactions.kept[await act(desk)]
    with without_error(caplog):
        for told in spoiled(kept.payload, *KEPT):
            new = desk.discord.state.interactions.new(kept.kind, kept.user, kept.channel)
            new.source = copy.copy(kept.source)
            _deliver(desk, {**told, "id": str(new.id), "token": new.token})
        assert (await desk.answered(desk.school.ada, "guide")).text
        await until(lambda: not desk.door._answering)  # noqa: SLF001 - nothing else tells
    assert desk.discord.state.gateway.identified == 1
    assert kept.kind == AUTOCOMPLETE or len(desk.discord.sent()) > 50


def _deliver(desk: Desk, told: Json) -> None:
    desk.discord.gateway.dispatch("INTERACTION_CREATE", told, desk.school.guild)

"""Every kind of payload, spoiled, both ways: each is acknowledged, none breaks anything, a true one works after it."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from doubles.slack import payloads
from doubles.slack.delivery import REFUSED
from doubles.slack.desk import Desk
from doubles.slack.filling import press
from doubles.slack.seen import words
from doubles.slack.signed import ACT, COMMAND, EVENT
from doubles.spoiling import Json, spoiled, without_error

Told = tuple[str, Json]
UNREADABLE = (REFUSED, 400)
CHOICE = {
    "type": "static_select",
    "action_id": "press:0",
    "block_id": "b",
    "selected_option": {"value": "home"},
}


async def command(desk: Desk) -> Told:
    school = desk.school
    return COMMAND, payloads.command(desk.slack.state, school.ada, school.channel, "/quiz questions=1")


async def button(desk: Desk) -> Told:
    posted = desk.slack.state.messages.kept[(await desk.quiz())["ts"]]
    return ACT, payloads.on_message(desk.slack.state, desk.school.ada, posted, press(posted.blocks, "Start"))


async def choice(desk: Desk) -> Told:
    posted = desk.slack.state.messages.kept[(await desk.quiz())["ts"]]
    return ACT, payloads.on_message(desk.slack.state, desk.school.ada, posted, CHOICE)


async def submission(desk: Desk) -> Told:
    await desk.start(desk.school.ada, await desk.quiz())
    view = desk.slack.state.views.top(desk.school.ada)
    assert view
    view.state = {
        "values": {"answer": {"answer": {"type": "radio_buttons", "selected_option": {"value": "A"}}}}
    }
    return ACT, payloads.submission(desk.slack.state, desk.school.ada, view)


async def shortcut(desk: Desk) -> Told:
    return ACT, payloads.shortcut(desk.slack.state, desk.school.ada, "ask")


async def on_message(desk: Desk) -> Told:
    posted = desk.slack.state.messages.kept[(await desk.quiz())["ts"]]
    return ACT, payloads.message_shortcut(desk.slack.state, desk.school.ada, "ask", posted)


async def event(desk: Desk) -> Told:
    direct = desk.slack.world.direct(desk.school.ada).id
    told = {"type": "app_home_opened", "user": desk.school.ada, "channel": direct, "tab": "home"}
    return EVENT, payloads.event(desk.slack.state, told)


@pytest.mark.parametrize(
    "act", [command, button, choice, submission, shortcut, on_message, event], ids=lambda act: act.__name__
)
async def test_whatever_a_payload_holds_the_bot_goes_on(
    desk: Desk, caplog: pytest.LogCaptureFixture, act: Callable[[Desk], Awaitable[Told]]
) -> None:
    """Faults 52, 53 and 59."""
    kind, true = await act(desk)
    people, delivery = desk.slack.people, desk.slack.delivery
    delivery.retries = []
    with without_error(caplog):
        for some in _by(30, spoiled(true)):
            acks = await asyncio.gather(*(delivery.deliver(kind, told) for told in some))
            assert {(ack.error, ack.status) for ack in acks} <= {("", 0), UNREADABLE}
        said = await desk.after(
            await people.slash(desk.school.ben, desk.school.channel, "/guide"), "ephemeral"
        )
        assert "/factor" in words(said.message)
        await desk.door.close()
    assert desk.last_word == []


def _by(number: int, told: list[Json]) -> list[list[Json]]:
    return [told[at : at + number] for at in range(0, len(told), number)]

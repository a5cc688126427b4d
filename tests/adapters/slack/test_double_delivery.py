"""The stand-in delivers to the real slack_bolt, through Socket Mode and over HTTP, and times its answers."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from doubles.slack.control import Remote
from doubles.slack.filling import INCOMPLETE
from doubles.slack.refusals import Impossible
from doubles.slack.school import School
from doubles.slack.seen import buttons, words
from doubles.slack.signed import COMMAND, letter
from doubles.slack.standin import Slack
from doubles.slack.tiny import Tiny, on_http, on_sockets

TESTS = Path(__file__).parents[2]


@pytest.fixture(params=[on_sockets, on_http], ids=["sockets", "http"])
async def tiny(request: pytest.FixtureRequest, slack: Slack) -> AsyncIterator[Tiny]:
    async with request.param(slack) as bot:
        yield bot


async def test_a_command_is_answered_for_its_member_alone(slack: Slack, school: School, tiny: Tiny) -> None:
    seen = await slack.people.slash(school.ada, school.channel, "/echo to be or not")
    assert seen.banner == ""
    news = await slack.people.next(seen, "ephemeral")
    assert (news.user, words(news.message), buttons(news.message)) == (
        school.ada,
        "to be or not\nMore",
        ["More"],
    )
    assert slack.people.screen(school.ben, school.channel) == []
    pressed = await slack.people.press(school.ada, news.message["ts"], "More")
    assert (await slack.people.next(pressed, "changed")).message["text"] == "More"
    with pytest.raises(Impossible):
        await slack.people.press(school.ben, news.message["ts"], "More")
    assert tiny.heard == ["to be or not"]


async def test_a_command_that_nobody_answers_shows_slacks_banner(
    slack: Slack, school: School, tiny: Tiny
) -> None:
    slack.delivery.ack_within, tiny.slow = 0.4, 0.7
    late, unknown = await asyncio.gather(
        slack.people.slash(school.ada, school.channel, "/echo late"),
        slack.people.slash(school.ada, school.channel, "/unknown"),
    )
    assert late.banner == '/echo failed with the error "operation_timeout"'
    assert unknown.banner.startswith("/unknown failed with the error")


async def test_a_form_says_what_is_wrong_beside_its_field(slack: Slack, school: School, tiny: Tiny) -> None:
    ada, people = school.ada, slack.people
    opened = await people.slash(ada, school.channel, "/form")
    assert buttons((await people.next(opened, "modal")).view) == ["Send"]
    assert (await people.submit(ada)).errors == {"words": INCOMPLETE}
    assert (await people.submit(ada, {"Words": "no"})).errors == {"words": "Say yes."}
    with pytest.raises(Impossible):
        await people.submit(ada, {"Words": "longer than ten"})
    sent = await people.submit(ada, {"Words": "yes"})
    assert sent.view
    assert "You said yes" in words(sent.view)
    assert (await people.close(ada)).view is None
    assert tiny.heard == []


async def test_an_event_that_is_not_acknowledged_comes_again(
    slack: Slack, school: School, tiny: Tiny
) -> None:
    slack.delivery.ack_within, tiny.slow = 0.4, 0.6
    slack.delivery.retries = [0.0]
    seen = await slack.people.open_home(school.ada)
    assert words((await slack.people.next(seen, "home")).view) == "Home"
    assert tiny.heard == ["home", "home"]


async def test_a_payload_can_be_delivered_more_than_once(slack: Slack, school: School, tiny: Tiny) -> None:
    slack.delivery.copies = 3
    await slack.people.slash(school.ada, school.channel, "/echo thrice")
    await slack.delivery.settle()
    assert tiny.heard == ["thrice"] * 3


async def test_each_payload_takes_one_connection_at_random(slack: Slack, school: School) -> None:
    async with on_sockets(slack) as one, on_sockets(slack) as other:
        for number in range(30):
            await slack.people.slash(school.ada, school.channel, f"/echo {number}")
        assert len(one.heard) + len(other.heard) == 30
        assert one.heard
        assert other.heard


async def test_a_refresh_and_a_broken_connection_lose_nothing(slack: Slack, school: School) -> None:
    async with on_sockets(slack) as tiny:

        async def ask(number: int) -> str:
            await asyncio.sleep(number / 100)
            return (await slack.people.slash(school.ada, school.channel, f"/echo {number}")).banner

        asked = [asyncio.create_task(ask(number)) for number in range(100)]
        await asyncio.sleep(0.3)
        await slack.sockets.refresh(grace=0.1)
        banners = await asyncio.gather(*asked)
        assert set(banners) == {""}
        assert set(tiny.heard) == {str(number) for number in range(100)}
        assert slack.sockets.opened == 2


async def test_an_eleventh_connection_and_a_used_ticket_are_turned_away(slack: Slack) -> None:
    async with aiohttp.ClientSession() as session:
        address = slack.sockets.ticket()
        open_ = [await session.ws_connect(address)]
        assert (await open_[0].receive_json())["type"] == "hello"
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(address)
        open_ += [await session.ws_connect(slack.sockets.ticket()) for _ in range(9)]
        one_more = await session.ws_connect(slack.sockets.ticket())
        assert (await one_more.receive_json())["reason"] == "too_many_websockets"
        for socket in [*open_, one_more]:
            await socket.close()


async def test_http_requests_are_signed_over_their_exact_body(slack: Slack, school: School) -> None:
    async with on_http(slack) as tiny, aiohttp.ClientSession() as session:
        good = letter(slack.world.app.signing_secret, COMMAND, {"command": "/echo", "text": "x"})
        for body, status in ((f"{good.body}&more=1", 401), ("", 401)):
            async with session.post(slack.delivery.address, data=body, headers=good.headers) as told:
                assert told.status == status
        assert tiny.heard == []
        assert (await slack.people.slash(school.ada, school.channel, "/echo signed")).banner == ""


async def test_it_runs_in_a_process_of_its_own() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "doubles.slack", cwd=TESTS, stdout=PIPE
    )
    assert process.stdout
    told = json.loads(await asyncio.wait_for(process.stdout.readline(), 20))
    async with aiohttp.ClientSession() as session:
        remote, school = Remote(session, told["control"]), School(**told["school"])
        await remote.change("delivery", ack_within=0.1, retries=[])
        assert (await remote.act("open_home", user=school.ada)).banner == ""
        said = await remote.call("people.say", user=school.ada, channel=school.channel, text="Hello")
        screen = await remote.call("people.screen", user=school.ben, channel=school.channel)
        assert [message["ts"] for message in screen] == [said]
        with pytest.raises(Impossible):
            await remote.act("submit", user=school.ada)
    process.terminate()
    assert await asyncio.wait_for(process.wait(), 20) == 0

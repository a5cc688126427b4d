"""The stand-in's REST door: who is let in, how fast, and what goes wrong on purpose."""

import asyncio
import io
import json
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import aiohttp
import discord as client_library
import pytest
from doubles.discord.control import Remote
from doubles.discord.refusals import Impossible
from doubles.discord.school import Raw, School
from doubles.discord.standin import Discord
from doubles.discord.tiny import SILENT, Tiny, connected
from doubles.discord.world import FORUM, READ_HISTORY, THREAD, VIEW

POST = "POST /channels/{channel}/messages"
HISTORY = "GET /channels/{channel}/messages"
TESTS = Path(__file__).parents[2]


async def page(school: School, raw: Raw) -> list[object]:
    status, told = await raw.ask("GET", messages(school))
    assert status == 200
    return list(told)


def messages(school: School) -> str:
    return f"/channels/{school.channel}/messages"


async def test_a_request_shows_a_token_an_agent_and_a_type(school: School, raw: Raw) -> None:
    path, hello = messages(school), {"content": "Hello"}
    assert (await raw.ask("POST", path, hello))[0] == 200
    assert await raw.ask("POST", path, hello, {"Authorization": "Bot no"}) == (
        401,
        {"message": "401: Unauthorized", "code": 0},
    )
    assert (await raw.ask("POST", path, hello, {"User-Agent": ""}))[1]["code"] == 40333
    for given in ("text/plain", "application/json; charset=latin-1"):
        refused = await raw.ask("POST", path, hello, {"Content-Type": given})
        assert refused[1]["errors"]["_errors"][0]["code"] == "CONTENT_TYPE_INVALID"
    broken = await raw.ask("POST", path, headers={"Content-Type": "application/json"}, data=b"{")
    assert broken[1]["code"] == 50109


async def test_what_does_not_exist_is_unknown_in_discords_words(school: School, raw: Raw) -> None:
    codes = {
        "/nothing": 0, "/channels/5": 10003, "/guilds/5": 10004, f"{messages(school)}/5": 10008, "/users/5": 10013,
        f"/guilds/{school.guild}/members/5": 10007, "/applications/5/commands": 10002,
    }  # fmt: skip
    for path, code in codes.items():
        status, body = await raw.ask("GET", path)
        assert (path, status, body["code"]) == (path, 404, code)
    assert (await raw.ask("PUT", "/channels/5", {}))[0] == 405


async def test_a_message_of_another_author_cannot_be_edited_or_deleted(
    discord: Discord, school: School, raw: Raw
) -> None:
    path = f"{messages(school)}/{discord.people.say(school.ada, school.channel, 'Mine')}"
    assert (await raw.ask("PATCH", path, {"content": "Yours"}))[1]["code"] == 50005
    assert (await raw.ask("DELETE", path))[1]["code"] == 50013


async def test_an_ephemeral_message_is_unknown_to_the_channel(
    discord: Discord, school: School, raw: Raw, tiny: Tiny
) -> None:
    assert tiny.user
    seen = await discord.people.slash(school.ada, school.channel, "ask", {"about": "x"})
    assert (await raw.ask("GET", f"{messages(school)}/{seen.id}"))[1]["code"] == 10008
    assert await page(school, raw) == []


async def test_places_where_nothing_can_be_written_say_why(
    discord: Discord, school: School, raw: Raw
) -> None:
    forum = discord.world.channel(school.guild, "forum", FORUM).id
    thread = discord.world.channel(school.guild, "thread", THREAD, parent=school.channel).id
    discord.happenings.archive(thread, locked=True)
    hidden = discord.world.channel(school.guild, "staff").id
    discord.happenings.deny(hidden, school.guild, VIEW)
    for channel, code in ((forum, 50008), (thread, 50083), (hidden, 50001)):
        assert (await raw.ask("POST", f"/channels/{channel}/messages", {"content": "x"}))[1]["code"] == code
    discord.happenings.delete_channel(hidden)
    assert (await raw.ask("POST", f"/channels/{hidden}/messages", {"content": "x"}))[1]["code"] == 10003
    discord.happenings.archive(thread)
    assert (await raw.ask("POST", f"/channels/{thread}/messages", {"content": "x"}))[0] == 200


async def test_history_lags_and_is_empty_for_whom_may_not_read_it(
    discord: Discord, school: School, raw: Raw
) -> None:
    discord.people.say(school.ada, school.channel, "First")
    discord.fault(HISTORY, lag=60)
    assert await page(school, raw) == []
    assert len(await page(school, raw)) == 1
    discord.lag(60)
    discord.clock.go_on(61)
    assert len(await page(school, raw)) == 1
    discord.happenings.deny(school.channel, school.guild, READ_HISTORY)
    assert await page(school, raw) == []


async def test_an_answer_has_three_seconds_and_a_token_fifteen_minutes(
    discord: Discord, school: School, raw: Raw, tiny: Tiny
) -> None:
    seen = await discord.people.slash(school.ada, school.channel, "card")
    known = discord.state.interactions.kept[seen.interaction]
    hook = f"/webhooks/{discord.world.bot.id}/{known.token}"
    callback = f"/interactions/{known.id}/{known.token}/callback"
    assert (await raw.ask("POST", callback, {"type": 5}))[1]["code"] == 40060
    assert (await raw.ask("POST", f"/interactions/{known.id}/x/callback", {"type": 5}))[1]["code"] == 10062
    discord.clock.go_on(890)
    assert (await raw.ask("PATCH", f"{hook}/messages/@original", {"components": []}))[1]["code"] == 50006
    discord.clock.go_on(20)
    assert (await raw.ask("GET", f"{hook}/messages/@original"))[1]["code"] == 50027
    await tiny.close()
    late = asyncio.create_task(discord.people.slash(school.ada, school.channel, "card"))
    await asyncio.sleep(0.05)
    discord.clock.go_on(3.1)
    waiting = discord.state.interactions.kept[(await late).interaction]
    callback = f"/interactions/{waiting.id}/{waiting.token}/callback"
    assert (await raw.ask("POST", callback, {"type": 5}))[1]["code"] == 10062
    assert (await raw.ask("POST", f"/webhooks/1/{waiting.token}", {"content": "x"}))[1]["code"] == 10015


async def test_an_answer_can_be_read_and_taken_back(
    discord: Discord, school: School, raw: Raw, tiny: Tiny
) -> None:
    assert tiny.user
    seen = await discord.people.slash(school.ada, school.channel, "ask", {"about": "x"})
    token = discord.state.interactions.kept[seen.interaction].token
    hook = f"/webhooks/{discord.world.bot.id}/{token}/messages"
    assert (await raw.ask("GET", f"{hook}/@original"))[1]["id"] == str(seen.id)
    assert (await raw.ask("DELETE", f"{hook}/{seen.id}"))[0] == 204
    assert discord.people.screen(school.ada, school.channel) == []
    assert (await raw.ask("GET", f"{hook}/@original"))[1]["code"] == 10008


async def test_one_acts_token_opens_no_other_acts_message(
    discord: Discord, school: School, raw: Raw, tiny: Tiny
) -> None:
    assert tiny.user
    one, other = [
        await discord.people.slash(user, school.channel, "ask", {"about": "x"})
        for user in (school.ada, school.ben)
    ]
    token = discord.state.interactions.kept[one.interaction].token
    path = f"/webhooks/{discord.world.bot.id}/{token}/messages/{other.id}"
    assert (await raw.ask("GET", path))[1]["code"] == 10008


async def test_a_bucket_refuses_what_comes_too_fast_and_says_when_to_come_again(
    discord: Discord, school: School, raw: Raw
) -> None:
    discord.limits.realistic()
    told = [(await raw.ask("POST", messages(school), {"content": "x"}))[0] for _ in range(6)]
    assert told == [200] * 5 + [429]
    discord.clock.go_on(5)
    assert (await raw.ask("POST", messages(school), {"content": "x"}))[0] == 200


async def test_the_global_limit_holds_for_all_but_interactions(school: School, raw: Raw) -> None:
    told = [await raw.ask("GET", f"/channels/{school.channel}") for _ in range(51)]
    assert [status for status, _ in told] == [200] * 50 + [429]
    assert told[-1][1]["global"] is True
    assert (await raw.ask("POST", "/interactions/1/x/callback", {"type": 5}))[0] == 404


async def test_an_address_with_too_many_refusals_is_banned_for_a_while(
    discord: Discord, school: School, raw: Raw
) -> None:
    discord.limits.ban_at = 3
    for _ in range(3):
        assert (await raw.ask("GET", messages(school), headers={"Authorization": "no"}))[0] == 401
    assert await raw.ask("GET", messages(school)) == (429, {})
    discord.clock.go_on(601)
    assert (await raw.ask("GET", messages(school)))[0] == 200
    assert discord.report()["invalid"] == 4


async def test_the_real_client_waits_as_long_as_it_is_told(
    discord: Discord, school: School, tiny: Tiny
) -> None:
    discord.fault(POST, retry_after=0.2)
    discord.fault(POST, retry_after=0.2, everywhere=True)
    began = asyncio.get_running_loop().time()
    await tiny.get_partial_messageable(school.channel).send("x", allowed_mentions=SILENT)
    assert asyncio.get_running_loop().time() - began >= 0.4
    assert [each.status for each in discord.state.outgoing if each.route == POST] == [429, 429, 200]


async def test_the_real_client_paces_itself_by_the_buckets_headers(
    discord: Discord, school: School, tiny: Tiny
) -> None:
    discord.limits.routes[POST] = (2, 0.3)
    began = asyncio.get_running_loop().time()
    for _ in range(5):
        await tiny.get_partial_messageable(school.channel).send("x", allowed_mentions=SILENT)
    assert asyncio.get_running_loop().time() - began >= 0.6
    assert {each.status for each in discord.state.outgoing if each.route == POST} == {200}


async def test_without_the_header_of_the_proxy_a_429_is_final(
    discord: Discord, school: School, tiny: Tiny
) -> None:
    discord.fault(POST, retry_after=0.2, via=False)
    with pytest.raises(client_library.HTTPException) as refused:
        await tiny.get_partial_messageable(school.channel).send("x", allowed_mentions=SILENT)
    assert refused.value.status == 429


@pytest.mark.parametrize("how", [{}, {"accepted": True}])
async def test_after_a_502_the_real_client_posts_again_with_the_same_nonce(
    discord: Discord, school: School, tiny: Tiny, how: dict[str, bool]
) -> None:
    discord.fault(POST, status=502, **how)
    await tiny.get_partial_messageable(school.channel).send("x", nonce="n", allowed_mentions=SILENT)
    assert len(discord.people.screen(school.ada, school.channel)) == 1
    assert [each.status for each in discord.state.outgoing if each.route == POST] == [502, 200]


async def test_a_dropped_answer_leaves_the_message_behind(
    discord: Discord, school: School, tiny: Tiny
) -> None:
    discord.fault(POST, drop=True, accepted=True)
    discord.fault(POST, drop=True)
    for _ in range(2):
        with pytest.raises(aiohttp.ClientConnectionError):
            await tiny.get_partial_messageable(school.channel).send("x", allowed_mentions=SILENT)
    assert len(discord.people.screen(school.ada, school.channel)) == 1
    assert [each.status for each in discord.state.outgoing if each.route == POST] == [0, 0]


async def test_a_fault_strikes_where_and_as_often_as_it_was_told(
    school: School, discord: Discord, raw: Raw
) -> None:
    discord.fault(
        POST, status=403, code=50013, message="Missing Permissions", holding="Quiz", skip=1, times=2
    )
    told = [
        (await raw.ask("POST", messages(school), {"content": words}))[0]
        for words in ("Quiz", "Hello", "Quiz", "Quiz", "Quiz")
    ]
    assert told == [200, 200, 403, 403, 200]


async def test_a_slow_answer_takes_its_time(discord: Discord, school: School, raw: Raw) -> None:
    discord.fault(POST, delay=0.5, accepted=True)
    waiting = asyncio.create_task(raw.ask("POST", messages(school), {"content": "x"}))
    async with asyncio.timeout(5):
        while not discord.people.screen(school.ada, school.channel):
            await asyncio.sleep(0.01)
    assert not waiting.done()
    assert (await waiting)[0] == 200


async def test_files_arrive_with_their_descriptors(discord: Discord, school: School, raw: Raw) -> None:
    form = aiohttp.FormData()
    form.add_field("payload_json", json.dumps({"attachments": [{"id": 0, "description": "Results"}]}))
    form.add_field("files[0]", b"a,b", filename="results.csv")
    status, message = await raw.ask("POST", messages(school), data=form)
    assert (status, message["attachments"][0]["size"]) == (200, 3)
    assert discord.state.outgoing[-1].files == {"results.csv": b"a,b"}


async def test_files_over_ten_mebibytes_are_too_large(school: School, raw: Raw) -> None:
    form = aiohttp.FormData()
    form.add_field("payload_json", "{}")
    form.add_field("files[0]", io.BytesIO(b"x" * (10 * 1024 * 1024 + 1)), filename="big.csv")
    assert (await raw.ask("POST", messages(school), data=form))[1]["code"] == 40005


async def test_a_sharded_bot_is_told_where_the_gateway_is(discord: Discord, raw: Raw) -> None:
    told = (await raw.ask("GET", "/gateway/bot"))[1]
    assert (told["url"], told["shards"]) == (discord.gateway_url, 1)
    assert told["session_start_limit"]["remaining"] == 1000


async def test_a_body_of_a_wrong_shape_is_refused_and_noted(
    discord: Discord, school: School, raw: Raw
) -> None:
    told = await raw.ask(
        "POST", messages(school), {"flags": 1 << 15, "components": [{"type": 1, "components": 5}]}
    )
    assert (told[0], told[1]["code"]) == (400, 50035)
    assert len(discord.report()["malformed"]) == 1


async def test_it_is_scripted_from_another_process() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "doubles.discord", cwd=TESTS, stdout=PIPE
    )  # fmt: skip
    assert process.stdout
    told = json.loads(await asyncio.wait_for(process.stdout.readline(), 10))
    try:
        async with aiohttp.ClientSession() as session:
            await _from_outside(Remote(session, told["control"]))
    finally:
        process.terminate()
        assert await asyncio.wait_for(process.wait(), 10) == 0


async def _from_outside(remote: Remote) -> None:
    ada = (await remote.call("world.user", name="Ada"))["id"]
    guild = (await remote.call("world.guild", name="Year 12", owner=ada))["id"]
    channel = (await remote.call("world.channel", guild=guild, name="history"))["id"]
    standin = Discord()
    about = await remote.about()
    standin.state.address = about["api"].removesuffix("/api/v10")
    standin.gateway.address = about["gateway"]
    async with connected(standin, token=about["token"]):
        seen = await remote.act("slash", user=ada, channel=channel, name="ask", options={"about": "x"})
        assert (seen.private, len(await remote.call("messages"))) == (True, 1)
        with pytest.raises(Impossible):
            await remote.act("slash", user=ada, channel=channel, name="none")
        card = await remote.act("slash", user=ada, channel=channel, name="card")
        presses = [(ada, card.id, "press:once")] * 4
        timed = await remote.call("crowd.press", presses=presses, in_flight=2)
        assert (len(timed["seconds"]), timed["failures"]) == (4, [])
        await remote.call("fault", route=POST, status=403)
        await remote.change("gateway", refuse=1)
        assert (await remote.call("report"))["pinged"] == []

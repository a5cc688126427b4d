"""The stand-in's gateway: sessions are resumed, invalidated, refused and ended as on the live service."""

import asyncio
import json
import zlib

import aiohttp
import discord as client_library
import pytest
from doubles.discord.redirect import redirected
from doubles.discord.school import School
from doubles.discord.sessions import INTENT_MEMBERS
from doubles.discord.standin import Discord
from doubles.discord.tiny import Tiny, connected

HELLO = {"token": "", "intents": 1, "properties": {"os": "x", "browser": "x", "device": "x"}}


async def test_a_lost_connection_is_resumed_and_what_was_missed_is_replayed(
    discord: Discord, school: School, tiny: Tiny
) -> None:
    discord.gateway.drop_around_interaction("before")
    seen = await discord.people.slash(school.ada, school.channel, "card")
    assert seen.kind == "message"
    await tiny.happens("resumed")
    assert [len(discord.gateway.sessions), discord.gateway.identified] == [1, 1]


async def test_an_act_that_arrived_before_the_loss_is_not_replayed(
    discord: Discord, school: School, tiny: Tiny
) -> None:
    card = await discord.people.slash(school.ada, school.channel, "card")
    discord.gateway.drop_around_interaction("after")
    await discord.people.press(school.ada, card.id, "press:once")
    await tiny.happens("resumed")
    await discord.people.press(school.ada, card.id, "press:once")
    assert tiny.presses == 2


@pytest.mark.parametrize("code", [1006, 4000, 4009])
async def test_a_closed_connection_comes_back_by_itself(
    discord: Discord, school: School, tiny: Tiny, code: int
) -> None:
    discord.gateway.close(code)
    await tiny.happens("resumed")
    assert (await discord.people.slash(school.ada, school.channel, "card")).kind == "message"


async def test_a_bot_that_is_asked_to_reconnect_resumes(discord: Discord, tiny: Tiny) -> None:
    discord.gateway.reconnect()
    await tiny.happens("resumed")
    assert discord.gateway.identified == 1


async def test_an_invalidated_session_starts_anew(
    discord: Discord, tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert tiny.user
    monkeypatch.setattr("discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY", tiny.ws.gateway)
    discord.gateway.invalidate()
    await tiny.happens("ready", times=2)
    assert discord.gateway.identified == 2


async def test_a_refused_resume_starts_anew(discord: Discord, tiny: Tiny) -> None:
    discord.gateway.invalidate_resumes = True
    discord.gateway.close(1006)
    await tiny.happens("ready", times=2)
    assert "resumed" not in tiny.happened


@pytest.mark.parametrize("code", [4004, 4010, 4011, 4012, 4013, 4014])
async def test_a_final_code_ends_the_client(discord: Discord, school: School, code: int) -> None:
    assert school.guild
    discord.gateway.close_identify = code
    error = client_library.PrivilegedIntentsRequired if code == 4014 else client_library.ConnectionClosed
    with pytest.raises(error):
        async with connected(discord):
            pass


async def test_a_wrong_token_is_refused_at_login(discord: Discord) -> None:
    with pytest.raises(client_library.LoginFailure):
        async with connected(discord, "not.the.token"):
            pass


async def test_a_refused_first_handshake_ends_the_client(discord: Discord) -> None:
    discord.gateway.refuse = 1
    with pytest.raises(AttributeError):
        async with connected(discord):
            pass


async def test_two_sessions_without_shards_both_get_each_act(
    discord: Discord, school: School, tiny: Tiny
) -> None:
    async with connected(discord) as other:
        seen = await discord.people.slash(school.ada, school.channel, "ask", {"about": "x"})
        assert seen.kind == "message"
        async with asyncio.timeout(5):
            while not any("40060" in each for each in discord.report()["refused"]):
                await asyncio.sleep(0.01)
    assert other.user == tiny.user


async def test_each_shard_gets_its_guilds_alone(discord: Discord) -> None:
    owner = discord.world.user("Ms Hall").id
    places = []
    for number in range(2):
        guild = discord.world.guild(f"Class {number}", owner, id=(1000 + number) << 22)
        places.append(discord.world.channel(guild.id, "history").id)
    async with (
        connected(discord, shard_id=0, shard_count=2) as even,
        connected(discord, shard_id=1, shard_count=2) as odd,
    ):
        card = await discord.people.slash(owner, places[1], "card")
        await discord.people.press(owner, card.id, "press:once")
        assert [[guild.name for guild in each.guilds] for each in (even, odd)] == [["Class 0"], ["Class 1"]]
        assert (even.presses, odd.presses) == (0, 1)


async def test_a_kick_is_told_from_an_outage(discord: Discord, school: School, tiny: Tiny) -> None:
    discord.happenings.outage(school.guild)
    discord.happenings.recover(school.guild)
    discord.happenings.kick(school.guild)
    async with asyncio.timeout(5):
        while tiny.guilds:
            await asyncio.sleep(0.01)
    with redirected(discord.api, discord.gateway_url), pytest.raises(client_library.Forbidden):
        await tiny.fetch_channel(school.channel)


async def _closed_with(discord: Discord, *said: object, query: str = "?v=10&encoding=json") -> int | None:
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(discord.gateway_url + query) as socket,
    ):
        for each in said:
            await socket.send_str(each if isinstance(each, str) else json.dumps(each))
        async with asyncio.timeout(5):
            async for _ in socket:
                pass
        return socket.close_code


def identify(discord: Discord, **more: object) -> dict[str, object]:
    return {"op": 2, "d": {**HELLO, "token": discord.token, **more}}


async def test_a_client_that_breaks_the_protocol_is_closed_with_the_code_for_it(discord: Discord) -> None:
    good = identify(discord)
    resume = {"op": 6, "d": {"token": discord.token, "session_id": "x", "seq": 9}}
    assert await _closed_with(discord, {"op": 77}) == 4001
    assert await _closed_with(discord, "{") == 4002
    assert await _closed_with(discord, {"op": 3, "d": {}}) == 4003
    assert await _closed_with(discord, identify(discord, token="no")) == 4004  # noqa: S106
    assert await _closed_with(discord, {**resume, "d": {**resume["d"], "token": "no"}}) == 4004  # type: ignore[dict-item]
    assert await _closed_with(discord, good, good) == 4005
    assert await _closed_with(discord, *[{"op": 1, "d": None}] * 121) == 4008
    assert await _closed_with(discord, identify(discord, shard=[2, 2])) == 4010
    assert await _closed_with(discord, good, query="?v=9") == 4012
    assert await _closed_with(discord, identify(discord, intents=1 << 30)) == 4013
    assert await _closed_with(discord, identify(discord, intents=INTENT_MEMBERS)) == 4014
    discord.gateway.sharding_needed = True
    assert await _closed_with(discord, good) == 4011


async def test_an_identify_that_comes_too_soon_is_invalid(discord: Discord) -> None:
    discord.gateway.identify_pause = 5.0
    await _closed_with(discord, identify(discord), "{")
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(discord.gateway_url + "?v=10") as socket,
    ):
        await socket.receive()
        await socket.send_json(identify(discord))
        assert await socket.receive_json() == {"op": 9, "d": False, "s": None, "t": None}
        discord.clock.go_on(6)
        await socket.send_json(identify(discord))
        assert (await socket.receive_json())["t"] == "READY"


async def test_a_sequence_from_the_future_cannot_be_resumed(discord: Discord) -> None:
    await _closed_with(discord, identify(discord), "{")
    known = next(iter(discord.gateway.sessions))
    resume = {"op": 6, "d": {"token": discord.token, "session_id": known, "seq": 99}}
    assert await _closed_with(discord, resume) == 4007


async def test_the_stream_is_one_deflate_stream_if_asked_for(discord: Discord) -> None:
    query = "?v=10&encoding=json&compress=zlib-stream"
    inflate = zlib.decompressobj()
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(discord.gateway_url + query) as socket,
    ):
        await socket.send_json(identify(discord))
        heard = [json.loads(inflate.decompress((await socket.receive()).data)) for _ in range(2)]
    assert [(each["op"], each["t"]) for each in heard] == [(10, None), (0, "READY")]


async def test_a_mute_gateway_acknowledges_no_heartbeat(discord: Discord) -> None:
    discord.gateway.mute = True
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(discord.gateway_url + "?v=10") as socket,
    ):
        await socket.receive()
        await socket.send_json({"op": 1, "d": None})
        await socket.send_json(identify(discord))
        assert (await socket.receive_json())["t"] == "READY"

"""The stand-in's Web API: who is let in, what a trigger opens, what goes wrong on purpose."""

import json
from typing import Any

import aiohttp
import pytest
from doubles.slack.school import Raw, School
from doubles.slack.standin import Slack

Json = dict[str, Any]
MARK = {"event_type": "quiz", "event_payload": {"token": "s1-20261123"}}


def modal(words: str = "Here", **more: object) -> Json:
    text = {"type": "plain_text", "text": words}
    return {"type": "modal", "title": text, "blocks": [{"type": "section", "text": text}], **more}


async def post(raw: Raw, school: School, words: str = "Hello", **more: object) -> Json:
    return await raw.ask("chat.postMessage", {"channel": school.channel, "text": words, **more})


async def test_a_call_shows_the_right_token_of_a_living_app(raw: Raw, school: School) -> None:
    world = raw.slack.world
    errors = {"": "not_authed", "xoxb-other": "invalid_auth", world.app.app_token: "not_allowed_token_type"}
    for token, error in errors.items():
        assert (await raw.ask("auth.test", {}, token))["error"] == error
    assert (await raw.ask("apps.connections.open", {}))["error"] == "not_allowed_token_type"
    assert (await raw.ask("apps.connections.open", {}, world.app.app_token))["ok"]
    world.revoke()
    assert (await post(raw, school))["error"] == "token_revoked"
    assert (await raw.ask("no.such", {}))["error"] == "unknown_method"


async def test_a_missing_scope_is_named(raw: Raw, school: School) -> None:
    raw.slack.world.app.scopes -= {"chat:write", "groups:history"}
    private = raw.slack.world.channel("staff", private=True).id
    assert (await post(raw, school))["needed"] == "chat:write"
    told = await raw.ask("conversations.history", {"channel": private})
    assert (told["error"], told["needed"]) == ("missing_scope", "groups:history")
    assert (await raw.ask("conversations.history", {"channel": school.channel}))["ok"]


async def test_arguments_are_read_from_address_form_and_json_alike(raw: Raw, school: School) -> None:
    bearer = {"Authorization": f"Bearer {raw.slack.world.app.bot_token}"}
    address = f"{raw.slack.api}chat.postMessage"
    said = {"channel": school.channel, "text": "Hello"}
    blocks = json.dumps([{"type": "divider"}])
    ways = ({"params": said}, {"data": {**said, "blocks": blocks}}, {"json": said})
    for way in ways:
        async with raw.session.post(address, headers=bearer, **way) as told:  # type: ignore[arg-type]
            assert (await told.json())["ok"]
    async with raw.session.get(address, headers=bearer, params=said) as told:
        assert (await told.json())["ok"]
    async with raw.session.post(address, headers=bearer, data={**said, "blocks": "[{"}) as told:
        assert (await told.json())["error"] == "invalid_blocks"
    assert len(raw.slack.people.screen(school.ada, school.channel)) == 4


async def test_metadata_are_stripped_for_whom_does_not_ask_for_them(raw: Raw, school: School) -> None:
    await post(raw, school, metadata=MARK)
    look: Json = {"channel": school.channel}
    (bare,) = (await raw.ask("conversations.history", look))["messages"]
    (whole,) = (await raw.ask("conversations.history", {**look, "include_all_metadata": True}))["messages"]
    assert bare["metadata"] == {"event_type": "quiz"}
    assert whole["metadata"] == MARK


async def test_history_comes_in_pages_newest_first(raw: Raw, school: School) -> None:
    for number in range(5):
        await post(raw, school, f"Message {number}")
    look = {"channel": school.channel, "limit": 2}
    first = await raw.ask("conversations.history", look)
    second = await raw.ask(
        "conversations.history", {**look, "cursor": first["response_metadata"]["next_cursor"]}
    )
    said = [message["text"] for page in (first, second) for message in page["messages"]]
    assert said == ["Message 4", "Message 3", "Message 2", "Message 1"]
    assert second["has_more"]
    since = {"channel": school.channel, "oldest": second["messages"][0]["ts"]}
    assert len((await raw.ask("conversations.history", since))["messages"]) == 2


async def test_places_where_nothing_can_be_written_say_why(raw: Raw, school: School) -> None:
    world = raw.slack.world
    outside, private = (world.channel("other", with_bot=False).id, world.channel("staff", private=True).id)
    world.archive(school.channel)
    world.kick(private)
    errors = {outside: "not_in_channel", private: "channel_not_found", school.channel: "is_archived"}
    for channel, error in errors.items():
        assert (await raw.ask("chat.postMessage", {"channel": channel, "text": "x"}))["error"] == error
    assert (await raw.ask("chat.postMessage", {"channel": school.ada, "text": "x"}))[
        "channel"
    ] == f"D{school.ada}"


async def test_only_the_bots_own_public_messages_change(raw: Raw, school: School) -> None:
    mine = (await post(raw, school))["ts"]
    theirs = raw.slack.people.say(school.ada, school.channel, "Mine")
    private = await raw.ask(
        "chat.postEphemeral", {"channel": school.channel, "user": school.ada, "text": "For you"}
    )
    for ts, error in ((theirs, "cant_update_message"), (private["message_ts"], "message_not_found")):
        told = await raw.ask("chat.update", {"channel": school.channel, "ts": ts, "text": "x"})
        assert told["error"] == error
    assert (await raw.ask("chat.update", {"channel": school.channel, "ts": mine, "text": "New"}))["ok"]
    assert (await raw.ask("chat.delete", {"channel": school.channel, "ts": mine}))["ok"]
    seen_by_ben = [message["text"] for message in raw.slack.people.screen(school.ben, school.channel)]
    assert seen_by_ben == ["Mine"]


async def test_a_trigger_opens_one_modal_within_three_seconds(raw: Raw, school: School) -> None:
    trigger = raw.slack.state.triggers.new(school.ada)
    assert (await raw.ask("views.open", {"trigger_id": trigger, "view": modal()}))["ok"]
    again = await raw.ask("views.open", {"trigger_id": trigger, "view": modal()})
    assert again["error"] == "exchanged_trigger_id"
    late = raw.slack.state.triggers.new(school.ada)
    raw.slack.clock.go_on(4)
    told = await raw.ask("views.open", {"trigger_id": late, "view": modal()})
    assert told["error"] == "expired_trigger_id"
    told = await raw.ask("views.open", {"trigger_id": "made.up", "view": modal()})
    assert told["error"] == "invalid_trigger_id"


async def test_modals_stack_three_deep_and_change_only_from_the_newest(raw: Raw, school: School) -> None:
    def trigger() -> str:
        return raw.slack.state.triggers.new(school.ada)

    opened = (await raw.ask("views.open", {"trigger_id": trigger(), "view": modal("1")}))["view"]
    for words in ("2", "3"):
        assert (await raw.ask("views.push", {"trigger_id": trigger(), "view": modal(words)}))["ok"]
    fourth = await raw.ask("views.push", {"trigger_id": trigger(), "view": modal("4")})
    assert fourth["error"] == "push_limit_reached"
    change = {"view_id": opened["id"], "hash": opened["hash"], "view": modal("new")}
    assert (await raw.ask("views.update", change))["ok"]
    assert (await raw.ask("views.update", change))["error"] == "hash_conflict"
    for _ in range(3):
        await raw.slack.people.close(school.ada)
    assert (await raw.ask("views.update", {**change, "hash": ""}))["error"] == "not_found"


async def test_a_response_address_takes_five_answers_in_half_an_hour(raw: Raw, school: School) -> None:
    async def answer(key: str) -> str:
        async with raw.session.post(f"{raw.slack.state.address}/hook/{key}", json={"text": "x"}) as told:
            return str((await told.json()).get("error", "ok"))

    key = raw.slack.state.triggers.hook(school.ada, school.channel)
    assert [await answer(key) for _ in range(6)] == ["ok"] * 5 + ["used_url"]
    old = raw.slack.state.triggers.hook(school.ada, school.channel)
    raw.slack.clock.go_on(31 * 60)
    assert await answer(old) == "expired_url"
    assert await answer("made-up") == "invalid_url"
    assert raw.slack.people.screen(school.ben, school.channel) == []


async def test_faults_strike_as_often_as_scripted(raw: Raw, slack: Slack, school: School) -> None:
    slack.fault("chat.postMessage", error="restricted_action")
    assert (await post(raw, school))["error"] == "restricted_action"
    slack.fault("chat.*", retry_after=7, skip=1)
    assert (await post(raw, school, "Second"))["ok"]
    address = f"{slack.api}chat.postMessage"
    bearer = {"Authorization": f"Bearer {slack.world.app.bot_token}"}
    said = {"channel": school.channel, "text": "Third"}
    async with raw.session.post(address, json=said, headers=bearer) as told:
        assert (told.status, told.headers["Retry-After"]) == (429, "7")
    for accepted in (False, True):
        slack.fault("chat.postMessage", status=503, accepted=accepted, holding="Third")
        async with raw.session.post(address, json=said, headers=bearer) as told:
            assert told.status == 503
    slack.fault("chat.postMessage", drop=True, accepted=True)
    with pytest.raises(aiohttp.ClientError):
        await post(raw, school, "Fourth")
    seen = [message["text"] for message in slack.people.screen(school.ada, school.channel)]
    assert seen == ["Second", "Third", "Fourth"]


async def test_history_can_lag(raw: Raw, slack: Slack, school: School) -> None:
    await post(raw, school)
    look = {"channel": school.channel}
    slack.fault("conversations.history", lag=60)
    assert (await raw.ask("conversations.history", look))["messages"] == []
    assert len((await raw.ask("conversations.history", look))["messages"]) == 1
    slack.lag(60)
    assert (await raw.ask("conversations.history", look))["messages"] == []

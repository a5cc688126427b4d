"""What members do, in the shapes in which Slack tells the bot."""

import secrets

from .messages import Message
from .refusals import Json
from .state import State
from .views import View

OLD_TOKEN = "verification-token-that-nobody-checks"  # noqa: S105 - it opens nothing


def who(state: State, user: str) -> Json:
    found, team = state.world.users[user], state.world.team
    named = {"id": user, "username": found.name, "name": found.name, "team_id": team}
    return {"user": named, "team": {"id": team, "domain": "school"}, **fixed(state)}


def fixed(state: State) -> Json:
    return {"api_app_id": state.world.app_id, "token": OLD_TOKEN, "is_enterprise_install": False}


def command(state: State, user: str, channel: str, line: str) -> Json:
    word, _, text = line.partition(" ")
    place, name = state.world.channels[channel], state.world.users[user].name
    here = {"channel_id": channel, "channel_name": place.name or "directmessage"}
    team = {"team_id": state.world.team, "team_domain": "school", "user_id": user, "user_name": name}
    own = {"api_app_id": state.world.app_id, "token": OLD_TOKEN, "is_enterprise_install": "false"}
    answers = {"trigger_id": state.triggers.new(user), "response_url": hook(state, user, channel)}
    return {"command": word, "text": text, **here, **team, **own, **answers}


def hook(state: State, user: str, channel: str, message: str = "") -> str:
    return f"{state.address}/hook/{state.triggers.hook(user, channel, message)}"


def on_message(state: State, user: str, message: Message, action: Json) -> Json:
    place = state.world.channels[message.channel]
    container = {"type": "message", "message_ts": message.ts, "channel_id": place.id}
    shown = {} if message.viewer else {"message": message.wire()}
    return {
        "type": "block_actions",
        **who(state, user),
        "container": {**container, "is_ephemeral": bool(message.viewer)},
        "channel": {"id": place.id, "name": place.name},
        **shown,
        "trigger_id": state.triggers.new(user),
        "response_url": hook(state, user, place.id, message.ts),
        "actions": [{**action, "action_ts": state.clock.stamp()}],
    }


def on_view(state: State, user: str, view: View, action: Json) -> Json:
    return {
        "type": "block_actions",
        **who(state, user),
        "container": {"type": "view", "view_id": view.id},
        "view": view.wire(),
        "trigger_id": state.triggers.new(user, view.id),
        "actions": [{**action, "action_ts": state.clock.stamp()}],
    }


def submission(state: State, user: str, view: View, kind: str = "view_submission") -> Json:
    trigger = {"trigger_id": state.triggers.new(user, view.id)} if kind == "view_submission" else {}
    return {"type": kind, **who(state, user), **trigger, "view": view.wire(), "response_urls": []}


def shortcut(state: State, user: str, callback: str) -> Json:
    named = {"callback_id": callback, "trigger_id": state.triggers.new(user)}
    return {"type": "shortcut", **who(state, user), **named, "action_ts": state.clock.stamp()}


def message_shortcut(state: State, user: str, callback: str, message: Message) -> Json:
    place = state.world.channels[message.channel]
    where = {"channel": {"id": place.id, "name": place.name}, "message_ts": message.ts}
    answers = {"response_url": hook(state, user, place.id), "message": message.wire()}
    return {**shortcut(state, user, callback), "type": "message_action", **where, **answers}


def event(state: State, told: Json) -> Json:
    world = state.world
    allowed = {"team_id": world.team, "user_id": world.bot, "is_bot": True, "enterprise_id": None}
    id_ = {"event_id": f"Ev{secrets.token_hex(5).upper()}", "event_time": int(state.clock.now())}
    whole = {"type": "event_callback", "team_id": world.team, **fixed(state), **id_}
    return {**whole, "event": {**told, "event_ts": state.clock.stamp()}, "authorizations": [allowed]}

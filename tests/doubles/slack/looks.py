"""The methods that look: who the bot is, what was written, who somebody is."""

from .refusals import Json, Refused
from .state import Call, State

PAGE = 100


def auth_test(state: State, _: Call) -> Json:
    world = state.world
    own = {"team_id": world.team, "user_id": world.bot, "bot_id": "B1CARDINDEX", "user": "cardindex"}
    return {"url": state.address, "team": "School", **own}


def oauth_access(state: State, call: Call) -> Json:
    """Give a workspace's token for the code that its admin brought back."""
    team, token = state.world.app.exchange(call.text("code"))
    named = {"app_id": state.world.app_id, "bot_user_id": state.world.bot, "token_type": "bot"}
    own = {"access_token": token, "scope": ",".join(sorted(state.world.app.scopes)), "enterprise": None}
    return {"team": {"id": team, "name": "School"}, "is_enterprise_install": False, **named, **own}


def history(state: State, call: Call) -> Json:
    """Give a page of a channel's messages, newest first."""
    channel = state.world.readable(call.text("channel"))
    seen_until = state.clock.now() - max(state.lag, call.lag)
    oldest, latest = call.text("oldest") or "0", call.text("latest") or "9"
    found = [
        each
        for each in state.messages.public(channel.id)
        if each.at <= seen_until and oldest < each.ts < latest
    ]
    start, limit = int(call.text("cursor") or 0), int(call.text("limit") or PAGE)
    page = found[start : start + limit]
    more = start + limit < len(found)
    metadata = call.on("include_all_metadata")
    cursor = {"response_metadata": {"next_cursor": str(start + limit) if more else ""}}
    return {"messages": [each.wire(metadata=metadata) for each in page], "has_more": more, **cursor}


def users_info(state: State, call: Call) -> Json:
    user = state.world.users.get(call.text("user"))
    if user is None:
        raise Refused("user_not_found")
    rights = {"is_admin": user.admin or user.owner, "is_owner": user.owner, "is_bot": user.bot}
    profile = {"real_name": user.name.title(), "display_name": user.name}
    who = {"id": user.id, "team_id": state.world.team, "name": user.name, "deleted": user.deleted}
    return {"user": {**who, **rights, "profile": profile, "real_name": profile["real_name"]}}


def open_conversation(state: State, call: Call) -> Json:
    user = call.text("users")
    if user not in state.world.users:
        raise Refused("user_not_found")
    return {"channel": {"id": state.world.direct(user).id}}


def conversation(state: State, call: Call) -> Json:
    channel = state.world.channels.get(call.text("channel"))
    if channel is None:
        raise Refused("channel_not_found")
    inside = state.world.bot in channel.members
    named = {"id": channel.id, "name": channel.name, "is_archived": channel.archived}
    return {"channel": {**named, "is_member": inside, "is_private": channel.kind == "group"}}


def members(state: State, call: Call) -> Json:
    channel = state.world.readable(call.text("channel"))
    return {"members": sorted(channel.members), "response_metadata": {"next_cursor": ""}}

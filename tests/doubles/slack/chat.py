"""The methods that write: chat.* and the answers to a response address."""

from .blocks import check_message, numbered
from .messages import Message
from .refusals import Json, Refused
from .state import Call, State

LONGEST, LONGEST_EDIT = 40_000, 4_000
KEPT = ("text", "blocks", "metadata")


def content(arguments: Json, longest: int) -> Json:
    """Give what a message says; refuse one without a text that says it all."""
    text, blocks = arguments.get("text"), arguments.get("blocks")
    if blocks is not None:
        check_message(blocks)
    if not isinstance(text, str) or not text.strip():
        raise Refused("no_text")
    if len(text) > longest:
        raise Refused("msg_too_long")
    if arguments.get("link_names") or arguments.get("parse") == "full":
        raise Refused("stand_in_refuses_link_names")
    _check_metadata(arguments.get("metadata"))
    kept = {name: arguments[name] for name in KEPT if arguments.get(name) is not None}
    return kept if blocks is None else {**kept, "blocks": numbered(blocks)}


def _check_metadata(metadata: object) -> None:
    if metadata is None:
        return
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_type"), str):
        raise Refused("invalid_metadata_format")
    if not isinstance(metadata.get("event_payload"), dict):
        raise Refused("invalid_metadata_format")


def post_message(state: State, call: Call) -> Json:
    channel = state.world.writable(call.text("channel"))
    message = state.messages.add(channel.id, state.world.bot, content(call.arguments, LONGEST))
    state.show("message", message)
    return {"channel": channel.id, "ts": message.ts, "message": message.wire()}


def update(state: State, call: Call) -> Json:
    channel = state.world.writable(call.text("channel"))
    message = state.messages.own(channel.id, call.text("ts"), state.world.bot)
    message.body |= content(call.arguments, LONGEST_EDIT)
    message.edited = True
    state.show("changed", message)
    return {"channel": channel.id, "ts": message.ts, "text": message.body["text"]}


def delete(state: State, call: Call) -> Json:
    channel = state.world.readable(call.text("channel"))
    message = state.messages.own(channel.id, call.text("ts"), state.world.bot)
    state.messages.kept.pop(message.ts)
    state.show("deleted", message)
    return {"channel": channel.id, "ts": message.ts}


def post_ephemeral(state: State, call: Call) -> Json:
    channel, user = state.world.writable(call.text("channel")), call.text("user")
    if user not in channel.members:
        raise Refused("user_not_in_channel")
    body = content(call.arguments, LONGEST)
    message = state.messages.add(channel.id, state.world.bot, body, viewer=user)
    state.show("ephemeral", message)
    return {"message_ts": message.ts}


def respond(state: State, key: str, answer: Json) -> None:
    """Take an answer to a response address: private unless it says otherwise."""
    hook = state.triggers.answer(key)
    if answer.get("delete_original"):
        _away(state, hook.message)
        return
    body = content(answer, LONGEST)
    original = state.messages.kept.get(hook.message)
    if answer.get("replace_original") and original:
        original.body |= body
        state.show("changed", original)
        return
    public = answer.get("response_type") == "in_channel"
    viewer = "" if public else hook.user
    message = state.messages.add(hook.channel, state.world.bot, body, viewer)
    state.show("message" if public else "ephemeral", message)


def _away(state: State, ts: str) -> None:
    gone: Message | None = state.messages.kept.pop(ts, None)
    if gone:
        state.show("deleted", gone)

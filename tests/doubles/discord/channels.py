"""The routes of channels and their messages."""

from .bodies import check_message
from .messages import Message
from .payloads import of_channel, of_message
from .permissions import demand, in_channel
from .posting import announce, change, post
from .published import DIRECT, EDIT, MESSAGE
from .refusals import (
    DM_CLOSED,
    NOT_A_TEXT_CHANNEL,
    OTHER_AUTHOR,
    THREAD_ARCHIVED,
    UNKNOWN_USER,
    Form,
    Refused,
)
from .sessions import INTENT_DIRECT, INTENT_MESSAGES
from .state import Call, State
from .world import ATTACH, FORUM, MANAGE_MESSAGES, READ_HISTORY, SEND, SEND_IN_THREADS, THREAD, VIEW, Channel


def get_channel(state: State, call: Call) -> object:
    channel = state.world.known_channel(call.id("channel"))
    demand(state.world, channel, VIEW)
    return of_channel(state.world, channel)


def create_message(state: State, call: Call) -> object:
    channel = _writable(state, call)
    check_message(call.body, call.files)
    state.published.check(MESSAGE, call.body)
    bot, nonce = state.world.bot, call.body.get("nonce")
    enforced = bool(call.body.get("enforce_nonce")) and nonce is not None
    if enforced and (known := state.messages.same(bot, str(nonce))):
        return of_message(state.world, known)
    message = post(state, channel.id, bot, call.body, call.files)
    message.nonce = nonce
    if nonce is not None:
        state.messages.remember(message, str(nonce))
    channel.archived = False
    announce(state, message)
    return of_message(state.world, message)


def _writable(state: State, call: Call) -> Channel:
    channel = state.world.known_channel(call.id("channel"))
    send = SEND_IN_THREADS if channel.type == THREAD else SEND
    demand(state.world, channel, send | (ATTACH if call.files else 0))
    if channel.type == FORUM:
        raise Refused(*NOT_A_TEXT_CHANNEL)
    if channel.archived and channel.locked:
        raise Refused(*THREAD_ARCHIVED)
    if channel.recipient and not state.world.users[channel.recipient].takes_messages:
        raise Refused(*DM_CLOSED)
    return channel


def list_messages(state: State, call: Call) -> object:
    """Give a page of history; a bot that may not read history is given an empty one."""
    channel = state.world.known_channel(call.id("channel"))
    demand(state.world, channel, VIEW)
    page = state.messages.page(channel.id, call.query, max(call.lag, state.lag))
    readable = in_channel(state.world, channel, state.world.bot.id) & READ_HISTORY
    return [of_message(state.world, message) for message in page] if readable else []


def get_message(state: State, call: Call) -> object:
    return of_message(state.world, _found(state, call, READ_HISTORY))


def edit_message(state: State, call: Call) -> object:
    message = _found(state, call, VIEW)
    if message.author is not state.world.bot:
        raise Refused(*OTHER_AUTHOR)
    if state.world.channels[message.channel].archived:
        raise Refused(*THREAD_ARCHIVED)
    check_message(call.body, call.files, message)
    state.published.check(EDIT, call.body)
    change(state, message, call.body, call.files)
    announce(state, message, "MESSAGE_UPDATE")
    return of_message(state.world, message)


def delete_message(state: State, call: Call) -> object:
    message = _found(state, call, VIEW)
    channel = state.world.channels[message.channel]
    if message.author is not state.world.bot:
        demand(state.world, channel, MANAGE_MESSAGES)
    state.messages.kept.pop(message.id)
    guild = {"guild_id": str(channel.guild)} if channel.guild else {}
    gone = {"id": str(message.id), "channel_id": str(channel.id), **guild}
    intent = INTENT_MESSAGES if channel.guild else INTENT_DIRECT
    state.gateway.dispatch("MESSAGE_DELETE", gone, channel.guild, intent)
    return None


def _found(state: State, call: Call, needed: int) -> Message:
    channel = state.world.known_channel(call.id("channel"))
    demand(state.world, channel, needed)
    return state.messages.public(channel.id, call.id("message"))


def typing(state: State, call: Call) -> object:
    demand(state.world, state.world.known_channel(call.id("channel")), SEND)
    return None


def open_direct(state: State, call: Call) -> object:
    """POST /users/@me/channels."""
    state.published.check(DIRECT, call.body)
    form = Form()
    form.required(call.body, (), "recipient_id")
    form.check()
    recipient = int(call.body["recipient_id"])
    if recipient not in state.world.users:
        raise Refused(*UNKNOWN_USER)
    return of_channel(state.world, state.world.direct(recipient))

"""What the bot says later, through an interaction's token."""

from .bodies import check_message
from .callbacks import answer
from .interactions import Interaction
from .messages import LOADING, Message
from .payloads import of_message
from .posting import announce, change
from .published import FOLLOW_UP, HOOK
from .refusals import UNKNOWN_MESSAGE, Json, Refused
from .state import Call, State


def follow_up(state: State, call: Call) -> object:
    """POST /webhooks/{application}/{token}: the first one fills in the "thinking" message."""
    interaction = _of_token(state, call)
    original = interaction.original
    check_message(call.body, call.files)
    state.published.check(FOLLOW_UP, call.body)
    if original and original.flags & LOADING:
        return _edited(state, interaction, original, call)
    message = answer(state, interaction, call.body, call.files)
    announce(state, message)
    interaction.news.put_nowait(message)
    return of_message(state.world, message)


def hook_message(state: State, call: Call) -> object:
    """GET /webhooks/{application}/{token}/messages/{message}."""
    return of_message(state.world, _hooked(state, _of_token(state, call), call))


def hook_edit(state: State, call: Call) -> object:
    """PATCH /webhooks/{application}/{token}/messages/{message}."""
    interaction = _of_token(state, call)
    message = _hooked(state, interaction, call)
    check_message(call.body, call.files, message)
    state.published.check(HOOK, call.body)
    return _edited(state, interaction, message, call)


def hook_delete(state: State, call: Call) -> object:
    """DELETE /webhooks/{application}/{token}/messages/{message}."""
    message = _hooked(state, _of_token(state, call), call)
    state.messages.kept.pop(message.id)
    return None


def _edited(state: State, interaction: Interaction, message: Message, call: Call) -> Json:
    change(state, message, call.body, call.files)
    message.flags &= ~LOADING
    announce(state, message, "MESSAGE_UPDATE")
    interaction.news.put_nowait(message)
    return of_message(state.world, message)


def _of_token(state: State, call: Call) -> Interaction:
    return state.interactions.by_token(call.path["token"])


def _hooked(state: State, interaction: Interaction, call: Call) -> Message:
    """Give the message that a webhook route names: @original, or one that this token has made."""
    original = call.path["message"] == "@original"
    found = interaction.original if original else state.messages.kept.get(call.id("message"))
    if found is None or found.id not in state.messages.kept or not _owned(found, interaction):
        raise Refused(*UNKNOWN_MESSAGE)
    return found


def _owned(message: Message, interaction: Interaction) -> bool:
    made = message.interaction is not None and message.interaction["id"] == str(interaction.id)
    return made or message in (interaction.original, interaction.source)

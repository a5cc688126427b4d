"""The bot's first answer to an interaction, and what it says later through the interaction's token."""

from collections.abc import Callable

from .bodies import check_message
from .definitions import check_suggestions
from .interactions import AUTOCOMPLETE, COMMAND, COMPONENT, SUBMISSION, Interaction
from .messages import EPHEMERAL, LOADING, Message
from .modals import check_modal
from .payloads import of_message, of_user
from .posting import Files, announce, change, post
from .published import CALLBACKS
from .refusals import Form, Json, Refused
from .state import Call, State

MESSAGE, THINKING, LATER, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
ALLOWED = {
    COMMAND: {MESSAGE, THINKING, MODAL},
    COMPONENT: {MESSAGE, THINKING, LATER, UPDATE, MODAL},
    AUTOCOMPLETE: {CHOICES},
    SUBMISSION: {MESSAGE, THINKING},
}


def respond(state: State, call: Call) -> object:
    """POST /interactions/{interaction}/{token}/callback."""
    interaction = state.interactions.unanswered(call.id("interaction"), call.path["token"])
    kind, said = _kind(interaction, call.body), call.body.get("data") or {}
    _inspect(interaction, kind, said, call.files)
    state.published.check(CALLBACKS[kind], call.body)
    _EFFECTS[kind](state, interaction, said, call.files)
    interaction.answer = kind
    interaction.answered.set()
    return _receipt(state, interaction) if call.query.get("with_response") in ("1", "true") else None


def _inspect(interaction: Interaction, kind: int, said: Json, files: Files) -> None:
    """Refuse what is wrong with the data, with paths that begin there."""
    form = Form()
    try:
        if kind in (MESSAGE, UPDATE):
            check_message(said, files, interaction.source if kind == UPDATE else None)
        elif kind == CHOICES:
            check_suggestions(form, said.get("choices") or [], ("choices",))
        elif kind == MODAL:
            check_modal(form, said, ())
        form.check()
    except Refused as refused:
        raise refused.within("data") from None


def _kind(interaction: Interaction, body: Json) -> int:
    allowed = set(ALLOWED[interaction.kind])
    if interaction.kind == SUBMISSION and interaction.source:
        allowed |= {LATER, UPDATE}
    form = Form()
    form.choice(("type",), body.get("type"), allowed)
    form.check()
    return int(body["type"])


def _receipt(state: State, interaction: Interaction) -> Json:
    told: Json = {"id": str(interaction.id), "type": interaction.kind}
    resource: Json = {"type": interaction.answer}
    if original := interaction.original:
        told |= {
            "response_message_id": str(original.id),
            "response_message_loading": bool(original.flags & LOADING),
            "response_message_ephemeral": bool(original.flags & EPHEMERAL),
        }
        resource["message"] = of_message(state.world, original)
    return {"interaction": told, "resource": resource}


def _say(state: State, interaction: Interaction, said: Json, files: Files) -> None:
    interaction.original = answer(state, interaction, said, files)
    announce(state, interaction.original)


def _think(state: State, interaction: Interaction, said: Json, _: Files) -> None:
    flags = {"flags": (said.get("flags") or 0) & EPHEMERAL}
    interaction.original = answer(state, interaction, flags, {})
    interaction.original.flags |= LOADING
    announce(state, interaction.original)


def _promise(_state: State, interaction: Interaction, _said: Json, _files: Files) -> None:
    interaction.original = interaction.source


def _update(state: State, interaction: Interaction, said: Json, files: Files) -> None:
    assert interaction.source
    change(state, interaction.source, said, files)
    interaction.original = interaction.source
    announce(state, interaction.source, "MESSAGE_UPDATE")


def _suggest(_state: State, interaction: Interaction, said: Json, _files: Files) -> None:
    interaction.choices = said.get("choices") or []


def _open(_state: State, interaction: Interaction, said: Json, _files: Files) -> None:
    interaction.modal = said


_EFFECTS: dict[int, Callable[[State, Interaction, Json, Files], None]] = {
    MESSAGE: _say, THINKING: _think, LATER: _promise, UPDATE: _update, CHOICES: _suggest, MODAL: _open,
}  # fmt: skip


def answer(state: State, interaction: Interaction, said: Json, files: Files) -> Message:
    """Make the bot's message; an ephemeral one is seen by the acting user alone."""
    message = post(state, interaction.channel.id, state.world.bot, said, files)
    if (said.get("flags") or 0) & EPHEMERAL:
        message.flags |= EPHEMERAL
        message.viewer = interaction.user.id
    message.webhook = str(state.world.bot.id)
    message.type = 20 if interaction.kind == COMMAND else 0
    owners = {"authorizing_integration_owners": {"0": str(interaction.channel.guild or 0)}}
    acting = of_user(interaction.user)
    message.interaction = {"id": str(interaction.id), "type": interaction.kind, "user": acting, **owners}
    return message

"""How a body becomes a message, or changes one."""

from copy import deepcopy

from .mentions import pings
from .messages import EPHEMERAL, V2, Message
from .payloads import of_message
from .refusals import Json
from .sessions import INTENT_DIRECT, INTENT_MESSAGES
from .state import Ping, State
from .tree import numbered, walk
from .world import User

Files = dict[int, tuple[str, bytes]]
KEPT = ("content", "embeds", "components", "poll", "sticker_ids")
SETTABLE = V2 | 1 << 2 | 1 << 12  # components v2, no embeds, silent


def post(state: State, channel: int, author: User, body: Json, files: Files) -> Message:
    """Make a message of a checked body; whoever it calls is noted."""
    flags = (body.get("flags") or 0) & (SETTABLE | EPHEMERAL)
    message = state.messages.new(channel, author, {}, flags & ~EPHEMERAL)
    _fill(state, message, body, files)
    _note_pings(state, message, body, edit=False)
    return message


def change(state: State, message: Message, body: Json, files: Files) -> None:
    """Change a message as far as the checked body says; what it leaves out stays."""
    message.flags |= (body.get("flags") or 0) & SETTABLE
    _fill(state, message, body, files)
    _note_pings(state, message, body, edit=True)
    message.edited = state.clock.now()


def announce(state: State, message: Message, event: str = "MESSAGE_CREATE") -> None:
    """Tell the bot's sessions of a public message, where they asked for such news."""
    if message.viewer is not None:
        return
    channel = state.world.channels[message.channel]
    intent = INTENT_MESSAGES if channel.guild else INTENT_DIRECT
    payload = of_message(state.world, message)
    place = {"guild_id": str(channel.guild)} if channel.guild else {}
    state.gateway.dispatch(event, payload | place, channel.guild, intent)


def _fill(state: State, message: Message, body: Json, files: Files) -> None:
    message.body |= {name: deepcopy(body[name]) for name in KEPT if name in body}
    if files or body.get("attachments") is not None:
        message.body["attachments"] = _attachments(state, message, body, files)
    if body.get("components"):
        numbered(message.body["components"])
        _resolve(message)


def _attachments(state: State, message: Message, body: Json, files: Files) -> list[Json]:
    old = {str(each["id"]): each for each in message.body.get("attachments") or []}
    listed = body.get("attachments")
    if listed is None:
        listed = [*old.values(), *({"id": number} for number in files)]
    return [old.get(str(each["id"])) or _attachment(state, message, each, files) for each in listed]


def _attachment(state: State, message: Message, told: Json, files: Files) -> Json:
    name, content = files[int(told["id"])]
    name, id_ = told.get("filename") or name, state.snowflakes.new()
    message.files[str(id_)] = content
    url = f"{state.address}/attachments/{message.channel}/{id_}/{name}"
    seen = {"filename": name, "size": len(content), "url": url, "proxy_url": url}
    return {"id": str(id_), "description": told.get("description"), **seen}


def _resolve(message: Message) -> None:
    """Put the stored address where a component names an attachment."""
    urls = {f"attachment://{each['filename']}": each for each in message.body.get("attachments") or []}
    for component in walk(message.body["components"]):
        items = component.get("items") or []
        for media in (component.get("media"), component.get("file"), *(item["media"] for item in items)):
            if media and (found := urls.get(media["url"])):
                media |= {"url": found["url"], "proxy_url": found["url"], "attachment_id": found["id"]}


def _note_pings(state: State, message: Message, body: Json, *, edit: bool) -> None:
    if whom := pings(body):
        state.pinged.append(Ping(message.id, whom, edit))

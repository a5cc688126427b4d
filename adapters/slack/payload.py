"""What Slack sends: who did what, where, and how it can be answered."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import wraps
from operator import attrgetter
from types import MappingProxyType
from typing import NamedTuple

from adapters.slack.blocks import Json, read_value
from adapters.slack.render import ANSWER
from adapters.slack.wire import read
from adapters.slack.words import unescape

PLATFORM = "slack"


class Unreadable(Exception):
    """Not what Slack sends."""


class Where(StrEnum):
    """Where something was done, which decides where its answer goes."""

    LINE = "line"  # a command, typed
    MESSAGE = "message"  # a message that everyone sees
    PRIVATE = "private"  # a message that one member sees
    MODAL = "modal"
    HOME = "home"
    ANYWHERE = "anywhere"  # a shortcut


class Act(NamedTuple):
    """One thing that a member did. `name` is the same however often it is delivered."""

    name: str
    user: str
    handle: str
    team: str
    where: Where
    said: str = ""  # the line, the button's token, the form's press, the shortcut
    channel: str = ""
    trigger: str = ""
    hook: str = ""
    view: str = ""
    hash: str = ""
    form: bool = False
    fields: Mapping[str, str] = MappingProxyType({})
    blocks: tuple[Json, ...] = ()
    words: str = ""  # of the message on which a shortcut was chosen


_in_words = attrgetter(*(name for name, kind in Act.__annotations__.items() if kind is str))


def _reading(read: Callable[[Json], Act]) -> Callable[[Json], Act]:
    @wraps(read)
    def reads(body: Json) -> Act:
        try:
            return _sound(read(body))
        except (KeyError, IndexError, TypeError, AttributeError, ValueError) as error:
            raise Unreadable(f"{read.__name__}: {type(error).__name__}") from None

    return reads


def _sound(act: Act) -> Act:
    """Give the act back if what should be words is words: a payload may hold anything."""
    if {*map(type, _in_words(act))} != {str}:
        raise TypeError
    return act


@_reading
def command(body: Json) -> Act:
    """Read a typed command."""
    return Act(
        name=body["trigger_id"],
        user=body["user_id"],
        handle=body.get("user_name", ""),
        team=body["team_id"],
        where=Where.LINE,
        said=unescape(f"{body['command']} {body.get('text') or ''}".strip()),
        channel=body["channel_id"],
        trigger=body["trigger_id"],
        hook=body.get("response_url", ""),
    )


@_reading
def press(body: Json) -> Act:
    """Read a pressed button or a choice from a list."""
    action = body["actions"][0]
    chosen = action.get("selected_option") or action
    return Act(
        **_doer(body),
        where=_where(body),
        said=read_value(str(chosen.get("value") or "")),
        channel=_channel(body),
        trigger=body.get("trigger_id", ""),
        hook=body.get("response_url", ""),
        view=(body.get("view") or {}).get("id", ""),
        hash=(body.get("view") or {}).get("hash", ""),
    )


@_reading
def sent(body: Json) -> Act:
    """Read a modal that was sent: an answer, a step onwards, or a form."""
    view, kept = body["view"], _kept(body["view"])
    fields = {name: _value(inside) for name, inside in view["state"]["values"].items()}
    answer = read_value(fields.pop(ANSWER, ""))
    return Act(
        **_doer(body),
        where=Where.MODAL,
        said=kept.get("form") or answer or kept.get("token", ""),
        channel=kept.get("channel", ""),
        trigger=body.get("trigger_id", ""),
        view=view["id"],
        hash=view.get("hash", ""),
        form=bool(kept.get("form")),
        fields=fields,
        blocks=tuple(each for each in view.get("blocks") or () if "block_id" in each),
    )


@_reading
def shortcut(body: Json) -> Act:
    """Read a shortcut, from anywhere or on a message."""
    return Act(
        **_doer(body),
        where=Where.ANYWHERE,
        said=body["callback_id"],
        channel=(body.get("channel") or {}).get("id", ""),
        trigger=body["trigger_id"],
        hook=body.get("response_url", ""),
        words=unescape(str((body.get("message") or {}).get("text") or "")),
    )


@_reading
def opened(body: Json) -> Act:
    """Read that a member looks at the App Home."""
    event = body["event"]
    return Act(
        body["event_id"], event["user"], "", body["team_id"], Where.HOME, said=event.get("tab", "home")
    )


def _doer(body: Json) -> Json:
    user = body["user"]
    name = body.get("trigger_id") or body["view"]["id"] + body["view"]["hash"]
    team = (body.get("team") or {}).get("id") or user["team_id"]
    return {"name": name, "user": user["id"], "handle": user.get("name") or "", "team": team}


def _where(body: Json) -> Where:
    container = body.get("container") or {}
    if container.get("type") == "view":
        return Where.HOME if body["view"]["type"] == "home" else Where.MODAL
    return Where.PRIVATE if container.get("is_ephemeral") else Where.MESSAGE


def _channel(body: Json) -> str:
    given = (body.get("channel") or {}).get("id", "")
    return given or (_kept(body["view"]).get("channel", "") if body.get("view") else "")


def _kept(view: Json) -> dict[str, str]:
    """Read what we keep in a view of ours."""
    kept = read(view.get("private_metadata") or "{}")
    return {str(name): str(value) for name, value in kept.items()}


def _value(inside: Json) -> str:
    """Give what one field holds."""
    (held,) = inside.values()
    chosen = held.get("selected_option") or {}
    return str(chosen.get("value") or held.get("value") or "")

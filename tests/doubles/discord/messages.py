"""The messages of all channels: what was accepted stays, whether or not its answer arrived."""

from dataclasses import dataclass, field

from .clock import Clock, Snowflakes, instant_of
from .refusals import UNKNOWN_MESSAGE, Form, Json, Refused
from .world import User

EPHEMERAL, LOADING, V2 = 1 << 6, 1 << 7, 1 << 15


@dataclass
class Message:
    """One message; `viewer` is the only user who sees it, if it is ephemeral."""

    id: int
    channel: int
    author: User
    body: Json
    created: float
    flags: int = 0
    type: int = 0
    viewer: int | None = None
    nonce: str | int | None = None
    edited: float | None = None
    interaction: Json | None = None
    webhook: str | None = None
    files: dict[str, bytes] = field(default_factory=dict)


@dataclass
class Messages:
    """Keeps messages by id; equal nonces are the same message while the window lasts (seconds)."""

    clock: Clock
    snowflakes: Snowflakes
    kept: dict[int, Message] = field(default_factory=dict)
    nonce_window: float = 300.0
    _nonces: dict[tuple[int, str], int] = field(default_factory=dict)

    def new(self, channel: int, author: User, body: Json, flags: int = 0) -> Message:
        id_ = self.snowflakes.new()
        message = Message(id_, channel, author, body, self.clock.now(), flags)
        self.kept[id_] = message
        return message

    def same(self, author: User, nonce: str) -> Message | None:
        """Give the author's message that was made with this nonce in the past few minutes."""
        found = self.kept.get(self._nonces.get((author.id, nonce), 0))
        fresh = found is not None and self.clock.now() - found.created <= self.nonce_window
        return found if fresh else None

    def remember(self, message: Message, nonce: str) -> None:
        self._nonces[message.author.id, nonce] = message.id

    def public(self, channel: int, id_: int) -> Message:
        """Give a message of a channel; an ephemeral one is unknown there."""
        found = self.kept.get(id_)
        if found is None or found.channel != channel or found.viewer is not None:
            raise Refused(*UNKNOWN_MESSAGE)
        return found

    def seen_by(self, user: int, channel: int) -> list[Message]:
        """Give what one user sees in a channel, oldest first."""
        here = (message for message in self.kept.values() if message.channel == channel)
        return [message for message in here if message.viewer in (None, user)]

    def page(self, channel: int, query: dict[str, str], lag: float) -> list[Message]:
        """Give one page of history, newest first; what is younger than the lag is not there yet."""
        limit, pivot = _page_form(query)
        newest = self.clock.now() - lag
        here = [each for each in self.kept.values() if each.channel == channel and each.viewer is None]
        ids = sorted(each.id for each in here if not lag or instant_of(each.id) <= newest)
        return [self.kept[id_] for id_ in sorted(_around(ids, pivot, limit), reverse=True)]


def _around(ids: list[int], pivot: tuple[str, int] | None, limit: int) -> list[int]:
    match pivot:
        case ("before", mark):
            return [id_ for id_ in ids if id_ < mark][-limit:]
        case ("after", mark):
            return [id_ for id_ in ids if id_ > mark][:limit]
        case ("around", mark):
            older = [id_ for id_ in ids if id_ < mark][-(limit // 2) :]
            return older + [id_ for id_ in ids if id_ >= mark][: limit - limit // 2]
        case _:
            return ids[-limit:]


def _page_form(query: dict[str, str]) -> tuple[int, tuple[str, int] | None]:
    form = Form()
    limit = query.get("limit", "50")
    if not limit.isdecimal() or not 1 <= int(limit) <= 100:
        form.fault(("limit",), "NUMBER_TYPE_MAX", "int value should be between 1 and 100.")
    marks = [name for name in ("around", "before", "after") if name in query]
    for name in marks:
        if not query[name].isdecimal():
            form.fault((name,), "NUMBER_TYPE_COERCE", f'Value "{query[name]}" is not snowflake.')
    form.check()
    return int(limit), ((marks[0], int(query[marks[0]])) if marks else None)

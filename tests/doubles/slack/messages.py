"""Messages that stay, and those that one member alone sees."""

from dataclasses import dataclass, field

from .clock import Clock
from .refusals import Json, Refused


@dataclass
class Message:
    """`viewer`: the one who sees an ephemeral message; `author`: a member, or the bot."""

    ts: str
    channel: str
    author: str
    body: Json
    at: float
    viewer: str = ""
    edited: bool = False

    @property
    def blocks(self) -> list[Json]:
        blocks: list[Json] = self.body.get("blocks") or []
        return blocks

    def wire(self, *, metadata: bool = False) -> Json:
        """Give the message as the Web API does: metadata only for those who ask for it."""
        told = {"type": "message", "ts": self.ts, "user": self.author, **self.body}
        if self.edited:
            told["edited"] = {"user": self.author, "ts": self.ts}
        if not metadata and "metadata" in told:
            told["metadata"] = {"event_type": told["metadata"]["event_type"]}
        return told


@dataclass
class Messages:
    clock: Clock
    kept: dict[str, Message] = field(default_factory=dict)

    def add(self, channel: str, author: str, body: Json, viewer: str = "") -> Message:
        made = Message(self.clock.stamp(), channel, author, body, self.clock.now(), viewer)
        self.kept[made.ts] = made
        return made

    def own(self, channel: str, ts: str, author: str) -> Message:
        """Find a public message that this author may change."""
        found = self.kept.get(ts)
        if found is None or found.viewer or found.channel != channel:
            raise Refused("message_not_found")
        if found.author != author:
            raise Refused("cant_update_message")
        return found

    def public(self, channel: str) -> list[Message]:
        """List a channel's messages, newest first."""
        here = [each for each in self.kept.values() if each.channel == channel and not each.viewer]
        return sorted(here, key=lambda each: each.ts, reverse=True)

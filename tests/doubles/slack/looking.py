"""What members see without doing anything, and what they write by hand."""

from dataclasses import dataclass

from .messages import Message
from .news import PATIENCE, News
from .refusals import Impossible, Json
from .seen import Seen
from .state import State
from .views import View


@dataclass
class Looking:
    state: State

    async def next(self, seen: Seen, kinds: str = "", seconds: float = PATIENCE) -> News:
        """Wait for what the act, which gave `seen`, brings onto the member's screen."""
        return await self.state.board.next(seen.since, seen.user, kinds, seconds)

    def say(self, user: str, channel: str, text: str) -> str:
        """Write a message by hand; give its time stamp."""
        message = self.state.messages.add(channel, user, {"text": text})
        self.state.show("message", message)
        return message.ts

    def screen(self, user: str, channel: str) -> list[Json]:
        """Give all messages that this member sees in a channel, oldest first."""
        seen = [
            m for m in self.state.messages.kept.values() if m.channel == channel and m.viewer in ("", user)
        ]
        return [message.wire() for message in seen]

    def modal(self, user: str) -> Json | None:
        top = self.state.views.top(user)
        return top.wire() if top else None

    def _visible(self, user: str, ts: str) -> Message:
        found = self.state.messages.kept.get(ts)
        if found is None or found.viewer not in ("", user):
            raise Impossible("this member sees no such message")
        return found

    def _modal(self, user: str) -> View:
        top = self.state.views.top(user)
        if top is None:
            raise Impossible("no modal is open for this member")
        return top

    def _seen(self, user: str, since: int, banner: str = "") -> Seen:
        return Seen(since, user, banner, view=self.modal(user))

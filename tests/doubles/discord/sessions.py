"""A client's session with the gateway: it outlives its connection and remembers what was missed."""

from collections import deque
from dataclasses import dataclass, field

from .refusals import Json
from .wire import DISPATCH, Wire

KEPT = 1000  # dispatches that a session can replay

INTENT_GUILDS, INTENT_MEMBERS, INTENT_PRESENCES, INTENT_MESSAGES = 1 << 0, 1 << 1, 1 << 8, 1 << 9
INTENT_DIRECT, INTENT_CONTENT, ALL_INTENTS = 1 << 12, 1 << 15, (1 << 26) - 1
PRIVILEGED = INTENT_MEMBERS | INTENT_PRESENCES | INTENT_CONTENT


@dataclass
class Session:
    """`drops` ends the connection around the next interaction: "before" it is sent, or "after"."""

    id: str
    intents: int
    shard: tuple[int, int] | None
    wire: Wire | None = None
    sequence: int = 0
    drops: str = ""
    resumed: int = 0
    missed: deque[tuple[int, str, Json]] = field(default_factory=lambda: deque(maxlen=KEPT))

    def wants(self, guild: int | None, intent: int) -> bool:
        """Tell whether an event is this session's: its shard, its intents."""
        number, count = self.shard or (0, 1)
        mine = number == ((guild >> 22) % count if guild else 0)
        return mine and (not intent or bool(self.intents & intent))

    def dispatch(self, event: str, payload: Json) -> None:
        self.sequence += 1
        self.missed.append((self.sequence, event, payload))
        if event == "INTERACTION_CREATE" and self.drops:
            self._drop(payload)
        elif self.wire:
            self.wire.say(DISPATCH, payload, event, self.sequence)

    def replay(self, since: int) -> None:
        """Send again what the client has not seen, then say that this was all."""
        self.resumed += 1
        for sequence, event, payload in [each for each in self.missed if each[0] > since]:
            if self.wire:
                self.wire.say(DISPATCH, payload, event, sequence)
        self.dispatch("RESUMED", {})

    def _drop(self, payload: Json) -> None:
        wire, when, self.wire, self.drops = self.wire, self.drops, None, ""
        if wire and when == "after":
            wire.say(DISPATCH, payload, "INTERACTION_CREATE", self.sequence)
            wire.stop(4000)
        elif wire:
            wire.cut()

"""A platform's channel: it keeps messages by token, can lose an answer, be down, or refuse for good."""

from dataclasses import dataclass, field

from bot.chat import Gone, MessageRef, Place, Reply
from bot.pace import Pace


class Unreachable(Exception):
    pass


@dataclass
class Channel:
    """Behaves as a platform does: what it accepted stays, whether or not its answer arrived."""

    messages: dict[str, tuple[Place, str, Reply]] = field(default_factory=dict)
    loses_answers: int = 0
    down: bool = False
    closed_for_good: str = ""
    posted: int = 0
    pace: Pace = field(default_factory=Pace)
    tells_nobody: bool = False
    told: list[tuple[str, Reply]] = field(default_factory=list)

    async def post(self, place: Place, reply: Reply, token: str) -> MessageRef:
        if self.closed_for_good:
            raise Gone(self.closed_for_good)
        if self.down:
            raise Unreachable
        self.posted += 1
        id_ = str(self.posted)
        self.messages[id_] = (place, token, reply)
        if self.loses_answers:
            self.loses_answers -= 1
            raise Unreachable
        return MessageRef(place, id_)

    async def edit(self, ref: MessageRef, reply: Reply) -> None:
        if self.down:
            raise Unreachable
        place, token, _ = self.messages[ref.id]
        self.messages[ref.id] = (place, token, reply)

    async def find(self, place: Place, token: str) -> list[MessageRef]:
        if self.down:
            raise Unreachable
        here = (id_ for id_, (where, known, _) in self.messages.items() if (where, known) == (place, token))
        return [MessageRef(place, id_) for id_ in sorted(here, key=int)]

    async def delete(self, ref: MessageRef) -> None:
        self.messages.pop(ref.id, None)

    async def tell(self, place: Place, account: str, reply: Reply, token: str) -> None:
        del place, token
        if self.down or self.tells_nobody:
            raise Unreachable
        self.told.append((account, reply))

    @property
    def cards(self) -> list[Reply]:
        """What everyone sees, oldest first."""
        return [reply for _, _, reply in self.messages.values()]

"""All that the stand-in knows, in one place, and everything that the bot ever sent."""

from dataclasses import dataclass, field

from .clock import Clock
from .faults import Faults
from .messages import Message, Messages
from .news import Board, News
from .refusals import Json
from .sockets import Sockets
from .triggers import Triggers
from .views import View, Views
from .world import World


@dataclass
class Outgoing:
    """One call of the bot as it came; `told` is what it was answered, none if the answer was lost."""

    method: str
    text: str
    arguments: Json
    at: float
    status: int = 0
    told: object = None
    token: str = ""


class State:
    def __init__(self) -> None:
        self.address = ""
        self.clock = Clock()
        self.world = World()
        self.messages = Messages(self.clock)
        self.views = Views()
        self.sockets = Sockets(self.world)
        self.triggers = Triggers(self.clock)
        self.faults = Faults()
        self.board = Board()
        self.outgoing: list[Outgoing] = []
        self.lag = 0.0

    def show(self, kind: str, message: Message) -> None:
        """Put a message, or its change, on the screens of those who see it."""
        self.board.tell(News(kind, message.viewer, message.channel, message.wire()))

    def open_view(self, kind: str, view: View) -> None:
        self.board.tell(News(kind, view.user, view=view.wire()))


@dataclass
class Call:
    """One accepted call: what it brings, and what goes wrong with it."""

    arguments: Json = field(default_factory=dict)
    lag: float = 0.0

    def text(self, name: str) -> str:
        return str(self.arguments.get(name) or "")

    def on(self, name: str) -> bool:
        """Read a switch, however it is written."""
        return self.text(name).lower() in {"1", "true"}

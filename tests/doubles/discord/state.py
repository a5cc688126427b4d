"""All that the stand-in knows, in one place, and everything that the bot ever sent."""

from dataclasses import dataclass, field

from .catalogue import Catalogue
from .clock import Clock, Snowflakes
from .faults import Faults
from .gateway import Gateway
from .interactions import Interactions
from .limits import Limits
from .messages import Messages
from .published import Published
from .refusals import Json
from .world import World


@dataclass
class Outgoing:
    """One request of the bot as it came; `status` is what it was told, 0 if the answer was lost."""

    route: str
    path: str
    text: str
    body: object
    files: dict[str, bytes]
    at: float
    status: int = 0
    told: object = None

    @property
    def message(self) -> Json | None:
        """Give the message that this request carries, if it carries one."""
        if not isinstance(self.body, dict):
            return None
        if "/callback" in self.route:
            data: Json | None = self.body.get("data") if self.body.get("type") in (4, 7) else None
            return data
        return self.body if "/messages" in self.route or self.route.startswith("POST /webhooks") else None


@dataclass
class Ping:
    """A message that called somebody."""

    message: int
    whom: list[str]
    edit: bool = False


class State:
    def __init__(self, token: str) -> None:
        self.token = token
        self.address = ""
        self.clock = Clock()
        self.snowflakes = Snowflakes(self.clock)
        self.world = World(self.clock, self.snowflakes)
        self.messages = Messages(self.clock, self.snowflakes)
        self.interactions = Interactions(self.clock, self.snowflakes)
        self.catalogue = Catalogue(self.world, self.clock, self.snowflakes)
        self.gateway = Gateway(self.world, self.clock, token)
        self.limits = Limits(self.clock)
        self.faults = Faults()
        self.published = Published()
        self.outgoing: list[Outgoing] = []
        self.pinged: list[Ping] = []
        self.malformed: list[str] = []
        self.lag = 0.0


@dataclass
class Call:
    """One accepted request: where it goes, what it brings."""

    path: dict[str, str]
    query: dict[str, str]
    body: Json = field(default_factory=dict)
    items: list[Json] = field(default_factory=list)
    files: dict[int, tuple[str, bytes]] = field(default_factory=dict)
    lag: float = 0.0

    def id(self, name: str) -> int:
        """Give an id of the path; what is no number is no id of anything."""
        value = self.path[name]
        return int(value) if value.isdecimal() else 0

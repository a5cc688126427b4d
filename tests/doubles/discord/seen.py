"""What a user sees after an act."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from .messages import EPHEMERAL
from .refusals import Impossible, Json
from .tree import BUTTON, SELECTS, texts, walk

NO_ANSWER = "The application did not respond"
FAILED = "This interaction failed"


@dataclass
class Seen:
    """`kind`: message, thinking, waiting (nothing changes yet), update, choices, modal or failed."""

    interaction: int
    kind: str
    message: Json | None = None
    modal: Json | None = None
    choices: list[Json] = field(default_factory=list)
    failure: str = ""

    @property
    def id(self) -> int:
        return int(self.shown["id"])

    @property
    def shown(self) -> Json:
        """Give the message; there must be one."""
        if self.message is None:
            raise Impossible(f"no message is seen: {self.kind} {self.failure}")
        return self.message

    @property
    def private(self) -> bool:
        return bool(self.shown["flags"] & EPHEMERAL)

    @property
    def text(self) -> str:
        """Give all the words of the message."""
        return words(self.shown)

    def button(self, label: str) -> str:
        """Give the custom id of the button with this label."""
        return button(self.shown, label)

    @property
    def labels(self) -> list[str]:
        return [str(each.get("label")) for each in controls(self.shown) if each["type"] == BUTTON]


def words(message: Json) -> str:
    return "\n".join(filter(None, [message["content"], *texts(message["components"])]))


def controls(message: Json) -> Iterator[Json]:
    """Give what can be pressed or chosen on a message."""
    return (each for each in walk(message["components"]) if each["type"] in {BUTTON, *SELECTS})


def button(message: Json, label: str) -> str:
    for each in controls(message):
        if each["type"] == BUTTON and each.get("label") == label:
            return str(each["custom_id"])
    raise Impossible(f"no button says {label!r}")

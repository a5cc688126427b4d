"""The words that the core and every platform share: who speaks, where, and what is said back."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, Protocol

from bot.pace import Pace

TOKEN_LIMIT = 100  # characters of a button's token: Discord's custom_id, the smallest of the platforms


class Role(StrEnum):
    STUDENT = "student"
    TEACHER = "teacher"


@dataclass(frozen=True, slots=True)
class Member:
    """Whoever speaks now, with the role held at this very moment.

    `roles` are the platform's own, by name and by id: a class may say that one of them makes a teacher.
    """

    platform: str
    server: str
    id: str
    name: str
    role: Role
    roles: tuple[str, ...] = ()


class Place(NamedTuple):
    """A channel."""

    platform: str
    server: str
    channel: str


@dataclass(frozen=True, slots=True)
class Text:
    words: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence of the essay, word for word, and where it stands."""

    quote: str
    sentence: str
    where: str
    factor: str


@dataclass(frozen=True, slots=True)
class Note:
    """The teacher's caution under a claim that the record does not bear out."""

    words: str


@dataclass(frozen=True, slots=True)
class Row:
    rank: int
    name: str
    score: str
    mine: bool = False


@dataclass(frozen=True, slots=True)
class Ranking:
    rows: tuple[Row, ...]


class Style(StrEnum):
    PRIMARY = "primary"
    PLAIN = "plain"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Button:
    """A label to press and the opaque token that comes back: ids only, never an answer."""

    label: str
    token: str
    style: Style = Style.PLAIN


@dataclass(frozen=True, slots=True)
class Choices:
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Picker:
    """One choice of many; picking presses that button."""

    label: str
    options: tuple[Button, ...]


class State(StrEnum):
    """What may be shown of an answer option: nothing while it can be chosen, then the verdict."""

    OPEN = "open"
    RIGHT = "right"
    WRONG = "wrong"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Option:
    letter: str
    words: str
    token: str = ""
    state: State = State.OPEN
    chosen: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Options:
    """A question's answers, to choose from or looked back upon."""

    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    value: int
    most: int
    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars, and all of them in words; worth a `picture` where the platform shows one."""

    title: str
    bars: tuple[Bar, ...]
    alt: str
    picture: bool = False


@dataclass(frozen=True, slots=True)
class When:
    """An instant, shown in the reader's own zone where the platform can; `local` says it in the class's."""

    label: str
    instant: datetime
    local: str


@dataclass(frozen=True, slots=True)
class File:
    """A text to keep as a file: its name, its media type, and how else it is had where a platform cannot carry it."""

    name: str
    text: str
    media_type: str = "text/plain"
    otherwise: str = ""

    @property
    def size(self) -> str:
        """Say how large it is, as people say it."""
        kilobytes = len(self.text.encode("utf-8", "replace")) / 1000
        return f"{kilobytes:.0f} kB" if kilobytes >= 1 else "under 1 kB"


Part = Text | Evidence | Note | Ranking | Choices | Picker | Options | Chart | When | File


@dataclass(frozen=True, slots=True)
class Reply:
    title: str
    parts: tuple[Part, ...] = ()
    private: bool = True


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    label: str
    hint: str = ""
    value: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """Something to fill in; sending it submits the fields under the press."""

    title: str
    fields: tuple[Field, ...]
    press: str


class Refusal(Exception):
    """A "no" in words meant for the member: what was wrong and what to do."""


class Final(Exception):
    """A platform's last word: what to mend before the bot is started again, in one line."""


class Gone(Exception):
    """The platform's last word that this place takes no posts: why, in words for the teacher."""


@dataclass(frozen=True, slots=True)
class MessageRef:
    place: Place
    id: str


class Poster(Protocol):
    """The outbound port of a platform; whoever calls it waits for a turn of its pace first."""

    @property
    def pace(self) -> Pace: ...

    async def post(self, place: Place, reply: Reply, token: str) -> MessageRef:
        """Post for everyone in the place, findable by the token; raise Gone if that can never be."""
        ...

    async def edit(self, ref: MessageRef, reply: Reply) -> None: ...

    async def find(self, place: Place, token: str) -> list[MessageRef]:
        """List the messages that carry the token, oldest first."""
        ...

    async def delete(self, ref: MessageRef) -> None: ...

    async def tell(self, place: Place, account: str, reply: Reply, token: str) -> None:
        """Tell a teacher something about the place that nobody else sees; raise Gone if that can never be.

        `account` is the platform's user id; empty, it is whoever runs the server. The token is the notice's own: the
        same one again soon is the same message where the platform can see to it.
        """
        ...

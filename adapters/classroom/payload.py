"""What the page sends: who speaks, which button, which fields."""

from dataclasses import dataclass, field
from typing import TypeVar

from aiohttp import web
from pydantic import TypeAdapter, ValidationError

from bot.chat import Member, Place, Role
from bot.store.classroom import Person

PLATFORM = "classroom"
CLASSROOM = Place(PLATFORM, "local", "class")

Shape = TypeVar("Shape")


@dataclass(frozen=True, slots=True)
class Said:
    person: str
    text: str


@dataclass(frozen=True, slots=True)
class Here:
    person: str


@dataclass(frozen=True, slots=True)
class Pressed:
    person: str
    token: str


@dataclass(frozen=True, slots=True)
class Sent:
    person: str
    token: str
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Newcomer:
    name: str
    role: Role


async def body(request: web.Request, shape: type[Shape]) -> Shape:
    """Read a request's JSON as the shape; answer 400 to anything else."""
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType(text="Send application/json.")
    try:
        return TypeAdapter(shape).validate_json(await request.read())
    except ValidationError:
        raise web.HTTPBadRequest(text="This is not what the page sends.") from None


def member_of(person: Person) -> Member:
    """Give a person of the classroom as a member, in the role chosen on the page."""
    return Member(PLATFORM, CLASSROOM.server, str(person.id), person.name, person.role)

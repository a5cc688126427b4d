"""A class server with a teacher and two students, and requests in the raw."""

from dataclasses import dataclass
from typing import Any

import aiohttp

from .refusals import Json
from .standin import Discord
from .world import MANAGE_GUILD


@dataclass(frozen=True)
class School:
    guild: int
    channel: int
    teacher: int
    ada: int
    ben: int
    staff: int


def school_in(discord: Discord, id_: int | None = None) -> School:
    """Found the server; its owner is the teacher. Its id chooses its shard."""
    world = discord.world
    teacher, ada, ben = (world.user(name).id for name in ("Ms Hall", "Ada", "Ben"))
    guild = world.guild("Year 12", teacher, id_).id
    for user in (ada, ben):
        world.join(guild, user)
    staff = world.role(guild, "Staff", MANAGE_GUILD).id
    return School(guild, world.channel(guild, "history").id, teacher, ada, ben, staff)


@dataclass
class Raw:
    """Requests without a library that would mend them."""

    session: aiohttp.ClientSession
    discord: Discord

    async def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        headers: dict[str, str] | None = None,
        **how: Any,  # noqa: ANN401
    ) -> tuple[int, Json]:
        """Ask with the bot's token; give the status and the JSON."""
        known = {"Authorization": f"Bot {self.discord.token}"}
        if body is not None:
            known["Content-Type"] = "application/json"
            how["json"] = body
        url = self.discord.api + path
        async with self.session.request(method, url, headers=known | (headers or {}), **how) as answer:
            is_json = answer.content_type == "application/json"
            return answer.status, await answer.json() if is_json else {}


def faults(answer: Json) -> dict[str, str]:
    """Give the code of each fault by its path: {"components.0.type": "BASE_TYPE_CHOICES"}."""
    found: dict[str, str] = {}
    _collect(answer.get("errors") or {}, (), found)
    return found


def _collect(errors: Json, path: tuple[str, ...], found: dict[str, str]) -> None:
    for name, inside in errors.items():
        if name == "_errors":
            found[".".join(path)] = inside[0]["code"]
        else:
            _collect(inside, (*path, name), found)

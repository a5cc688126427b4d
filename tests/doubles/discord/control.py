"""The stand-in scripted from another process: any of its objects' methods, called by name over HTTP."""

import inspect
import json
from dataclasses import asdict, is_dataclass
from typing import TYPE_CHECKING, Any

import aiohttp
from aiohttp import web

from .refusals import Impossible
from .seen import Seen

if TYPE_CHECKING:
    from .standin import Discord

SCRIPTED = ("world", "people", "crowd", "happenings", "gateway", "limits", "clock")


def control_routes(discord: "Discord") -> list[web.RouteDef]:
    async def call(request: web.Request) -> web.Response:
        """POST {"call": "people.slash", "with": {...}}: the answer, or 409 for what no user could do."""
        asked = await request.json()
        try:
            told = _method(discord, asked["call"])(**asked.get("with", {}))
            told = await told if inspect.isawaitable(told) else told
        except (Impossible, AttributeError, TypeError, KeyError) as error:
            return web.json_response({"impossible": f"{type(error).__name__}: {error}"}, status=409)
        return web.json_response({"told": told}, dumps=_dumps)

    async def change(request: web.Request) -> web.Response:
        """POST {"of": "gateway", "to": {"mute": true}}: set attributes."""
        asked = await request.json()
        for name, value in asked["to"].items():
            setattr(_object(discord, asked["of"]), name, value)
        return web.json_response({})

    async def about(_: web.Request) -> web.Response:
        token = {"token": discord.token, "bot": discord.world.bot.id}
        return web.json_response({"api": discord.api, "gateway": discord.gateway_url, **token})

    return [
        web.post("/_control/call", call), web.post("/_control/change", change), web.get("/_control/", about),
    ]  # fmt: skip


def _object(discord: "Discord", name: str) -> Any:  # noqa: ANN401 - as various as what is called
    if name not in SCRIPTED:
        raise KeyError(name)
    return getattr(discord, name)


def _method(discord: "Discord", name: str) -> Any:  # noqa: ANN401 - as various as what is called
    owner, _, method = name.rpartition(".")
    if method.startswith("_"):
        raise KeyError(name)
    return getattr(_object(discord, owner) if owner else discord, method)


def _dumps(told: object) -> str:
    return json.dumps(told, default=lambda each: asdict(each) if is_dataclass(each) else str(each))  # type: ignore[arg-type]


class Remote:
    """The stand-in of another process."""

    def __init__(self, session: aiohttp.ClientSession, address: str) -> None:
        self._session = session
        self._address = f"{address}/_control/"

    async def call(self, name: str, /, **arguments: object) -> Any:  # noqa: ANN401 - as various as what is called
        """Call "people.slash" and its like; dataclasses come back as dicts."""
        body = {"call": name, "with": arguments}
        async with self._session.post(f"{self._address}call", json=body) as response:
            told = await response.json()
            if response.status == 409:
                raise Impossible(told["impossible"])
            return told["told"]

    async def act(self, name: str, /, **arguments: object) -> Seen:
        """Let a user act: act("slash", user=..., channel=..., name=...)."""
        return Seen(**await self.call(f"people.{name}", **arguments))

    async def change(self, of: str, /, **to: object) -> None:
        async with self._session.post(f"{self._address}change", json={"of": of, "to": to}):
            pass

    async def about(self) -> dict[str, Any]:
        async with self._session.get(self._address) as response:
            told: dict[str, Any] = await response.json()
            return told

"""The stand-in scripted from another process: any of its objects' methods, called by name over HTTP."""

import inspect
import json
from dataclasses import asdict, is_dataclass
from typing import TYPE_CHECKING, Any

import aiohttp
from aiohttp import web

from .news import News
from .refusals import Impossible
from .seen import Seen

if TYPE_CHECKING:
    from .standin import Slack

SCRIPTED = ("world", "people", "sockets", "clock", "delivery")
NOT_POSSIBLE = 409


def control_routes(slack: "Slack") -> list[web.RouteDef]:
    async def call(request: web.Request) -> web.Response:
        """POST {"call": "people.slash", "with": {...}}: the answer, or 409 for what no member could do."""
        asked = await request.json()
        try:
            told = _method(slack, asked["call"])(**_given(asked.get("with", {})))
            told = await told if inspect.isawaitable(told) else told
        except (Impossible, AttributeError, TypeError, KeyError, TimeoutError) as error:
            words = {"impossible": f"{type(error).__name__}: {error}"}
            return web.json_response(words, status=NOT_POSSIBLE)
        return web.json_response({"told": told}, dumps=_dumps)

    async def change(request: web.Request) -> web.Response:
        """POST {"of": "delivery", "to": {"copies": 3}}: set attributes."""
        asked = await request.json()
        for name, value in asked["to"].items():
            setattr(_object(slack, asked["of"]), name, value)
        return web.json_response({})

    return [web.post("/_control/call", call), web.post("/_control/change", change)]


def _given(arguments: dict[str, Any]) -> dict[str, Any]:
    if "seen" in arguments:
        return {**arguments, "seen": Seen(**arguments["seen"])}
    return arguments


def _object(slack: "Slack", name: str) -> Any:  # noqa: ANN401 - as various as what is called
    if name not in SCRIPTED:
        raise KeyError(name)
    return getattr(slack, name)


def _method(slack: "Slack", name: str) -> Any:  # noqa: ANN401 - as various as what is called
    owner, _, method = name.rpartition(".")
    if method.startswith("_"):
        raise KeyError(name)
    return getattr(_object(slack, owner) if owner else slack, method)


def _dumps(told: object) -> str:
    return json.dumps(told, default=lambda each: asdict(each) if is_dataclass(each) else str(each))  # type: ignore[arg-type]


class Remote:
    """The stand-in of another process."""

    def __init__(self, session: aiohttp.ClientSession, address: str) -> None:
        self._session = session
        self._address = f"{address}/_control/"

    async def call(self, name: str, /, **arguments: object) -> Any:  # noqa: ANN401 - as various as what is called
        """Call "people.slash" and its like; dataclasses come back as dicts."""
        body = json.loads(_dumps({"call": name, "with": arguments}))
        async with self._session.post(f"{self._address}call", json=body) as response:
            told = await response.json()
            if response.status == NOT_POSSIBLE:
                raise Impossible(told["impossible"])
            return told["told"]

    async def act(self, name: str, /, **arguments: object) -> Seen:
        """Let a member act: act("slash", user=..., channel=..., line=...)."""
        return Seen(**await self.call(f"people.{name}", **arguments))

    async def next(self, seen: Seen, kinds: str = "") -> News:
        return News(**await self.call("people.next", seen=seen, kinds=kinds))

    async def change(self, of: str, /, **to: object) -> None:
        async with self._session.post(f"{self._address}change", json={"of": of, "to": to}):
            pass

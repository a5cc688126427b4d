"""The REST door: what Discord checks before any route is asked, and what may go wrong on the way."""

import asyncio
import json
from dataclasses import dataclass

from aiohttp import web

from doubles import overhearing

from .faults import Fault
from .limits import Limited
from .refusals import NO_USER_AGENT, UNAUTHORIZED, Json, Refused
from .requests import Raw, check_type, read, unpack
from .routes import OPEN, ROUTES, Route
from .state import Call, Outgoing, State

_MALFORMED = {"code": "MALFORMED", "message": "The body is not of the shape that this route takes."}
WRITING = {"POST", "PATCH", "PUT"}
MAJOR = ("channel", "guild", "token")


@dataclass
class Answer:
    status: int
    body: object = None
    headers: dict[str, str] | None = None


class Rest:
    """Answers requests under /api/v10."""

    def __init__(self, state: State) -> None:
        self._state = state

    def routes(self) -> list[web.RouteDef]:
        return [self._route(name, route) for name, route in ROUTES.items()]

    def _route(self, name: str, route: Route) -> web.RouteDef:
        method, path = name.split()

        async def answer(request: web.Request) -> web.StreamResponse:
            return await self._answer(request, name, route)

        return web.route(method, f"/api/v10{path}", answer)

    async def _answer(self, request: web.Request, name: str, route: Route) -> web.StreamResponse:
        raw = await read(request)
        kept = Outgoing(name, request.path, raw.text, raw.body, raw.named, self._state.clock.now())
        self._state.outgoing.append(kept)
        overhearing.on_discord(kept.message if request.method in WRITING else None, raw.text)
        fault = self._state.faults.next(name, raw.text)
        if fault and fault.delay and not fault.accepted:
            await asyncio.sleep(fault.delay)
        told = (
            self._before(fault) or self._limited(name, request) or self._ask(request, name, route, raw, fault)
        )
        if fault and fault.accepted and told.status < 300:
            await asyncio.sleep(fault.delay)
            told = Answer(fault.status, _words(fault)) if fault.status else told
        if fault and fault.drop:
            _cut(request)
        else:
            kept.status, kept.told = told.status, told.body
        return self._packed(told, name, request)

    def _before(self, fault: Fault | None) -> Answer | None:
        """Give the answer of a request that never has any effect."""
        if fault is None or fault.accepted:
            return None
        if fault.retry_after:
            limited = Limited(fault.retry_after, "global" if fault.everywhere else "user", fault.via)
            return Answer(429, limited.body, limited.headers)
        if fault.status or fault.drop:
            return Answer(fault.status or 502, _words(fault))
        return None

    def _limited(self, name: str, request: web.Request) -> Answer | None:
        limited = self._state.limits.take(name, _major(request))
        return Answer(429, limited.body if limited.via else None, limited.headers) if limited else None

    def _ask(self, request: web.Request, name: str, route: Route, raw: Raw, fault: Fault | None) -> Answer:
        try:
            self._check(request, name, raw)
            query, files = dict(request.query), raw.files
            call = Call(dict(request.match_info), query, files=files, lag=fault.lag if fault else 0.0)
            unpack(call, raw)
            told = route(self._state, call)
        except Refused as refused:
            return Answer(refused.status, refused.body)
        except (TypeError, AttributeError, KeyError, ValueError) as error:
            self._state.malformed.append(f"{name}: {error!r}")
            return Answer(400, Refused(400, 50035, "Invalid Form Body", {"_errors": [_MALFORMED]}).body)
        return Answer(204 if told is None else 200, told)

    def _check(self, request: web.Request, name: str, raw: Raw) -> None:
        if not request.headers.get("User-Agent"):
            raise Refused(*NO_USER_AGENT)
        authorized = request.headers.get("Authorization") == f"Bot {self._state.token}"
        if not authorized and not name.startswith(OPEN) and name != "GET /gateway":
            raise Refused(*UNAUTHORIZED)
        check_type(request, raw)

    def _packed(self, told: Answer, name: str, request: web.Request) -> web.StreamResponse:
        self._state.limits.answered(told.status)
        headers = self._state.limits.headers(name, _major(request)) | (told.headers or {})
        if told.status == 204:
            return web.Response(status=204, headers=headers)
        if told.body is None:
            return web.Response(status=told.status, text="error code: 1015", headers=headers)
        return as_json(told.body, told.status, headers)


def _major(request: web.Request) -> str:
    return "/".join(request.match_info.get(name, "") for name in MAJOR)


def _words(fault: Fault) -> Json:
    return {"message": fault.message or f"{fault.status}: scripted", "code": fault.code}


def _cut(request: web.Request) -> None:
    if request.transport:
        request.transport.abort()


def as_json(body: object, status: int, headers: dict[str, str] | None = None) -> web.Response:
    """Answer as Discord does: the type is exactly application/json, or discord.py takes it for text."""
    exact = {"Content-Type": "application/json", **(headers or {})}
    return web.Response(body=json.dumps(body).encode(), status=status, headers=exact)

"""The Web API's door: what Slack checks before any method is asked, and what may go wrong on the way."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import encode_basic_auth, web

from doubles import overhearing

from .arguments import read
from .chat import respond
from .faults import Fault
from .methods import ACCESS, METHODS, OPEN
from .refusals import Json, Refused
from .sockets import check_app_token
from .state import Call, Outgoing, State

SHOWN = ("chat.", "views.", "response_url")  # methods whose arguments people come to see
Ask = Callable[[Json, Fault | None], Json]


@dataclass
class Answer:
    status: int
    body: object = None
    headers: dict[str, str] = field(default_factory=dict)


class Door:
    """Answers calls under /api/ and answers to acts under /hook/."""

    def __init__(self, state: State) -> None:
        self._state = state

    def routes(self) -> list[web.RouteDef]:
        return [
            web.route("*", "/api/{method}", self._api),
            web.post("/hook/{key}", self._hook),
        ]

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]

        def ask(arguments: Json, fault: Fault | None) -> Json:
            return self._ask(request, method, Call(arguments, fault.lag if fault else 0.0))

        return await self._answer(request, method, ask)

    async def _hook(self, request: web.Request) -> web.StreamResponse:
        def ask(arguments: Json, _: Fault | None) -> Json:
            respond(self._state, request.match_info["key"], arguments)
            return {"ok": True}

        return await self._answer(request, "response_url", ask)

    async def _answer(self, request: web.Request, method: str, ask: Ask) -> web.StreamResponse:
        kept = Outgoing(method, "", {}, self._state.clock.now(), token=_bearer(request))
        self._state.outgoing.append(kept)
        try:
            kept.arguments, kept.text = await read(request)
            if method.startswith(SHOWN):
                overhearing.on_slack(kept.arguments, kept.text)
        except Refused as refused:
            return self._told(kept, Answer(200, refused.body))
        fault = self._state.faults.next(method, kept.text)
        if fault and fault.delay and not fault.accepted:
            await asyncio.sleep(fault.delay)
        told = _before(fault) or self._tried(method, ask, kept.arguments, fault)
        if fault and fault.accepted:
            await asyncio.sleep(fault.delay)
            told = Answer(fault.status, f"{fault.status}: scripted") if fault.status else told
        if fault and fault.drop and request.transport:
            request.transport.abort()
            return web.Response()
        return self._told(kept, told)

    def _tried(self, method: str, ask: Ask, arguments: Json, fault: Fault | None) -> Answer:
        try:
            return Answer(200, {"ok": True, **ask(arguments, fault)}, self._scopes())
        except Refused as refused:
            status = 404 if method == "response_url" else 200
            return Answer(status, refused.body, self._scopes())

    def _scopes(self) -> dict[str, str]:
        return {"X-OAuth-Scopes": ",".join(sorted(self._state.world.app.scopes))}

    def _ask(self, request: web.Request, name: str, call: Call) -> Json:
        method = METHODS.get(name)
        if method is None:
            raise Refused("unknown_method", req_method=name)
        self._check_token(request, name, call)
        needed, provided = method.needs(self._state, call), self._state.world.app.scopes
        if needed and needed not in provided:
            raise Refused("missing_scope", needed=needed, provided=",".join(sorted(provided)))
        return method.run(self._state, call)

    def _check_token(self, request: web.Request, name: str, call: Call) -> None:
        token = _bearer(request) or call.text("token")
        app = self._state.world.app
        if name == ACCESS:
            self._check_client(request)
            return
        if name == OPEN:
            check_app_token(self._state.world, token)
            return
        if not token:
            raise Refused("not_authed")
        if token == app.app_token:
            raise Refused("not_allowed_token_type")
        if token in app.tokens:
            return
        if token != app.bot_token:
            raise Refused("invalid_auth")
        if app.dead:
            raise Refused(app.dead)

    def _check_client(self, request: web.Request) -> None:
        app = self._state.world.app
        if request.headers.get("Authorization") != encode_basic_auth(app.client_id, app.client_secret):
            raise Refused("bad_client_secret")

    def _told(self, kept: Outgoing, told: Answer) -> web.Response:
        kept.status, kept.told = told.status, told.body
        if isinstance(told.body, str):
            return web.Response(status=told.status, text=told.body, headers=told.headers)
        return web.json_response(told.body, status=told.status, headers=told.headers, dumps=json.dumps)


def _bearer(request: web.Request) -> str:
    return request.headers.get("Authorization", "").removeprefix("Bearer ")


def _before(fault: Fault | None) -> Answer | None:
    """Give the answer of a call that never has any effect."""
    if fault is None or fault.accepted:
        return None
    if fault.retry_after:
        limited = Refused("ratelimited").body
        return Answer(429, limited, {"Retry-After": str(fault.retry_after)})
    if fault.error:
        return Answer(200, Refused(fault.error).body)
    if fault.status or fault.drop:
        return Answer(fault.status or 502, f"{fault.status}: scripted")
    return None

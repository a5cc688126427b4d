"""How often a platform asks for patience, counted on the wire: the libraries wait by themselves and say nothing."""

from collections.abc import Callable, Mapping
from types import SimpleNamespace

import aiohttp

TOO_MANY = 429  # HTTP's word for it
UNTOLD = 5.0  # seconds to wait where the answer does not say


class Limits:
    """A count, and the trace that keeps it for a client's connections; `rest` is told how long all have to wait."""

    def __init__(self, rest: Callable[[float], None]) -> None:
        self.count = 0
        self._rest = rest

    def trace(self) -> aiohttp.TraceConfig:
        """Give what a client session is made with so that its answers are counted."""
        trace = aiohttp.TraceConfig()
        trace.on_request_end.append(self._answered)
        return trace

    async def _answered(
        self, _: aiohttp.ClientSession, __: SimpleNamespace, ended: aiohttp.TraceRequestEndParams
    ) -> None:
        if ended.response.status == TOO_MANY:
            self.count += 1
            if not _holds_for_one_route(ended.response.headers):
                self._rest(_asked_wait(ended.response.headers))


def _holds_for_one_route(headers: Mapping[str, str]) -> bool:
    """Whether Discord means one channel alone, for which its library waits; its proxy, without Via, never does."""
    return headers.get("X-RateLimit-Scope") in {"user", "shared"} and "Via" in headers


def _asked_wait(headers: Mapping[str, str]) -> float:
    try:
        return float(headers["Retry-After"])
    except (KeyError, ValueError):
        return UNTOLD

"""How often a platform asks for patience, counted on the wire: the libraries wait by themselves and say nothing."""

from types import SimpleNamespace

import aiohttp

TOO_MANY = 429  # HTTP's word for it


class Limits:
    """A count, and the trace that keeps it for the connections of a client."""

    def __init__(self) -> None:
        self.count = 0

    def trace(self) -> aiohttp.TraceConfig:
        """Give what a client session is made with so that its answers are counted."""
        trace = aiohttp.TraceConfig()
        trace.on_request_end.append(self._answered)
        return trace

    async def _answered(
        self, _: aiohttp.ClientSession, __: SimpleNamespace, ended: aiohttp.TraceRequestEndParams
    ) -> None:
        self.count += ended.response.status == TOO_MANY

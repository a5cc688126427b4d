"""The connections to the chat platforms, as they are watched and counted."""

from collections.abc import Iterator
from typing import Protocol

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector


class Door(Protocol):
    """A platform's connection, as far as it is counted."""

    @property
    def trouble(self) -> str:
        """Say what keeps it shut; nothing while all is well."""
        ...

    @property
    def connections(self) -> int:
        """How often it was opened."""
        ...

    @property
    def limited(self) -> int:
        """How often the platform asked for patience."""
        ...


class Doors(Collector):
    """Reads the connections, by platform, when figures are asked for."""

    def __init__(self, doors: dict[str, Door]) -> None:
        self._doors = doors

    def collect(self) -> Iterator[Metric]:
        connected = GaugeMetricFamily(
            "cardindex_connected", "1 while the bot is connected to the platform.", labels=["platform"]
        )
        again = CounterMetricFamily(
            "cardindex_reconnects", "How often the connection was made anew.", labels=["platform"]
        )
        limits = CounterMetricFamily(
            "cardindex_rate_limits", "How often the platform asked for patience.", labels=["platform"]
        )
        for name, door in self._doors.items():
            connected.add_metric([name], not door.trouble)
            again.add_metric([name], max(0, door.connections - 1))
            limits.add_metric([name], door.limited)
        yield from (connected, again, limits)

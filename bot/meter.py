"""What the bot counts and times, for a monitoring system to read: no id, name or word of anyone is in it."""

import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from types import TracebackType

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.registry import Collector

from bot.chat import Refusal

MINUTE = 240  # lags of the event loop that are kept: four a second
OUTCOMES = ("answered", "refused", "failed")
# Seconds. A platform gives three to the first word; the bot asks for patience after half of them.
STEPS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 5.0)

Beat = Callable[[], Awaitable[datetime | None]]

disable_created_metrics()  # type: ignore[no-untyped-call]  # the instant of each counter's birth doubles what is sent


class Uncounted(Exception):
    """An end that is no outcome: another process has that one."""


class Meter:
    """The figures of one bot, in a registry of its own; `text` writes them as Prometheus reads them."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        asked = ("cardindex_commands", "Commands (with a slash) and presses, by what came of them.")
        self._commands = Counter(*asked, ["name", "outcome"], registry=self._registry)
        waited = "From a command or press at the front door to its answer, all that it changes committed."
        self._waited = Histogram(
            "cardindex_acknowledgement_seconds", waited, registry=self._registry, buckets=STEPS
        )
        swept = ("cardindex_sweeps", "Sweeps of what is due, by how they ended.")
        sweeps = Counter(*swept, ["outcome"], registry=self._registry)
        self._swept_well, self._sweeps_failed = map(sweeps.labels, ("done", "failed"))
        alarms = ("cardindex_loop_alarms", "How often the event loop stood still for over half a second.")
        self._alarms = Counter(*alarms, registry=self._registry)
        posts = ("cardindex_posts", "Quizzes by state: due, sending, posted, closed, skipped, failed.")
        self._posts = Gauge(*posts, ["state"], registry=self._registry)
        self._up = self._gauge("database_up", "1 while the database can be read and written.")
        self._offset = self._gauge("clock_offset_seconds", "This machine's clock less the database's.")
        self._overdue = self._gauge(
            "sweep_lag_seconds", "How long the oldest due quiz has waited to be posted."
        )
        self._tallies: dict[str, list[Counter]] = {}
        self._lags: deque[float] = deque([0.0], MINUTE)
        self._began = self._swept = time.monotonic()
        self.has_swept = False
        self._gauge(
            "loop_lag_seconds", "The longest that the event loop stood still within a minute."
        ).set_function(lambda: max(self._lags))
        age = "Since the last sweep that came to its end, or since the start."
        self._gauge("sweep_age_seconds", age).set_function(lambda: self.sweep_age)
        ProcessCollector(registry=self._registry)

    def _gauge(self, name: str, words: str) -> Gauge:
        return Gauge(f"cardindex_{name}", words, registry=self._registry)

    def timing(self, name: str) -> "Timing":
        """Count and time what is done within the block, under the name of a command or press."""
        tally = self._tallies.get(name)
        if tally is None:
            tally = [self._commands.labels(name, outcome) for outcome in OUTCOMES]
            self._tallies[name] = tally
        return Timing(tally, self._waited)

    def sweeping(self, sweep: Beat) -> Beat:
        """Have each sweep counted."""

        async def counted() -> datetime | None:
            try:
                due = await sweep()
            except Exception:
                self._sweeps_failed.inc()
                raise
            self._swept_well.inc()
            self._swept, self.has_swept = time.monotonic(), True
            return due

        return counted

    @property
    def sweep_age(self) -> float:
        """Give the seconds since a sweep came to its end."""
        return time.monotonic() - self._swept

    def lagged(self, seconds: float, *, alarming: bool) -> None:
        """Note how long the event loop stood still."""
        self._lags.append(seconds)
        if alarming:
            self._alarms.inc()

    def queue(self, depth: Callable[[], int]) -> None:
        """Read how many changes wait to be committed when the figures are asked for."""
        waiting = self._gauge(
            "queue_depth", "Changes that wait to be committed; at 4,096 members are refused."
        )
        waiting.set_function(depth)

    def also(self, figures: Collector) -> None:
        """Read these figures too when figures are asked for."""
        self._registry.register(figures)

    def built(self, version: str, commit: str) -> None:
        """Tell what is running."""
        info = ("cardindex_build_info", "What is running; always 1.")
        Gauge(*info, ["version", "commit"], registry=self._registry).labels(version, commit).set(1)

    def database(self, *, up: bool, offset: float = 0.0) -> None:
        """Note whether the database serves, and how many seconds this machine's clock is ahead of its own."""
        self._up.set(up)
        self._offset.set(offset)

    def posts(self, states: Iterable[tuple[str, int]], overdue: float) -> None:
        """Note how many quizzes there are of each state, and how many seconds the oldest due one has waited."""
        for state, number in states:
            self._posts.labels(state).set(number)
        self._overdue.set(overdue)

    def text(self) -> bytes:
        """Write the figures as Prometheus reads them."""
        return generate_latest(self._registry)


class Timing:
    """Times a block; what it ends with is counted: an answer, a refusal or a failure."""

    __slots__ = ("_began", "_tally", "_waited")

    def __init__(self, tally: list[Counter], waited: Histogram) -> None:
        self._tally = tally
        self._waited = waited

    def __enter__(self) -> None:
        self._began = time.perf_counter()

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        if kind is not None and issubclass(kind, Uncounted):
            return
        self._waited.observe(time.perf_counter() - self._began)
        answered, refused, failed = self._tally
        (answered if kind is None else refused if issubclass(kind, Refusal) else failed).inc()

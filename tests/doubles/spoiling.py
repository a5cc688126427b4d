"""True payloads spoiled: keys dropped, types changed, numbers and nests too large, letters too strange."""

import copy
import gc
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import structlog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

Json = dict[str, Any]
EXAMPLES = 150


def _nest(depth: int) -> object:
    nest: object = []
    for level in range(depth):
        nest = [nest] if level % 2 else {"options": nest, "components": nest if level < 8 else []}
    return nest


STRANGE: tuple[object, ...] = (
    None, True, False, 0, -1, 2**63, 10**400, 1.5, "", " ", "\x00", "\ud800", "\u202e@everyone", "a\u0301" * 500,
    "x" * 5_000, "9" * 400, "-1", "null", "{}", "pick:1:0:A", "fill:schedule-add", [], {}, [None], [[]], [{}],
    {"type": 1}, {"id": None}, {"value": []}, {"custom_id": {}}, _nest(60),
)  # fmt: skip


def _places(told: object) -> Iterator[tuple[Any, Any]]:
    """Give each place in a payload, as what holds it and its key there."""
    keys = list(told) if isinstance(told, dict) else range(len(told)) if isinstance(told, list) else ()
    for key in keys:
        yield told, key
        yield from _places(told[key])  # type: ignore[index]


@st.composite
def _spoiled(draw: st.DrawFn, true: Json, kept: frozenset[str]) -> Json:
    told = copy.deepcopy(true)
    for _ in range(draw(st.integers(1, 3))):
        places = [(held, key) for held, key in _places(told) if not (held is told and key in kept)]
        if not places:
            break
        held, key = draw(st.sampled_from(places))
        if draw(st.integers(0, 3)) == 0:
            del held[key]
        else:
            held[key] = copy.deepcopy(draw(st.sampled_from(STRANGE) | st.integers() | st.text(max_size=8)))
    return told


def spoiled(true: Json, *kept: str, examples: int = EXAMPLES) -> list[Json]:
    """Give spoiled copies of a payload, the same in every run; the keys `kept` stay at its top."""
    found: list[Json] = []

    @settings(
        max_examples=examples, database=None, deadline=None, derandomize=True,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(_spoiled(true, frozenset(kept)))
    def collect(told: Json) -> None:
        found.append(told)

    collect()
    return found


@contextmanager
def without_error(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail if the block leaves an error in the log, ours or a library's, or an exception that nobody took."""
    caplog.clear()
    with capture_logs([structlog.processors.format_exc_info]) as ours:
        yield
        gc.collect()
    wrong = [line for line in ours if line["log_level"] in {"error", "critical"}]
    wrong += [{"library": each.getMessage()} for each in caplog.records if each.levelno >= logging.ERROR]
    if wrong:
        pytest.fail("\n".join(f"{line}" for line in wrong))

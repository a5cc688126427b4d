"""JSON as it goes over the wire: the quick library, and Python's own for what that one is too strict for."""

import json
from typing import Any

import orjson


def read(text: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Read JSON; raise ValueError. Half a letter of two halves may come, which the quick reader refuses."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return json.loads(text)


def written(value: object) -> str:
    """Write JSON."""
    try:
        return orjson.dumps(value).decode()
    except orjson.JSONEncodeError:
        return json.dumps(value)

"""JSON as it goes over the wire: read and written quickly, and by Python's own where that is too strict.

Not by orjson, though it is quicker still: where it is installed discord.py reads by it, and loses its connection over
half a letter.
"""

import json
from typing import Any

from pydantic_core import PydanticSerializationError, from_json, to_json


def read(text: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Read JSON; raise ValueError. Half a letter of two halves may come, which the quick reader refuses."""
    try:
        return from_json(text)
    except ValueError:
        return json.loads(text)


def written(value: object) -> str:
    """Write JSON."""
    try:
        return to_json(value).decode()
    except PydanticSerializationError:
        return json.dumps(value)

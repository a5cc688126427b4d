"""A call's arguments, wherever they stand: in the address, a form, or JSON."""

import json

from aiohttp import web

from .refusals import Json, Refused

NESTED = {"blocks", "attachments", "metadata", "view"}


async def read(request: web.Request) -> tuple[Json, str]:
    """Give the arguments and all their words."""
    text = (await request.read()).decode("utf-8", "replace") if request.can_read_body else ""
    given: Json = dict(request.query)
    if request.content_type == "application/json":
        given |= _object(text)
    elif request.content_type in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        given |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    return {name: _nested(name, value) for name, value in given.items()}, text or request.query_string


def _object(text: str) -> Json:
    try:
        found = json.loads(text or "{}")
    except ValueError:
        raise Refused("invalid_json") from None
    if not isinstance(found, dict):
        raise Refused("json_not_object")
    return found


def _nested(name: str, value: object) -> object:
    """Read JSON that a form carries as text."""
    if name not in NESTED or not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise Refused("invalid_blocks" if name == "blocks" else "invalid_arguments") from None

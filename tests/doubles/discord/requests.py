"""A request's body as it came: JSON, or a form with JSON and files."""

import json
from dataclasses import dataclass

from aiohttp import BodyPartReader, web

from .refusals import NOT_JSON, Form, Refused
from .state import Call


@dataclass
class Raw:
    text: str
    body: object
    files: dict[int, tuple[str, bytes]]
    broken: bool = False

    @property
    def named(self) -> dict[str, bytes]:
        return dict(self.files.values())


async def read(request: web.Request) -> Raw:
    files: dict[int, tuple[str, bytes]] = {}
    if request.content_type.startswith("multipart/"):
        text = ""
        async for part in await request.multipart():
            assert isinstance(part, BodyPartReader)
            if part.name == "payload_json":
                text = await part.text()
            elif part.name and part.name.startswith("files["):
                files[int(part.name[6:-1])] = (part.filename or "file", bytes(await part.read()))
    else:
        text = (await request.read()).decode()
    try:
        return Raw(text, json.loads(text) if text else None, files)
    except ValueError:
        return Raw(text, None, files, broken=True)


def check_type(request: web.Request, raw: Raw) -> None:
    if request.method not in ("POST", "PUT", "PATCH") or not (raw.text or raw.files):
        return
    given = request.headers.get("Content-Type", "")
    if given != "application/json" and not given.startswith("multipart/form-data; boundary="):
        form = Form()
        message = "Expected \"Content-Type\" header to be one of {'application/json', 'multipart/form-data'}."
        form.fault((), "CONTENT_TYPE_INVALID", message)
        form.check()
    if raw.broken:
        raise Refused(*NOT_JSON)


def unpack(call: Call, raw: Raw) -> None:
    if isinstance(raw.body, dict):
        call.body = raw.body
    elif isinstance(raw.body, list):
        call.items = raw.body

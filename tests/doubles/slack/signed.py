"""HTTP delivery: signed as Slack signs, in the shapes in which Slack sends."""

import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

from .refusals import Json

COMMAND, ACT, EVENT = "slash_commands", "interactive", "events_api"


@dataclass
class Letter:
    """One request to the bot; change it before it goes to forge it."""

    body: str
    headers: dict[str, str] = field(default_factory=dict)


def letter(secret: str, kind: str, payload: Json, retry: tuple[int, str] | None = None) -> Letter:
    """Write a payload as a request with a valid signature of now."""
    body, content = _body(kind, payload)
    again = {"X-Slack-Retry-Num": str(retry[0]), "X-Slack-Retry-Reason": retry[1]} if retry else {}
    return signed(secret, Letter(body, {"Content-Type": content, **again}))


def signed(secret: str, unsigned: Letter, at: float | None = None) -> Letter:
    """Sign a request as of an instant."""
    stamp = str(int(time.time() if at is None else at))
    mac = hmac.new(secret.encode(), f"v0:{stamp}:{unsigned.body}".encode(), hashlib.sha256).hexdigest()
    own = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={mac}"}
    return Letter(unsigned.body, {**unsigned.headers, **own})


def _body(kind: str, payload: Json) -> tuple[str, str]:
    if kind == EVENT:
        return json.dumps(payload), "application/json"
    form = payload if kind == COMMAND else {"payload": json.dumps(payload)}
    return urlencode(form), "application/x-www-form-urlencoded"

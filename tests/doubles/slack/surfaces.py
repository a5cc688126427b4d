"""What Slack asks of a whole view: a modal or somebody's App Home."""

import json

from .blocks import IN_VIEW, Blocks
from .objects import ONLY_PLAIN, check_text
from .refusals import Faulty, Json, Refused

BASE = {"type", "blocks", "private_metadata", "callback_id", "external_id"}
MODAL = BASE | {"title", "submit", "close", "clear_on_close", "notify_on_close"}
WHOLE = 250_000  # bytes of a view


def check_view(view: object, kind: str) -> Json:
    """Give a view that may be shown; refuse any other."""
    if not isinstance(view, dict):
        raise Refused("invalid_arguments", response_metadata={"messages": ["[ERROR] missing view"]})
    faulty = Faulty("invalid_arguments")
    if view.get("type") != kind:
        faulty.note("/view/type", f"must be {kind}")
    faulty.only(view, "/view", MODAL if kind == "modal" else BASE)
    Blocks(faulty).check(view.get("blocks"), IN_VIEW)
    for name, most in (("private_metadata", 3_000), ("callback_id", 255), ("external_id", 255)):
        faulty.words(view, "/view", name, most, least=0)
    if kind == "modal":
        _check_modal(faulty, view)
    if len(json.dumps(view)) > WHOLE:
        faulty.note("/view", "view is too large")
    faulty.check()
    return view


def _check_modal(faulty: Faulty, view: Json) -> None:
    check_text(faulty, view.get("title"), "/view/title", 24, ONLY_PLAIN)
    for name in ("submit", "close"):
        if name in view:
            check_text(faulty, view[name], f"/view/{name}", 24, ONLY_PLAIN)
    asks = any(isinstance(block, dict) and block.get("type") == "input" for block in view.get("blocks") or ())
    if asks and "submit" not in view:
        faulty.note("/view", "missing required field: submit")

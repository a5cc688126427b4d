"""Discord's own description of its API as a second judge, where the file is at hand."""

import json
import os
from functools import cache
from pathlib import Path

import jsonschema_rs

from .refusals import Form, Json

ROOT = Path(__file__).parents[3]
BESIDE = ROOT.parent / "shared" / "specs" / "discord-openapi.json"
MESSAGE, EDIT, HOOK = (
    "MessageCreateRequest",
    "MessageEditRequestPartial",
    "IncomingWebhookUpdateRequestPartial",
)
FOLLOW_UP, COMMAND, DIRECT = (
    "IncomingWebhookRequestPartial",
    "ApplicationCommandUpdateRequest",
    "CreatePrivateChannelRequest",
)
CALLBACKS = {
    1: "PongInteractionCallbackRequest",
    4: "CreateMessageInteractionCallbackRequest",
    5: "CreateMessageInteractionCallbackRequest",
    6: "UpdateMessageInteractionCallbackRequest",
    7: "UpdateMessageInteractionCallbackRequest",
    8: "ApplicationCommandAutocompleteCallbackRequest",
    9: "ModalInteractionCallbackRequest",
}


def description() -> Path | None:
    """Give the file: $DISCORD_OPENAPI, or the one in the folder beside the project."""
    named = os.environ.get("DISCORD_OPENAPI")
    file = Path(named) if named else BESIDE
    return file if file.is_file() else None


class Published:
    """Judges bodies by schema; each validator is built when it is first needed."""

    def __init__(self) -> None:
        self._present = description() is not None
        self.judged = 0
        self.refused = 0

    def check(self, schema: str, body: object) -> None:
        """Refuse a body that the description does not allow."""
        if not self._present:
            return
        self.judged += 1
        error = next(_validator(schema).iter_errors(body), None)
        if error is not None:
            self.refused += 1
            form = Form()
            form.fault(tuple(error.instance_path), "PUBLISHED_SCHEMA", f"{schema}: {error.message[-200:]}")
            form.check()


@cache
def _document() -> Json:
    """Read the file once; numbers are taken for ids, as the live service takes them."""
    file = description()
    assert file is not None
    whole: Json = json.loads(file.read_text("utf-8"))
    schemas: Json = whole["components"]["schemas"]
    schemas["SnowflakeType"]["type"] = ["string", "integer"]
    return {"components": {"schemas": schemas}}


@cache
def _validator(schema: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator({"$ref": f"#/components/schemas/{schema}", **_document()})

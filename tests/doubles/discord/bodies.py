"""What Discord asks of a message's body: content, flags, files, mentions."""

from .components import Layout
from .messages import V2, Message
from .refusals import EMPTY_MESSAGE, TOO_LARGE, Form, Json, Path, Refused

LEGACY = ("content", "embeds", "poll", "sticker_ids")
BYTES = 10 * 1024 * 1024  # a server without boosts


def check_message(body: Json, files: dict[int, tuple[str, bytes]], old: Message | None = None) -> None:
    """Refuse a body that Discord would refuse; `old` is the message that it would change."""
    if sum(len(content) for _, content in files.values()) > BYTES:
        raise Refused(*TOO_LARGE)
    form = Form()
    whole = (old.body if old else {}) | body
    v2 = _v2(form, body, old)
    form.text(body, (), "content", 0, 2_000)
    _nonce(form, body)
    check_mentions(form, body.get("allowed_mentions"), ("allowed_mentions",))
    _embeds(form, body)
    names = _attachments(form, body, files, old)
    if body.get("components") is not None:
        Layout(form, names).check(body["components"], v2=v2)
    if v2:
        _no_legacy(form, whole)
    form.check()
    if not (whole.get("components") or (not v2 and (names or any(whole.get(name) for name in LEGACY)))):
        raise Refused(*EMPTY_MESSAGE)


def _v2(form: Form, body: Json, old: Message | None) -> bool:
    flags = body.get("flags") or 0
    if not isinstance(flags, int):
        form.fault(("flags",), "NUMBER_TYPE_COERCE", f'Value "{flags}" is not int.')
        return False
    had = bool(old and old.flags & V2)
    if had and body.get("flags") is not None and not flags & V2:
        message = "The flag IS_COMPONENTS_V2 cannot be removed from a message"
        form.fault(("flags",), "MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG", message)
    return had or bool(flags & V2)


def _no_legacy(form: Form, whole: Json) -> None:
    for name in LEGACY:
        if whole.get(name):
            message = f"The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
            form.fault((name,), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", message)


def _nonce(form: Form, body: Json) -> None:
    nonce = body.get("nonce")
    if nonce is not None and not isinstance(nonce, (int, str)):
        form.fault(("nonce",), "NONCE_TYPE_INVALID", "A nonce is a string or a number")
    elif isinstance(nonce, str):
        form.text(body, (), "nonce", 0, 25)


def _embeds(form: Form, body: Json) -> None:
    embeds = body.get("embeds") or []
    if len(embeds) > 10:
        form.length(("embeds",), 0, 10)
    for place, embed in enumerate(embeds):
        for name, longest in (("title", 256), ("description", 4_096)):
            form.text(embed, ("embeds", place), name, 0, longest)
        if len(embed.get("fields") or []) > 25:
            form.length(("embeds", place, "fields"), 0, 25)


def check_mentions(form: Form, mentions: Json | None, path: Path) -> None:
    """Note what is wrong with allowed_mentions."""
    if mentions is None:
        return
    parse = mentions.get("parse") or []
    for place, kind in enumerate(parse):
        if kind not in ("roles", "users", "everyone"):
            message = "Value must be one of ('everyone', 'roles', 'users')."
            form.fault((*path, "parse", place), "BASE_TYPE_CHOICES", message)
    for kind in ("roles", "users"):
        listed = mentions.get(kind) or []
        if len(listed) > 100:
            form.length((*path, kind), 0, 100)
        if listed and kind in parse:
            message = f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.'
            form.fault((*path,), "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", message)


def _attachments(
    form: Form, body: Json, files: dict[int, tuple[str, bytes]], old: Message | None
) -> set[str]:
    if len(files) > 10 or len(body.get("attachments") or []) > 10:
        form.length(("attachments",), 0, 10)
    kept = {str(each["id"]): each for each in (old.body.get("attachments") or [])} if old else {}
    if body.get("attachments") is None:
        return {each["filename"] for each in kept.values()} | {name for name, _ in files.values()}
    names = set()
    for place, each in enumerate(body["attachments"]):
        form.text(each, ("attachments", place), "description", 0, 1024)
        id_ = str(each.get("id"))
        if id_ in kept:
            names.add(kept[id_]["filename"])
        elif id_.isdecimal() and int(id_) in files:
            names.add(each.get("filename") or files[int(id_)][0])
        else:
            message = f"No file belongs to the attachment {id_}"
            form.fault(("attachments", place, "id"), "ATTACHMENT_NOT_FOUND", message)
    return names

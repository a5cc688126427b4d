"""What users choose and type, checked as their client checks it, in the shape that it sends."""

from .modals import CHECKBOX, INPUT, LABEL
from .refusals import Impossible, Json
from .resolved import BY_SELECT, Resolved
from .selects import CHECKBOXES, MOST, RADIO


def check_values(select: Json, values: list[str], resolved: Resolved) -> None:
    """Check a choice as the client does: known values, not too few, not too many."""
    low, high = select.get("min_values"), select.get("max_values")
    most = MOST[CHECKBOXES] if select["type"] == CHECKBOXES else 1
    if not (1 if low is None else low) <= len(values) <= (high or most):
        raise Impossible(f"{len(values)} values cannot be chosen here")
    if select["type"] in BY_SELECT:
        for value in values:
            resolved.add(BY_SELECT[select["type"]], int(value))
        return
    offered = [option["value"] for option in select["options"]]
    if strange := [value for value in values if value not in offered]:
        raise Impossible(f"{strange} cannot be chosen here")


def submit(modal: Json, values: Json, resolved: Resolved) -> Json:
    """Fill in a modal; what is not named keeps its default, and what is required must be there."""
    left = dict(values)
    components = [_top(each, place, left, resolved) for place, each in enumerate(modal["components"])]
    if left:
        raise Impossible(f"the modal has no {sorted(left)}")
    return {"custom_id": modal["custom_id"], "components": components} | (
        {"resolved": resolved.found} if resolved.found else {}
    )


def _top(component: Json, place: int, values: Json, resolved: Resolved) -> Json:
    told = {"type": component["type"], "id": component.get("id") or 2 * place + 1}
    if component["type"] == LABEL:
        return told | {"component": _field(component["component"], place, values, resolved)}
    if component.get("components"):
        return told | {"components": [_field(component["components"][0], place, values, resolved)]}
    return told


def _field(field: Json, place: int, values: Json, resolved: Resolved) -> Json:
    kind, custom_id = field["type"], field["custom_id"]
    told = {"type": kind, "custom_id": custom_id, "id": field.get("id") or 2 * place + 2}
    given = values.pop(custom_id, None)
    required = field.get("required") is not False
    if kind == INPUT:
        return told | {"value": _typed(field, given, required=required)}
    if kind == CHECKBOX:
        return told | {"value": bool(field.get("default") if given is None else given)}
    chosen = [given] if isinstance(given, str) else list(given or _defaults(field))
    if chosen or required:
        check_values(field, chosen, resolved)
    return told | ({"value": chosen[0] if chosen else None} if kind == RADIO else {"values": chosen})


def _defaults(field: Json) -> list[str]:
    return [option["value"] for option in field.get("options") or [] if option.get("default")]


def _typed(field: Json, given: object, *, required: bool) -> str:
    text = str(given if given is not None else field.get("value") or "")
    low, high = field.get("min_length") or int(required), field.get("max_length") or 4_000
    if (text or required) and not low <= len(text) <= high:
        raise Impossible(f"{field['custom_id']!r} takes {low} to {high} characters")
    return text

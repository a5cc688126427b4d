"""What Discord asks of a modal: one to five labelled fields."""

from .refusals import Form, Json, Path
from .selects import CHECKBOXES, RADIO, UPLOAD, check_choices
from .tree import SELECTS, TEXT

ROW, INPUT, LABEL, CHECKBOX = 1, 4, 18, 23
FIELDS = SELECTS | {INPUT, UPLOAD, RADIO, CHECKBOXES, CHECKBOX}


def check_modal(form: Form, modal: Json, path: Path) -> None:
    """Note every fault of a modal."""
    for name, longest in (("title", 45), ("custom_id", 100)):
        if form.required(modal, path, name):
            form.text(modal, path, name, 1, longest)
    components, path = modal.get("components") or [], (*path, "components")
    if not 1 <= len(components) <= 5:
        form.length(path, 1, 5)
    known: set[str] = set()
    for place, component in enumerate(components):
        if form.choice((*path, place, "type"), component.get("type"), {ROW, TEXT, LABEL}):
            _top(form, component, (*path, place), known)


def _top(form: Form, component: Json, path: Path, known: set[str]) -> None:
    if component["type"] == TEXT:
        if form.required(component, path, "content"):
            form.text(component, path, "content", 1, 4_000)
    elif component["type"] == LABEL:
        _label(form, component, path, known)
    else:
        _row(form, component, path, known)


def _label(form: Form, label: Json, path: Path, known: set[str]) -> None:
    if form.required(label, path, "label"):
        form.text(label, path, "label", 1, 45)
    form.text(label, path, "description", 1, 100)
    inner = (*path, "component")
    if form.required(label, path, "component") and form.choice(
        (*inner, "type"), label["component"].get("type"), FIELDS
    ):
        if label["component"].get("label"):
            message = "A text input inside of a label has no label of its own"
            form.fault((*inner, "label"), "COMPONENT_LABEL_IN_LABEL", message)
        _field(form, label["component"], inner, known)


def _row(form: Form, row: Json, path: Path, known: set[str]) -> None:
    inside = row.get("components") or []
    if len(inside) != 1:
        form.length((*path, "components"), 1, 1)
        return
    inner = (*path, "components", 0)
    if form.choice((*inner, "type"), inside[0].get("type"), {INPUT}):
        if form.required(inside[0], inner, "label"):
            form.text(inside[0], inner, "label", 1, 45)
        _field(form, inside[0], inner, known)


def _field(form: Form, field: Json, path: Path, known: set[str]) -> None:
    if form.required(field, path, "custom_id"):
        form.text(field, path, "custom_id", 1, 100)
        if field["custom_id"] in known:
            message = "Component custom id cannot be duplicated"
            form.fault((*path, "custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", message)
        known.add(field["custom_id"])
    if field["type"] == INPUT:
        _input(form, field, path)
    elif field["type"] != CHECKBOX:
        _choices(form, field, path)


def _input(form: Form, field: Json, path: Path) -> None:
    form.choice((*path, "style"), field.get("style"), {1, 2})
    form.text(field, path, "value", 0, 4_000)
    form.text(field, path, "placeholder", 0, 100)
    form.number(field, path, "min_length", 0, 4_000)
    form.number(field, path, "max_length", 1, 4_000)
    if (field.get("min_length") or 0) > (field.get("max_length") or 4_000):
        message = "min_length cannot be greater than max_length"
        form.fault((*path, "min_length"), "COMPONENT_TEXT_INPUT_RANGE", message)


def _choices(form: Form, field: Json, path: Path) -> None:
    check_choices(form, field, path)
    if field.get("disabled"):
        message = "A modal cannot hold disabled components"
        form.fault((*path, "disabled"), "COMPONENT_DISABLED_IN_MODAL", message)
    if field.get("min_values") == 0 and field.get("required") is not False:
        message = "min_values of 0 needs required to be false"
        form.fault((*path, "min_values"), "COMPONENT_REQUIRED_MIN_VALUES", message)

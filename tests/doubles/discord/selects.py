"""What Discord asks of options to choose from: in selects, radio groups and checkbox groups."""

from .refusals import Form, Json, Path

STRING_SELECT, RADIO, CHECKBOXES, UPLOAD = 3, 21, 22, 19
MOST = {STRING_SELECT: 25, RADIO: 10, CHECKBOXES: 10, UPLOAD: 10}
FEWEST = {RADIO: 2}


def check_choices(form: Form, select: Json, path: Path) -> None:
    """Check a select's placeholder, options and how many may be chosen."""
    kind = int(select["type"])
    form.text(select, path, "placeholder", 0, 150)
    most = MOST.get(kind, 25)
    form.number(select, path, "min_values", 0, most)
    form.number(select, path, "max_values", 1, most)
    if kind in (STRING_SELECT, RADIO, CHECKBOXES):
        check_options(form, select, path, most)
    if _whole(select, "min_values", 1) > _whole(select, "max_values", 1 if kind != CHECKBOXES else most):
        message = "min_values cannot be greater than max_values"
        form.fault((*path, "min_values"), "COMPONENT_SELECT_RANGE", message)


def check_options(form: Form, select: Json, path: Path, most: int) -> None:
    options, path = select.get("options") or [], (*path, "options")
    fewest = FEWEST.get(select["type"], 1)
    if not fewest <= len(options) <= most:
        form.length(path, fewest, most)
    for place, option in enumerate(options):
        _option(form, option, (*path, place))
    values = [option.get("value") for option in options]
    for place, value in enumerate(values):
        if value in values[:place]:
            message = "The specified option value is already used"
            form.fault((*path, place, "value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", message)
    _range(form, select, path, len(options))


def _option(form: Form, option: Json, path: Path) -> None:
    for name in ("label", "value"):
        if form.required(option, path, name):
            form.text(option, path, name, 1, 100)
    form.text(option, path, "description", 1, 100)


def _range(form: Form, select: Json, path: Path, offered: int) -> None:
    most = 1 if select["type"] == RADIO else _whole(select, "max_values", 1)
    if (
        select["type"] != CHECKBOXES
        and sum(bool(each.get("default")) for each in select.get("options") or []) > most
    ):
        message = "The number of default options cannot be greater than max_values"
        form.fault(path, "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES", message)
    if max(_whole(select, "max_values", 1), _whole(select, "min_values", 1)) > offered:
        message = "max_values cannot be greater than the number of options"
        form.fault(path, "SELECT_COMPONENT_OPTIONS_TOO_FEW", message)


def _whole(select: Json, name: str, default: int) -> int:
    value = select.get(name)
    return value if isinstance(value, int) else default

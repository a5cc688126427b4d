"""What Slack asks of the elements that people press, choose in and write into."""

from collections.abc import Callable

from .objects import EITHER, LONGEST, ONLY_PLAIN, check_confirm, check_options, check_text
from .refusals import Faulty, Json

BASE = {"type", "action_id", "confirm", "focus_on_load"}
FIELDS = {
    "button": BASE | {"text", "url", "value", "style", "accessibility_label"},
    "static_select": BASE | {"placeholder", "options", "option_groups", "initial_option"},
    "radio_buttons": BASE | {"options", "initial_option"},
    "checkboxes": BASE | {"options", "initial_options"},
    "plain_text_input": BASE
    | {"initial_value", "multiline", "min_length", "max_length", "placeholder", "dispatch_action_config"},
    "overflow": BASE | {"options"},
}
IN_ACTIONS = {"button", "static_select", "radio_buttons", "checkboxes", "overflow"}
IN_INPUT = {"static_select", "radio_buttons", "checkboxes", "plain_text_input"}
IN_SECTION = IN_ACTIONS | {"image"}


class Elements:
    """One surface's elements under inspection; each has an action id of its own."""

    def __init__(self, faulty: Faulty) -> None:
        self._faulty = faulty
        self._ids: set[str] = set()
        self._checks: dict[str, Callable[[Json, str], None]] = {
            "button": self._button, "static_select": self._select, "radio_buttons": self._boxes,
            "checkboxes": self._boxes, "plain_text_input": self._input, "overflow": self._overflow,
            "image": self.image,
        }  # fmt: skip

    def check(self, element: object, path: str, allowed: set[str]) -> None:
        """Note every fault of an element."""
        if not isinstance(element, dict) or element.get("type") not in allowed:
            kind = element.get("type") if isinstance(element, dict) else element
            self._faulty.note(path, f"unsupported type: {kind}")
            return
        if element["type"] in FIELDS:
            self._faulty.only(element, path, FIELDS[element["type"]])
            self._own_id(element, path)
            check_confirm(self._faulty, element, path)
        self._checks[element["type"]](element, path)

    def _own_id(self, element: Json, path: str) -> None:
        if not self._faulty.needs(element, path, "action_id"):
            return
        self._faulty.words(element, path, "action_id", 255)
        if element["action_id"] in self._ids:
            self._faulty.note(path, f"`action_id` must be unique: {element['action_id']}")
        self._ids.add(str(element["action_id"]))

    def _button(self, button: Json, path: str) -> None:
        check_text(self._faulty, button.get("text"), f"{path}/text", 75, ONLY_PLAIN)
        self._faulty.words(button, path, "value", 2_000)
        self._faulty.words(button, path, "url", 3_000)
        self._faulty.words(button, path, "accessibility_label", 75)
        if button.get("style", "primary") not in {"primary", "danger"}:
            self._faulty.note(f"{path}/style", "must be primary or danger")

    def _select(self, select: Json, path: str) -> None:
        if "placeholder" in select:
            check_text(self._faulty, select["placeholder"], f"{path}/placeholder", 150, ONLY_PLAIN)
        check_options(self._faulty, select, path, 100, ONLY_PLAIN)

    def _boxes(self, boxes: Json, path: str) -> None:
        check_options(self._faulty, boxes, path, 10, EITHER)

    def _overflow(self, menu: Json, path: str) -> None:
        check_options(self._faulty, menu, path, 5, ONLY_PLAIN)

    def _input(self, field: Json, path: str) -> None:
        if "placeholder" in field:
            check_text(self._faulty, field["placeholder"], f"{path}/placeholder", 150, ONLY_PLAIN)
        self._faulty.words(field, path, "initial_value", LONGEST, least=0)
        for name in ("min_length", "max_length"):
            value = field.get(name, 1)
            if not isinstance(value, int) or not 0 <= value <= LONGEST:
                self._faulty.note(f"{path}/{name}", f"must be 0 to {LONGEST}")

    def image(self, image: Json, path: str) -> None:
        for name, most in (("image_url", 3_000), ("alt_text", 2_000)):
            if self._faulty.needs(image, path, name):
                self._faulty.words(image, path, name, most)

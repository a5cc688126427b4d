"""What Discord asks of a message's components: nesting, limits, unique ids."""

from collections.abc import Callable, Mapping

from .refusals import Form, Json, Path
from .selects import check_choices
from .tree import BUTTON, SELECTS, TEXT, texts, walk

ROW, SECTION, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER = 1, 9, 11, 12, 13, 14, 17
IN_CONTAINER = {ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR}
ON_TOP = IN_CONTAINER | {CONTAINER}
COMPONENTS, CHARACTERS, ROWS = 40, 4_000, 5
LINK, PREMIUM = 5, 6


class Layout:
    """One message's components under inspection; `names` are the files that it may refer to."""

    def __init__(self, form: Form, names: set[str]) -> None:
        self._form = form
        self._names = names
        self._custom_ids: set[str] = set()
        self._ids: set[int] = set()
        self._checks: Mapping[int, Callable[[Json, Path], None]] = {
            ROW: self._row, BUTTON: self._button, SECTION: self._section, TEXT: self._text,
            THUMBNAIL: self._thumbnail, GALLERY: self._gallery, FILE: self._file, SEPARATOR: self._separator,
            CONTAINER: self._container,
        } | dict.fromkeys(SELECTS, self._select)  # fmt: skip

    def check(self, components: object, *, v2: bool) -> None:
        """Note every fault of a message's components."""
        path: Path = ("components",)
        if not isinstance(components, list):
            self._form.fault(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
            return
        if not v2 and len(components) > ROWS:
            self._form.length(path, 0, ROWS)
        self._each(components, path, ON_TOP if v2 else {ROW})
        if v2:
            self._check_whole(components)

    def _check_whole(self, components: list[Json]) -> None:
        if (count := sum(1 for _ in walk(components))) > COMPONENTS:
            message = f"The total number of components cannot exceed {COMPONENTS} (was {count})"
            self._form.fault(("components",), "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", message)
        if sum(map(len, texts(components))) > CHARACTERS:
            message = f"The displayable text of the components cannot exceed {CHARACTERS} characters"
            self._form.fault(("components",), "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", message)

    def _each(self, components: list[Json], path: Path, allowed: set[int]) -> None:
        for place, component in enumerate(components):
            self._one(component, (*path, place), allowed)

    def _one(self, component: object, path: Path, allowed: set[int]) -> None:
        if not isinstance(component, dict):
            self._form.fault(path, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
        elif self._form.choice((*path, "type"), component.get("type"), allowed):
            self._own_id(component, path)
            self._checks[component["type"]](component, path)

    def _own_id(self, component: Json, path: Path) -> None:
        id_ = component.get("id")
        if not id_:
            return
        if id_ in self._ids:
            self._form.fault((*path, "id"), "COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated")
        self._ids.add(id_)

    def _row(self, row: Json, path: Path) -> None:
        inside = row.get("components") or []
        selects = any(isinstance(each, dict) and each.get("type") in SELECTS for each in inside)
        most = 1 if selects else 5
        if not 1 <= len(inside) <= most:
            self._form.length((*path, "components"), 1, most)
        self._each(inside, (*path, "components"), SELECTS if selects else {BUTTON})

    def _container(self, container: Json, path: Path) -> None:
        inside = container.get("components") or []
        if not inside:
            self._form.length((*path, "components"), 1, COMPONENTS)
        self._form.number(container, path, "accent_color", 0, 0xFFFFFF)
        self._each(inside, (*path, "components"), IN_CONTAINER)

    def _section(self, section: Json, path: Path) -> None:
        inside = section.get("components") or []
        if not 1 <= len(inside) <= 3:
            self._form.length((*path, "components"), 1, 3)
        self._each(inside, (*path, "components"), {TEXT})
        if self._form.required(section, path, "accessory"):
            self._one(section["accessory"], (*path, "accessory"), {BUTTON, THUMBNAIL})

    def _text(self, text: Json, path: Path) -> None:
        if self._form.required(text, path, "content"):
            self._form.text(text, path, "content", 1, CHARACTERS)

    def _separator(self, separator: Json, path: Path) -> None:
        self._form.number(separator, path, "spacing", 1, 2)

    def _thumbnail(self, thumbnail: Json, path: Path) -> None:
        self._form.text(thumbnail, path, "description", 1, 1024)
        self._media(thumbnail.get("media"), (*path, "media"))

    def _gallery(self, gallery: Json, path: Path) -> None:
        items = gallery.get("items") or []
        if not 1 <= len(items) <= 10:
            self._form.length((*path, "items"), 1, 10)
        for place, item in enumerate(items):
            self._form.text(item, (*path, "items", place), "description", 1, 1024)
            self._media(item.get("media"), (*path, "items", place, "media"))

    def _file(self, file: Json, path: Path) -> None:
        url = self._media(file.get("file"), (*path, "file"))
        if url and not url.startswith("attachment://"):
            self._form.fault(
                (*path, "file", "url"), "BASE_TYPE_CHOICES", "Only attachment:// is allowed here"
            )

    def _media(self, media: object, path: Path) -> str:
        url = media.get("url") if isinstance(media, dict) else None
        if not isinstance(url, str):
            self._form.fault((*path, "url"), "BASE_TYPE_REQUIRED", "This field is required")
            return ""
        scheme, _, name = url.partition("://")
        if scheme not in ("http", "https", "attachment"):
            self._form.fault(
                (*path, "url"), "URL_TYPE_INVALID_SCHEME", "Scheme must be http, https or attachment"
            )
        if scheme == "attachment" and name not in self._names:
            message = f"No attachment is named {name!r}"
            self._form.fault((*path, "url"), "COMPONENT_MEDIA_ATTACHMENT_NOT_FOUND", message)
        return url

    def _button(self, button: Json, path: Path) -> None:
        if not self._form.choice((*path, "style"), button.get("style"), set(range(1, 7))):
            return
        self._form.text(button, path, "label", 1, 80)
        if button["style"] != PREMIUM and not button.get("label") and not button.get("emoji"):
            self._form.fault(path, "BUTTON_COMPONENT_LABEL_OR_EMOJI", "A button needs a label or an emoji")
        if button["style"] == LINK:
            self._form.required(button, path, "url")
        elif button["style"] != PREMIUM:
            self.custom_id(button, path)
        if button["style"] >= LINK and button.get("custom_id"):
            message = "A custom id and a url cannot both be specified"
            self._form.fault((*path, "custom_id"), "BUTTON_COMPONENT_CUSTOM_ID_AND_URL", message)

    def _select(self, select: Json, path: Path) -> None:
        self.custom_id(select, path)
        check_choices(self._form, select, path)

    def custom_id(self, component: Json, path: Path) -> None:
        """Check that a custom id is there, is short enough and is the only one of its kind."""
        if not self._form.required(component, path, "custom_id"):
            return
        self._form.text(component, path, "custom_id", 1, 100)
        if component["custom_id"] in self._custom_ids:
            message = "Component custom id cannot be duplicated"
            self._form.fault((*path, "custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", message)
        self._custom_ids.add(component["custom_id"])

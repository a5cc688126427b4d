"""Walking through a message's or a modal's components."""

from collections.abc import Iterator

from .refusals import Json

BUTTON, TEXT = 2, 10
SELECTS = {3, 5, 6, 7, 8}


def walk(components: list[Json]) -> Iterator[Json]:
    """Give every component of a message or modal, depth first."""
    for component in components:
        if isinstance(component, dict):
            yield component
            inside = component.get("components") or []
            alone = [component[name] for name in ("accessory", "component") if component.get(name)]
            yield from walk([*inside, *alone])


def texts(components: list[Json]) -> Iterator[str]:
    """Give the text displays' contents."""
    return (str(each.get("content") or "") for each in walk(components) if each.get("type") == TEXT)


def numbered(components: list[Json]) -> list[Json]:
    """Give every component an id, as Discord does for those that come without."""
    taken = {each["id"] for each in walk(components) if each.get("id")}
    free = (number for number in range(1, 10_000) if number not in taken)
    for each in walk(components):
        each["id"] = each.get("id") or next(free)
    return components

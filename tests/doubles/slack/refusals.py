"""Slack's ways to say no: an error by name, and for blocks the place of each fault."""

from typing import Any

Json = dict[str, Any]


class Refused(Exception):
    """`{"ok": false, "error": ...}`; `more` stands beside the error."""

    def __init__(self, error: str, **more: object) -> None:
        super().__init__(f"{error} {more or ''}")
        self.body: Json = {"ok": False, "error": error, **more}


class Impossible(Exception):
    """No member could do this: the test asks for what the screen does not offer."""


class Faulty:
    """The faults of one body, each with the place where it is."""

    def __init__(self, error: str) -> None:
        self._error = error
        self.found: list[str] = []

    def note(self, path: str, what: str) -> None:
        self.found.append(f"{what} [json-pointer:{path}]")

    def check(self) -> None:
        """Refuse the body if anything is wrong with it."""
        if self.found:
            messages = [f"[ERROR] {fault}" for fault in self.found]
            raise Refused(self._error, errors=self.found, response_metadata={"messages": messages})

    def only(self, body: Json, path: str, allowed: set[str]) -> None:
        """Note every field that does not belong there."""
        for name in sorted(body.keys() - allowed):
            self.note(path, f"invalid additional property: {name}")

    def words(self, body: Json, path: str, name: str, most: int, least: int = 1) -> None:
        """Check a string's length where the string is given."""
        value = body.get(name)
        if value is None:
            return
        if not isinstance(value, str):
            self.note(f"{path}/{name}", "must be a string")
        elif len(value) < least:
            self.note(f"{path}/{name}", f"must be more than {least - 1} characters")
        elif len(value) > most:
            self.note(f"{path}/{name}", f"must be less than {most + 1} characters")

    def needs(self, body: Json, path: str, name: str) -> bool:
        if body.get(name) is None:
            self.note(path, f"missing required field: {name}")
            return False
        return True

    def many(self, body: Json, path: str, name: str, most: int) -> list[Any]:
        """Give a list that must have 1 to `most` items; an empty one where it is none."""
        value = body.get(name)
        if not isinstance(value, list):
            self.note(f"{path}/{name}", "must be an array")
            return []
        if not value:
            self.note(f"{path}/{name}", "must have at least 1 item")
        if len(value) > most:
            self.note(f"{path}/{name}", f"no more than {most} items allowed")
        return value

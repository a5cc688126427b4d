"""What Discord says when it refuses: a status, a code, a sentence, and for forms the path of each fault."""

from typing import Any

Json = dict[str, Any]
Path = tuple[str | int, ...]

UNKNOWN_APPLICATION = (404, 10002, "Unknown Application")
UNKNOWN_CHANNEL = (404, 10003, "Unknown Channel")
UNKNOWN_GUILD = (404, 10004, "Unknown Guild")
UNKNOWN_MEMBER = (404, 10007, "Unknown Member")
UNKNOWN_MESSAGE = (404, 10008, "Unknown Message")
UNKNOWN_USER = (404, 10013, "Unknown User")
UNKNOWN_WEBHOOK = (404, 10015, "Unknown Webhook")
UNKNOWN_INTERACTION = (404, 10062, "Unknown interaction")
UNKNOWN_COMMAND = (404, 10063, "Unknown application command")
TOO_MANY_CREATIONS = (400, 30034, "Max number of daily application command creates has been reached (200)")
UNAUTHORIZED = (401, 0, "401: Unauthorized")
TOO_LARGE = (413, 40005, "Request entity too large")
ALREADY_ACKNOWLEDGED = (400, 40060, "Interaction has already been acknowledged.")
NO_USER_AGENT = (403, 40333, "internal network error")
MISSING_ACCESS = (403, 50001, "Missing Access")
OTHER_AUTHOR = (403, 50005, "Cannot edit a message authored by another user")
EMPTY_MESSAGE = (400, 50006, "Cannot send an empty message")
DM_CLOSED = (403, 50007, "Cannot send messages to this user")
NOT_A_TEXT_CHANNEL = (400, 50008, "Cannot send messages in a non-text channel")
MISSING_PERMISSIONS = (403, 50013, "Missing Permissions")
WEBHOOK_TOKEN_OVER = (401, 50027, "Invalid Webhook Token")
THREAD_ARCHIVED = (400, 50083, "Tried to perform an operation on an archived thread")
NOT_JSON = (400, 50109, "The request body contains invalid JSON.")
NOT_FOUND = (404, 0, "404: Not Found")
METHOD_NOT_ALLOWED = (405, 0, "405: Method Not Allowed")


class Refused(Exception):
    """Discord's no: `{"code": ..., "message": ...}`, with `errors` where a form is at fault."""

    def __init__(self, status: int, code: int, message: str, errors: Json | None = None) -> None:
        super().__init__(f"{status} {code} {message} {errors or ''}")
        self.status = status
        self.errors = errors
        self.body: Json = {"message": message, "code": code} | ({"errors": errors} if errors else {})

    def within(self, name: str) -> "Refused":
        """Give the same refusal with its faults one step deeper."""
        nested = {name: self.errors} if self.errors else None
        return Refused(self.status, self.body["code"], self.body["message"], nested)


class Impossible(Exception):
    """No user could do this: the test asks for what the screen does not offer."""


class Form:
    """The faults of one body, each at its path."""

    def __init__(self) -> None:
        self.errors: Json = {}

    def fault(self, path: Path, code: str, message: str) -> None:
        place = self.errors
        for step in path:
            place = place.setdefault(str(step), {})
        place.setdefault("_errors", []).append({"code": code, "message": message})

    def check(self) -> None:
        """Refuse the form if anything is wrong with it."""
        if self.errors:
            raise Refused(400, 50035, "Invalid Form Body", self.errors)

    def required(self, body: Json, path: Path, name: str) -> bool:
        if body.get(name) is None:
            self.fault((*path, name), "BASE_TYPE_REQUIRED", "This field is required")
            return False
        return True

    def text(self, body: Json, path: Path, name: str, low: int, high: int) -> None:
        """Check a string's length where the string is given."""
        value = body.get(name)
        if value is None:
            return
        if not isinstance(value, str):
            self.fault((*path, name), "STRING_TYPE_CONVERT", "Could not interpret as string.")
        elif not low <= len(value) <= high:
            self.length((*path, name), low, high)

    def length(self, path: Path, low: int, high: int) -> None:
        self.fault(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {low} and {high} in length.")

    def number(self, body: Json, path: Path, name: str, low: int, high: int) -> None:
        value = body.get(name)
        if value is not None and not (isinstance(value, int) and low <= value <= high):
            self.fault((*path, name), "NUMBER_TYPE_MAX", f"int value should be between {low} and {high}.")

    def choice(self, path: Path, value: object, allowed: set[int]) -> bool:
        if not isinstance(value, int) or value not in allowed:
            message = f"Value of field must be one of {tuple(sorted(allowed))}."
            self.fault(path, "BASE_TYPE_CHOICES", message)
            return False
        return True

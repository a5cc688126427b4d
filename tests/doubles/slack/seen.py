"""What a member sees after an act."""

from dataclasses import dataclass, field

from .blocks import words_of
from .filling import labels, plain
from .refusals import Json


@dataclass
class Seen:
    """`banner` is Slack's own complaint; `errors` are those beside a form's fields; `view` the modal on top."""

    since: int
    user: str
    banner: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    view: Json | None = None


def words(shown: Json) -> str:
    """Give all the words of a message or view, as they are read."""
    title = [shown["title"]["text"]] if "title" in shown else []
    return plain("\n".join([*title, *words_of(shown.get("blocks") or [])]))


def buttons(shown: Json) -> list[str]:
    """Give what can be pressed on it, its submit button included."""
    submit = [plain(shown["submit"]["text"])] if "submit" in shown else []
    return labels(shown.get("blocks") or []) + submit

"""What Slack asks of text, options and confirmations: the smallest pieces of a block."""

from .refusals import Faulty, Json

PLAIN, MARKED = "plain_text", "mrkdwn"
ONLY_PLAIN, EITHER = {PLAIN}, {PLAIN, MARKED}
LONGEST = 3_000


def check_text(faulty: Faulty, text: object, path: str, most: int, kinds: set[str]) -> None:
    """Check a text object: its kind, its length, nothing else in it."""
    if not isinstance(text, dict):
        faulty.note(path, "must be a text object")
        return
    if text.get("type") not in kinds:
        faulty.note(f"{path}/type", f"must be one of {sorted(kinds)}")
    faulty.only(text, path, {"type", "text", "emoji" if text.get("type") == PLAIN else "verbatim"})
    if faulty.needs(text, path, "text"):
        faulty.words(text, path, "text", most)


def check_options(faulty: Faulty, element: Json, path: str, most: int, kinds: set[str]) -> None:
    """Check an element's options, and that what is chosen at first is one of them."""
    options = faulty.many(element, path, "options", most)
    for place, option in enumerate(options):
        _check_option(faulty, option, f"{path}/options/{place}", kinds)
    values = [option.get("value") for option in options if isinstance(option, dict)]
    if len(set(map(str, values))) < len(values):
        faulty.note(f"{path}/options", "options must have unique values")
    first = element.get("initial_options") or [element.get("initial_option")]
    if any(option is not None and option not in options for option in first):
        faulty.note(path, "initial_option must be one of the options")


def _check_option(faulty: Faulty, option: object, path: str, kinds: set[str]) -> None:
    if not isinstance(option, dict):
        faulty.note(path, "must be an option")
        return
    faulty.only(option, path, {"text", "value", "description", "url"})
    check_text(faulty, option.get("text"), f"{path}/text", 75, kinds)
    if faulty.needs(option, path, "value"):
        faulty.words(option, path, "value", 150)
    if "description" in option:
        check_text(faulty, option["description"], f"{path}/description", 75, kinds)


def check_confirm(faulty: Faulty, element: Json, path: str) -> None:
    confirm = element.get("confirm")
    if confirm is None:
        return
    for name, most in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
        check_text(faulty, confirm.get(name), f"{path}/confirm/{name}", most, EITHER)

"""People by name, in lists that stay short enough for a message."""

from collections.abc import Iterator

from bot.chat import Part, Text
from bot.store.sheets import Person

NAMED = 40  # people in a list; the table has all of them


def named(what: str, who: list[Person]) -> Iterator[Part]:
    """List people under what is said of them; nothing if there are none."""
    if who:
        names = ", ".join(person.name for person in who[:NAMED])
        yield Text("\n".join([f"{what} ({len(who)}): {names}", *and_more(len(who))]))


def and_more(count: int) -> list[str]:
    """Say how many of so many a list leaves out."""
    return [f"… and {count - NAMED} more: the table has everybody."] if count > NAMED else []


def people(count: int) -> str:
    """Say a number of people."""
    return "1 person" if count == 1 else f"{count} people"

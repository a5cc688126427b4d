"""The privacy notice that a school can hand out, written from the schema and the declared commands."""

from collections.abc import Iterator

from bot.commands import COMMANDS
from bot.commands.mydata import NEVER, SOMEBODY_NEW
from bot.store.deliveries import KEPT
from bot.store.redrawing import DRAWN_ANEW
from bot.store.whose import described

TITLE = "# What Card Index keeps about you"
HEAD = (
    "Card Index is a study bot: it answers questions about an essay, posts quizzes and counts points. This page is for "
    "students, their guardians and the school that runs the bot. It is written by `cardindex privacy` from the bot's "
    "own tables and commands."
)
WHY = (
    "It is kept so that a quiz can be played, marked and looked back at, and so that boards and scores add up. "
    "Each entry carries a number of the bot's own. All lies in the school's own database. "
)
LOGS = (
    "Logs hold no name, no user id and no answer. The number that a chat gives to one event is kept for "
    f"{KEPT.days * 24 + KEPT.seconds // 3600} hours, so that an event that is delivered twice counts once."
)
BOARDS = (
    "Boards show display names, initials or pseudonyms, as the teacher has set with `/class set names:`; whoever likes "
    "leaves them with `/mydata board hide`. Teachers see who answered what in their own class. Nobody sees anything of "
    "another class. The school's admins can read the database. Discord and Slack carry what you press and type by "
    "their own terms."
)
LEFT = "Whoever leaves the server stays in the class's figures under the name last seen, until it is erased."
ERASED = (
    "An erasure is done at once and in one step. Results of the last "
    f"{DRAWN_ANEW.days} days are drawn again without you. {SOMEBODY_NEW} What stays is a scrambled mark (a keyed hash "
    "of platform and user id) with the times, in a file beside the database: it is looked at when the bot starts, so "
    "that a backup from before does not bring you back. It says nothing to whoever does not know your id. For somebody "
    "who has left, the school's admin erases and copies with `cardindex data`."
)


def notice(days: int) -> str:
    """Write the notice, as Markdown, for a school that keeps answers so many days (0: until they are erased)."""
    return "\n".join(_lines(days))


def _lines(days: int) -> Iterator[str]:
    yield from (TITLE, "", HEAD, "", "## What is kept", "")
    for what, columns in described():
        yield f"- **{what[0].upper()}{what[1:]}.** {_listed(columns)}"
    yield from ("", f"{WHY}{NEVER}", "", LOGS, "", "## For how long", "", _how_long(days), LEFT, "")
    yield from ("## Who sees it", "", BOARDS, "", "## What you can do", "", "| command | does |", "|---|---|")
    for command in COMMANDS:
        if command.name.startswith("mydata "):
            yield f"| `{command.usage}` | {command.help.splitlines()[0]} |"
    yield from ("", ERASED)


def _how_long(days: int) -> str:
    if not days:
        return "Until you erase it: this school has set no time after which it is deleted (`RETENTION_DAYS`)."
    return f"Answers are deleted {days} days after they were given, and the rest about a person with the last of them."


def _listed(columns: tuple[str, ...]) -> str:
    said = "; ".join(columns)
    return f"{said[0].upper()}{said[1:]}."

"""Declared commands as Slack's: one native command for each first word, the rest of its line read by us."""

import re
from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from bot.chat import Form, Reply, Text
from bot.commands import COMMANDS
from bot.line import parse
from bot.slash import Command

ASK, QUIZ = "ask-the-essay", "quiz-me"  # shortcuts, from anywhere and on a message
SHORTCUTS = {ASK: "Ask the essay", QUIZ: "Quiz me"}
POSTS_HERE = frozenset({"post", "schedule add"})  # they promise something in this channel
HELP = "help"
# Slack's own, under which no app is heard: a manifest that has one is refused whole.
# https://slack.com/help/articles/201259356-Slash-commands-in-Slack
BUILT_IN = frozenset({
    "active", "apps", "archive", "away", "call", "canvas", "close", "collapse", "dm", "dnd", "expand", "feed",
    "feedback", "help", "huddle", "invite", "join", "kick", "leave", "me", "msg", "mute", "open", "part", "prefs",
    "remind", "remove", "rename", "search", "shortcuts", "shrug", "star", "status", "topic", "who",
})  # fmt: skip
ASIDE = "-quiz"  # behind a name that Slack has itself: /close-quiz

Said = TypeVar("Said")


def words(commands: Iterable[Command] = COMMANDS) -> list[str]:
    """List the first words of the commands, each once: Slack knows no others."""
    return list(dict.fromkeys(command.name.split()[0] for command in commands))


def native(word: str, prefix: str) -> str:
    """Give the name under which Slack knows a command: behind the prefix, else beside Slack's own."""
    return f"{word}{ASIDE}" if not prefix and word in BUILT_IN else f"{prefix}{word}"


def group(word: str, commands: Iterable[Command] = COMMANDS) -> list[Command]:
    """List the commands that begin with a word."""
    return [command for command in commands if command.name.split()[0] == word]


def read(line: str, prefix: str) -> tuple[Command, dict[str, str]] | Reply:
    """Read a line as a command with its options, or as a wish for help."""
    first, _, rest = line.removeprefix("/").removeprefix(prefix).strip().partition(" ")
    plain = f"{first.removesuffix(ASIDE)} {rest}".strip()
    typed = plain.lower().split()
    if len(typed) > 1 and typed[1] == HELP and group(typed[0]):
        return usage(group(typed[0]))
    if len(typed) > 2 and typed[2] == HELP:  # noqa: PLR2004 - behind a command of two words
        found = [command for command in COMMANDS if command.name == " ".join(typed[:2])]
        if found:
            return usage(found)
    return parse(plain, COMMANDS)


def usage(commands: list[Command]) -> Reply:
    """Say how commands are typed, with an example of each that works."""
    said = (Text(f"{c.usage}\n{c.help}\nFor example: {c.example}{_options(c)}") for c in commands)
    return Reply(f"How to use /{commands[0].name.split()[0]}", tuple(said))


def _options(command: Command) -> str:
    return "".join(f"\n• {option.name.replace('_', ' ')}: {option.words}" for option in command.options)


_NAMES = re.compile(rf"(?<![\w/<&])/({'|'.join(words())})\b")


def renamed(said: Said, prefix: str) -> Said:
    """Say commands under the names that they have in this workspace; ids and tokens stay as they are."""
    renamed_: Said = _renamed(said, prefix)
    return renamed_


def _renamed(said: Any, prefix: str) -> Any:  # noqa: ANN401 - a value of any shape
    if isinstance(said, str):
        return _NAMES.sub(lambda found: f"/{native(found[1], prefix)}", said) if "/" in said else said
    if isinstance(said, tuple):
        return tuple(_renamed(each, prefix) for each in said)
    if is_dataclass(said) and not isinstance(said, type):
        kept = (
            {"token", "press", "name", "style", "state", "instant", "text", "media_type"}
            if not isinstance(said, Form)
            else {"press"}
        )
        changed = {
            f.name: _renamed(getattr(said, f.name), prefix) for f in fields(said) if f.name not in kept
        }
        return replace(said, **changed)
    return said

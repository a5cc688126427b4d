"""A listener on everything that the bot says and logs during a test: calls to people, secrets, tracebacks, typed words.

The stand-ins and the visitor pass on every body that the bot sends and whatever is typed; the logs are tapped below
whatever a test sets up. What is wrong fails the test during which it was said.
"""

import json
import logging
import re
import sys
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import structlog

CALLS = re.compile(
    r"<!(?:channel|here|everyone|subteam\^[^>]*)[|>]|<@[UW][A-Z0-9]+[|>]"
)  # as Slack reads them
TELLING = 16  # characters from which typed words cannot stand in a log by chance


class Untoward(AssertionError):
    """What the bot should never have said."""


@dataclass
class Ears:
    """What one test has heard; `secrets` and `typed` must not come out anywhere."""

    wrong: list[str] = field(default_factory=list)
    secrets: set[str] = field(default_factory=set)
    typed: set[str] = field(default_factory=set)
    heard: int = 0

    def said(self, door: str, words: str) -> None:
        """Judge what is shown to people."""
        self.heard += 1
        if "Traceback (most recent" in words:
            self.wrong.append(f"{door}: a traceback in {words[:300]}")
        self._no_secret(door, words)

    def logged(self, words: str) -> None:
        """Judge a line of the log, whatever its level."""
        self.heard += 1
        self._no_secret("log", words)
        self.wrong += [
            f"log: what was typed stands in {words[:300]}" for typed in self.typed if typed in words
        ]

    def _no_secret(self, door: str, words: str) -> None:
        self.wrong += [
            f"{door}: a secret in {_around(words, secret)}" for secret in self.secrets if secret in words
        ]


def _around(words: str, found: str) -> str:
    place = words.index(found)
    return words[max(0, place - 150) : place + 150]


_listening: list[Ears] = []


@contextmanager
def overhearing() -> Iterator[Ears]:
    """Listen until the block ends; whoever listened before hears nothing of it."""
    ears = Ears(secrets=set(_listening[-1].secrets) if _listening else set())
    _listening.append(ears)
    try:
        yield ears
    finally:
        _listening.remove(ears)


def somebody_listens() -> bool:
    return bool(_listening)


@contextmanager
def nothing_untoward() -> Iterator[Ears]:
    """Fail at the end of the block if anything was said in it that should not be."""
    with overhearing() as ears:
        yield ears
    if ears.wrong:
        raise Untoward("\n".join(dict.fromkeys(ears.wrong)))


def planted(*secrets: str) -> None:
    """Tell of secrets that the bot is given."""
    for ears in _listening[-1:]:
        ears.secrets.update(filter(None, secrets))


def typed(*words: object) -> None:
    """Tell of what somebody typed; what is short says nothing, since a log may hold it by chance."""
    texts = [str(each).strip() for each in words]
    for ears in _listening[-1:]:
        ears.typed.update(text for text in texts if len(text) >= TELLING and " " in text)


def on_discord(message: dict[str, Any] | None, words: str) -> None:
    """Hear a request to Discord; a message must allow no mention, whatever it says."""
    for ears in _listening[-1:]:
        ears.said("discord", words)
        if message and not _calls_nobody(message.get("allowed_mentions")):
            ears.wrong.append(f"discord: may call people: {json.dumps(message)[:300]}")


def _calls_nobody(allowed: object) -> bool:
    """Without a word on it Discord calls whoever is named."""
    return isinstance(allowed, dict) and not any(
        allowed.get(name) for name in ("roles", "users", "replied_user")
    ) and allowed.get("parse") == []  # fmt: skip


def on_slack(arguments: dict[str, Any], words: str) -> None:
    """Hear a call to Slack or an acknowledgement; nothing in it may call anybody."""
    for ears in _listening[-1:]:
        ears.said("slack", words)
        if arguments.get("link_names") or arguments.get("parse") == "full" or CALLS.search(words):
            ears.wrong.append(f"slack: may call people: {words[:300]}")


def on_page(words: str) -> None:
    """Hear an answer to the classroom's page."""
    for ears in _listening[-1:]:
        ears.said("classroom", words)


def in_a_log(words: str) -> None:
    """Hear the log of a bot in a process of its own."""
    for ears in _listening[-1:]:
        ears.logged(words)


@cache
def tap_the_logs() -> None:
    """Hear every event and every record from now on, below what configures or captures them."""
    process, make = structlog.BoundLoggerBase._process_event, logging.getLogRecordFactory()  # noqa: SLF001 - all pass it

    def event(
        self: structlog.BoundLoggerBase, method_name: str, event: str | None, event_kw: dict[str, Any]
    ) -> tuple[Sequence[Any], Mapping[str, Any]]:
        _log(f"{event} {self._context} {event_kw}", event_kw.get("exc_info"))
        return process(self, method_name, event, event_kw)

    def record(*given: Any, **more: Any) -> logging.LogRecord:  # noqa: ANN401 - whatever the library is given
        made = make(*given, **more)
        ours = made.name.startswith(
            "discord"
        )  # whose warnings the bot logs whole; of others but what they begin with
        _log(made.getMessage() if ours else str(made.msg), made.exc_info)
        return made

    structlog.BoundLoggerBase._process_event = event  # type: ignore[method-assign] # noqa: SLF001 - likewise
    logging.setLogRecordFactory(record)


def _log(words: str, failed: object) -> None:
    """Hear a line; of an exception what the log keeps: its kind and the lines that led to it."""
    for ears in _listening[-1:]:
        ears.logged(words)
        error = sys.exc_info()[1] if failed is True else failed
        if isinstance(error, BaseException):
            ears.logged("".join(traceback.format_tb(error.__traceback__)))

"""What a command, an option and a button press are, and how a typed function becomes one."""

import inspect
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import partial
from types import NoneType
from typing import Any, get_args, get_type_hints

from bot.chat import TOKEN_LIMIT, Field, Form, Refusal, Reply
from bot.names import clean
from bot.quiz.bank import Library
from bot.times import length_in_words

FORM_FIELDS = 5  # Discord's modal holds no more
FREE_TEXT = 500  # characters of an option's text; the longest sensible question is a fifth of that


class Audience(StrEnum):
    EVERYONE = "everyone"
    TEACHERS = "teachers"


Suggest = Callable[[Library, str], Iterable[str]]  # what is typed so far -> what it may become


@dataclass(frozen=True, slots=True)
class Help:
    """What an option is for; how its text is read; what to offer while it is typed."""

    words: str
    read: Callable[[str], Any] | None = None
    suggest: Suggest | None = None


@dataclass(frozen=True, slots=True)
class Option:
    name: str
    words: str
    kind: type
    read: Callable[[str], Any]
    required: bool
    choices: tuple[str, ...] = ()
    suggest: Suggest | None = None
    default: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    name: str
    help: str
    audience: Audience
    writes: bool
    example: str
    options: tuple[Option, ...]
    run: Callable[..., Reply | Form]

    @property
    def usage(self) -> str:
        """The command with its options in order: <needed> and [free]."""
        marks = (f"<{o.name}>" if o.required else f"[{o.name}]" for o in self.options)
        return " ".join([f"/{self.name}", *marks])


@dataclass(frozen=True, slots=True)
class Press:
    """A button's function; its token is the function's name and the ids that it takes.

    One that `answers` keeps an answer to a question, which its first two ids name by round and place, and changes
    nothing else.
    """

    verb: str
    audience: Audience
    writes: bool
    kinds: tuple[type, ...]
    run: Callable[..., Reply | Form]
    answers: bool = False

    def token(self, *ids: int | str) -> str:
        """Spell the press as a token of at most 100 characters."""
        token = ":".join([self.verb, *map(str, ids)])
        if len(ids) != len(self.kinds) or len(token) > TOKEN_LIMIT:
            raise ValueError(f"not a token of {self.verb}: {token!r}")
        return token


@dataclass(frozen=True, slots=True)
class Sending(Press):
    """The function of a form that a button opened: takes the ids of its token, and the fields filled in."""


Function = Callable[..., Reply | Form]


def reads(audience: Audience, example: str) -> Callable[[Function], Command]:
    """Declare a command that only looks things up."""
    return partial(_command, audience=audience, example=example, writes=False)


def writes(audience: Audience, example: str) -> Callable[[Function], Command]:
    """Declare a command that changes what is stored."""
    return partial(_command, audience=audience, example=example, writes=True)


def press_reads(audience: Audience) -> Callable[[Function], Press]:
    """Declare a button that only looks things up."""
    return partial(_press, audience=audience, writes=False)


def press_writes(audience: Audience) -> Callable[[Function], Press]:
    """Declare a button that changes what is stored."""
    return partial(_press, audience=audience, writes=True)


def press_answers(audience: Audience) -> Callable[[Function], Press]:
    """Declare a button that answers a question of a round."""
    return partial(_press, audience=audience, writes=True, answers=True)


def sending_answers(audience: Audience) -> Callable[[Function], Sending]:
    """Declare a form that answers a question of a round; its fields come as the function's last argument."""
    return partial(_sending, audience=audience)


def _command(run: Function, audience: Audience, example: str, writes: bool) -> Command:  # noqa: FBT001 - a fact declared, not a switch
    name = run.__name__.rstrip("_").replace("_", " ")
    return Command(name, inspect.getdoc(run) or "", audience, writes, example, _options(run), run)


def _press(run: Function, audience: Audience, *, writes: bool, answers: bool = False) -> Press:
    kinds = [p.annotation for p in inspect.signature(run).parameters.values() if p.annotation in (int, str)]
    return Press(run.__name__.replace("_", "-"), audience, writes, tuple(kinds), run, answers)


def _sending(run: Function, audience: Audience) -> Sending:
    press = _press(run, audience, writes=True, answers=True)
    return Sending(press.verb, press.audience, press.writes, press.kinds, press.run, press.answers)


def _options(run: Function) -> tuple[Option, ...]:
    hints = get_type_hints(run, include_extras=True)
    parameters = list(inspect.signature(run).parameters.values())[1:]
    return tuple(_option(p, hints[p.name]) for p in parameters)


def _option(parameter: inspect.Parameter, hint: Any) -> Option:  # noqa: ANN401 - what typing gives
    help_: Help = hint.__metadata__[0]
    kind = next((k for k in get_args(hint.__origin__) if k is not NoneType), hint.__origin__)
    required = parameter.default is parameter.empty
    choices = tuple(kind) if isinstance(kind, type) and issubclass(kind, StrEnum) else ()
    read = help_.read or _reader(parameter.name, kind, choices)
    default = "" if required else _typed(parameter.default)
    return Option(parameter.name, help_.words, kind, read, required, choices, help_.suggest, default)


def _typed(default: object) -> str:
    """Say a default as it would be typed; nothing for "unchanged"."""
    if isinstance(default, timedelta):
        return length_in_words(default)
    return str(default) if default else ""


def _reader(name: str, kind: type, choices: tuple[str, ...]) -> Callable[[str], Any]:
    if choices:
        return partial(_one_of, name, kind, choices)
    return partial(_whole, name) if kind is int else partial(clean, limit=FREE_TEXT)


def _whole(name: str, text: str) -> int:
    if not re.fullmatch(r"\d{1,6}", text.strip(), re.ASCII):
        raise Refusal(f"{name} is a whole number, such as 3.")
    return int(text)


def _one_of(name: str, kind: type, choices: tuple[str, ...], text: str) -> object:
    if text.strip().lower() not in choices:
        raise Refusal(f"{name} is one of: {', '.join(choices)}.")
    return kind(text.strip().lower())


def form_of(command: Command, values: Mapping[str, str]) -> Form:
    """Ask for a command's options on a form, as many as every platform can show."""
    fields = (
        Field(o.name, o.name.replace("_", " "), o.words, values.get(o.name, o.default), o.choices)
        for o in command.options
    )
    return Form(f"/{command.name}", tuple(fields)[:FORM_FIELDS], f"fill:{command.name.replace(' ', '-')}")


class UnknownButton(Refusal):
    """The one answer to a stale, foreign or forged button: it tells nothing apart."""

    def __init__(self) -> None:
        super().__init__("This button no longer leads anywhere. Ask again with a command: /guide lists them.")

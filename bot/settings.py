"""Typed settings; the only file that reads the environment."""

import logging
import os
import re
import stat
from collections import Counter
from collections.abc import Iterator
from datetime import time, timedelta
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from dotenv.parser import Binding, parse_stream
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.times import clock_time, length, weekdays, zone

logging.getLogger("dotenv").setLevel(logging.ERROR)  # what it would warn of is reported below, by name
PACK_NAME = re.compile(r"^[a-z0-9][a-z0-9-]{0,40}$")


class BadSettings(Exception):
    """Settings that cannot be used: every problem, by name, never by value."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class Classroom(StrEnum):
    AUTO = "auto"
    ON = "on"
    OFF = "off"


def _url(kinds: tuple[str, ...], text: str) -> str:
    if text and not text.startswith(kinds):
        raise ValueError(f"must begin with {' or '.join(kinds)}")
    return text


def _kind(prefix: str, secret: SecretStr) -> SecretStr:
    if secret.get_secret_value() and not secret.get_secret_value().startswith(prefix):
        raise ValueError(f"is another kind of token: this one begins with {prefix}")
    return secret


def _keys(secret: SecretStr) -> SecretStr:
    for key in secret.get_secret_value().replace(",", " ").split():
        if not re.fullmatch(r"[A-Za-z0-9_-]{43}=", key):
            raise ValueError("is no key: .env.example says how to make one")
    return secret


Time = Annotated[time | None, BeforeValidator(lambda text: clock_time(text) if text else None)]
Days = Annotated[str, AfterValidator(weekdays)]
Length = Annotated[timedelta, BeforeValidator(length)]
Zone = Annotated[ZoneInfo, BeforeValidator(zone)]
Database = Annotated[str, AfterValidator(partial(_url, ("sqlite:///", "postgresql+psycopg://")))]
Http = Annotated[str, AfterValidator(partial(_url, ("http://", "https://")))]
Gateway = Annotated[str, AfterValidator(partial(_url, ("ws://", "wss://")))]
Snowflake = Annotated[str, Field(pattern=r"^\d{0,20}$")]
BotToken = Annotated[SecretStr, AfterValidator(partial(_kind, "xoxb-"))]
Keys = Annotated[SecretStr, AfterValidator(_keys)]
AppToken = Annotated[SecretStr, AfterValidator(partial(_kind, "xapp-"))]


class Settings(BaseSettings):
    """Everything an admin can set; `.env.example` says what each one does."""

    model_config = SettingsConfigDict(
        case_sensitive=True,
        env_file_encoding="utf-8-sig",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        str_strip_whitespace=True,
    )

    DATABASE_URL: Database = "sqlite:///data/cardindex.db"
    RETENTION_DAYS: int = Field(default=0, ge=0, le=36_500)
    ERASED_FILE: str = ""
    TIME_ZONE: Zone = Field(default="Europe/London", validate_default=True)
    PACK: str = Field(default="stalin", pattern=PACK_NAME.pattern)
    CONTENT_DIR: str = ""
    DAILY_QUIZ_TIME: Time = None
    DAILY_QUIZ_DAYS: Days = Field(default="mon-fri", validate_default=True)
    DAILY_QUIZ_QUESTIONS: int = Field(default=3, ge=1, le=10)
    DAILY_QUIZ_WINDOW: Length = Field(default="8h", validate_default=True)
    DISCORD_TOKEN: SecretStr = SecretStr("")
    DISCORD_GUILD: Snowflake = ""
    DISCORD_TEACHER_ROLE: str = ""
    DISCORD_QUIZ_CHANNEL: Snowflake = ""
    DISCORD_SHARD_IDS: str = Field(default="", pattern=r"^(\d+(,\s*\d+)*)?$")
    DISCORD_SHARD_COUNT: str = Field(default="", pattern=r"^\d*$")
    DISCORD_API_URL: Http = ""
    DISCORD_GATEWAY_URL: Gateway = ""
    SLACK_BOT_TOKEN: BotToken = SecretStr("")
    SLACK_APP_TOKEN: AppToken = SecretStr("")
    SLACK_SIGNING_SECRET: SecretStr = SecretStr("")
    SLACK_CLIENT_ID: str = Field(default="", pattern=r"^[\d.]{0,60}$")
    SLACK_CLIENT_SECRET: SecretStr = SecretStr("")
    SLACK_TOKEN_KEY: Keys = SecretStr("")
    SLACK_TEACHERS: str = ""
    SLACK_QUIZ_CHANNEL: str = ""
    SLACK_COMMAND_PREFIX: str = Field(default="", pattern=r"^[a-z0-9_-]{0,20}$")
    SLACK_API_URL: Http = ""
    WEB_HOST: str = "127.0.0.1"
    WEB_PORT: int = Field(default=8080, ge=0, le=65535)
    CLASSROOM: Classroom = Classroom.AUTO
    LOG_LEVEL: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    LOG_FORMAT: Literal["console", "json"] = "console"

    @property
    def chat_tokens(self) -> list[str]:
        """Name the chat tokens that are set."""
        names = ("DISCORD_TOKEN", "SLACK_BOT_TOKEN", "SLACK_CLIENT_SECRET")
        return [name for name in names if getattr(self, name).get_secret_value()]

    @property
    def has_slack(self) -> bool:
        """Whether the bot is in a Slack workspace, or workspaces may install it."""
        return bool(self.SLACK_BOT_TOKEN.get_secret_value() or self.SLACK_CLIENT_ID)

    @property
    def slack_is_deaf(self) -> str:
        """Say what is missing beside Slack's bot token; nothing if Slack has a way to the bot, or no token is set."""
        ways = (self.SLACK_APP_TOKEN, self.SLACK_SIGNING_SECRET)
        if not self.has_slack or any(way.get_secret_value() for way in ways):
            return ""
        beside = "SLACK_CLIENT_ID" if self.SLACK_CLIENT_ID else "SLACK_BOT_TOKEN"
        return f"set it beside {beside} for Socket Mode, or SLACK_SIGNING_SECRET for HTTP"

    @property
    def has_classroom(self) -> bool:
        """Whether the page is served: `auto` means only while no chat token is set."""
        return self.CLASSROOM is Classroom.ON or (self.CLASSROOM is Classroom.AUTO and not self.chat_tokens)


def load_settings(env_file: Path) -> Settings:
    """Read the env file and the environment, which wins; raise BadSettings with every problem."""
    problems = list(_problems_of(env_file)) if env_file.exists() else []
    try:
        settings = Settings(_env_file=env_file if _readable(env_file) else None)
    except ValidationError as error:
        raise BadSettings([*problems, *map(_problem, error.errors(include_input=False))]) from None
    if not settings.has_classroom and not settings.chat_tokens:
        problems.append(
            "CLASSROOM: is off and no chat token is set: set DISCORD_TOKEN or SLACK_BOT_TOKEN, or CLASSROOM=auto"
        )
    if settings.DISCORD_SHARD_IDS and not settings.DISCORD_SHARD_COUNT:
        problems.append(
            "DISCORD_SHARD_COUNT: is needed beside DISCORD_SHARD_IDS: how many shards there are in all"
        )
    problems += _problems_of_installing(settings) if settings.SLACK_CLIENT_ID else ()
    if problems:
        raise BadSettings(problems)
    return settings


def _problems_of_installing(settings: Settings) -> Iterator[str]:
    """List what does not go with workspaces that install the bot by themselves."""
    for name in ("SLACK_CLIENT_SECRET", "SLACK_TOKEN_KEY"):
        if not getattr(settings, name).get_secret_value():
            yield f"{name}: is needed beside SLACK_CLIENT_ID"
    if settings.SLACK_BOT_TOKEN.get_secret_value():
        yield "SLACK_BOT_TOKEN: leave it out beside SLACK_CLIENT_ID: each workspace gets its own token"
    if settings.SLACK_QUIZ_CHANNEL:
        yield "SLACK_QUIZ_CHANNEL: leave it out beside SLACK_CLIENT_ID: each workspace uses /schedule"
    if any(":" not in each for each in settings.SLACK_TEACHERS.replace(",", " ").split()):
        yield "SLACK_TEACHERS: beside SLACK_CLIENT_ID write workspace and member, such as T012:U345"


def _readable(env_file: Path) -> bool:
    try:
        env_file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return False
    return True


def _problems_of(env_file: Path) -> Iterator[str]:
    """List what is wrong with the file itself, before its values are looked at."""
    yield from _open_to_others(env_file)
    if not _readable(env_file):
        yield f"{env_file.name}: cannot be read: save it as UTF-8 text that the bot may read"
        return
    with env_file.open(encoding="utf-8-sig") as stream:
        bindings = list(parse_stream(stream))
    for binding in bindings:
        yield from _problems_of_line(env_file.name, binding)
    counts = Counter(b.key for b in bindings if b.key in Settings.model_fields)
    yield from (f"{key}: is set {count} times: keep one" for key, count in counts.items() if count > 1)


def _problems_of_line(file: str, binding: Binding) -> Iterator[str]:
    where = f"{file}, line {binding.original.line}"
    if binding.error or (binding.key and binding.value is None):
        yield f"{where}: is not NAME=value"
    elif binding.key and binding.key not in Settings.model_fields:
        # Only what looks like a name is repeated: a token may have slipped onto a line of its own.
        name = binding.key if re.fullmatch(r"[A-Z][A-Z_]{1,40}", binding.key) else where
        yield f"{name}: is no setting: remove it, or see .env.example for the names"


def _open_to_others(env_file: Path) -> Iterator[str]:
    if os.name == "posix" and env_file.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH):
        yield f"{env_file.name}: others on this machine can read your tokens: run chmod 600 {env_file.name}"


def _problem(error: ErrorDetails) -> str:
    name, kind, message = str(error["loc"][0]), error["type"], error["msg"]
    known = {
        "value_error": message.removeprefix("Value error, "),
        "string_pattern_mismatch": "has characters that do not belong there: see .env.example",
        "int_parsing": "must be a whole number",
    }
    return f"{name}: {known.get(kind, message.replace('Input should', 'must'))}"

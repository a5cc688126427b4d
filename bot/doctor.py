"""What `cardindex check` looks at: one finding a line, and the cure beside each failure."""

import json
import socket
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.chat import Place
from bot.commands.schedules import rule
from bot.essay.source import BadContent
from bot.quiz.bank import load_library
from bot.settings import BadSettings, Settings, load_settings
from bot.store.backend import backend
from bot.store.clocks import ASTRAY
from bot.store.looking import Seen, Standing, look, standing
from bot.store.schedules import FROM_SETTINGS
from bot.store.schema import HEAD, stored_version
from bot.times import Rule, in_words

UPCOMING = 5  # posts that are listed
PATIENCE = 1.0  # seconds for a bot that may be running to answer
UPGRADE = "copy it (cardindex db backup FILE), then run cardindex db upgrade"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; the words of a failure end with its cure."""

    what: str
    fine: bool
    words: str

    def __str__(self) -> str:
        return f"{'ok  ' if self.fine else 'FAIL'}  {self.what}: {self.words}"


Doors = Callable[[Settings, Sequence[Place]], Iterator[Finding]]


def findings(
    env_file: Path, folder: Callable[[Settings], Path], doors: Doors, now: Callable[[], datetime]
) -> Iterator[Finding]:
    """Look at settings, database, pack, platforms, port and times; without usable settings at nothing further."""
    try:
        settings = load_settings(env_file)
    except BadSettings as bad:
        yield from (Finding("settings", fine=False, words=problem) for problem in bad.problems)
        return
    yield Finding(
        "settings", fine=True, words=f"read from {env_file}" if env_file.exists() else "all defaults"
    )
    schedules: list[Standing] = []
    yield from _database(settings, now(), schedules)
    yield _pack(folder(settings))
    yield from doors(settings, sorted({each.schedule.order.place for each in schedules}, key=str))
    yield _port(settings)
    yield from _times(settings, now(), schedules)


def _database(settings: Settings, now: datetime, schedules: list[Standing]) -> Iterator[Finding]:
    """Look at the database; what runs by it is added to `schedules`."""
    url = settings.DATABASE_URL
    kind, name = backend(url), backend(url).name(url)
    if trouble := kind.trouble_with(url):
        yield Finding("database", fine=False, words=trouble)
        return
    if not kind.is_there(url):
        yield Finding("database", fine=True, words=f"{name} is made at the first start")
        return
    yield Finding("database", fine=True, words=f"{name} answers")
    seen = look(url, now)
    yield from _writing(name, seen)
    if seen.unwritten:
        return
    stored = stored_version(url)
    yield _schema(name, stored)
    if stored == HEAD:
        schedules += standing(url, settings.TIME_ZONE)


def _schema(name: str, stored: str) -> Finding:
    if stored > HEAD:
        words = (
            f"{name} has schema {stored}, this Card Index knows {HEAD}: install the newer Card Index again"
        )
        return Finding("schema", fine=False, words=words)
    if stored and stored < HEAD:
        words = f"{name} has schema {stored}, this Card Index needs {HEAD}: {UPGRADE}"
        return Finding("schema", fine=False, words=words)
    return Finding(
        "schema", fine=True, words=f"{stored} is the newest" if stored else "made at the first start"
    )


def _writing(name: str, seen: Seen) -> Iterator[Finding]:
    if seen.unwritten:
        cure = "give the bot's user the right to change it and to make tables, or free some disk space"
        yield Finding("writing", fine=False, words=f"{name} takes no changes ({seen.unwritten}): {cure}")
        return
    yield Finding("writing", fine=True, words="a change was tried, and taken back")
    if seen.journal != "wal":
        words = f"{name} cannot keep a write-ahead journal, only “{seen.journal}”: move it to a disk of this machine"
        yield Finding("journal", fine=False, words=words)
    else:
        yield Finding("journal", fine=True, words="write-ahead: readers never wait for the one that writes")
    yield _clock(seen.ahead)


def _clock(ahead: timedelta) -> Finding:
    if abs(ahead) <= ASTRAY:
        return Finding("clock", fine=True, words="agrees with the database's within a minute")
    by = f"{abs(ahead).total_seconds():.0f} s {'ahead of' if ahead > timedelta() else 'behind'}"
    cure = "switch time synchronisation on, on both machines (timedatectl set-ntp true)"
    return Finding(
        "clock", fine=False, words=f"this machine is {by} the database's, so nothing is posted: {cure}"
    )


def _pack(folder: Path) -> Finding:
    if not folder.is_dir():
        words = f"there is no pack {folder}: correct PACK, or CONTENT_DIR, the folder of your own packs"
        return Finding("pack", fine=False, words=words)
    try:
        library = load_library(folder)
    except BadContent as bad:
        first = bad.complaints[0]
        more = f" and {len(bad.complaints) - 1} more" if len(bad.complaints) > 1 else ""
        return Finding("pack", fine=False, words=f"{first}{more}: cardindex content check lists everything")
    return Finding("pack", fine=True, words=f"{library.pack.title}, {len(library.bank.questions)} questions")


def _port(settings: Settings) -> Finding:
    """Look whether the bot's address can be listened on, or already is by the bot itself."""
    host, port = settings.WEB_HOST, settings.WEB_PORT
    where = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    shown = (
        f"the classroom's page and /healthz at {where}" if settings.has_classroom else f"/healthz at {where}"
    )
    if port == 0:
        shown = "a free port, which the bot names when it starts"
    try:
        with closing(socket.create_server((host, port), family=_family(host))):
            return Finding("web", fine=True, words=f"{shown} while the bot runs")
    except OSError as error:
        if _lives(where):
            return Finding("web", fine=True, words=f"{shown}: the bot is running")
        cure = "set another WEB_PORT, such as 8081, and leave WEB_HOST=127.0.0.1 unless you know why not"
        return Finding(
            "web",
            fine=False,
            words=f"{host}:{port} cannot be listened on ({error.strerror or error}): {cure}",
        )


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _lives(where: str) -> bool:
    """Whether a Card Index answers there."""
    try:
        with urllib.request.urlopen(f"{where}healthz", timeout=PATIENCE) as told:  # noqa: S310 - http alone
            return bool(json.load(told).get("alive"))
    except (OSError, ValueError, AttributeError):
        return False


def _times(settings: Settings, now: datetime, schedules: list[Standing]) -> Iterator[Finding]:
    zone = settings.TIME_ZONE
    yield Finding("TIME_ZONE", fine=True, words=f"{zone.key}, where it is now {in_words(now, zone)}")
    if settings.DAILY_QUIZ_TIME and not _daily_places(settings):
        words = "has no channel to post in: set DISCORD_QUIZ_CHANNEL or SLACK_QUIZ_CHANNEL"
        yield Finding("DAILY_QUIZ_TIME", fine=False, words=words)
    if told := sorted(_upcoming(settings, now, schedules))[:UPCOMING]:
        yield Finding("next posts", fine=True, words="; ".join(words for _, words in told))
    else:
        words = "none: a teacher sets a schedule with /schedule add, or you with DAILY_QUIZ_TIME"
        yield Finding("next posts", fine=True, words=words)


def _daily_places(settings: Settings) -> list[str]:
    """Name where the env file has a daily quiz posted."""
    wanted = {
        "Discord": settings.DISCORD_TOKEN.get_secret_value() and settings.DISCORD_QUIZ_CHANNEL,
        "Slack": settings.SLACK_BOT_TOKEN.get_secret_value() and settings.SLACK_QUIZ_CHANNEL,
        "the classroom": settings.has_classroom,
    }
    return [name for name, there in wanted.items() if there]


def _upcoming(settings: Settings, now: datetime, schedules: list[Standing]) -> Iterator[tuple[datetime, str]]:
    """Give the next posts of every schedule, those included that the env file will make at the next start."""
    for each in schedules:
        group, schedule = each.group, each.schedule
        for _, due in rule(group, schedule.order).following(now, UPCOMING, schedule.takes):
            yield due, f"{in_words(due, group.zone)} on {schedule.order.place.platform}"
    known = any(each.schedule.origin == FROM_SETTINGS for each in schedules)
    if settings.DAILY_QUIZ_TIME and not known:
        daily = Rule(settings.DAILY_QUIZ_TIME, settings.DAILY_QUIZ_DAYS, settings.TIME_ZONE)
        for name in _daily_places(settings):
            for _, due in daily.following(now, UPCOMING):
                yield due, f"{in_words(due, settings.TIME_ZONE)} on {name}"

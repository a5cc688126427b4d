"""Looks at the database: that it answers, is written, has the newest schema, and agrees on the time."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.doctor.finding import Finding
from bot.settings import Settings
from bot.store.backend import backend
from bot.store.clocks import ASTRAY
from bot.store.looking import Seen, Standing, look, standing
from bot.store.schema import HEAD, stored_version

UPGRADE = "copy it (cardindex db backup FILE), then run cardindex db upgrade"


def of_database(settings: Settings, now: datetime, schedules: list[Standing]) -> Iterator[Finding]:
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

"""What `cardindex check` looks at: one finding a line, and the cure beside each failure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.essay.source import BadContent
from bot.quiz.bank import load_library
from bot.settings import BadSettings, Settings, load_settings
from bot.store.backend import backend
from bot.store.schema import HEAD, stored_version


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; the words of a failure end with its cure."""

    what: str
    fine: bool
    words: str

    def __str__(self) -> str:
        return f"{'ok  ' if self.fine else 'FAIL'}  {self.what}: {self.words}"


def findings(
    env_file: Path, folder: Callable[[Settings], Path], doors: Callable[[Settings], Iterator[Finding]]
) -> Iterator[Finding]:
    """Look at settings, database, schema and pack, then at the doors; without usable settings at nothing further."""
    try:
        settings = load_settings(env_file)
    except BadSettings as bad:
        yield from (Finding("settings", fine=False, words=problem) for problem in bad.problems)
        return
    yield Finding(
        "settings", fine=True, words=f"read from {env_file}" if env_file.exists() else "all defaults"
    )
    yield _database(settings.DATABASE_URL)
    yield _pack(folder(settings))
    yield from doors(settings)
    yield from _other_doors(settings)


def _database(url: str) -> Finding:
    kind, name = backend(url), backend(url).name(url)
    if trouble := kind.trouble_with(url):
        return Finding("database", fine=False, words=trouble)
    if not kind.is_there(url):
        return Finding("database", fine=True, words=f"{name} is made at the first start")
    stored = stored_version(url)
    if stored > HEAD:
        return Finding(
            "database", fine=False, words=f"{name} has schema {stored}: install the newer Card Index again"
        )
    behind = "" if stored == HEAD else ", brought up to date at the next start"
    return Finding("database", fine=True, words=f"{name}, schema {stored or 'none yet'}{behind}")


def _pack(folder: Path) -> Finding:
    try:
        library = load_library(folder)
    except BadContent as bad:
        first = bad.complaints[0]
        more = f" and {len(bad.complaints) - 1} more" if len(bad.complaints) > 1 else ""
        return Finding("pack", fine=False, words=f"{first}{more}: cardindex content check lists everything")
    return Finding("pack", fine=True, words=f"{library.pack.title}, {len(library.bank.questions)} questions")


def _other_doors(settings: Settings) -> Iterator[Finding]:
    if settings.has_classroom:
        where = f"http://{settings.WEB_HOST}:{settings.WEB_PORT}/"
        yield Finding("classroom", fine=True, words=f"at {where} while the bot runs")

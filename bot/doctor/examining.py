"""Looks an installation over: one finding a line, and the cure beside each failure."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from bot.chat import Place
from bot.doctor.database import of_database
from bot.doctor.finding import Finding
from bot.doctor.serving import of_address, of_pack
from bot.doctor.times import of_times
from bot.settings import BadSettings, Settings, load_settings
from bot.store.looking import Standing

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
    yield from of_database(settings, now(), schedules)
    yield of_pack(folder(settings))
    yield from doors(settings, sorted({each.schedule.order.place for each in schedules}, key=str))
    yield of_address(settings)
    yield from of_times(settings, now(), schedules)

"""Times, days and lengths as people write them, and the rule by which wall time becomes an instant."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

UNITS = ((1440, "day"), (60, "hour"), (1, "minute"))  # of a length, in minutes
LONGEST = timedelta(days=14)  # of a quiz's window
WEEKDAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAYS = tuple(name[:3] for name in WEEKDAY_NAMES)
ONE_DAY = timedelta(days=1)
CALENDAR = (date(2000, 1, 1), date(2099, 12, 31))  # the dates that a class can mean
FAR = timedelta(days=800)  # how far ahead a next slot is looked for

_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?", re.IGNORECASE | re.ASCII)
_LENGTH = re.compile(
    r"(?:(\d{1,3})\s*d(?:ays?)?)?\s*(?:(\d{1,3})\s*h(?:ours?)?)?\s*(?:(\d{1,5})\s*m(?:in(?:utes?)?)?)?",
    re.IGNORECASE | re.ASCII,
)


def clock_time(text: str) -> time:
    """Read 8:30, 08.30 or 8:30am; raise ValueError in words for the member."""
    match = _CLOCK.fullmatch(text.strip())
    if not match or not (match[2] or match[3]):
        raise ValueError("A time looks like 08:30, 8.30 or 8:30am.")
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
    if half and not 1 <= hour <= 12:  # noqa: PLR2004 - a twelve-hour clock
        raise ValueError("With am or pm the hour is between 1 and 12.")
    hour = hour % 12 + (12 if half == "pm" else 0) if half else hour
    if hour > 23 or minute > 59:  # noqa: PLR2004 - a day's last minute
        raise ValueError("A time is between 00:00 and 23:59.")
    return time(hour, minute)


def weekdays(text: str) -> str:
    """Read days such as mon-fri, "mon wed fri", daily or weekend; give them as "mon,tue,..."."""
    named = {"daily": "mon-sun", "weekdays": "mon-fri", "weekend": "sat-sun"}
    chosen: set[int] = set()
    for word in re.split(r"[,;+\s]+", re.sub(r"\s*[-–]\s*", "-", text.strip().lower())):
        first, _, last = named.get(word, word).partition("-")
        start, end = _weekday(first), _weekday(last or first)
        chosen |= {(start + step) % 7 for step in range((end - start) % 7 + 1)}
    return ",".join(WEEKDAYS[day] for day in sorted(chosen))


def _weekday(word: str) -> int:
    for number, name in enumerate(WEEKDAY_NAMES):
        if len(word) >= 3 and name.startswith(word):  # noqa: PLR2004 - "mon"
            return number
    raise ValueError("Days look like mon-fri, or mon,wed,fri, or daily.")


def length(text: str) -> timedelta:
    """Read a length such as 8h, 90m, 1d or 1h30m: from five minutes to fourteen days."""
    match = _LENGTH.fullmatch(text.strip())
    if not match or not any(match.groups()):
        raise ValueError("A length looks like 8h, 90m or 2d.")
    days, hours, minutes = (int(number or 0) for number in match.groups())
    found = timedelta(days=days, hours=hours, minutes=minutes)
    if not timedelta(minutes=5) <= found <= LONGEST:
        raise ValueError("A length is between 5m and 14d.")
    return found


def calendar_day(text: str) -> date:
    """Read a date such as 2026-12-21."""
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        raise ValueError("A date looks like 2026-12-21 (year-month-day).") from None
    if not CALENDAR[0] <= found <= CALENDAR[1]:
        raise ValueError("A date looks like 2026-12-21, between 2000 and 2099.")
    return found


def zone(text: str) -> ZoneInfo:
    """Read the name of a time zone such as Europe/London."""
    try:
        return ZoneInfo(text.strip())
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("A time zone is a name such as Europe/London or America/New_York.") from None


@dataclass(frozen=True, slots=True)
class Rule:
    """A standing order's wall time and weekdays ("mon,tue,...") in a zone."""

    at: time
    days: str
    zone: ZoneInfo

    def due(self, day: date) -> datetime | None:
        """Give the instant (UTC) of the day's slot, if the day has one.

        A wall time that is missing on the day moves forward by the gap; one that comes twice means the
        first (PEP 495, fold=0). A date that the zone leaves out altogether has none.
        """
        if WEEKDAYS[day.weekday()] not in self.days.split(","):
            return None
        due = self._instant(day)
        return None if due == self._instant(day + ONE_DAY) else due

    def _instant(self, day: date) -> datetime:
        return datetime.combine(day, self.at, self.zone).astimezone(UTC)

    def slots(self, after: datetime, until: datetime) -> Iterator[tuple[date, datetime]]:
        """Give each (local date, instant) with after < instant <= until, oldest first."""
        day = after.astimezone(self.zone).date() - ONE_DAY
        while day <= until.astimezone(self.zone).date() + ONE_DAY:
            due = self.due(day)
            if due and after < due <= until:
                yield day, due
            day += ONE_DAY

    def following(
        self, after: datetime, count: int, takes: Callable[[date], bool] = lambda _: True
    ) -> list[tuple[date, datetime]]:
        """List the next slots after an instant, of the dates that it takes; fewer if there are no more."""
        slots = self.slots(after, after + FAR)
        return list(islice((slot for slot in slots if takes(slot[0])), count))


def in_words(instant: datetime, where: ZoneInfo) -> str:
    """Say an instant in a zone: "Mon 23 Nov 2026, 08:30"."""
    local = instant.astimezone(where)
    return f"{local:%a} {local.day} {local:%b %Y, %H:%M}"


def day_in_words(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b %Y}"


def days_in_words(days: str) -> str:
    """Say days ("mon,tue,..."): "Monday to Friday", "every day", "Monday, Wednesday"."""
    chosen = days.split(",")
    known = {",".join(WEEKDAYS): "every day", ",".join(WEEKDAYS[:5]): "Monday to Friday"}
    return known.get(days) or ", ".join(WEEKDAY_NAMES[WEEKDAYS.index(day)].capitalize() for day in chosen)


def length_in_words(span: timedelta) -> str:
    """Say a length: "8 hours", "1 day", "90 minutes"."""
    minutes = int(span.total_seconds() // 60)
    size, name = next(unit for unit in UNITS if minutes % unit[0] == 0)
    count = minutes // size
    return f"{count} {name}{'' if count == 1 else 's'}"

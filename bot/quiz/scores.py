"""Boards, streaks and shares: what the kept answers add up to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class Period(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Score:
    student: int
    name: str
    points: int
    on_board: bool = True


@dataclass(frozen=True, slots=True)
class Ranked:
    rank: int
    score: Score


def ranked(scores: Iterable[Score]) -> list[Ranked]:
    """Order scores, best first; equal points share a rank, and the next rank counts them all (1, 1, 3)."""
    ordered = sorted(scores, key=lambda score: (-score.points, score.name.casefold(), score.student))
    places: dict[int, int] = {}
    for place, score in enumerate(ordered, 1):
        places.setdefault(score.points, place)
    return [Ranked(places[score.points], score) for score in ordered]


def since(period: Period, now: datetime, zone: ZoneInfo) -> datetime | None:
    """Give the instant at which the period that runs now began in the class's zone; None for all time."""
    today = now.astimezone(zone).date()
    first = {
        Period.DAY: today,
        Period.WEEK: today - timedelta(days=today.weekday()),
        Period.MONTH: today.replace(day=1),
    }.get(period)
    return datetime.combine(first, time.min, zone) if first else None


def streak(quiz_days: Sequence[date], answered: frozenset[date], today: date) -> int:
    """Count the quiz days in a row, up to the latest, on which the student answered; today may still come."""
    count = 0
    for day in sorted(set(quiz_days), reverse=True):
        if day in answered:
            count += 1
        elif day != today:
            break
    return count


def share(right: int, of: int) -> str:
    """Say a share: "3 of 4 (75 %)"."""
    return f"{right} of {of} ({round(100 * right / of)} %)" if of else "none yet"


def most_missed(right: Mapping[int, int], takers: int) -> int | None:
    """Give the place of the question that most got wrong; None if nobody missed any."""
    missed = {place: takers - count for place, count in right.items()}
    worst = max(missed, key=lambda place: (missed[place], -place), default=None)
    return worst if worst is not None and missed[worst] else None

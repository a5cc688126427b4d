"""Rows for slots that have come due: a statement for all schedules that share their time, however many they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Connection,
    String,
    and_,
    case,
    cast,
    exists,
    func,
    insert,
    literal,
    select,
    update,
)

from bot.store.locks import PLANNING, is_alone
from bot.store.occurrences import DUE, FIRST, SKIPPED
from bot.store.schedules import ACTIVE
from bot.store.tables.people import classes
from bot.store.tables.quizzes import occurrences, schedules, skips

_KEY = (classes.c.time_zone, classes.c.catch_up, schedules.c.at, schedules.c.days, schedules.c.window)
MINUTE = timedelta(minutes=1)
_COPIED = ("class_id", "platform", "server", "channel", "questions", "factor")


@dataclass(frozen=True, slots=True)
class Timing:
    """What schedules that are due share: zone, wall time, days, window; how late a quiz may still be posted."""

    zone: ZoneInfo
    catch_up: timedelta
    at: str
    days: str
    window: timedelta
    planned_until: datetime  # of the one that is furthest behind


@dataclass(frozen=True, slots=True)
class Post:
    """One date's post of a timing, as it is to be planned now."""

    local_date: date
    due_at: datetime
    closes_at: datetime
    late: bool
    too_late: bool  # for posting at all
    later: Sequence[date]  # dates after it that are due as well: then only the newest is posted


class Plans:
    def __init__(self, connection: Connection, zone: ZoneInfo) -> None:
        self._connection = connection
        self._zone = zone

    def alone(self) -> bool:
        """Whether no other process is planning just now."""
        return is_alone(self._connection, PLANNING)

    def due(self, now: datetime) -> list[Timing]:
        """List the timings of the active schedules that have a slot up to now without its row."""
        behind = func.min(schedules.c.planned_until)
        query = select(*_KEY, behind).join_from(schedules, classes).where(_is_due(now)).group_by(*_KEY)
        return [self._timing(*row) for row in self._connection.execute(query)]

    def _timing(self, zone: str, catch_up: int, at: str, days: str, window: int, behind: datetime) -> Timing:
        own = ZoneInfo(zone) if zone else self._zone
        return Timing(own, timedelta(minutes=catch_up), at, days, timedelta(minutes=window), behind)

    def add(self, timing: Timing, post: Post, now: datetime, reason: str) -> list[int]:
        """Give each schedule of the timing its row for the post; not if it has one, or leaves the date out.

        Only a schedule's newest post is still made, and none too late; the others have the reason for it, and
        the numbers of their schedules are given.
        """
        posts = and_(literal(not post.too_late), *_is_newest(post.later))
        columns = {
            "schedule_id": schedules.c.id,
            **{name: schedules.c[name] for name in _COPIED},
            **{name: classes.c[name] for name in ("reveal", "attempts")},
            **{
                name: _value(name, getattr(post, name))
                for name in ("local_date", "due_at", "closes_at", "late")
            },
            "token": literal("s") + cast(schedules.c.id, String) + literal(f"-{post.local_date:%Y%m%d}"),
            "status": case((posts, DUE), else_=SKIPPED),
            "reason": case((posts, ""), else_=reason),
            **{name: _value(name, first) for name, first in FIRST.items()},
        }
        here = (
            *_of(timing),
            *self._in_class(timing),
            _is_due(now),
            schedules.c.planned_until < post.due_at,
            _takes(post.local_date),
        )
        rows = select(*columns.values()).join_from(schedules, classes).where(*here)
        new = insert(occurrences).from_select(list(columns), rows)
        if not (post.too_late or post.later):
            self._connection.execute(new)
            return []
        told = new.returning(occurrences.c.schedule_id, occurrences.c.status)
        return [schedule for schedule, status in self._connection.execute(told) if status == SKIPPED]

    def move_on(self, timing: Timing, now: datetime, day: date, due_at: datetime) -> None:
        """Let the timing's schedules be due next at the instant, but those that leave its date out."""
        groups = select(classes.c.id).where(*self._in_class(timing))
        mine = (*_of(timing), schedules.c.class_id.in_(groups), _is_due(now), ~_leaves_out(day))
        self._connection.execute(update(schedules).where(*mine).values(planned_until=now, next_due=due_at))

    def _in_class(self, timing: Timing) -> Sequence[ColumnElement[bool]]:
        """Say what the timing asks of a class."""
        zones = [timing.zone.key, *([""] if timing.zone == self._zone else [])]
        return classes.c.time_zone.in_(zones), classes.c.catch_up == timing.catch_up // MINUTE


def _of(timing: Timing) -> Sequence[ColumnElement[bool]]:
    """Say what the timing asks of a schedule."""
    same = {"at": timing.at, "days": timing.days, "window": timing.window // MINUTE}
    return [schedules.c[name] == value for name, value in same.items()]


def _is_due(now: datetime) -> ColumnElement[bool]:
    return and_(schedules.c.status == ACTIVE, schedules.c.next_due <= now)


def _leaves_out(day: date) -> ColumnElement[bool]:
    return exists().where(skips.c.schedule_id == schedules.c.id, skips.c.local_date == day)


def _takes(day: date) -> ColumnElement[bool]:
    """Whether a schedule may still plan the date: it does not leave it out, and has no row of it or a later one."""
    # Asked of each schedule by itself: joined, PostgreSQL compares all of them with all rows of the day.
    newest = select(func.max(occurrences.c.local_date)).where(occurrences.c.schedule_id == schedules.c.id)
    return and_(~_leaves_out(day), func.coalesce(newest.scalar_subquery(), date.min) < day)


def _is_newest(later: Sequence[date]) -> list[ColumnElement[bool]]:
    """Whether a schedule leaves out all these later dates."""
    if not later:
        return []
    left_out = select(func.count()).where(
        skips.c.schedule_id == schedules.c.id, skips.c.local_date.in_(later)
    )
    return [left_out.scalar_subquery() == len(later)]


def _value(name: str, value: object) -> ColumnElement[Any]:
    return literal(value, occurrences.c[name].type)

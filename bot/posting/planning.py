"""Slots that have come due get their rows, many at a time."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache

from bot.commands.schedules import next_due, rule
from bot.store.classes import Class
from bot.store.ledger import Ledger
from bot.store.occurrences import DUE, SKIPPED, Slot
from bot.store.schedules import Schedule
from bot.times import Rule

MANY = 1_000  # schedules in one transaction: answers get their turn in between
PUNCTUAL = timedelta(minutes=2)  # a post later than this says that it is late
LEAST_OPEN = timedelta(hours=1)  # how long a late post stays open at least, if its window is as long
AHEAD = 8  # slots after now among which the next one is, unless a holiday takes them all
NOT_RUNNING = "the bot was not running at that time"


def plan(ledger: Ledger, now: datetime) -> int:
    """Give every slot up to now of many schedules its row; tell how many schedules were planned.

    Of the slots that were missed only the newest is still posted.
    """
    due = ledger.schedules.due(now, MANY)
    groups = ledger.classes.all_of(schedule.class_id for schedule in due)
    ledger.occurrences.plan_all(
        slot for schedule in due for slot in _slots(schedule, groups[schedule.class_id], now)
    )
    following = defaultdict[datetime | None, list[int]](list)
    for schedule in due:
        following[_following(groups[schedule.class_id], schedule, now)].append(schedule.id)
    for instant, ids in following.items():
        ledger.schedules.planned_all(ids, now, instant)
    return len(due)


def _slots(schedule: Schedule, group: Class, now: datetime) -> Iterator[tuple[Slot, str, str]]:
    """Give each slot up to now with its status and the reason for it."""
    slots = _between(rule(group, schedule.order), schedule.planned_until, now)
    left = [slot for slot in slots if schedule.takes(slot[0])]
    for day, due in left:
        posts = (day, due) == left[-1] and now - due <= group.catch_up
        yield (
            _slot(schedule, group, day, due, now),
            DUE if posts else SKIPPED,
            "" if posts else NOT_RUNNING,
        )


# Schedules of the same time and zone have their slots in common, and very many are due at the same minute.
@lru_cache(1_024)
def _between(when: Rule, after: datetime, until: datetime) -> tuple[tuple[date, datetime], ...]:
    return tuple(when.slots(after, until))


@lru_cache(1_024)
def _after(when: Rule, now: datetime) -> tuple[tuple[date, datetime], ...]:
    return tuple(when.following(now, AHEAD))


def _following(group: Class, schedule: Schedule, now: datetime) -> datetime | None:
    near = _after(rule(group, schedule.order), now)
    found = next((due for day, due in near if schedule.takes(day)), None)
    return found or next_due(group, schedule, now)


def _slot(schedule: Schedule, group: Class, day: date, due: datetime, now: datetime) -> Slot:
    order, late = schedule.order, now - due > PUNCTUAL
    closes = max(due + order.window, now + min(order.window, LEAST_OPEN)) if late else due + order.window
    return Slot(
        class_id=group.id,
        place=order.place,
        local_date=day,
        due_at=due,
        closes_at=closes,
        questions=order.questions,
        factor=order.factor,
        reveal=group.reveal,
        attempts=group.attempts,
        token=f"s{schedule.id}-{day:%Y%m%d}",
        schedule_id=schedule.id,
        late=late,
    )

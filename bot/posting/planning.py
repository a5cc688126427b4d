"""Slots that have come due get their rows, those of all schedules with the same time at once."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from bot.commands.schedules import next_due
from bot.commands.telling import missed
from bot.store.ledger import Ledger
from bot.store.plans import Post, Timing
from bot.times import Rule

PUNCTUAL = timedelta(minutes=2)  # a post later than this says that it is late
LEAST_OPEN = timedelta(hours=1)  # how long a late post stays open at least, if its window is as long
NOT_RUNNING = "the bot was not running at that time"


def plan(ledger: Ledger, now: datetime) -> None:
    """Give every slot up to now its row.

    Of the missed ones only the newest is still posted; the teacher is told of the others.
    """
    if not ledger.plans.alone():
        return
    left_out = defaultdict[int, list[date]](list)
    for timing in ledger.plans.due(now):
        when = Rule(time.fromisoformat(timing.at), timing.days, timing.zone)
        for post in _posts(timing, when, now):
            for schedule in ledger.plans.add(timing, post, now, NOT_RUNNING):
                left_out[schedule].append(post.local_date)
        for day, due in when.following(now, 1):
            ledger.plans.move_on(timing, now, day, due)
    _move_on_one_by_one(ledger, now)
    for each in ledger.schedules.numbered(left_out):
        ledger.notices.add(missed(each, left_out[each.id]))


def _posts(timing: Timing, when: Rule, now: datetime) -> Iterator[Post]:
    """Give what is to be posted up to now, oldest first."""
    slots = list(when.slots(timing.planned_until, now))
    for number, (day, due) in enumerate(slots, 1):
        late, closes = now - due > PUNCTUAL, due + timing.window
        if late:
            closes = max(closes, now + min(timing.window, LEAST_OPEN))
        later = [day for day, _ in slots[number:]]
        yield Post(day, due, closes, late, now - due > timing.catch_up, later)


def _move_on_one_by_one(ledger: Ledger, now: datetime) -> None:
    """Find the next instant of those whose next date is left out, or has its row already."""
    left = ledger.schedules.due(now)
    groups = ledger.classes.all_of(schedule.class_id for schedule in left)
    for schedule in left:
        ledger.schedules.planned(schedule.id, now, next_due(groups[schedule.class_id], schedule, now))

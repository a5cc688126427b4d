"""Slots that have come due get their rows."""

from datetime import date, datetime, timedelta

from bot.commands.schedules import next_due, rule
from bot.store.classes import Class
from bot.store.ledger import Ledger
from bot.store.occurrences import DUE, SKIPPED, Slot
from bot.store.schedules import Schedule

PUNCTUAL = timedelta(minutes=2)  # a post later than this says that it is late
LEAST_OPEN = timedelta(hours=1)  # how long a late post stays open at least, if its window is as long


def plan(ledger: Ledger, now: datetime) -> None:
    """Give every slot up to now its row; of the missed ones only the newest is still posted."""
    for schedule in ledger.schedules.due(now):
        group = ledger.classes.numbered(schedule.class_id)
        slots = rule(group, schedule.order).slots(schedule.planned_until, now)
        left = [slot for slot in slots if schedule.takes(slot[0])]
        for day, due in left:
            posts = (day, due) == left[-1] and now - due <= group.catch_up
            reason = "" if posts else "the bot was not running at that time"
            ledger.occurrences.plan(_slot(schedule, group, day, due, now), DUE if posts else SKIPPED, reason)
        ledger.schedules.planned(schedule.id, now, next_due(group, schedule, now))


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

"""The schedules that the env file asks for, kept as it says now."""

from collections.abc import Collection
from datetime import datetime

from bot.commands.schedules import next_due
from bot.store.ledger import Ledger
from bot.store.schedules import FROM_SETTINGS, Order


def keep_daily(ledger: Ledger, wanted: list[Order], now: datetime, later: Collection[str] = ()) -> None:
    """Make the schedules of the env file what it says now, and read every wall time in today's zone data."""
    ledger.alone()  # two processes that start together would each add the schedule
    there = {schedule.order.place.platform for schedule in ledger.schedules.from_settings()}
    for platform in sorted((there | {order.place.platform for order in wanted}) - set(later)):
        keep_daily_on(ledger, platform, [o for o in wanted if o.place.platform == platform], now)
    _read_times_anew(ledger)


def keep_daily_on(ledger: Ledger, platform: str, wanted: list[Order], now: datetime) -> None:
    """Make the env file's schedules of one platform what it says now."""
    ledger.alone()
    known = (s for s in ledger.schedules.from_settings() if s.order.place.platform == platform)
    kept = {schedule.order.place: schedule for schedule in known}
    for order in wanted:
        before = kept.pop(order.place, None)
        if before is None:
            ledger.schedules.add(ledger.classes.open(order.place, now).id, order, now, None, FROM_SETTINGS)
        elif before.order != order:
            ledger.schedules.change(before.id, order)
    for schedule in kept.values():
        ledger.schedules.remove(schedule.id)
    _read_times_anew(ledger)


def _read_times_anew(ledger: Ledger) -> None:
    for schedule in ledger.schedules.active():
        group = ledger.classes.numbered(schedule.class_id)
        due = next_due(group, schedule, schedule.planned_until)
        ledger.schedules.planned(schedule.id, schedule.planned_until, due)

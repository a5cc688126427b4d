"""A teacher's standing orders: when a quiz posts itself, and when it does not."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated

from bot.chat import Button, Choices, Form, Part, Refusal, Reply, Style, Text
from bot.commands.quizzes import EIGHT_HOURS, questions_on, quiz_size
from bot.commands.visit import Visit, factor_names
from bot.slash import Audience, Help, UnknownButton, press_writes, reads, writes
from bot.store.classes import Class
from bot.store.schedules import ACTIVE, PAUSED, Order, Schedule
from bot.times import (
    Rule,
    calendar_day,
    clock_time,
    day_in_words,
    days_in_words,
    in_words,
    length,
    length_in_words,
    weekdays,
)

MOST_SCHEDULES = 20
LONGEST_HOLIDAY = timedelta(days=120)
UPCOMING = 5  # occurrences that are listed in words


class Channel(StrEnum):
    HERE = "here"


@writes(Audience.TEACHERS, "/schedule add 08:30 mon-fri questions:3 window:8h")
def schedule_add(  # noqa: PLR0913 - the options of the command
    visit: Visit,
    time: Annotated[time, Help("when by the class's clock, such as 08:30", clock_time)],
    days: Annotated[str, Help("which days, such as mon-fri or mon,wed", weekdays)] = "mon-fri",
    questions: Annotated[int, Help("how many, 1 to 10")] = 3,
    factor: Annotated[str, Help("one factor, or any", suggest=factor_names)] = "any",
    window: Annotated[timedelta, Help("how long it stays open, such as 8h or 90m", length)] = EIGHT_HOURS,
    channel: Annotated[Channel, Help("where: this channel")] = Channel.HERE,
) -> Reply:
    """Post a quiz by itself, on these days at this time."""
    del channel  # here is the only place yet
    if len(visit.ledger.schedules.of_class(visit.group.id)) >= MOST_SCHEDULES:
        raise Refusal(f"A class has at most {MOST_SCHEDULES} schedules. /schedule remove makes room.")
    order = Order(
        place=visit.place,
        at=time,
        days=weekdays(days),
        questions=quiz_size(questions),
        factor=questions_on(visit, factor),
        window=window,
        made_by=visit.member.id,
    )
    due = [due for _, due in rule(visit.group, order).following(visit.now, 1)]
    number = visit.ledger.schedules.add(visit.group.id, order, visit.now, due[0] if due else None)
    return _schedules_card(visit, f"Schedule {number} is set")


@reads(Audience.TEACHERS, "/schedule list")
def schedule_list(visit: Visit) -> Reply:
    """See the schedules, their next quizzes, and what was missed."""
    return _schedules_card(visit, "Schedules")


Number = Annotated[int, Help("the schedule's number, from /schedule list")]


@writes(Audience.TEACHERS, "/schedule pause 1")
def schedule_pause(visit: Visit, number: Number) -> Reply:
    """Let a schedule rest."""
    visit.ledger.schedules.pause(_schedule(visit, number).id, "paused by a teacher")
    return _schedules_card(visit, f"Schedule {number} rests")


@writes(Audience.TEACHERS, "/schedule resume 1")
def schedule_resume(visit: Visit, number: Number) -> Reply:
    """Let a resting schedule run again from its next slot."""
    found = _schedule(visit, number)
    visit.ledger.schedules.resume(found.id, visit.now, next_due(visit.group, found, visit.now))
    return _schedules_card(visit, f"Schedule {number} runs again")


@writes(Audience.TEACHERS, "/schedule remove 1")
def schedule_remove(visit: Visit, number: Number) -> Reply:
    """Remove a schedule; what it has posted stays."""
    visit.ledger.schedules.remove(_schedule(visit, number).id)
    return _schedules_card(visit, f"Schedule {number} is removed")


@writes(Audience.TEACHERS, "/schedule skip 1 2026-12-21 until:2027-01-03")
def schedule_skip(
    visit: Visit,
    number: Number,
    date: Annotated[date, Help("the first day without a quiz, such as 2026-12-21", calendar_day)],
    until: Annotated[date | None, Help("the last day without one; else that day alone", calendar_day)] = None,
) -> Reply:
    """Leave out a day, or a holiday."""
    last = until or date
    if not date <= last <= date + LONGEST_HOLIDAY:
        raise Refusal(
            "The last day comes after the first, within 120 days. "
            "For example: /schedule skip 1 2026-12-21 until:2027-01-03"
        )
    found = _schedule(visit, number)
    visit.ledger.schedules.skip(found.id, [date + timedelta(days=n) for n in range((last - date).days + 1)])
    after = _schedule(visit, number)
    visit.ledger.schedules.planned(
        after.id, after.planned_until, next_due(visit.group, after, after.planned_until)
    )
    return _schedules_card(
        visit, f"Schedule {number} skips {day_in_words(date)}{f' to {day_in_words(last)}' if until else ''}"
    )


@press_writes(Audience.TEACHERS)
def pause(visit: Visit, number: int) -> Reply | Form:
    """Pause from the list."""
    return _from_list(visit, number, schedule_pause.run)


@press_writes(Audience.TEACHERS)
def resume(visit: Visit, number: int) -> Reply | Form:
    """Resume from the list."""
    return _from_list(visit, number, schedule_resume.run)


def _from_list(visit: Visit, number: int, command: Callable[..., Reply | Form]) -> Reply | Form:
    if visit.ledger.schedules.in_class(visit.group.id, number) is None:
        raise UnknownButton
    return command(visit, number)


def rule(group: Class, order: Order) -> Rule:
    """Read an order's time and days in the class's zone."""
    return Rule(order.at, order.days, group.zone)


def next_due(group: Class, schedule: Schedule, after: datetime) -> datetime | None:
    """Give the schedule's next instant, its left-out days aside."""
    following = rule(group, schedule.order).following(after, 1, schedule.takes)
    return following[0][1] if following else None


def _schedule(visit: Visit, number: int) -> Schedule:
    found = visit.ledger.schedules.in_class(visit.group.id, number)
    if found is None:
        raise Refusal(f"This class has no schedule {number}. /schedule list shows their numbers.")
    return found


def _schedules_card(visit: Visit, title: str) -> Reply:
    schedules = visit.ledger.schedules.of_class(visit.group.id)
    if not schedules:
        none = "There is no schedule. For example: /schedule add 08:30 mon-fri questions:3 window:8h"
        return Reply(title, (Text(none),))
    parts: list[Part] = [Text(_in_words(visit, schedule)) for schedule in schedules]
    buttons = tuple(_switch(schedule) for schedule in schedules)
    return Reply(title, (*parts, *_missed(visit), Choices(buttons)))


def _switch(schedule: Schedule) -> Button:
    if schedule.status == ACTIVE:
        return Button(f"Pause {schedule.id}", pause.token(schedule.id))
    return Button(f"Resume {schedule.id}", resume.token(schedule.id), Style.PRIMARY)


def _in_words(visit: Visit, schedule: Schedule) -> str:
    order = schedule.order
    factor = visit.pack.factor[order.factor].name if order.factor in visit.pack.factor else "any factor"
    first = (
        f"{schedule.id}. At {order.at:%H:%M} ({visit.zone.key}) {days_in_words(order.days)}: "
        f"{order.questions} questions from {factor}, open for {length_in_words(order.window)}."
    )
    if schedule.status == PAUSED:
        return f"{first}\nResting: {schedule.reason}."
    following = rule(visit.group, order).following(visit.now, UPCOMING, schedule.takes)
    return "\n".join([first, "Next:", *(f"• {in_words(due, visit.zone)}" for _, due in following)])


def _missed(visit: Visit) -> Iterable[Part]:
    """Tell the teacher what was not posted in the last week, and why."""
    week_ago = visit.now.astimezone(visit.zone).date() - timedelta(days=7)
    missed = visit.ledger.occurrences.missed(visit.group.id, week_ago)
    listed = [f"• {day_in_words(o.slot.local_date)}: {o.reason}" for o in missed]
    return [Text("\n".join(["Not posted:", *listed]))] if listed else []

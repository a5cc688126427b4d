"""What a teacher is told of quizzes that were not posted."""

from collections.abc import Sequence
from datetime import date

from bot.store.classes import Class
from bot.store.notices import Notice
from bot.store.occurrences import Slot
from bot.store.schedules import Schedule
from bot.times import day_in_words, in_words

MOST_DAYS = 10  # that are listed by date


def failed(slot: Slot, schedule: Schedule | None, group: Class, reason: str) -> Notice:
    """Tell that a quiz can never be posted, and what to do once the reason is mended."""
    title = "A quiz could not be posted"
    words = f"The quiz of {in_words(slot.due_at, group.zone)} could not be posted: {reason}."
    if schedule is None:
        return Notice(slot.place, slot.made_by, title, words)
    way_on = f"Once that is mended, /schedule resume {schedule.id} lets it run again."
    rests = f"{words}\nSchedule {schedule.id} rests now. {way_on}"
    return Notice(slot.place, schedule.order.made_by, title, rests)


def missed(schedule: Schedule, days: Sequence[date]) -> Notice:
    """Tell which days' quizzes were left out because the bot was not running."""
    listed = [f"• {day_in_words(day)}" for day in days[-MOST_DAYS:]]
    more = [f"• and {len(days) - MOST_DAYS} before"] if len(days) > MOST_DAYS else []
    first = f"The bot was not running, so schedule {schedule.id} left out {_count(len(days))}:"
    order = schedule.order
    return Notice(
        order.place, order.made_by, "Quizzes that were not posted", "\n".join([first, *more, *listed])
    )


def _count(quizzes: int) -> str:
    return "1 quiz" if quizzes == 1 else f"{quizzes} quizzes"

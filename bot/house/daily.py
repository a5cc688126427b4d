"""The quiz that the env file alone asks for."""

from bot.chat import Place
from bot.settings import Settings
from bot.store.schedules import Order


def daily(settings: Settings, place: Place) -> Order | None:
    """Give the schedule that the env file asks for, in one place; None if it asks for none."""
    if settings.DAILY_QUIZ_TIME is None:
        return None
    days, questions, window = (
        settings.DAILY_QUIZ_DAYS,
        settings.DAILY_QUIZ_QUESTIONS,
        settings.DAILY_QUIZ_WINDOW,
    )
    return Order(place, settings.DAILY_QUIZ_TIME, days, questions, "", window)

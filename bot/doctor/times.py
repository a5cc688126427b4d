"""Looks at the time zone and at the next posts."""

from collections.abc import Iterator
from datetime import datetime

from bot.commands.schedules import rule
from bot.doctor.finding import Finding
from bot.settings import Settings
from bot.store.looking import Standing
from bot.store.schedules import FROM_SETTINGS
from bot.times import Rule, in_words

UPCOMING = 5  # posts that are listed


def of_times(settings: Settings, now: datetime, schedules: list[Standing]) -> Iterator[Finding]:
    zone = settings.TIME_ZONE
    yield Finding("TIME_ZONE", fine=True, words=f"{zone.key}, where it is now {in_words(now, zone)}")
    if settings.DAILY_QUIZ_TIME and not _daily_places(settings):
        words = "has no channel to post in: set DISCORD_QUIZ_CHANNEL or SLACK_QUIZ_CHANNEL"
        yield Finding("DAILY_QUIZ_TIME", fine=False, words=words)
    if told := sorted(_upcoming(settings, now, schedules))[:UPCOMING]:
        yield Finding("next posts", fine=True, words="; ".join(words for _, words in told))
    else:
        words = "none: a teacher sets a schedule with /schedule add, or you with DAILY_QUIZ_TIME"
        yield Finding("next posts", fine=True, words=words)


def _daily_places(settings: Settings) -> list[str]:
    """Name where the env file has a daily quiz posted."""
    wanted = {
        "Discord": settings.DISCORD_TOKEN.get_secret_value() and settings.DISCORD_QUIZ_CHANNEL,
        "Slack": settings.has_slack and settings.SLACK_QUIZ_CHANNEL,
        "the classroom": settings.has_classroom,
    }
    return [name for name, there in wanted.items() if there]


def _upcoming(settings: Settings, now: datetime, schedules: list[Standing]) -> Iterator[tuple[datetime, str]]:
    """Give the next posts of every schedule, those included that the env file will make at the next start."""
    for each in schedules:
        group, schedule = each.group, each.schedule
        for _, due in rule(group, schedule.order).following(now, UPCOMING, schedule.takes):
            yield due, f"{in_words(due, group.zone)} on {schedule.order.place.platform}"
    known = any(each.schedule.origin == FROM_SETTINGS for each in schedules)
    if settings.DAILY_QUIZ_TIME and not known:
        daily = Rule(settings.DAILY_QUIZ_TIME, settings.DAILY_QUIZ_DAYS, settings.TIME_ZONE)
        for name in _daily_places(settings):
            for _, due in daily.following(now, UPCOMING):
                yield due, f"{in_words(due, settings.TIME_ZONE)} on {name}"

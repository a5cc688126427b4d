"""The class's settings: shown, set by options, or filled in on a form."""

from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum
from functools import partial
from typing import Annotated
from zoneinfo import ZoneInfo

from bot.chat import Form, Part, Refusal, Reply, Text
from bot.commands.schedules import next_due
from bot.commands.visit import Visit
from bot.names import clean
from bot.quiz.nicknames import Names
from bot.quiz.rounds import Reveal
from bot.slash import Audience, Help, form_of, reads, writes
from bot.store.classes import Class
from bot.store.regrades import Regrade
from bot.times import calendar_day, in_words, length, length_in_words, zone

MOST_TRIES = 3
ROLE_NAME = 100  # characters, as on Discord
NONE = "none"  # typed to clear what was set
NO_EXAM = date.max
LATELY = timedelta(days=30)
MOST_TOLD = 5  # corrected keys
MOST_NAMED = 20  # students under each


def date_or_none(text: str) -> date:
    """Read a date, or "none" as the one that clears it."""
    return NO_EXAM if text.strip().lower() == NONE else calendar_day(text)


class OnOff(StrEnum):
    ON = "on"
    OFF = "off"


@reads(Audience.TEACHERS, "/class show")
def class_show(visit: Visit) -> Reply:
    """See the class's settings."""
    card = _card(visit.group, "The class")
    return Reply(card.title, (*card.parts, *corrections(visit)))


@writes(Audience.TEACHERS, "/class set time_zone:Europe/London reveal:at-close")
def class_set(  # noqa: PLR0913 - the options of the command
    visit: Visit,
    time_zone: Annotated[ZoneInfo | None, Help("such as Europe/London", zone)] = None,
    exam_date: Annotated[date | None, Help("such as 2027-05-20, or none", date_or_none)] = None,
    reveal: Annotated[Reveal | None, Help("show verdicts at-once or at-close")] = None,
    attempts: Annotated[int | None, Help("tries at a question, 1 to 3; the first one counts")] = None,
    catch_up: Annotated[
        timedelta | None, Help("how late a missed quiz may still be posted, such as 6h", length)
    ] = None,
    teacher_role: Annotated[
        str, Help("the role whose members count as teachers, or none", partial(clean, limit=ROLE_NAME))
    ] = "",
    practice: Annotated[OnOff | None, Help("whether practice counts on the board")] = None,
    slips: Annotated[OnOff | None, Help("ask also what the essay has wrong by the record")] = None,
    names: Annotated[Names | None, Help("how boards name people: full, initials or pseudonyms")] = None,
) -> Reply | Form:
    """Change the class's settings; without any of them a form opens."""
    given = (time_zone, exam_date, reveal, attempts, catch_up, teacher_role, practice, slips, names)
    if all(value in (None, "") for value in given):
        return form_of(class_set, _values(visit.group))
    if attempts is not None and not 1 <= attempts <= MOST_TRIES:
        raise Refusal("attempts is 1, 2 or 3. For example: /class set attempts:2")
    before = visit.group
    after = replace(
        before,
        zone=time_zone or before.zone,
        own_zone=time_zone or before.own_zone,
        exam_date=before.exam_date if exam_date is None else None if exam_date == NO_EXAM else exam_date,
        reveal=reveal or before.reveal,
        attempts=attempts or before.attempts,
        catch_up=catch_up or before.catch_up,
        teacher_role="" if teacher_role.lower() == NONE else teacher_role or before.teacher_role,
        practice_counts=practice is OnOff.ON if practice else before.practice_counts,
        slips=slips is OnOff.ON if slips else before.slips,
        names=names or before.names,
    )
    visit.ledger.classes.change(before.id, after)
    _resolve_anew(visit, before, after)
    if after.names != before.names:
        visit.ledger.personal.rename_on_boards(before.id, visit.now)
    return _card(after, "The class's settings are changed")


def _resolve_anew(visit: Visit, before: Class, after: Class) -> None:
    """Read the schedules' wall times in the zone of now: what was posted stays, what has passed is not made up for."""
    for schedule in visit.ledger.schedules.of_class(after.id):
        waiting = next_due(before, schedule, schedule.planned_until)
        until = schedule.planned_until if waiting and waiting <= visit.now else visit.now
        visit.ledger.schedules.planned(schedule.id, until, next_due(after, schedule, until))


def corrections(visit: Visit) -> list[Part]:
    """Tell the teacher which keys were corrected of late, and whose points that changed."""
    found = visit.ledger.regrades.of_class(visit.group.id, visit.now - LATELY)
    return [Text(_correction(each, visit)) for each in found[:MOST_TOLD]]


def _correction(regrade: Regrade, visit: Visit) -> str:
    changed = [f"{name} ({change:+})" for name, change in regrade.changes]
    more = f" and {len(changed) - MOST_NAMED} more" if len(changed) > MOST_NAMED else ""
    whose = {0: "no student's", 1: "1 student's"}.get(len(changed), f"{len(changed)} students'")
    named = f": {', '.join(changed[:MOST_NAMED])}{more}." if changed else "."
    when = in_words(regrade.at, visit.zone)
    return f"The key of question {regrade.question} was corrected on {when}: {whose} points changed{named}"


def _card(group: Class, title: str) -> Reply:
    said = "\n".join(f"{name.replace('_', ' ')}: {value or 'none'}" for name, value in _values(group).items())
    return Reply(
        title,
        (Text(said), Text("/class set changes them, by a form or for example: /class set reveal:at-close")),
    )


def _values(group: Class) -> dict[str, str]:
    """Say each setting as it would be typed."""
    return {
        "time_zone": group.zone.key,
        "exam_date": group.exam_date.isoformat() if group.exam_date else "",
        "reveal": group.reveal,
        "attempts": str(group.attempts),
        "catch_up": length_in_words(group.catch_up),
        "teacher_role": group.teacher_role,
        "practice": OnOff.ON if group.practice_counts else OnOff.OFF,
        "slips": OnOff.ON if group.slips else OnOff.OFF,
        "names": group.names,
    }

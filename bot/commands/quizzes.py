"""A teacher's quiz of this moment: posted now, closed early."""

from datetime import timedelta
from typing import Annotated

from bot.chat import Refusal, Reply, Text
from bot.commands.visit import Visit, factor_names
from bot.slash import Audience, Help, writes
from bot.store.occurrences import Slot
from bot.times import in_words, length

MOST_QUESTIONS = 10
EIGHT_HOURS = timedelta(hours=8)


@writes(Audience.TEACHERS, "/post questions:3 window:1h")
def post(
    visit: Visit,
    factor: Annotated[str, Help("one factor, or any", suggest=factor_names)] = "any",
    questions: Annotated[int, Help("how many, 1 to 10")] = 3,
    window: Annotated[timedelta, Help("how long it stays open, such as 8h or 90m", length)] = EIGHT_HOURS,
) -> Reply:
    """Post a quiz in this channel now."""
    slot = Slot(
        class_id=visit.group.id,
        place=visit.place,
        local_date=visit.now.astimezone(visit.zone).date(),
        due_at=visit.now,
        closes_at=visit.now + window,
        questions=quiz_size(questions),
        factor=questions_on(visit, factor),
        reveal=visit.group.reveal,
        attempts=visit.group.attempts,
        made_by=visit.member.id,
        token=f"p{visit.group.id}-{visit.now.timestamp() * 1000:.0f}",
    )
    if visit.ledger.occurrences.plan(slot) is None:
        raise Refusal("That quiz is on its way already.")
    count = f"{questions} question{'' if questions == 1 else 's'}"
    return Reply(
        "Posting",
        (Text(f"{count}, open until {in_words(slot.closes_at, visit.zone)}. /close ends it early."),),
    )


@writes(Audience.TEACHERS, "/close")
def close(visit: Visit) -> Reply:
    """Close the newest open quiz here and show its results."""
    found = visit.ledger.occurrences.open_at(visit.place, visit.now)
    if not found:
        raise Refusal("No quiz is open here. /post begins one.")
    visit.ledger.closings.close(found[0].id, visit.now)
    return Reply("Closing", (Text("No more answers are taken. The message turns into the results."),))


def questions_on(visit: Visit, factor: str) -> str:
    """Give the id of the factor that was named, "" for any; raise Refusal if the pack asks nothing on it."""
    wanted = visit.factor_or_any(factor)
    if not visit.bank.served(wanted.id if wanted else "", slips=visit.group.slips):
        raise Refusal("The pack has no question on this factor yet. /post without a factor takes them all.")
    return wanted.id if wanted else ""


def quiz_size(count: int) -> int:
    """Give the number of questions back; raise Refusal if no quiz has so many."""
    if not 1 <= count <= MOST_QUESTIONS:
        raise Refusal(f"A quiz has 1 to {MOST_QUESTIONS} questions. For example: questions:3")
    return count

"""A due post on its way: claimed, looked for, fenced, posted, recorded."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.chat import Gone, MessageRef, Reply
from bot.commands.posts import open_card
from bot.posting.office import Office, steadily
from bot.quiz.choosing import choose
from bot.quiz.question import Question
from bot.store.ledger import Ledger
from bot.store.occurrences import LEASE, Occurrence, Slot

HTTP_TIMEOUT = timedelta(seconds=15)  # the longest that a platform's client waits for an answer

NO_QUESTIONS = "the pack has no question on this factor"

log = structlog.get_logger()


class LeaseTooShort(Exception):
    """Too little of the lease is left to post safely: whoever claims next looks first."""


@dataclass(frozen=True, slots=True)
class Ready:
    """An occurrence claimed by this process, what its message says, and when the claim was made."""

    occurrence: Occurrence
    card: Reply
    claimed_at: datetime


class Sending:
    def __init__(self, office: Office) -> None:
        self._office = office

    async def send(self) -> None:
        """Post what is due, each once."""
        for ready in await self._office.store.write(self._claim):
            await steadily(self._post(ready), ready.occurrence)

    def _claim(self, ledger: Ledger) -> list[Ready]:
        now = self._office.now()
        taken = ledger.occurrences.claim(now, ledger.time(now), self._office.owner, self._office.posters)
        return [ready for occurrence in taken if (ready := self._ready(ledger, occurrence, now))]

    def _ready(self, ledger: Ledger, occurrence: Occurrence, now: datetime) -> Ready | None:
        """Fix the questions and write the message; None, and given up, if the pack asks nothing on the factor."""
        group = ledger.classes.numbered(occurrence.slot.class_id)
        if occurrence.paper is None:
            questions = self._questions(ledger, occurrence.slot)
            if not questions:
                give_up(ledger, occurrence, NO_QUESTIONS)
                return None
            ledger.occurrences.give_paper(occurrence.id, ledger.papers.save(group.id, questions, now))
        return Ready(occurrence, open_card(self._office.library.pack, group, occurrence, 0), now)

    def _questions(self, ledger: Ledger, slot: Slot) -> tuple[Question, ...]:
        slips = ledger.classes.numbered(slot.class_id).slips
        pool = self._office.library.bank.served(slot.factor, slips=slips)
        return choose(
            pool, slot.questions, slot.token, ledger.boards.past_of_class(slot.class_id, slot.local_date)
        )

    async def _post(self, ready: Ready) -> None:
        self._office.at("claimed")
        occurrence = ready.occurrence
        try:
            ref = await self._found_or_posted(ready)
        except Gone as gone:
            reason = str(gone)
            await self._office.store.write(lambda ledger: give_up(ledger, occurrence, reason))
            return
        self._office.at("posted")
        now = self._office.now()
        kept = await self._office.store.write(
            lambda ledger: ledger.occurrences.record(occurrence.id, self._office.owner, ref, now)
        )
        self._office.at("recorded")
        if not kept:  # another process took over and posted its own
            await self._office.poster(occurrence).delete(ref)

    async def _found_or_posted(self, ready: Ready) -> MessageRef:
        """Look for the message first if an earlier attempt may have posted it; else post it."""
        slot, poster = ready.occurrence.slot, self._office.poster(ready.occurrence)
        if ready.occurrence.attempt > 1 and (found := await poster.find(slot.place, slot.token)):
            return found[0]
        held = self._office.now() - ready.claimed_at
        if not timedelta() <= held < LEASE - HTTP_TIMEOUT:
            raise LeaseTooShort
        self._office.at("fenced")
        return await poster.post(slot.place, ready.card, slot.token)


def give_up(ledger: Ledger, occurrence: Occurrence, reason: str) -> None:
    """Post this one never; its schedule rests with the reason until a teacher resumes it."""
    ledger.occurrences.fail(occurrence.id, reason)
    if occurrence.slot.schedule_id:
        ledger.schedules.pause(occurrence.slot.schedule_id, reason)
    log.warning("an occurrence cannot be posted", occurrence=occurrence.id)

"""What a due post asks and says: its questions, chosen now, and its message."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.chat import Reply
from bot.commands.posts import open_card
from bot.commands.telling import failed
from bot.posting.office import Office
from bot.quiz.choosing import choose
from bot.quiz.question import Question
from bot.store.claims import Claim
from bot.store.ledger import Ledger
from bot.store.occurrences import Occurrence, Slot

FEW = 48  # occurrences whose questions are chosen together, while those before are being posted
Chosen = Mapping[int, tuple[Question, ...]]  # by the occurrence's number
NO_QUESTIONS = "the pack has no question on this factor"

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Ready:
    """An occurrence claimed by this process, what its message says, and when the claim was made."""

    occurrence: Occurrence
    card: Reply
    claimed_at: datetime


def apart(claimed: Sequence[Claim]) -> Iterator[list[Claim]]:
    """Cut into a few at a time, in order, no class twice: its second quiz must know what the first one asks."""
    few: list[Claim] = []
    for claim in claimed:
        if len(few) == FEW or any(claim.class_id == other.class_id for other in few):
            yield few
            few = []
        few.append(claim)
    if few:
        yield few


class Asking:
    def __init__(self, office: Office) -> None:
        self._office = office

    async def ready(self, few: Sequence[Claim], claimed_at: datetime) -> list[Ready]:
        """Fix the questions of each and write its message; given up are those on which the pack asks nothing.

        Left out are those that another process has taken meanwhile.
        """
        ids = [claim.id for claim in few]
        held, chosen = await self._office.store.read(lambda ledger: self._chosen(ledger, ids))
        await self._office.store.write(lambda ledger: self._keep(ledger, held, chosen))
        asking = [each for each in held if chosen.get(each.id, True)]
        cards = await self._office.store.read(lambda ledger: self._cards(ledger, asking))
        return [Ready(each, card, claimed_at) for each, card in zip(asking, cards, strict=True)]

    def _chosen(self, ledger: Ledger, ids: Sequence[int]) -> tuple[list[Occurrence], Chosen]:
        """Read what is claimed, and choose for those that no process has chosen for; what was chosen once stays."""
        held = ledger.claims.held(ids, self._office.owner)
        return held, {each.id: self._questions(ledger, each.slot) for each in held if each.paper is None}

    def _questions(self, ledger: Ledger, slot: Slot) -> tuple[Question, ...]:
        slips = ledger.classes.numbered(slot.class_id).slips
        pool = self._office.library.bank.served(slot.factor, slips=slips)
        past = ledger.boards.past_of_class(slot.class_id, slot.local_date)
        return choose(pool, slot.questions, slot.token, past)

    def _keep(self, ledger: Ledger, held: list[Occurrence], chosen: Chosen) -> None:
        # Of the others another process has taken care meanwhile.
        bare = ledger.claims.without_paper(chosen)
        asking = [each for each in held if chosen.get(each.id) and each.id in bare]
        if asking:
            asked = [(each.slot.class_id, chosen[each.id]) for each in asking]
            papers = ledger.papers.save_all(asked, self._office.now())
            numbers = (each.id for each in asking)
            ledger.claims.give_papers(dict(zip(numbers, papers, strict=True)))
        for each in held:
            if not chosen.get(each.id, True):
                give_up(ledger, each, NO_QUESTIONS)

    def _cards(self, ledger: Ledger, asking: list[Occurrence]) -> list[Reply]:
        groups = ledger.classes.all_of(each.slot.class_id for each in asking)
        pack = self._office.library.pack
        return [open_card(pack, groups[each.slot.class_id], each, 0) for each in asking]


def give_up(ledger: Ledger, occurrence: Occurrence, reason: str) -> None:
    """Post this one never, unless another process has, and tell the teacher; its schedule rests until it is resumed."""
    slot = occurrence.slot
    if not ledger.claims.fail(occurrence.id, occurrence.owner, reason):
        return
    schedule = ledger.schedules.in_class(slot.class_id, slot.schedule_id) if slot.schedule_id else None
    if schedule:
        ledger.schedules.pause(schedule.id, reason)
    ledger.notices.add(failed(slot, schedule, ledger.classes.numbered(slot.class_id), reason))
    log.warning("an occurrence cannot be posted", occurrence=occurrence.id)

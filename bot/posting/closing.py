"""After the post: counts, the close with its results, and the sweep for duplicates."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

import structlog

from bot.chat import Gone, Reply
from bot.commands.posts import open_card, results_card
from bot.posting.office import Office, steadily
from bot.store.ledger import Ledger
from bot.store.occurrences import Occurrence
from bot.store.tables.quizzes import RESULTS

SWEEP_AFTER = timedelta(minutes=3)  # until a duplicate of a lost answer would show in a platform's history
FEW = 32  # messages that are changed at a time; then a due post goes first
NUMBERED_LATE = 1_000  # answers: one with a lower number may be committed after one with a higher

log = structlog.get_logger()

Item = TypeVar("Item")


class Closing:
    def __init__(self, office: Office) -> None:
        self._office = office
        self.counted = -1  # the newest answer when all messages showed how many have answered

    async def close(self) -> None:
        """Close what has ended, and show the results."""
        now = self._office.now()
        while await self._office.store.write(lambda ledger: self._close_ended(ledger, now)):
            self._office.at("closed")
        closed = await self._office.store.read(lambda ledger: ledger.closings.without_results(now))
        await self._few_by_few(list(filter(self._office.reaches, closed)), self._show_results)

    def _close_ended(self, ledger: Ledger, now: datetime) -> int:
        """Close some of what has ended; a key that was corrected while a quiz was open counts from its close on."""
        closed = ledger.closings.close_ended(now)
        if closed:
            ledger.regrades.apply(self._office.library.bank.question, now)
        return closed

    async def _show_results(self, closed: Sequence[Occurrence]) -> None:
        pack = self._office.library.pack
        cards = await self._office.store.read(
            lambda ledger: [results_card(pack, ledger, each) for each in closed]
        )
        self._office.at("scored")
        shown = zip(closed, cards, strict=True)
        await asyncio.gather(*(steadily(self._edit(each, card, RESULTS), each.id) for each, card in shown))

    async def refresh(self, newest_answer: int) -> None:
        """Have the messages of open quizzes show how many have answered."""
        since = self.counted - NUMBERED_LATE
        outdated = await self._office.store.read(lambda ledger: ledger.closings.outdated(since))
        here = [each for each in outdated if self._office.reaches(each[0])]
        await self._few_by_few(here, self._show_counts)
        left = await self._office.store.read(lambda ledger: ledger.closings.outdated(since)) if here else []
        if not any(self._office.reaches(occurrence) for occurrence, _ in left):
            self.counted = newest_answer

    async def _show_counts(self, outdated: Sequence[tuple[Occurrence, int]]) -> None:
        classes = {occurrence.slot.class_id for occurrence, _ in outdated}
        groups = await self._office.store.read(lambda ledger: ledger.classes.all_of(classes))

        def card(occurrence: Occurrence, answered: int) -> Reply:
            group = groups[occurrence.slot.class_id]
            return open_card(self._office.library.pack, group, occurrence, answered)

        edits = ((each, self._edit(each, card(each, count), count)) for each, count in outdated)
        await asyncio.gather(*(steadily(edit, each.id) for each, edit in edits))

    async def _edit(self, occurrence: Occurrence, card: Reply, shown: int) -> None:
        poster = await self._office.turn(occurrence)
        try:
            await poster.edit(occurrence.ref, card)
        except Gone as gone:  # there is no message to change any more: what it would show is not owed either
            log.warning("a message can no longer be changed", occurrence=occurrence.id, why=str(gone))
        self._office.at("edited")
        await self._office.store.write(
            lambda ledger: ledger.closings.shows(occurrence.id, shown, occurrence.shown)
        )
        self._office.at("shown")

    async def sweep_duplicates(self) -> None:
        """Once, some minutes after a post: delete every message with its token but the recorded one."""
        before = self._office.now() - SWEEP_AFTER
        unswept = await self._office.store.read(lambda ledger: ledger.closings.unswept(before))
        await self._few_by_few(list(filter(self._office.reaches, unswept)), self._sweep)

    async def _sweep(self, unswept: Sequence[Occurrence]) -> None:
        await asyncio.gather(*(steadily(self._delete_others(each), each.id) for each in unswept))

    async def _delete_others(self, occurrence: Occurrence) -> None:
        poster = await self._office.turn(occurrence)
        with contextlib.suppress(Gone):  # with the place its messages are gone
            for ref in await poster.find(occurrence.slot.place, occurrence.slot.token):
                if ref != occurrence.ref:
                    await poster.delete(ref)
        await self._office.store.write(lambda ledger: ledger.closings.swept(occurrence.id))

    async def _few_by_few(
        self, items: Sequence[Item], step: Callable[[Sequence[Item]], Awaitable[None]]
    ) -> None:
        """Do the step with a few items at a time, until all are done or a post is due."""
        for first in range(0, len(items), FEW):
            if first and await self._office.post_waits():
                break
            await step(items[first : first + FEW])

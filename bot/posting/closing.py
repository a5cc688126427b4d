"""After the post: counts, the close with its results, and the sweep for duplicates."""

import contextlib
from datetime import datetime, timedelta

import structlog

from bot.chat import Gone, Reply
from bot.commands.posts import open_card, results_card
from bot.posting.office import Office, steadily
from bot.store.ledger import Ledger
from bot.store.occurrences import RESULTS, Occurrence

SWEEP_AFTER = timedelta(minutes=3)  # until a duplicate of a lost answer would show in a platform's history

log = structlog.get_logger()


class Closing:
    def __init__(self, office: Office) -> None:
        self._office = office

    async def close(self) -> None:
        now = self._office.now()
        await self._office.store.write(lambda ledger: self._close_ended(ledger, now))
        for occurrence, card in await self._office.store.read(self._results):
            await steadily(self._edit(occurrence, card, RESULTS), occurrence)

    def _close_ended(self, ledger: Ledger, now: datetime) -> None:
        """Close what has ended; a key that was corrected while a quiz was open counts from its close on."""
        if ledger.occurrences.close_ended(now):
            ledger.regrades.apply(self._office.library.bank.question, now)

    def _results(self, ledger: Ledger) -> list[tuple[Occurrence, Reply]]:
        closed = filter(self._office.reaches, ledger.occurrences.without_results())
        return [(each, results_card(self._office.library.pack, ledger, each)) for each in closed]

    async def refresh(self) -> None:
        for occurrence, answered, card in await self._office.store.read(self._outdated):
            await steadily(self._edit(occurrence, card, answered), occurrence)

    def _outdated(self, ledger: Ledger) -> list[tuple[Occurrence, int, Reply]]:
        found = []
        for occurrence, answered in ledger.occurrences.outdated():
            if not self._office.reaches(occurrence):
                continue
            group = ledger.classes.numbered(occurrence.slot.class_id)
            found.append(
                (occurrence, answered, open_card(self._office.library.pack, group, occurrence, answered))
            )
        return found

    async def _edit(self, occurrence: Occurrence, card: Reply, shown: int) -> None:
        try:
            await self._office.poster(occurrence).edit(occurrence.ref, card)
        except Gone as gone:  # there is no message to change any more: what it would show is not owed either
            log.warning("a message can no longer be changed", occurrence=occurrence.id, why=str(gone))
        await self._office.store.write(lambda ledger: ledger.occurrences.shows(occurrence.id, shown))

    async def sweep_duplicates(self) -> None:
        """Once, some minutes after a post: delete every message with its token but the recorded one."""
        before = self._office.now() - SWEEP_AFTER
        unswept = await self._office.store.read(lambda ledger: ledger.occurrences.unswept(before))
        for occurrence in filter(self._office.reaches, unswept):
            await steadily(self._delete_others(occurrence), occurrence)

    async def _delete_others(self, occurrence: Occurrence) -> None:
        poster = self._office.poster(occurrence)
        with contextlib.suppress(Gone):  # with the place its messages are gone
            for ref in await poster.find(occurrence.slot.place, occurrence.slot.token):
                if ref != occurrence.ref:
                    await poster.delete(ref)
        await self._office.store.write(lambda ledger: ledger.occurrences.swept(occurrence.id))

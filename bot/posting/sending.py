"""Due posts on their way: claimed, looked for, fenced, posted, recorded; in order and at the platform's pace."""

import asyncio
from datetime import datetime, timedelta

from bot.chat import Gone, MessageRef
from bot.pace import Resting
from bot.posting.asking import Asking, Ready, apart, give_up
from bot.posting.office import Office, steadily
from bot.store.claims import LEASE, Claim
from bot.store.ledger import Ledger
from bot.store.occurrences import Occurrence

HTTP_TIMEOUT = timedelta(seconds=15)  # the longest that a platform's client waits for an answer
CLAIMED = 30.0  # seconds of the platform's pace that are claimed at once: well within a lease and its fence
MOST = 1_000  # claimed at once where no pace binds
IN_FLIGHT = 64  # posts that wait for their turn or for the platform's answer: its latency slows down none


class LeaseTooShort(Exception):
    """Too little of the lease is left to post safely."""


class Sending:
    """Claims batch by batch, never more than can be sent within the lease.

    So a process that dies holds up no more than half a minute's posts, and other processes take their share meanwhile.
    """

    def __init__(self, office: Office) -> None:
        self._office = office
        self._asking = Asking(office)

    async def send(self) -> int:
        """Post a batch of what is due on each platform, each once; tell how many were done with."""
        done = await asyncio.gather(*(self._send_on(platform) for platform in self._office.awake()))
        return sum(done)

    async def _send_on(self, platform: str) -> int:
        now = self._office.now()
        pace = self._office.posters[platform].pace
        most = pace.within(CLAIMED, MOST)
        claimed = await self._office.store.write(lambda ledger: self._claim(ledger, now, platform, most))
        journeys = Journeys(self._office, self._asking)
        try:
            async with asyncio.TaskGroup() as under_way:
                for few in apart(claimed):
                    await steadily(journeys.begin(few, now, under_way), few[0].id)
        finally:
            if journeys.back:
                await self._office.store.write(
                    lambda ledger: ledger.claims.hand_back(journeys.back, self._office.owner)
                )
        return journeys.done

    def _claim(self, ledger: Ledger, now: datetime, platform: str, most: int) -> list[Claim]:
        return ledger.claims.claim(now, ledger.time(now), self._office.owner, [platform], most)


class Journeys:
    """The posts of one batch."""

    def __init__(self, office: Office, asking: Asking) -> None:
        self._office = office
        self._asking = asking
        self._room = asyncio.Semaphore(IN_FLIGHT)
        self.done = 0
        self.back: list[int] = []  # claimed, but nothing was sent for them

    async def begin(self, few: list[Claim], claimed_at: datetime, under_way: asyncio.TaskGroup) -> None:
        """Set these off in order, each as soon as there is room."""
        if self._office.ending.is_set():
            self.back += [each.id for each in few]
            return
        for ready in await self._asking.ready(few, claimed_at):
            await self._room.acquire()
            under_way.create_task(self._go(ready))

    async def _go(self, ready: Ready) -> None:
        try:
            await steadily(self._post(ready), ready.occurrence.id)
        finally:
            self._room.release()

    async def _post(self, ready: Ready) -> None:
        occurrence, office = ready.occurrence, self._office
        try:
            ref = await self._found_or_posted(ready)
        except (LeaseTooShort, Resting):
            self.back.append(occurrence.id)
            return
        except Gone as gone:
            reason = str(gone)
            await office.store.write(lambda ledger: give_up(ledger, occurrence, reason))
            self.done += 1
            return
        office.at("posted")
        now = office.now()
        kept = await office.store.write(
            lambda ledger: ledger.claims.record(occurrence.id, office.owner, ref, now)
        )
        office.at("recorded")
        self.done += 1
        if not kept:
            await self._withdraw(occurrence, ref)

    async def _withdraw(self, occurrence: Occurrence, ref: MessageRef) -> None:
        """Another process took over: delete this message if that one has recorded its own.

        It may have recorded the same, which the platform gave to both; or it may just be finding this one.
        """
        of_class, id_ = occurrence.slot.class_id, occurrence.id
        now = await self._office.store.read(lambda ledger: ledger.occurrences.in_class(of_class, id_))
        if now and now.message and now.ref != ref:
            await self._office.poster(occurrence).delete(ref)

    async def _found_or_posted(self, ready: Ready) -> MessageRef:
        """Look for the message first where it may be there already; else post it."""
        occurrence, slot = ready.occurrence, ready.occurrence.slot
        looks = self._may_be_posted(occurrence)
        poster = await self._office.turn(
            occurrence, 2 if looks else 1
        )  # one turn: else all look before any posts
        self._office.at("claimed")
        if looks and (found := await poster.find(slot.place, slot.token)):
            await poster.edit(found[0], ready.card)  # its button may carry a number of the database before
            return found[0]
        held = self._office.now() - ready.claimed_at
        if self._office.ending.is_set() or not timedelta() <= held < LEASE - HTTP_TIMEOUT:
            raise LeaseTooShort
        self._office.at("fenced")
        return await poster.post(slot.place, ready.card, slot.token)

    def _may_be_posted(self, occurrence: Occurrence) -> bool:
        """Whether an earlier attempt may have posted it, or, if the database was restored, a process of before."""
        return occurrence.attempt > 1 or occurrence.slot.due_at < self._office.began

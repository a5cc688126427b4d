"""From due to closed: plan, claim, look first, post, record, sweep, close. Each post once, whatever crashes."""

import contextlib
import uuid
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import structlog

from bot.chat import Gone, MessageRef, Poster, Reply
from bot.commands.posts import open_card, results_card
from bot.commands.schedules import next_due, rule
from bot.quiz.bank import Library
from bot.quiz.choosing import choose
from bot.quiz.question import Question
from bot.store.classes import Class
from bot.store.ledger import Ledger
from bot.store.occurrences import DUE, LEASE, RESULTS, SKIPPED, Occurrence, Slot
from bot.store.schedules import FROM_SETTINGS, Order, Schedule
from bot.store.store import Store

PUNCTUAL = timedelta(minutes=2)  # a post later than this says that it is late
LEAST_OPEN = timedelta(hours=1)  # how long a late post stays open at least, if its window is as long
HTTP_TIMEOUT = timedelta(seconds=15)  # the longest that a platform's client waits for an answer
ASTRAY = timedelta(seconds=60)  # how far this machine's clock may be from the database's
SWEEP_AFTER = timedelta(minutes=3)  # until a duplicate of a lost answer would show in a platform's history

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


class Posting:
    """One process's share of the posting: `sweep` does whatever is due."""

    def __init__(
        self,
        store: Store,
        library: Library,
        posters: Mapping[str, Poster],
        now: Callable[[], datetime],
        at: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._store = store
        self._library = library
        self._posters = posters
        self._now = now
        self._at = at  # told the name of each step as it is reached, so that a test can end the process there
        self._owner = uuid.uuid4().hex[:12]

    async def begin(self, daily: Iterable[Order], later: Collection[str] = ()) -> None:
        """Take over from the process before: end its leases, read settings, zone and corrected keys anew.

        What the settings ask for on the platforms in `later` is not known yet: `order` is told it.
        """
        now, orders = self._now(), list(daily)
        await self._store.write(lambda ledger: ledger.occurrences.let_go(ledger.time(now)))
        await self._store.write(lambda ledger: keep_daily(ledger, orders, now, later))
        await self._store.write(lambda ledger: ledger.regrades.apply(self._library.bank.question, now))

    async def order(self, platform: str, daily: Iterable[Order]) -> None:
        """Read anew what the settings ask for on one platform."""
        now, orders = self._now(), list(daily)
        await self._store.write(lambda ledger: keep_daily_on(ledger, platform, orders, now))

    async def sweep(self) -> datetime | None:
        """Do whatever is due; give the instant at which something is due next."""
        now = self._now()
        if await self._store.read(lambda ledger: abs(ledger.time(now) - now)) > ASTRAY:
            log.error("posting rests: this machine's clock is over a minute from the database's")
            return None
        await self._store.write(lambda ledger: plan(ledger, now))
        self._at("planned")
        for ready in await self._store.write(self._claim):
            await self._steadily(self._post(ready), ready.occurrence)
        await self._close()
        await self._refresh()
        await self._sweep_duplicates()
        return await self._store.read(_next)

    def _claim(self, ledger: Ledger) -> list[Ready]:
        now = self._now()
        taken = ledger.occurrences.claim(now, ledger.time(now), self._owner, self._posters)
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
        return Ready(occurrence, open_card(self._library.pack, group, occurrence, 0), now)

    def _questions(self, ledger: Ledger, slot: Slot) -> tuple[Question, ...]:
        slips = ledger.classes.numbered(slot.class_id).slips
        pool = self._library.bank.served(slot.factor, slips=slips)
        return choose(
            pool, slot.questions, slot.token, ledger.boards.past_of_class(slot.class_id, slot.local_date)
        )

    async def _post(self, ready: Ready) -> None:
        self._at("claimed")
        occurrence = ready.occurrence
        try:
            ref = await self._found_or_posted(ready)
        except Gone as gone:
            reason = str(gone)
            await self._store.write(lambda ledger: give_up(ledger, occurrence, reason))
            return
        self._at("posted")
        now = self._now()
        kept = await self._store.write(
            lambda ledger: ledger.occurrences.record(occurrence.id, self._owner, ref, now)
        )
        self._at("recorded")
        if not kept:
            await self._withdraw(occurrence, ref)

    async def _withdraw(self, occurrence: Occurrence, ref: MessageRef) -> None:
        """Another process took over: delete this message if that one has recorded its own.

        It may have recorded the same, which the platform gave to both; or it may just be finding this one.
        """
        of_class, id_ = occurrence.slot.class_id, occurrence.id
        now = await self._store.read(lambda ledger: ledger.occurrences.in_class(of_class, id_))
        if now and now.message and now.ref != ref:
            await self._poster(occurrence).delete(ref)

    async def _found_or_posted(self, ready: Ready) -> MessageRef:
        """Look for the message first if an earlier attempt may have posted it; else post it."""
        slot, poster = ready.occurrence.slot, self._poster(ready.occurrence)
        if ready.occurrence.attempt > 1 and (found := await poster.find(slot.place, slot.token)):
            return found[0]
        held = self._now() - ready.claimed_at
        if not timedelta() <= held < LEASE - HTTP_TIMEOUT:
            raise LeaseTooShort
        self._at("fenced")
        return await poster.post(slot.place, ready.card, slot.token)

    async def _close(self) -> None:
        now = self._now()
        await self._store.write(lambda ledger: self._close_ended(ledger, now))
        self._at("closed")
        for occurrence, card in await self._store.read(self._results):
            self._at("scored")
            await self._steadily(self._edit(occurrence, card, RESULTS), occurrence)

    def _close_ended(self, ledger: Ledger, now: datetime) -> None:
        """Close what has ended; a key that was corrected while a quiz was open counts from its close on."""
        if ledger.occurrences.close_ended(now):
            ledger.regrades.apply(self._library.bank.question, now)

    def _results(self, ledger: Ledger) -> list[tuple[Occurrence, Reply]]:
        closed = filter(self._reaches, ledger.occurrences.without_results())
        return [(each, results_card(self._library.pack, ledger, each)) for each in closed]

    async def _refresh(self) -> None:
        for occurrence, answered, card in await self._store.read(self._outdated):
            await self._steadily(self._edit(occurrence, card, answered), occurrence)

    def _outdated(self, ledger: Ledger) -> list[tuple[Occurrence, int, Reply]]:
        found = []
        for occurrence, answered in ledger.occurrences.outdated():
            if not self._reaches(occurrence):
                continue
            group = ledger.classes.numbered(occurrence.slot.class_id)
            found.append((occurrence, answered, open_card(self._library.pack, group, occurrence, answered)))
        return found

    async def _edit(self, occurrence: Occurrence, card: Reply, shown: int) -> None:
        try:
            await self._poster(occurrence).edit(occurrence.ref, card)
        except Gone as gone:  # there is no message to change any more: what it would show is not owed either
            log.warning("a message can no longer be changed", occurrence=occurrence.id, why=str(gone))
        self._at("edited")
        await self._store.write(lambda ledger: ledger.occurrences.shows(occurrence.id, shown))
        self._at("shown")

    async def _sweep_duplicates(self) -> None:
        """Once, some minutes after a post: delete every message with its token but the recorded one."""
        before = self._now() - SWEEP_AFTER
        unswept = await self._store.read(lambda ledger: ledger.occurrences.unswept(before))
        for occurrence in filter(self._reaches, unswept):
            await self._steadily(self._delete_others(occurrence), occurrence)

    async def _delete_others(self, occurrence: Occurrence) -> None:
        poster = self._poster(occurrence)
        with contextlib.suppress(Gone):  # with the place its messages are gone
            for ref in await poster.find(occurrence.slot.place, occurrence.slot.token):
                if ref != occurrence.ref:
                    await poster.delete(ref)
        await self._store.write(lambda ledger: ledger.occurrences.swept(occurrence.id))

    async def _steadily(self, step: Awaitable[None], occurrence: Occurrence) -> None:
        """Do a step of one occurrence; a failure is logged and met again later, and stops no other."""
        try:
            await step
        except Exception:
            log.exception("a step of an occurrence failed", occurrence=occurrence.id)

    def _reaches(self, occurrence: Occurrence) -> bool:
        """Whether the occurrence's platform is connected; what waits for another one waits."""
        return occurrence.slot.place.platform in self._posters

    def _poster(self, occurrence: Occurrence) -> Poster:
        return self._posters[occurrence.slot.place.platform]


def give_up(ledger: Ledger, occurrence: Occurrence, reason: str) -> None:
    """Post this one never, unless another process has; its schedule rests until a teacher resumes it."""
    if not ledger.occurrences.fail(occurrence.id, occurrence.owner, reason):
        return
    if occurrence.slot.schedule_id:
        ledger.schedules.pause(occurrence.slot.schedule_id, reason)
    log.warning("an occurrence cannot be posted", occurrence=occurrence.id)


def plan(ledger: Ledger, now: datetime) -> None:
    """Give every slot up to now its row; of the missed ones only the newest is still posted."""
    for schedule in ledger.schedules.due(now):
        group = ledger.classes.numbered(schedule.class_id)
        slots = rule(group, schedule.order).slots(schedule.planned_until, now)
        left = [slot for slot in slots if schedule.takes(slot[0])]
        for day, due in left:
            posts = (day, due) == left[-1] and now - due <= group.catch_up
            reason = "" if posts else "the bot was not running at that time"
            ledger.occurrences.plan(_slot(schedule, group, day, due, now), DUE if posts else SKIPPED, reason)
        ledger.schedules.planned(schedule.id, now, next_due(group, schedule, now))


def _slot(schedule: Schedule, group: Class, day: date, due: datetime, now: datetime) -> Slot:
    order, late = schedule.order, now - due > PUNCTUAL
    closes = max(due + order.window, now + min(order.window, LEAST_OPEN)) if late else due + order.window
    return Slot(
        class_id=group.id,
        place=order.place,
        local_date=day,
        due_at=due,
        closes_at=closes,
        questions=order.questions,
        factor=order.factor,
        reveal=group.reveal,
        attempts=group.attempts,
        token=f"s{schedule.id}-{day:%Y%m%d}",
        schedule_id=schedule.id,
        late=late,
    )


def keep_daily(ledger: Ledger, wanted: list[Order], now: datetime, later: Collection[str] = ()) -> None:
    """Make the schedules of the env file what it says now, and read every wall time in today's zone data."""
    ledger.alone()  # two processes that start together would each add the schedule
    there = {schedule.order.place.platform for schedule in ledger.schedules.from_settings()}
    for platform in sorted((there | {order.place.platform for order in wanted}) - set(later)):
        keep_daily_on(ledger, platform, [o for o in wanted if o.place.platform == platform], now)
    _read_times_anew(ledger)


def keep_daily_on(ledger: Ledger, platform: str, wanted: list[Order], now: datetime) -> None:
    """Make the env file's schedules of one platform what it says now."""
    ledger.alone()
    known = (s for s in ledger.schedules.from_settings() if s.order.place.platform == platform)
    kept = {schedule.order.place: schedule for schedule in known}
    for order in wanted:
        before = kept.pop(order.place, None)
        if before is None:
            ledger.schedules.add(ledger.classes.open(order.place, now).id, order, now, None, FROM_SETTINGS)
        elif before.order != order:
            ledger.schedules.change(before.id, order)
    for schedule in kept.values():
        ledger.schedules.remove(schedule.id)
    _read_times_anew(ledger)


def _read_times_anew(ledger: Ledger) -> None:
    for schedule in ledger.schedules.active():
        group = ledger.classes.numbered(schedule.class_id)
        due = next_due(group, schedule, schedule.planned_until)
        ledger.schedules.planned(schedule.id, schedule.planned_until, due)


def _next(ledger: Ledger) -> datetime | None:
    instants = (ledger.schedules.next_due(), ledger.occurrences.next_change())
    return min((instant for instant in instants if instant), default=None)

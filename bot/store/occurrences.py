"""Occurrences: each due post, from planned to closed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, and_, bindparam, case, func, or_, select, update
from sqlalchemy.sql.dml import ReturningUpdate

from bot.chat import MessageRef, Place
from bot.quiz.rounds import Reveal
from bot.store.prepared import Prepared, Row, among
from bot.store.tables import (
    RESULTS,
    UNFINISHED,
    UNSWEPT,
    WAITING,
    answers,
    occurrences,
    paper_questions,
    versions,
)
from bot.store.upsert import insert_or

DUE, SENDING, POSTED, CLOSED, SKIPPED, FAILED = "due", "sending", "posted", "closed", "skipped", "failed"
LEASE = timedelta(seconds=60)
GRACE = timedelta(seconds=2)  # from a window's end to the close: what came in time is still being written
FIRST = {
    "attempt": 0,
    "owner": "",
    "message": "",
    "swept": False,
    "shown": 0,
}  # of a row, before it is claimed


@dataclass(frozen=True, slots=True)
class Slot:
    """One post to be made: for which class, where, when, what."""

    class_id: int
    place: Place
    local_date: date
    due_at: datetime
    closes_at: datetime
    questions: int
    factor: str
    reveal: Reveal
    attempts: int
    token: str
    schedule_id: int | None = None
    late: bool = False
    made_by: str = ""  # the account of the teacher who posted it; that of a schedule is the schedule's


@dataclass(frozen=True, slots=True)
class Occurrence:
    id: int
    slot: Slot
    status: str
    attempt: int
    owner: str
    lease_until: datetime | None
    paper: int | None
    message: str
    shown: int
    reason: str = ""
    posted_at: datetime | None = None

    @property
    def ref(self) -> MessageRef:
        return MessageRef(self.slot.place, self.message)


def _claim(dialect: str) -> ReturningUpdate[Any]:
    now, time, until = (bindparam(name, type_=occurrences.c.due_at.type) for name in ("now", "time", "until"))
    lost = and_(occurrences.c.status == SENDING, occurrences.c.lease_until < time)
    free = (
        WAITING,
        occurrences.c.due_at <= now,
        among(dialect, occurrences.c.platform, "platforms"),
        or_(occurrences.c.status == DUE, lost),
    )
    first = (
        select(occurrences.c.id)
        .where(*free)
        .order_by(occurrences.c.due_at, occurrences.c.id)
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True)  # what another process is just taking is left to it
    )
    taken = update(occurrences).where(occurrences.c.id.in_(first))
    lease = {"status": SENDING, "owner": bindparam("by"), "lease_until": until}
    return taken.values(**lease, attempt=occurrences.c.attempt + 1).returning(*occurrences.c)


_CLAIM = Prepared(_claim)


class Occurrences:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def plan(self, slot: Slot, status: str = DUE, reason: str = "") -> int | None:
        """Keep a slot unless its schedule has one on that date already; give its number if it is new."""
        new = insert_or(self._connection, occurrences).values(_row(slot, status, reason))
        number: int | None = self._connection.scalar(new.on_conflict_do_nothing().returning(occurrences.c.id))
        return number

    def claim(
        self, now: datetime, time: datetime, owner: str, platforms: Iterable[str], most: int = 20
    ) -> list[Occurrence]:
        """Take what is due there, or what another process began and let go, for a lease by the database's time."""
        asked = {"now": now, "time": time, "by": owner, "until": time + LEASE, "most": most}
        taken = _CLAIM.all(self._connection, {**asked, "platforms": list(platforms)})
        found = [_occurrence(row) for row in taken]
        return sorted(found, key=lambda occurrence: (occurrence.slot.due_at, occurrence.id))

    def let_go(self, now: datetime) -> None:
        """End all leases: this process has just started and is the only one, as SQLite sees to."""
        if self._connection.dialect.name != "sqlite":
            return
        held = update(occurrences).where(
            WAITING, occurrences.c.status == SENDING, occurrences.c.lease_until > now
        )
        self._connection.execute(held.values(lease_until=now - LEASE))

    def hand_back(self, ids: Iterable[int], owner: str) -> None:
        """End the owner's claims for which nothing was sent: who claims next need not look for a message."""
        mine = (
            occurrences.c.id.in_(list(ids)),
            occurrences.c.status == SENDING,
            occurrences.c.owner == owner,
        )
        back = {"status": DUE, "attempt": occurrences.c.attempt - 1, "owner": "", "lease_until": None}
        self._connection.execute(update(occurrences).where(*mine).values(back))

    def without_paper(self, ids: Iterable[int]) -> set[int]:
        """Name those of which no questions are chosen yet, and keep other processes from choosing them now."""
        bare = select(occurrences.c.id).where(
            occurrences.c.id.in_(list(ids)), occurrences.c.paper_id.is_(None)
        )
        return set(self._connection.scalars(bare.order_by(occurrences.c.id).with_for_update()))

    def give_papers(self, papers: Mapping[int, int]) -> None:
        """Fix the questions that occurrences ask: the paper's number by the occurrence's."""
        one = update(occurrences).where(occurrences.c.id == bindparam("of"))
        rows = [{"of": id_, "paper": paper} for id_, paper in papers.items()]
        self._connection.execute(one.values(paper_id=bindparam("paper")), rows)

    def record(self, id_: int, owner: str, ref: MessageRef, now: datetime) -> bool:
        """Note the message that was posted; False if the occurrence is no longer this owner's."""
        return self._settle(id_, owner, status=POSTED, message=ref.id, posted_at=now, lease_until=None)

    def fail(self, id_: int, owner: str, reason: str) -> bool:
        """Note why it can never be posted; False if the occurrence is no longer this owner's."""
        return self._settle(id_, owner, status=FAILED, reason=reason)

    def _settle(self, id_: int, owner: str, **values: object) -> bool:
        mine = (occurrences.c.id == id_, occurrences.c.status == SENDING, occurrences.c.owner == owner)
        return self._connection.execute(update(occurrences).where(*mine).values(**values)).rowcount == 1

    def close(self, id_: int, now: datetime) -> None:
        """Let the window end now."""
        self._connection.execute(update(occurrences).where(occurrences.c.id == id_).values(closes_at=now))

    def close_ended(self, now: datetime, most: int = 50) -> int:
        """Close posted occurrences whose window has ended and whose grace is over; give their number.

        What comes after the window's end is refused already; what came before it may be written until this. Each is
        counted as it is closed, so only some are in one transaction: answers to others wait for it.
        """
        ended = (UNFINISHED, occurrences.c.closes_at <= now - GRACE, occurrences.c.status == POSTED)
        first = select(occurrences.c.id).where(*ended).order_by(occurrences.c.closes_at, occurrences.c.id)
        closing = update(occurrences).where(occurrences.c.id.in_(first.limit(most)), *ended)
        return self._connection.execute(closing.values(status=CLOSED)).rowcount

    def shows(self, id_: int, shown: int, before: int) -> None:
        """Note what the message now shows, a number of answers or RESULTS, unless it was to be drawn anew meanwhile."""
        same = (occurrences.c.id == id_, occurrences.c.shown == before)
        self._connection.execute(update(occurrences).where(*same).values(shown=shown))

    def draw_anew(self, *which: ColumnElement[bool]) -> None:
        """Have messages drawn again, also those that are just being drawn or whose quiz another process is closing."""
        later = case((occurrences.c.shown >= RESULTS, RESULTS - 1), else_=occurrences.c.shown - 1)
        shown = update(occurrences).where(occurrences.c.status.in_([POSTED, CLOSED]), *which)
        self._connection.execute(shown.values(shown=later))

    def swept(self, id_: int) -> None:
        self._connection.execute(update(occurrences).where(occurrences.c.id == id_).values(swept=True))

    def without_results(self, now: datetime) -> list[Occurrence]:
        """List the closed occurrences whose message does not show the results yet."""
        return self._list(UNFINISHED, occurrences.c.closes_at <= now, occurrences.c.status == CLOSED)

    def outdated(self, since: int = 0) -> list[tuple[Occurrence, int]]:
        """List the open occurrences whose message shows an old count, with how many have answered now.

        Only those are looked at that had an answer since the one with this number, or are to be drawn anew.
        """
        fresh = select(answers.c.occurrence_id).where(answers.c.id > since).distinct()
        count = select(func.count(answers.c.student_id.distinct())).where(
            answers.c.occurrence_id == occurrences.c.id
        )
        now = count.correlate(occurrences).scalar_subquery()
        may_be = or_(occurrences.c.id.in_(fresh), occurrences.c.shown < RESULTS)
        query = select(occurrences, now.label("now")).where(
            UNFINISHED, occurrences.c.status == POSTED, may_be, occurrences.c.shown != now
        )
        return [(_occurrence(row), row["now"]) for row in self._connection.execute(query).mappings()]

    def unswept(self, before: datetime) -> list[Occurrence]:
        """List the occurrences posted before the instant whose duplicates have not been looked for."""
        return self._list(
            occurrences.c.status.in_([POSTED, CLOSED]), UNSWEPT, occurrences.c.posted_at < before
        )

    def open_at(self, place: Place, now: datetime) -> list[Occurrence]:
        """List the open quizzes of the place, newest first."""
        here = (
            occurrences.c.platform == place.platform,
            occurrences.c.server == place.server,
            occurrences.c.channel == place.channel,
        )
        open_ = (or_(WAITING, UNFINISHED), occurrences.c.status.in_([SENDING, POSTED]))
        found = self._list(*here, *open_, occurrences.c.closes_at > now)
        return found[::-1]

    def in_class(self, class_id: int, id_: int) -> Occurrence | None:
        """Find an occurrence of this class."""
        found = self._list(occurrences.c.class_id == class_id, occurrences.c.id == id_)
        return found[0] if found else None

    def open_in(self, class_id: int) -> list[Occurrence]:
        """List the class's quizzes that are being posted or are open, oldest first."""
        return self._list(occurrences.c.class_id == class_id, occurrences.c.status.in_([SENDING, POSTED]))

    def latest(self, class_id: int, most: int) -> list[Occurrence]:
        """List the class's quizzes that were posted, newest first."""
        asked = (occurrences.c.class_id == class_id, occurrences.c.status.in_([POSTED, CLOSED]))
        newest = (
            select(occurrences).where(*asked).order_by(occurrences.c.due_at.desc(), occurrences.c.id.desc())
        )
        return [_occurrence(row) for row in self._connection.execute(newest.limit(most)).mappings()]

    def last_closed(self, class_id: int) -> Occurrence | None:
        """Give the class's newest closed quiz."""
        closed = self._list(occurrences.c.class_id == class_id, occurrences.c.status == CLOSED)
        return max(closed, key=lambda each: each.slot.closes_at, default=None)

    def open_questions(self, class_id: int) -> frozenset[str]:
        """Name the questions that the class's open quizzes ask."""
        query = select(versions.c.question).join(paper_questions)
        query = query.join(occurrences, occurrences.c.paper_id == paper_questions.c.paper_id)
        asked = (occurrences.c.class_id == class_id, occurrences.c.status.in_([SENDING, POSTED]))
        return frozenset(self._connection.scalars(query.where(*asked)))

    def missed(self, class_id: int, after: date) -> list[Occurrence]:
        """List what was not posted since a date, oldest first."""
        late = occurrences.c.status.in_([SKIPPED, FAILED])
        return self._list(occurrences.c.class_id == class_id, late, occurrences.c.local_date >= after)

    def quiz_days(self, class_id: int) -> list[date]:
        """List the dates on which the class had a quiz."""
        asked = occurrences.c.status.in_([POSTED, CLOSED])
        query = select(occurrences.c.local_date).where(occurrences.c.class_id == class_id, asked).distinct()
        return list(self._connection.scalars(query))

    def states(self) -> dict[str, int]:
        """Count the occurrences of every state, those of which there is none included."""
        query = select(occurrences.c.status, func.count()).group_by(occurrences.c.status)
        found = {row[0]: row[1] for row in self._connection.execute(query)}
        return {state: found.get(state, 0) for state in (DUE, SENDING, POSTED, CLOSED, SKIPPED, FAILED)}

    def oldest_due(self, now: datetime) -> datetime | None:
        """Give the instant at which the oldest occurrence that should be posted by now was due."""
        waits = (WAITING, occurrences.c.due_at <= now, occurrences.c.status.in_([DUE, SENDING]))
        found: datetime | None = self._connection.scalar(select(func.min(occurrences.c.due_at)).where(*waits))
        return found

    def _list(self, *conditions: ColumnElement[bool]) -> list[Occurrence]:
        query = select(occurrences).where(*conditions).order_by(occurrences.c.due_at, occurrences.c.id)
        return [_occurrence(row) for row in self._connection.execute(query)]


def _row(slot: Slot, status: str, reason: str) -> dict[str, object]:
    return {**_columns(slot), **FIRST, "status": status, "reason": reason}


def _columns(slot: Slot) -> dict[str, object]:
    same = (
        "class_id",
        "local_date",
        "due_at",
        "closes_at",
        "questions",
        "factor",
        "reveal",
        "attempts",
        "token",
        "schedule_id",
        "late",
        "made_by",
    )
    place = {"platform": slot.place.platform, "server": slot.place.server, "channel": slot.place.channel}
    return {**place, **{name: getattr(slot, name) for name in same}}


def _occurrence(row: Row) -> Occurrence:
    slot = Slot(
        class_id=row.class_id,
        place=Place(row.platform, row.server, row.channel),
        local_date=row.local_date,
        due_at=row.due_at,
        closes_at=row.closes_at,
        questions=row.questions,
        factor=row.factor,
        reveal=Reveal(row.reveal),
        attempts=row.attempts,
        token=row.token,
        schedule_id=row.schedule_id,
        late=row.late,
        made_by=row.made_by,
    )
    return Occurrence(
        id=row.id,
        slot=slot,
        status=row.status,
        attempt=row.attempt,
        owner=row.owner,
        lease_until=row.lease_until,
        paper=row.paper_id,
        message=row.message,
        shown=row.shown,
        reason=row.reason,
        posted_at=row.posted_at,
    )

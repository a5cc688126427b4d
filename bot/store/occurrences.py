"""Occurrences: each due post, from planned to closed."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, func, or_, select

from bot.chat import MessageRef, Place
from bot.quiz.rounds import Reveal
from bot.store.prepared import Row
from bot.store.tables.quizzes import UNFINISHED, WAITING, occurrences, paper_questions, versions
from bot.store.upsert import insert_or

DUE, SENDING, POSTED, CLOSED, SKIPPED, FAILED = "due", "sending", "posted", "closed", "skipped", "failed"
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


class Occurrences:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def plan(self, slot: Slot, status: str = DUE, reason: str = "") -> int | None:
        """Keep a slot unless its schedule has one on that date already; give its number if it is new."""
        new = insert_or(self._connection, occurrences).values(_row(slot, status, reason))
        number: int | None = self._connection.scalar(new.on_conflict_do_nothing().returning(occurrences.c.id))
        return number

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
        return [occurrence_of(row) for row in self._connection.execute(newest.limit(most)).mappings()]

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
        return listed(self._connection, *conditions)


def listed(connection: Connection, *conditions: ColumnElement[bool]) -> list[Occurrence]:
    """List the occurrences of which all this is so, in the order in which they are due."""
    query = select(occurrences).where(*conditions).order_by(occurrences.c.due_at, occurrences.c.id)
    return [occurrence_of(row) for row in connection.execute(query)]


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


def occurrence_of(row: Row) -> Occurrence:
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

"""Schedules: teachers' standing orders, and the days that they skip."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection, RowMapping, Select, delete, func, insert, select, update

from bot.chat import Place
from bot.store.tables.quizzes import occurrences, schedules, skips
from bot.store.upsert import insert_or

MANY = 1_000  # parameters that every database takes in one statement
ACTIVE, PAUSED = "active", "paused"
FROM_TEACHER, FROM_SETTINGS = "teacher", "settings"


@dataclass(frozen=True, slots=True)
class Order:
    """What a schedule asks for: wall time and days in the class's zone, how much, for how long."""

    place: Place
    at: time
    days: str
    questions: int
    factor: str
    window: timedelta
    made_by: str = ""  # the account of the teacher who asked


@dataclass(frozen=True, slots=True)
class Schedule:
    id: int
    class_id: int
    order: Order
    status: str
    reason: str
    origin: str
    planned_until: datetime
    skipped: frozenset[date]
    latest: date | None = None  # of its occurrences so far: no earlier date is planned again

    def takes(self, day: date) -> bool:
        """Whether a quiz may still be planned for the date."""
        return day not in self.skipped and (self.latest is None or day > self.latest)


class Schedules:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self,
        class_id: int,
        order: Order,
        now: datetime,
        next_due: datetime | None,
        origin: str = FROM_TEACHER,
    ) -> int:
        """Keep a standing order; nothing before now will be posted for it."""
        start = {"status": ACTIVE, "reason": "", "origin": origin, "planned_until": now, "next_due": next_due}
        new = (
            insert(schedules).values(class_id=class_id, **_columns(order), **start).returning(schedules.c.id)
        )
        return int(self._connection.execute(new).scalar_one())

    def of_class(self, class_id: int) -> list[Schedule]:
        """List the class's schedules, oldest first."""
        return self._list(select(schedules).where(schedules.c.class_id == class_id).order_by(schedules.c.id))

    def in_class(self, class_id: int, id_: int) -> Schedule | None:
        """Find a schedule of this class."""
        found = self._list(select(schedules).where(schedules.c.class_id == class_id, schedules.c.id == id_))
        return found[0] if found else None

    def from_settings(self) -> list[Schedule]:
        """List the schedules that the env file asked for."""
        return self._list(select(schedules).where(schedules.c.origin == FROM_SETTINGS))

    def due(self, now: datetime) -> list[Schedule]:
        """List the active schedules that have a slot up to now."""
        return self._list(select(schedules).where(schedules.c.status == ACTIVE, schedules.c.next_due <= now))

    def numbered(self, ids: Iterable[int]) -> list[Schedule]:
        """List the schedules with these numbers."""
        return self._list(select(schedules).where(schedules.c.id.in_(list(ids)))) if ids else []

    def planned(self, id_: int, until: datetime, next_due: datetime | None) -> None:
        """Move the watermark: every slot up to it has its row."""
        self._change(id_, planned_until=until, next_due=next_due)

    def pause(self, id_: int, reason: str) -> None:
        self._change(id_, status=PAUSED, reason=reason)

    def pause_server(self, platform: str, server: str, reason: str) -> None:
        """Let every schedule of a server rest that does not rest already."""
        here = (schedules.c.platform == platform, schedules.c.server == server, schedules.c.status == ACTIVE)
        self._connection.execute(update(schedules).where(*here).values(status=PAUSED, reason=reason))

    def resume(self, id_: int, now: datetime, next_due: datetime | None) -> None:
        """Let the schedule run again from now; what fell into the pause is not made up for."""
        self._change(id_, status=ACTIVE, reason="", planned_until=now, next_due=next_due)

    def change(self, id_: int, order: Order) -> None:
        """Ask for something else from the next slot on."""
        self._change(id_, **_columns(order))

    def active(self) -> list[Schedule]:
        return self._list(select(schedules).where(schedules.c.status == ACTIVE))

    def remove(self, id_: int) -> None:
        """Forget the schedule; what it has posted stays."""
        self._connection.execute(
            update(occurrences).where(occurrences.c.schedule_id == id_).values(schedule_id=None)
        )
        self._connection.execute(delete(skips).where(skips.c.schedule_id == id_))
        self._connection.execute(delete(schedules).where(schedules.c.id == id_))

    def skip(self, id_: int, days: Iterable[date]) -> None:
        """Leave these dates out."""
        rows = [{"schedule_id": id_, "local_date": day} for day in days]
        self._connection.execute(insert_or(self._connection, skips).on_conflict_do_nothing(), rows)

    def _change(self, id_: int, **columns: object) -> None:
        self._connection.execute(update(schedules).where(schedules.c.id == id_).values(**columns))

    def _list(self, query: Select[tuple[object, ...]]) -> list[Schedule]:
        """Read schedules, each with its newest date (the end of an index) and the days that it leaves out."""
        newest = select(func.max(occurrences.c.local_date)).where(occurrences.c.schedule_id == schedules.c.id)
        with_newest = query.add_columns(newest.scalar_subquery().label("latest"))
        rows = self._connection.execute(with_newest).mappings().all()
        left_out = self._left_out([row["id"] for row in rows])
        return [_schedule(row, frozenset(left_out[row["id"]])) for row in rows]

    def _left_out(self, numbers: Sequence[int]) -> dict[int, set[date]]:
        found = defaultdict[int, set[date]](set)
        for first in range(0, len(numbers), MANY):
            some = skips.c.schedule_id.in_(numbers[first : first + MANY])
            for id_, day in self._connection.execute(
                select(skips.c.schedule_id, skips.c.local_date).where(some)
            ):
                found[id_].add(day)
        return found


def _columns(order: Order) -> dict[str, object]:
    return {
        "platform": order.place.platform,
        "server": order.place.server,
        "channel": order.place.channel,
        "at": f"{order.at:%H:%M}",
        "days": order.days,
        "questions": order.questions,
        "factor": order.factor,
        "window": order.window // timedelta(minutes=1),
        "made_by": order.made_by,
    }


def _schedule(row: RowMapping, skipped: frozenset[date]) -> Schedule:
    place = Place(row["platform"], row["server"], row["channel"])
    window = timedelta(minutes=row["window"])
    order = Order(
        place=place,
        at=time.fromisoformat(row["at"]),
        days=row["days"],
        questions=row["questions"],
        factor=row["factor"],
        window=window,
        made_by=row["made_by"],
    )
    return Schedule(
        id=row["id"],
        class_id=row["class_id"],
        order=order,
        status=row["status"],
        reason=row["reason"],
        origin=row["origin"],
        planned_until=row["planned_until"],
        skipped=skipped,
        latest=row["latest"],
    )

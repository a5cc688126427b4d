"""How long 10,000 schedules of one minute take to be planned and claimed, beside the row-by-row way; and an idle beat.

Run: python tests/bench/planning.py [SCHEDULES]. The row-by-row way is what one writes first with an ORM: for each due
schedule a session that reads it and its class, adds the occurrence as taken, moves the schedule on, commits. Ours is
what a beat does, to the same rows, five times in between. Both databases; the figures of one run are compared with
each other alone.
"""

import asyncio
import gc
import itertools
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).parent.parent))

from doubles.clock import as_here
from doubles.postgres import Missing, serving
from sqlalchemy import Engine, create_engine, event, func, insert, select, update
from sqlalchemy.orm import Session, registry

from bot.pace import Pace
from bot.posting import Posting
from bot.posting.planning import plan
from bot.quiz.bank import Library, load_library
from bot.store.ledger import Ledger
from bot.store.store import Store
from bot.store.tables.people import classes
from bot.store.tables.quizzes import occurrences, schedules
from bot.times import WEEKDAYS, Rule

CONTENT = Path(__file__).parent.parent.parent / "content" / "stalin"
DUE = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
CLOCKS = {
    "Europe/London": "09:30",
    "Europe/Paris": "10:30",
    "America/New_York": "04:30",
    "Asia/Kolkata": "15:00",
}
TIMES_FASTER, IDLE = 40, 0.001  # to reach
BATCH = 1_440  # what the posting claims at once on Discord
BEATS, TURNS = 300, 5


class Class:
    """A row of the obvious way."""

    time_zone: str


class Schedule:
    id: int
    next_due: datetime


class Occurrence:
    def __init__(self, **columns: object) -> None:
        for name, value in columns.items():
            setattr(self, name, value)


mapped = registry()
for kind, table in ((Class, classes), (Schedule, schedules), (Occurrence, occurrences)):
    mapped.map_imperatively(kind, table)


class Nowhere:
    """A platform without a limit, on which nothing is posted here."""

    pace = Pace()


def fill(engine: Engine, count: int) -> None:
    """Give each of so many servers a class, a schedule due at the same minute, and its quiz of the day before."""
    kept = {"platform": "discord", "created_at": DUE, "exam_date": None, "reveal": "at-once", "attempts": 1}
    kept |= {"teacher_role": "", "catch_up": 360, "practice_counts": False, "slips": False}
    order = {
        "platform": "discord",
        "days": ",".join(WEEKDAYS[:5]),
        "questions": 3,
        "factor": "",
        "window": 480,
    }
    order |= {"status": "active", "reason": "", "origin": "teacher", "planned_until": DUE - timedelta(days=1)}
    zones = [list(CLOCKS)[number % len(CLOCKS)] for number in range(count)]
    with engine.begin() as connection:
        groups = [{**kept, "id": n, "server": str(n), "time_zone": zone} for n, zone in enumerate(zones, 1)]
        connection.execute(insert(classes), groups)
        orders = [
            {
                **order,
                "id": n,
                "class_id": n,
                "server": str(n),
                "channel": str(n),
                "at": CLOCKS[zone],
                "next_due": DUE,
            }
            for n, zone in enumerate(zones, 1)
        ]
        connection.execute(insert(schedules), orders)
        connection.execute(insert(occurrences), [_of_the_day_before(each) for each in orders])
    tidy(engine)


def tidy(engine: Engine) -> None:
    """Have PostgreSQL look through what it holds, as it does by itself within a minute; SQLite never does."""
    if engine.dialect.name == "sqlite":
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("vacuum analyze")


def _of_the_day_before(order: dict[str, Any]) -> dict[str, object]:
    day = DUE - timedelta(days=1)
    same = {
        name: order[name] for name in ("class_id", "platform", "server", "channel", "questions", "factor")
    }
    over = {
        "status": "closed",
        "attempt": 1,
        "owner": "",
        "message": f"m{order['id']}",
        "swept": True,
        "shown": -1,
    }
    rest = {
        "reveal": "at-once",
        "attempts": 1,
        "late": False,
        "reason": "",
        "token": f"s{order['id']}-20261123",
    }
    when = {"local_date": day.date(), "due_at": day, "closes_at": day + timedelta(hours=8), "posted_at": day}
    return {"schedule_id": order["id"], **same, **when, **rest, **over}


def row_by_row(engine: Engine, most: int) -> float:
    """Plan and take so many due schedules' posts, each in a session of its own; give the seconds."""
    began = time.perf_counter()
    with Session(engine) as session:
        due = session.scalars(select(schedules.c.id).where(schedules.c.next_due <= DUE).limit(most)).all()
    for number in due:
        with Session(engine) as session, session.begin():
            schedule: Any = session.get(Schedule, number)
            group: Any = session.get(Class, schedule.class_id)
            session.add(_taken(schedule, group))
            hour, minute = map(int, schedule.at.split(":"))
            when = Rule(DUE.time().replace(hour, minute), schedule.days, ZoneInfo(group.time_zone))
            schedule.planned_until, schedule.next_due = DUE, when.following(DUE, 1)[0][1]
    return time.perf_counter() - began


def _taken(schedule: Any, group: Any) -> Occurrence:  # noqa: ANN401 - mapped rows
    same = ("class_id", "platform", "server", "channel", "questions", "factor")
    return Occurrence(
        **{name: getattr(schedule, name) for name in same},
        schedule_id=schedule.id, local_date=date(2026, 11, 24), due_at=DUE, closes_at=DUE + timedelta(hours=8),
        reveal=group.reveal, attempts=group.attempts, late=False, status="sending", reason="", attempt=1,
        owner="row", lease_until=DUE + timedelta(seconds=60), token=f"s{schedule.id}-20261124", message="",
        swept=False, shown=0,
    )  # fmt: skip


async def in_bulk(store: Store) -> float:
    """Do what a beat does: plan, then claim batch by batch; give the seconds."""
    began = time.perf_counter()
    await store.write(lambda ledger: plan(ledger, DUE))
    while await store.write(lambda ledger: ledger.claims.claim(DUE, DUE, "me", ["discord"], BATCH)):
        pass
    return time.perf_counter() - began


def made(engine: Engine) -> list[Any]:
    """Tell what came of it, whichever way: what is taken, from which schedules, and when those are due next."""
    with engine.connect() as connection:
        taken = select(
            func.count(), func.count(occurrences.c.schedule_id.distinct()), func.min(occurrences.c.attempt)
        )
        moved = select(func.min(schedules.c.next_due), func.max(schedules.c.next_due))
        return [
            *connection.execute(taken.where(occurrences.c.status == "sending")).one(),
            *connection.execute(moved).one(),
        ]


async def opened(store: Store, engine: Engine) -> None:
    """Let every quiz be posted and open."""
    posted = {"status": "posted", "message": occurrences.c.token, "posted_at": DUE, "swept": True}
    posted |= {"lease_until": None}
    await store.write(lambda ledger: _change(ledger, posted))
    tidy(engine)


async def idle_beats(store: Store, library: Library) -> list[float]:
    """Give the seconds of beats with nothing due, among open quizzes of every schedule."""
    posting = Posting(store, library, {"discord": Nowhere()}, lambda: DUE)  # type: ignore[dict-item]
    await posting.sweep()
    spans = []
    for _ in range(BEATS):
        began = time.perf_counter()
        await posting.sweep()
        spans.append(time.perf_counter() - began)
    return spans


def _change(ledger: Ledger, columns: dict[str, object]) -> None:
    taken = update(occurrences).where(occurrences.c.status == "sending")
    ledger._connection.execute(taken.values(columns))  # noqa: SLF001 - the bench sets the scene


async def loaded(store: Store) -> float:
    """Give the seconds of loading all schedules instead."""
    began = time.perf_counter()
    await store.read(lambda ledger: ledger.schedules.active())
    return time.perf_counter() - began


def plain_engine(url: str) -> Engine:
    """Open the database for the obvious way, as safe as ours: every commit on the disk."""
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def _(connection: Any, __: object) -> None:  # noqa: ANN401 - the driver's own
            connection.execute("pragma journal_mode = wal")
            connection.execute("pragma synchronous = full")

    return engine


async def compare(name: str, urls: Iterator[str], count: int, library: Library) -> bool:
    """Measure both ways, turn by turn, on databases of a kind; say so; tell whether the bars are reached."""
    zone, obvious = ZoneInfo("Europe/London"), next(urls)
    Store(obvious, zone).close()
    engine, ours, theirs, beats = plain_engine(obvious), list[float](), 0.0, list[float]()
    fill(engine, count)
    for turn in range(1, TURNS + 1):  # the machine's speed changes from one to the next
        store, there = Store(bulk := next(urls), zone, as_here), plain_engine(bulk)
        fill(there, count)
        ours.append(await in_bulk(store))
        theirs += row_by_row(engine, count if turn == TURNS else count // TURNS)
        assert turn < TURNS or made(engine) == made(there), (made(engine), made(there))
        await opened(store, there)
        beats += await idle_beats(store, library)
        load = await loaded(store)
        store.close()
        there.dispose()
    engine.dispose()
    idle = statistics.median(beats)
    each = ", ".join(f"{seconds:.2f}" for seconds in ours)
    faster = theirs / statistics.median(ours)
    print(
        f"{name}: {count} schedules of one minute planned and claimed in {each} s, row by row {theirs:.1f} s:"
    )
    print(f"  {faster:.0f} times faster (to reach: {TIMES_FASTER})")
    print(
        f"  an idle beat {idle * 1000:.2f} ms (to reach: under {IDLE * 1000:.0f}); all schedules {load * 1000:.0f} ms"
    )
    return faster >= TIMES_FASTER and idle < IDLE


@contextmanager
def databases() -> Iterator[dict[str, Iterator[str]]]:
    """Give new databases of each kind, by its name."""
    with tempfile.TemporaryDirectory() as folder, serving(fsync="on") as server:
        yield {
            "SQLite": (f"sqlite:///{folder}/{number}.db" for number in itertools.count()),
            "PostgreSQL": (server.migrated() for _ in itertools.count()),
        }


async def main(count: int) -> int:
    library = load_library(CONTENT)
    gc.freeze()  # as the bot does when it has begun; so both ways are spared looking through the library for rubbish
    with databases() as kinds:
        reached = [await compare(name, urls, count, library) for name, urls in kinds.items()]
    return 0 if all(reached) else 1


if __name__ == "__main__":
    try:
        sys.exit(asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)))
    except Missing:
        sys.exit("PostgreSQL is not installed here")

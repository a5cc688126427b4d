"""How long boards, items and a class's results take with 5 million answers of 200 classes, and what keeping costs.

Run: python tests/bench/boards.py [ANSWERS] [sqlite | postgresql]. A class has 50 students and a quiz of five questions
a school day, so that 5 million answers are a term of 100 days. They are laid down under the schema before the kept
totals; what the migration makes of them, and the writer adds, is held against the answers at the end.
"""

import asyncio
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(HERE.parent))

from alembic import command  # noqa: E402 - found from where the lines above point
from alembic.config import Config  # noqa: E402 - likewise
from alembic.script import ScriptDirectory  # noqa: E402 - likewise
from bench.bars import Bars, percentile  # noqa: E402 - likewise
from bench.term import (  # noqa: E402 - likewise
    CLASSES,
    FIRST,
    ITEMS,
    QUESTIONS,
    STUDENTS,
    days_for,
    item_of,
    lay_down,
    quiz_of,
    round_of,
)
from doubles.clock import as_here  # noqa: E402 - likewise
from doubles.postgres import serving  # noqa: E402 - likewise
from sqlalchemy import Connection, Engine, text  # noqa: E402 - likewise

from bot.quiz.rounds import Quiz, Reveal, Round, answer_of  # noqa: E402 - likewise
from bot.quiz.scores import Period, ranked, since  # noqa: E402 - likewise
from bot.store.backend import backend  # noqa: E402 - likewise
from bot.store.ledger import Ledger  # noqa: E402 - likewise
from bot.store.schema import upgrade  # noqa: E402 - likewise
from bot.store.store import Store  # noqa: E402 - likewise
from bot.store.writer import BATCH  # noqa: E402 - likewise

LOOKS, BLOCKS = 300, 40  # looks of each kind; commits of the writer, half of them without totals
APART = BATCH + QUESTIONS - BATCH % QUESTIONS  # answers, so that no two commits share a student
LONDON = ZoneInfo("Europe/London")
TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'answers'"
TOTALS_ANEW = """
    SELECT a.class_id, {}, student_id, occurrence_id, sum(points), count(*)
    FROM answers AS a JOIN occurrences ON occurrences.id = occurrence_id WHERE status = 'closed' GROUP BY 1, 2, 3, 4
"""
WEEKS_ANEW = """
    SELECT a.class_id, {} / 672, student_id, FALSE, sum(points), count(*)
    FROM answers AS a JOIN occurrences ON occurrences.id = occurrence_id WHERE status = 'closed' GROUP BY 1, 2, 3
"""
ITEMS_ANEW = """
    SELECT occurrence_id, version, choice, sum(points), count(*)
    FROM answers JOIN occurrences ON occurrences.id = occurrence_id WHERE status = 'closed' GROUP BY 1, 2, 3
"""
QUARTER = {
    "sqlite": "CAST(strftime('%s', a.at) AS INTEGER) / 900",
    "postgresql": "CAST(floor(extract(epoch FROM a.at) / 900) AS INTEGER)",
}


def before_totals(config: Config) -> str:
    """Name the schema to which the kept totals were added."""
    scripts = ScriptDirectory.from_config(config).walk_revisions()
    return next(str(script.down_revision) for script in scripts if script.path.endswith("_totals.py"))


def founded(engine: Engine, days: int) -> None:
    """Lay the answers down under the older schema, then bring it up."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "bot" / "store" / "migrations"))
    began = time.perf_counter()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, before_totals(config))
        lay_down(connection, days)
    laid = time.perf_counter()
    upgrade(engine)
    print(
        f"  laid down in {laid - began:.0f} s, counted by the migration in {time.perf_counter() - laid:.0f} s"
    )
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("SET statement_timeout = 0"))
            for tidied in ("VACUUM ANALYZE", "CHECKPOINT"):  # as the server does by itself, a little later
                connection.execute(text(tidied))


# Looks


def board_and_rank(began: datetime | None, group: int, student: int) -> Callable[[Ledger], int]:
    """Read a class's board since an instant, and on it the rank of a student of the class."""

    def look(ledger: Ledger) -> int:
        board = ranked(ledger.boards.totals(group + 1, began, practice=False))
        return next((place.rank for place in board if place.score.student == student), len(board))

    return look


def figures(first: datetime, group: int) -> Callable[[Ledger], int]:
    return lambda ledger: len(ledger.items.of_class(group + 1, first.date()))


def of_the_class(first: datetime, now: datetime, group: int) -> Callable[[Ledger], int]:
    """Read all that a teacher's /results class tells."""

    def look(ledger: Ledger) -> int:
        items = ledger.items.of_class(group + 1, first.date())
        asked = ledger.papers.versions(item.version for item in items)
        known = ledger.sheets.known(group + 1, now)
        return min(
            len(ledger.sheets.of_class(group + 1, first.date())),
            len(asked),
            len(known),
            len(ledger.occurrences.latest(group + 1, 25)),
        )

    return look


async def looked(store: Store, looks: list[Callable[[Ledger], int]]) -> list[float]:
    """Give the milliseconds that each look takes, from the event loop and back to it."""
    took = []
    for look in looks:
        began = time.perf_counter()
        assert await store.read(look) > 0
        took.append((time.perf_counter() - began) * 1_000)
    return took


async def looks(bars: Bars, kind: str, url: str, now: datetime) -> None:
    store, drawn = Store(url, LONDON, as_here), random.Random(7)  # noqa: S311 - the same looks every time
    groups = [drawn.randrange(CLASSES) for _ in range(LOOKS)]
    whose = [(group, group * STUDENTS + drawn.randrange(STUDENTS) + 1) for group in groups]
    spans = {str(period): since(period, now, LONDON) for period in (Period.WEEK, Period.MONTH, Period.ALL)}
    try:
        for name, began in {**spans, "term": FIRST}.items():
            took = await looked(store, [board_and_rank(began, *each) for each in whose])
            half = f"half of them within {statistics.median(took):.2f}"
            bars.at_most(5, percentile(took, 0.95), f"{kind}, board and rank, {name}, p95 ({half})")
        took = await looked(store, [figures(FIRST, group) for group in groups])
        half = f"half of them within {statistics.median(took):.2f}"
        bars.at_most(10, percentile(took, 0.95), f"{kind}, item figures of the term, p95 ({half})")
        took = await looked(store, [of_the_class(FIRST, now, group) for group in groups])
        half = f"half of them within {statistics.median(took):.2f}"
        bars.at_most(100, percentile(took, 0.95), f"{kind}, the class's results of the term, p95 ({half})")
    finally:
        store.close()


# What it costs the writer


@contextmanager
def without_totals(engine: Engine) -> Iterator[None]:
    """Have nothing kept but the answers."""
    with engine.begin() as connection:
        made = _stopped(connection)
    yield
    with engine.begin() as connection:
        for statement in made:
            connection.exec_driver_sql(statement)


def _stopped(connection: Connection) -> list[str]:
    """Stop what keeps the totals; give the statements that start it again."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("ALTER TABLE answers DISABLE TRIGGER USER"))
        return ["ALTER TABLE answers ENABLE TRIGGER USER"]
    found = connection.execute(text(TRIGGERS)).all()
    for name, _ in found:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    return [sql for _, sql in found]


def kept(engine: Engine, day: int, numbers: range) -> float:
    """Give the seconds in which the writer keeps and commits these answers to the open quizzes, in its own way."""
    began = time.perf_counter()
    with engine.begin() as connection:
        ledger = Ledger(connection, LONDON, as_here, {})
        for number in numbers:
            student, place = divmod(number, QUESTIONS)
            group, at = (
                student // STUDENTS,
                FIRST + timedelta(days=day // 5 * 7 + day % 5, minutes=number % 90),
            )
            asked = tuple(ITEMS[item_of(day, group, each)] for each in range(QUESTIONS))
            quiz = Quiz(quiz_of(day, group), at + timedelta(hours=8), Reveal.AT_ONCE, 1, closed=False)
            round_ = Round(round_of(day, student), asked, {}, quiz)
            answer = answer_of(asked[place], ("B",))
            assert ledger.rounds.keep(round_, place, answer, (group + 1, student + 1), at)
    return time.perf_counter() - began


def closed(engine: Engine, day: int) -> float:
    """Give the seconds in which the day's quizzes are closed, each with all that was answered to it, and counted."""
    ended = FIRST + timedelta(days=day // 5 * 7 + day % 5 + 1)
    began = time.perf_counter()
    count = 0
    while some := _closed_some(engine, ended):
        count += some
    assert count == CLASSES
    return time.perf_counter() - began


def _closed_some(engine: Engine, ended: datetime) -> int:
    """Close a part of the quizzes in a transaction of its own, as the posting does; give their number."""
    with engine.begin() as connection:
        return Ledger(connection, LONDON, as_here, {}).closings.close_ended(ended)


def cost(bars: Bars, kind: str, engine: Engine, day: int) -> None:
    """Compare commits with and without totals, turn by turn; a quiz's answers are counted together at its close."""
    plain, counting = [], []
    for block in range(BLOCKS):
        numbers = range(block * APART, block * APART + BATCH)
        if block % 2:
            counting.append(kept(engine, day, numbers))
            continue
        with without_totals(engine):
            plain.append(kept(engine, day, numbers))
    closing = closed(engine, day) / (BLOCKS * BATCH)
    usual, keeping = (statistics.median(blocks) / BATCH for blocks in (plain, counting))
    each = f"{usual * 1e6:.0f}, and {keeping * 1e6:.0f} with {closing * 1e6:.0f} at the close"
    name = f"{kind}, an answer with its totals against one without ({each}, in microseconds)"
    bars.at_most(2, (keeping + closing) / usual, name, "times")


def differences(engine: Engine) -> int:
    """Count the kept rows that are not what the answers add up to, and those that are missing."""
    quarter = QUARTER[engine.dialect.name]
    anew = {
        "totals": TOTALS_ANEW.format(quarter),
        "week_totals": WEEKS_ANEW.format(quarter),
        "item_totals": ITEMS_ANEW,
    }
    count = 0
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL statement_timeout = 0"))
        for table, added_up in anew.items():
            for one, other in ((f"SELECT * FROM {table}", added_up), (added_up, f"SELECT * FROM {table}")):  # noqa: S608 - fixed names
                query = f"SELECT count(*) FROM (SELECT * FROM ({one}) AS x EXCEPT SELECT * FROM ({other}) AS y) AS z"  # noqa: S608 - likewise
                count += int(connection.exec_driver_sql(query.replace("%", _percent(engine))).scalar_one())
    return count


def _percent(engine: Engine) -> str:
    return "%%" if engine.dialect.name == "postgresql" else "%"


async def measured(bars: Bars, kind: str, url: str, days: int) -> None:
    print(f"{kind}:")
    engine = backend(url).writing_engine(url)
    founded(engine, days)
    now = FIRST + timedelta(days=(days - 1) // 5 * 7 + (days - 1) % 5, hours=9)
    await looks(bars, kind, url, now)
    cost(bars, kind, engine, days)
    bars.at_most(0, differences(engine), f"{kind}, kept rows that are not what the answers add up to", "rows")
    engine.dispose()


async def main(answers: int, kinds: tuple[str, ...]) -> int:
    bars, days = Bars(), days_for(answers)
    print(f"{days * CLASSES * STUDENTS * QUESTIONS:,} answers of {CLASSES} classes on {days} days")
    if "sqlite" in kinds:
        with tempfile.TemporaryDirectory() as folder:
            await measured(bars, "SQLite", f"sqlite:///{folder}/cardindex.db", days)
    if "postgresql" in kinds:
        with serving(fsync="on") as server:
            await measured(bars, "PostgreSQL", server.empty(), days)
    return bars.verdict()


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000_000
    sys.exit(asyncio.run(main(count, tuple(sys.argv[2:]) or ("sqlite", "postgresql"))))

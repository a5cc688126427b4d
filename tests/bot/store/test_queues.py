"""What is still to be dealt with is found by the small indexes, however many quizzes were closed before."""

from collections.abc import Mapping
from typing import Any

import pytest
from doubles.clock import MONDAY

from bot.store import agenda, claims
from bot.store.backend import backend
from bot.store.prepared import Prepared
from bot.store.store import Store

LOOK = {"platforms": ["discord"], "now": MONDAY}
CLAIM = {**LOOK, "time": MONDAY, "until": MONDAY, "by": "me", "most": 20}


def plan_of(database: str, statement: Prepared, values: Mapping[str, object]) -> str:
    """Give the database's plan for a statement."""
    engine = backend(database).writing_engine(database)
    made = statement._in(engine.dialect)  # noqa: SLF001 - its words, as the driver gets them
    with engine.begin() as connection:
        plan = _plans[engine.dialect.name](connection.connection.cursor(), made.words, made.sent(values))
    engine.dispose()
    return "\n".join(str(row[-1]) for row in plan)


def _sqlite(cursor: Any, words: str, sent: Any) -> list[Any]:  # noqa: ANN401 - the driver's own
    return list(cursor.execute(f"EXPLAIN QUERY PLAN {words}", sent))


def _postgresql(cursor: Any, words: str, sent: Any) -> list[Any]:  # noqa: ANN401 - likewise
    """Give the plan for whatever values; a whole table is read only where no index will do."""
    for setting in ("enable_seqscan = off", "plan_cache_mode = force_generic_plan"):
        cursor.execute(f"SET LOCAL {setting}")
    cursor.execute(words, sent, prepare=True)
    kept = "SELECT name, cardinality(parameter_types) FROM pg_prepared_statements ORDER BY prepare_time DESC"
    name, count = cursor.execute(kept).fetchone()
    return list(cursor.execute(f"EXPLAIN EXECUTE {name} ({', '.join(['NULL'] * count)})"))


_plans = {"sqlite": _sqlite, "postgresql": _postgresql}


@pytest.mark.parametrize(
    ("statement", "values", "indexes"),
    [
        (agenda._LOOK, LOOK, ("waiting", "unfinished", "redrawn", "unswept")),  # noqa: SLF001 - what a beat asks
        (claims._CLAIM, CLAIM, ("waiting",)),  # noqa: SLF001 - likewise
    ],
)
def test_a_beat_reads_nothing_but_what_is_to_be_done(
    store: Store, database: str, statement: Prepared, values: Mapping[str, object], indexes: tuple[str, ...]
) -> None:
    del store  # has made the tables
    plan = plan_of(database, statement, values)
    for name in indexes:
        assert f"ix_occurrences_{name}" in plan, plan
    whole = [line for line in plan.splitlines() if "occurrences" in line and "ix_" not in line]
    assert not any("SCAN occurrences" in line or "Seq Scan on occurrences" in line for line in whole), plan

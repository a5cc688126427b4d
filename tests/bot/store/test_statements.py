"""No statement is put together from strings: SQL in words is a literal, and everything else is an expression."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

BOT = Path(__file__).parents[3] / "bot"
IN_WORDS = {"text", "literal_column", "exec_driver_sql", "DDL", "prefix_with", "suffix_with", "with_hint"}
RUN = {"execute", "executescript", "executemany", "scalar", "scalars", "stream"}
MADE = (ast.JoinedStr, ast.BinOp)


def built(code: str) -> list[int]:
    """Give the lines of code at which SQL might be put together from strings."""
    return [call.lineno for call in ast.walk(ast.parse(code)) if isinstance(call, ast.Call) and _builds(call)]


def _builds(call: ast.Call) -> bool:
    name, given = _name(call.func), [*call.args, *(word.value for word in call.keywords)]
    if name in IN_WORDS and given:
        return not isinstance(given[0], ast.Constant)
    return name in RUN and bool(given) and (isinstance(given[0], MADE) or _formats(given[0]))


def _formats(given: ast.expr) -> bool:
    return isinstance(given, ast.Call) and _name(given.func) in {"format", "join", "format_map"}


def _name(called: ast.expr) -> str:
    return (
        called.attr
        if isinstance(called, ast.Attribute)
        else called.id
        if isinstance(called, ast.Name)
        else ""
    )


def rooms_with_sql() -> Iterator[Path]:
    for room in sorted(BOT.rglob("*.py")):
        if "sqlalchemy" in (code := room.read_text("utf-8")) or "sqlite3" in code or "psycopg" in code:
            yield room


def test_no_room_builds_sql_from_strings() -> None:
    """Fault 63."""
    rooms = list(rooms_with_sql())
    assert len(rooms) > 30
    assert {str(room): lines for room in rooms if (lines := built(room.read_text("utf-8")))} == {}


@pytest.mark.parametrize(
    "code",
    [
        'text(f"SELECT {name}")',
        "sa.text(words)",
        'text("SELECT " + name)',
        'connection.exec_driver_sql("SELECT %s" % name)',
        "connection.exec_driver_sql(statement)",
        'connection.execute(f"PRAGMA {name}")',
        'connection.execute("PRAGMA {}".format(name))',
        'connection.scalar(" ".join(words))',
        "literal_column(name)",
        "DDL(statement=words)",
    ],
)
def test_a_statement_made_of_strings_is_found(code: str) -> None:
    assert built(code) == [1]


@pytest.mark.parametrize(
    "code",
    ['text("SELECT 1")', "connection.execute(select(students))", "connection.scalar(query, {})", "text()"],
)
def test_a_literal_and_an_expression_are_let_be(code: str) -> None:
    assert built(code) == []

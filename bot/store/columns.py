"""How the tables declare their columns.

A column that holds something about a person says so at its declaration, by `says`: export, erasure and the privacy
notice are derived from it.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Column, DateTime, Dialect, ForeignKey, Integer, MetaData, String, TypeDecorator


class Instant(TypeDecorator[datetime]):
    """A point in time: aware on this side, UTC in the database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: object) -> datetime | None:
        del dialect
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: object) -> datetime | None:
        del dialect
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None] | None:
        """Give what reads an instant, and remembers it: thousands of quizzes are due at the same one."""
        read = super().result_processor(dialect, coltype)
        return read and lru_cache(maxsize=1_024)(read)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

NUMBER = "a number of the bot's own"
# What a column says about a person; the platform whose user id it is; that it is an account of the row's platform.
ABOUT, SEAT_OF, ACCOUNT = "about", "seat_of", "account"


def about(words: str) -> dict[str, str]:
    """Say in the notice's words what a column holds about a person."""
    return {ABOUT: words} if words else {}


def id_(says: str = "", **more: str) -> Column[int]:
    return Column("id", Integer, primary_key=True, info={**about(says), **more})


def to(table: str, *, needed: bool = True, name: str = "", says: str = "") -> Column[Any]:
    singular = {"classes": "class", "papers": "paper"}.get(table, table.removesuffix("s"))
    info = about(says)
    return Column(
        name or f"{singular}_id", Integer, ForeignKey(f"{table}.id"), nullable=not needed, info=info
    )


def word(name: str, default: str | None = None, says: str = "") -> Column[str]:
    return Column(name, String(200), nullable=False, server_default=default, info=about(says))


def code(name: str, length: int) -> Column[str]:
    """Hold what no person reads: the database need not compare it as a language would."""
    kind = String(length).with_variant(String(length, collation="C"), "postgresql")
    return Column(name, kind, nullable=False)


def account(name: str, says: str, default: str | None = "") -> Column[str]:
    """Name somebody by account in a row that is not theirs; empty once they are erased, or nobody."""
    info = {**about(says), ACCOUNT: "True"}
    return Column(name, String(200), nullable=False, server_default=default, info=info)


def whose() -> Column[Any]:
    """Lead to the student; what a row with this column says is copied out and erased with them."""
    return to("students", says=NUMBER)

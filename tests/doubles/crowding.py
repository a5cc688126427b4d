"""Students who join a class without end, until its database takes no more."""

from collections.abc import Callable

from bot.chat import Member, Role
from bot.store.backend import Away
from bot.store.ledger import Ledger
from bot.store.store import Store
from bot.study import utc_now

LONG = "A name as long as names are " * 4
NO_MORE = 5_000  # students that no small disk has room for


def student(number: int, name: str = "Student") -> Member:
    return Member("classroom", "local", f"s{number}", name, Role.STUDENT)


def joins(number: int, name: str = "Student") -> Callable[[Ledger], int]:
    """Let a student join, by number."""
    return lambda ledger: ledger.students.of(student(number, name), utc_now())


async def until_full(store: Store, fill: Callable[[], None] = lambda: None) -> int:
    """Let students join until one is refused, filling up before each; give how many were told that they have."""
    for number in range(NO_MORE):
        fill()
        try:
            await store.write(joins(number, LONG))
        except Away:
            return number
    raise AssertionError("the disk is not full")

"""Students who join a class without end, until its database takes no more."""

from collections.abc import Callable

from bot.chat import Member, Role
from bot.store.backend import Away
from bot.store.ledger import Ledger
from bot.store.store import Store
from bot.study import utc_now
from doubles.disk import Disk

NO_MORE = 5_000  # students that no small disk has room for


def joins(number: int, name: str = "Student") -> Callable[[Ledger], int]:
    """Let a student join, by number."""
    member = Member("classroom", "local", f"s{number}", name, Role.STUDENT)
    return lambda ledger: ledger.students.of(member, utc_now())


async def until_full(store: Store, disk: Disk) -> int:
    """Fill the disk and let students join until one is refused; give how many were told that they have."""
    for number in range(NO_MORE):
        disk.fill()
        try:
            await store.write(joins(number, "A name as long as names are " * 4))
        except Away:
            return number
    raise AssertionError("the disk is not full")

"""People erased: every row about them in one transaction, noted outside the database; noted ones for good."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from bot.store.locks import BURYING, alone
from bot.store.redrawing import OURS, draw_anew_with
from bot.store.tables.classroom import classroom_people
from bot.store.tables.people import accounts, students
from bot.store.tombstones import Tombstones, erased_file
from bot.store.whose import Whose, whose_account


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long what people leave is kept, in days (0: until it is erased), and where it is noted who was erased."""

    days: int = 0
    tombstones: Tombstones | None = None


def keeping(url: str, erased: str, days: int) -> Keeping:
    """Keep for so many days, and note erasures in the chosen file, else beside the database; raise Unusable."""
    return Keeping(days, Tombstones(erased_file(url, erased)))


class Erasures:
    def __init__(self, connection: Connection, tombstones: Tombstones | None = None) -> None:
        self._connection = connection
        self._tombstones = tombstones

    def erase(self, platform: str, user: str, now: datetime) -> bool:
        """Erase everything about a person, and note it outside the database first; False if there is nothing."""
        whose = whose_account(self._connection, platform, user)
        # Before the student is held: an answer, too, takes the quiz's row first.
        draw_anew_with(self._connection, whose.student, now)
        whose = self._held(whose)
        if not any(self._has(whose)):
            return False
        if self._tombstones:
            since = self._connection.scalar(
                select(students.c.created_at).where(students.c.id == whose.student)
            )
            for account in self._accounts(whose):
                self._tombstones.add(*account, since or now, now)
        self._delete(whose)
        return True

    def bury(self, now: datetime) -> int:
        """Erase again whom a backup has brought back, as the notes tell; give how many."""
        known = self._tombstones
        erased = known.erased() if known else {}
        if known is None or not erased:
            return 0
        alone(self._connection, BURYING)
        found = [
            whose for account, whose, since in self._everybody()
            if (last := erased.get(known.hash(*account))) and (since is None or since <= last)
        ]  # fmt: skip
        for whose in found:
            draw_anew_with(self._connection, whose.student, now)
            self._delete(whose)
        return len(found)

    def let_go(self, number: int) -> None:
        """Delete a student of whom nothing else is left, with accounts and seat."""
        for platform, user in self._accounts(Whose("", "", number)):
            self._delete(Whose(platform, user, number))

    def _everybody(self) -> Iterable[tuple[tuple[str, str], Whose, datetime | None]]:
        """List accounts, whose they are and since when; a seat stands by itself."""
        query = select(accounts.c.platform, accounts.c.user_id, students.c.id, students.c.created_at)
        for platform, user, number, since in self._connection.execute(query.join_from(accounts, students)):
            yield (platform, user), Whose("", "", number), since
        for column, _ in Whose("", "", None).named():
            query = select(column.table.c.platform, column).where(column != "").distinct()
            for platform, user in self._connection.execute(query):
                yield (platform, user), Whose(platform, user, None), None
        for seat in self._connection.execute(select(classroom_people)):
            yield (OURS, str(seat.id)), Whose(OURS, str(seat.id), None), seat.joined_at

    def _held(self, whose: Whose) -> Whose:
        """Keep other processes from adding to the student, who may be gone by the time that they let go."""
        query = select(students.c.id).where(students.c.id == whose.student).with_for_update()
        return Whose(whose.platform, whose.user, self._connection.scalar(query))

    def _has(self, whose: Whose) -> Iterable[bool]:
        for table, theirs in (*whose.tables(), *whose.named_rows()):
            yield (
                self._connection.execute(select(*table.primary_key).where(theirs).limit(1)).first()
                is not None
            )

    def _accounts(self, whose: Whose) -> list[tuple[str, str]]:
        query = select(accounts.c.platform, accounts.c.user_id).where(accounts.c.student_id == whose.student)
        found = [(row.platform, row.user_id) for row in self._connection.execute(query)]
        return found or [(whose.platform, whose.user)]

    def _delete(self, whose: Whose) -> None:
        """Delete every row about a person, and their name in others' rows: this is the one place that does."""
        for account in self._accounts(whose):
            for column, there in Whose(*account, None).named():
                self._connection.execute(update(column.table).where(there).values({column: ""}))
        for table, theirs in whose.tables():
            self._connection.execute(delete(table).where(theirs))

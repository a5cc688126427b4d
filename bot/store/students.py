"""People by their accounts on the platforms."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from bot.chat import Member
from bot.names import clean_name
from bot.store.tables.people import accounts, students

# Made once: making a statement takes longer than running it, and every press needs these.
_KNOWN = select(accounts.c.student_id).where(
    accounts.c.platform == bindparam("of_platform"), accounts.c.user_id == bindparam("of_user")
)
_RENAME = (
    update(students)
    .where(students.c.id == bindparam("of_student"), students.c.name != bindparam("new_name"))
    .values(name=bindparam("new_name"))
)


class Students:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def known(self, member: Member) -> int | None:
        """Find the member's number, if any answer or round was ever kept."""
        return self._connection.scalar(_KNOWN, {"of_platform": member.platform, "of_user": member.id})

    def of(self, member: Member, now: datetime) -> int:
        """Give the member's number, known from now on under today's display name."""
        name = clean_name(member.name)
        found = self.known(member)
        if found is None:
            return self._join(member, name, now)
        self._connection.execute(_RENAME, {"of_student": found, "new_name": name})
        return found

    def _join(self, member: Member, name: str, now: datetime) -> int:
        new = insert(students).values(name=name, created_at=now).returning(students.c.id)
        id_ = int(self._connection.execute(new).scalar_one())
        account = {"student_id": id_, "platform": member.platform, "user_id": member.id}
        self._connection.execute(insert(accounts).values(**account))
        return id_

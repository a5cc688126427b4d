"""Who comes in where: every request's first look, in one statement."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, or_, select

from bot.chat import Member, Place
from bot.store.classes import Class, Classes
from bot.store.tables import accounts, classes, places, students


@dataclass(frozen=True, slots=True)
class Known:
    """A student as the store knows them."""

    id: int
    name: str


_AT = (  # made once: every request needs it
    select(classes, students.c.id.label("known_id"), students.c.name.label("known_name"))
    .join_from(places, classes)
    .outerjoin(
        accounts,
        and_(accounts.c.platform == bindparam("of_home"), accounts.c.user_id == bindparam("of_user")),
    )
    .outerjoin(students, students.c.id == accounts.c.student_id)
    .where(places.c.platform == bindparam("of_platform"), places.c.server == bindparam("of_server"))
    .where(or_(places.c.channel == bindparam("of_channel"), places.c.channel == ""))
    .order_by(places.c.channel.desc())
    .limit(1)
)


class Entrance:
    def __init__(self, connection: Connection, classes_: Classes) -> None:
        self._connection = connection
        self._classes = classes_

    def enter(self, member: Member, place: Place, now: datetime) -> tuple[Class, Known | None]:
        """Give the place's class, opened on first use, and the member, if anything of theirs was ever kept."""
        sought = {
            "of_platform": place.platform,
            "of_server": place.server,
            "of_channel": place.channel,
            "of_home": member.platform,
            "of_user": member.id,
        }
        row = self._connection.execute(_AT, sought).first()
        if row is None:
            self._classes.open(place, now)
            return self.enter(member, place, now)
        return self._classes.read(row), (Known(row.known_id, row.known_name) if row.known_id else None)

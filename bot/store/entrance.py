"""Who comes in where: every request's first look, in one statement."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, or_, select

from bot.chat import Member, Place
from bot.store.classes import Class, Classes
from bot.store.prepared import Prepared, among
from bot.store.tables.people import accounts, classes, places, students


@dataclass(frozen=True, slots=True)
class Known:
    """A student as the store knows them."""

    id: int
    name: str


_HERE = (
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
_AT = Prepared(lambda _: _HERE)


def _these_people(dialect: str) -> Select[Any]:
    who = select(accounts.c.user_id, students.c.id, students.c.name).join_from(accounts, students)
    return who.where(
        accounts.c.platform == bindparam("of_home"), among(dialect, accounts.c.user_id, "of_users")
    )


_PEOPLE = Prepared(_these_people)


class Entrance:
    def __init__(self, connection: Connection, classes_: Classes) -> None:
        self._connection = connection
        self._classes = classes_
        self._expected: dict[Place, Class | None] = {}
        self._people: dict[tuple[str, str], Known] = {}  # by platform and account

    def expect(self, comers: Iterable[tuple[Member, Place]]) -> None:
        """Look up who will enter, and where."""
        accounts_ = defaultdict[str, set[str]](set)
        for member, place in comers:
            if place not in self._expected:
                self._expected[place] = self._classes.at(place)
            accounts_[member.platform].add(member.id)
        for home, users in accounts_.items():
            for row in _PEOPLE.all(self._connection, {"of_home": home, "of_users": sorted(users)}):
                self._people[home, row.user_id] = Known(row.id, row.name)

    def enter(self, member: Member, place: Place, now: datetime) -> tuple[Class, Known | None]:
        """Give the place's class, opened on first use, and the member, if anything of theirs was ever kept."""
        if expected := self._expected.get(place):
            return expected, self._people.get((member.platform, member.id))
        sought = {
            "of_platform": place.platform,
            "of_server": place.server,
            "of_channel": place.channel,
            "of_home": member.platform,
            "of_user": member.id,
        }
        found = _AT.all(self._connection, sought)
        if not found:
            self._classes.open(place, now)
            return self.enter(member, place, now)
        row = found[0]
        return self._classes.read(row), (Known(row.known_id, row.known_name) if row.known_id else None)

"""Classes and the places that they own."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, insert, or_, select, update

from bot.chat import Place
from bot.quiz.nicknames import Names
from bot.quiz.rounds import Reveal
from bot.store.prepared import Prepared, Row
from bot.store.tables.people import classes, places


@dataclass(frozen=True, slots=True)
class ClassSettings:
    """What a teacher sets for a class."""

    own_zone: ZoneInfo | None = None
    exam_date: date | None = None
    reveal: Reveal = Reveal.AT_ONCE
    attempts: int = 1
    teacher_role: str = ""
    catch_up: timedelta = timedelta(hours=6)
    practice_counts: bool = False
    names: Names = Names.FULL  # how boards name people
    slips: bool = False  # whether items on the essay's own slips are asked


@dataclass(frozen=True, slots=True)
class Class(ClassSettings):
    """A teaching group with its settings."""

    id: int = 0
    zone: ZoneInfo = field(default=ZoneInfo("UTC"))  # its own, else the one of the settings


_AT = Prepared(
    lambda _: (
        select(classes)
        .join(places)
        .where(places.c.platform == bindparam("of_platform"), places.c.server == bindparam("of_server"))
        .where(or_(places.c.channel == bindparam("of_channel"), places.c.channel == ""))
        .order_by(places.c.channel.desc())
        .limit(1)
    )
)


class Classes:
    def __init__(self, connection: Connection, zone: ZoneInfo) -> None:
        self._connection = connection
        self._zone = zone

    def at(self, place: Place) -> Class | None:
        """Find the channel's own class, else its server's."""
        here = {"of_platform": place.platform, "of_server": place.server, "of_channel": place.channel}
        found = _AT.all(self._connection, here)
        return self.read(found[0]) if found else None

    def numbered(self, id_: int) -> Class:
        """Give the class with this number."""
        return self.read(self._connection.execute(select(classes).where(classes.c.id == id_)).one())

    def all_of(self, ids: Iterable[int]) -> dict[int, Class]:
        """Give classes by their numbers."""
        query = select(classes).where(classes.c.id.in_(set(ids)))
        return {row.id: self.read(row) for row in self._connection.execute(query)}

    def open(self, place: Place, now: datetime) -> Class:
        """Give the place's class; a server gets its one class on first use."""
        if found := self.at(place):
            return found
        home = {"platform": place.platform, "server": place.server}
        new = {**home, **_columns(ClassSettings()), "created_at": now}
        id_ = self._connection.execute(insert(classes).values(**new).returning(classes.c.id)).scalar_one()
        self._connection.execute(insert(places).values(class_id=id_, channel="", **home))
        return self.numbered(id_)

    def change(self, id_: int, settings: ClassSettings) -> None:
        """Keep the class's new settings."""
        self._connection.execute(update(classes).where(classes.c.id == id_).values(**_columns(settings)))

    def read(self, row: Row) -> Class:
        """Read a class from a row that has its columns."""
        own = ZoneInfo(row.time_zone) if row.time_zone else None
        return Class(
            id=row.id,
            zone=own or self._zone,
            own_zone=own,
            exam_date=row.exam_date,
            reveal=Reveal(row.reveal),
            attempts=row.attempts,
            teacher_role=row.teacher_role,
            catch_up=timedelta(minutes=row.catch_up),
            practice_counts=row.practice_counts,
            slips=row.slips,
            names=Names(row.names),
        )


def _columns(settings: ClassSettings) -> dict[str, object]:
    kept = ("exam_date", "reveal", "attempts", "teacher_role", "practice_counts", "slips", "names")
    zone = settings.own_zone.key if settings.own_zone else ""
    columns = {name: getattr(settings, name) for name in kept}
    return {**columns, "time_zone": zone, "catch_up": settings.catch_up // timedelta(minutes=1)}

"""The local classroom's people and messages: the one platform whose history is ours to keep."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Select, delete, insert, select, update

from bot.chat import Role
from bot.names import clean_name
from bot.store.tables.classroom import classroom_messages, classroom_people
from bot.store.upsert import insert_or


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Message:
    """A posted card, as the JSON that the page shows."""

    id: int
    at: datetime
    edited: bool
    card: str


class ClassroomTables:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def join(self, name: str, role: Role, at: datetime | None = None) -> Person:
        """Give a new person a seat."""
        seat = insert(classroom_people).values(name=clean_name(name), role=role.value, joined_at=at)
        id_ = int(self._connection.execute(seat.returning(classroom_people.c.id)).scalar_one())
        return Person(id_, clean_name(name), role)

    def people(self) -> list[Person]:
        """List everyone, in the order of their coming."""
        rows = self._connection.execute(select(classroom_people).order_by(classroom_people.c.id))
        return [Person(row.id, row.name, Role(row.role)) for row in rows]

    def person(self, id_: int) -> Person | None:
        row = self._connection.execute(select(classroom_people).where(classroom_people.c.id == id_)).first()
        return Person(row.id, row.name, Role(row.role)) if row else None

    def post(self, channel: str, token: str, card: str, at: datetime) -> Message:
        """Keep a message; the same token again gives the message that is there."""
        new = insert_or(self._connection, classroom_messages).values(
            channel=channel, token=token, card=card, at=at, edited=False
        )
        self._connection.execute(new.on_conflict_do_nothing())
        return self.find(channel, token)[0]

    def edit(self, id_: int, card: str) -> Message | None:
        changed = (
            update(classroom_messages).where(classroom_messages.c.id == id_).values(card=card, edited=True)
        )
        self._connection.execute(changed)
        found = self._list(select(classroom_messages).where(classroom_messages.c.id == id_))
        return found[0] if found else None

    def delete(self, id_: int) -> None:
        self._connection.execute(delete(classroom_messages).where(classroom_messages.c.id == id_))

    def find(self, channel: str, token: str) -> list[Message]:
        """List the messages that carry the token, oldest first."""
        here = (classroom_messages.c.channel == channel, classroom_messages.c.token == token)
        return self._list(select(classroom_messages).where(*here).order_by(classroom_messages.c.id))

    def latest(self, channel: str, most: int = 100) -> list[Message]:
        """List the newest messages, oldest of them first."""
        here = select(classroom_messages).where(classroom_messages.c.channel == channel)
        return self._list(here.order_by(classroom_messages.c.id.desc()).limit(most))[::-1]

    def _list(self, query: Select[tuple[object, ...]]) -> list[Message]:
        return [Message(row.id, row.at, row.edited, row.card) for row in self._connection.execute(query)]

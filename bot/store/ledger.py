"""What one transaction can see and change, by subject."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select

from bot.store.boards import Boards
from bot.store.classes import Classes
from bot.store.classroom import ClassroomTables
from bot.store.deliveries import Deliveries
from bot.store.installations import Installations
from bot.store.locks import BEGINNING, alone
from bot.store.occurrences import Occurrences
from bot.store.papers import Papers
from bot.store.regrades import Regrades
from bot.store.rounds import Rounds
from bot.store.schedules import Schedules
from bot.store.students import Students

Clock = Callable[[Connection, datetime], datetime]


def shared_time(connection: Connection, here: datetime) -> datetime:
    """Tell the time that all processes share: the server's; SQLite has but one process, and its clock is `here`."""
    if connection.dialect.name != "postgresql":
        return here
    found: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
    return found.astimezone(UTC)


class Ledger:
    """The subjects of the store, all within the same transaction."""

    def __init__(self, connection: Connection, zone: ZoneInfo, clock: Clock) -> None:
        self._connection = connection
        self._clock = clock
        self.classes = Classes(connection, zone)
        self.students = Students(connection)
        self.schedules = Schedules(connection)
        self.papers = Papers(connection)
        self.occurrences = Occurrences(connection)
        self.rounds = Rounds(connection)
        self.regrades = Regrades(connection)
        self.boards = Boards(connection)
        self.deliveries = Deliveries(connection)
        self.installations = Installations(connection)
        self.classroom = ClassroomTables(connection)

    def time(self, here: datetime) -> datetime:
        """Give the time that all processes share, where this one's clock says `here`."""
        return self._clock(self._connection, here)

    def alone(self) -> None:
        """Keep other processes from beginning until this transaction ends."""
        alone(self._connection, BEGINNING)

"""What one transaction can see and change, by subject."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.store.agenda import Agenda, agenda
from bot.store.boards import Boards
from bot.store.claims import Claims
from bot.store.classes import Classes
from bot.store.classroom import ClassroomTables
from bot.store.clocks import Clock
from bot.store.closings import Closings
from bot.store.deliveries import Deliveries
from bot.store.departures import Departures
from bot.store.entrance import Entrance
from bot.store.erasures import Erasures, Keeping
from bot.store.installations import Installations
from bot.store.items import Items
from bot.store.locks import BEGINNING, alone
from bot.store.notices import Notices
from bot.store.occurrences import Occurrences
from bot.store.papers import Papers, PapersAtHand
from bot.store.personal import Personal
from bot.store.plans import Plans
from bot.store.regrades import Regrades
from bot.store.retention import Retention
from bot.store.rounds import Rounds
from bot.store.schedules import Schedules
from bot.store.sheets import Sheets
from bot.store.students import Students

UNTIL_ERASED = Keeping()


class Ledger:
    """The subjects of the store, all within the same transaction."""

    def __init__(
        self,
        connection: Connection,
        zone: ZoneInfo,
        clock: Clock,
        at_hand: PapersAtHand,
        keeping: Keeping = UNTIL_ERASED,
    ) -> None:
        self._connection = connection
        self._clock = clock
        self.classes = Classes(connection, zone)
        self.entrance = Entrance(connection, self.classes)
        self.students = Students(connection)
        self.schedules = Schedules(connection)
        self.plans = Plans(connection, zone)
        self.papers = Papers(connection, at_hand)
        self.occurrences = Occurrences(connection)
        self.claims = Claims(connection)
        self.closings = Closings(connection)
        self.rounds = Rounds(connection, self.papers)
        self.regrades = Regrades(connection)
        self.boards = Boards(connection)
        self.items = Items(connection)
        self.sheets = Sheets(connection)
        self.deliveries = Deliveries(connection)
        self.notices = Notices(connection)
        self.departures = Departures(connection)
        self.installations = Installations(connection)
        self.classroom = ClassroomTables(connection)
        self.personal = Personal(connection, keeping.days)
        self.erasures = Erasures(connection, keeping.tombstones)
        self.retention = Retention(connection)

    def time(self, here: datetime) -> datetime:
        """Give the time that all processes share, where this one's clock says `here`."""
        return self._clock(self._connection, here)

    def agenda(self, platforms: Iterable[str], now: datetime) -> Agenda:
        """Look what is to be done next, on these platforms as far as it takes a platform."""
        return agenda(self._connection, platforms, now)

    def alone(self) -> None:
        """Keep other processes from beginning until this transaction ends."""
        alone(self._connection, BEGINNING)

"""What one transaction can see and change, by subject."""

from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.store.boards import Boards
from bot.store.classes import Classes
from bot.store.classroom import ClassroomTables
from bot.store.deliveries import Deliveries
from bot.store.occurrences import Occurrences
from bot.store.papers import Papers
from bot.store.rounds import Rounds
from bot.store.schedules import Schedules
from bot.store.students import Students


class Ledger:
    """The subjects of the store, all within the same transaction."""

    def __init__(self, connection: Connection, zone: ZoneInfo) -> None:
        self.classes = Classes(connection, zone)
        self.students = Students(connection)
        self.schedules = Schedules(connection)
        self.papers = Papers(connection)
        self.occurrences = Occurrences(connection)
        self.rounds = Rounds(connection)
        self.boards = Boards(connection)
        self.deliveries = Deliveries(connection)
        self.classroom = ClassroomTables(connection)

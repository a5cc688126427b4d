"""Notices to teachers that wait to be brought: what was not posted, and why."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import Connection, RowMapping, delete, insert, select

from bot.chat import Place
from bot.store.tables.upkeep import notices

TRIES = 3  # after which a notice is let go: it stands under /schedule list all the same
MOST = 20  # that are taken at once


@dataclass(frozen=True, slots=True)
class Notice:
    """What a teacher is to know; `account` is the platform's user id, empty for whoever runs the server."""

    place: Place
    account: str
    title: str
    words: str
    tries: int = 0
    id: int = 0

    @property
    def token(self) -> str:
        return f"n{self.id}"


class Notices:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, notice: Notice) -> None:
        """Keep a notice until it is brought."""
        place = notice.place
        row = {"platform": place.platform, "server": place.server, "channel": place.channel}
        row |= {name: getattr(notice, name) for name in ("account", "title", "words", "tries")}
        self._connection.execute(insert(notices).values(**row))

    def take(self, platforms: Iterable[str]) -> list[Notice]:
        """Take the oldest out: each is one process's to bring."""
        oldest = (
            select(notices.c.id)
            .where(notices.c.platform.in_(list(platforms)))
            .order_by(notices.c.id)
            .limit(MOST)
            .with_for_update(skip_locked=True)
        )
        taken = delete(notices).where(notices.c.id.in_(oldest)).returning(*notices.c)
        found = [_notice(row) for row in self._connection.execute(taken).mappings()]
        return sorted(found, key=lambda notice: notice.id)

    def put_back(self, notice: Notice) -> None:
        """Keep what did not arrive for another try, unless it has had them all."""
        if notice.tries + 1 < TRIES:
            self.add(replace(notice, tries=notice.tries + 1))


def _notice(row: RowMapping) -> Notice:
    place = Place(row["platform"], row["server"], row["channel"])
    return Notice(place, row["account"], row["title"], row["words"], row["tries"], row["id"])

"""Workspaces that installed the bot by themselves, and installations that were begun."""

import hashlib
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from bot.store.tables.upkeep import installations, installing
from bot.store.upsert import insert_or

BEGUN = 1_000  # installations that may be under way at once: anyone can begin one


class Installations:
    """A workspace's token is kept sealed: what opens it is not in the database."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, platform: str, server: str, sealed: str, now: datetime) -> None:
        """Keep a workspace's token, in place of an earlier one."""
        row = {"platform": platform, "server": server, "sealed": sealed, "at": now}
        new = insert_or(self._connection, installations).values(**row)
        changed = {"sealed": new.excluded.sealed, "at": new.excluded.at}
        self._connection.execute(
            new.on_conflict_do_update(index_elements=["platform", "server"], set_=changed)
        )

    def sealed(self, platform: str, server: str) -> str | None:
        """Find a workspace's token, sealed."""
        here = (installations.c.platform == platform, installations.c.server == server)
        return self._connection.scalar(select(installations.c.sealed).where(*here))

    def forget(self, platform: str, server: str, sealed: str) -> bool:
        """Let go of exactly this token; False if it is gone, or a newer one stands in its place."""
        here = (installations.c.platform == platform, installations.c.server == server)
        gone = delete(installations).where(*here, installations.c.sealed == sealed)
        return self._connection.execute(gone).rowcount == 1

    def leave(self, platform: str, server: str, at: datetime) -> bool:
        """Let go of what a workspace kept until it removed the bot; False if it installed the bot again since."""
        here = (installations.c.platform == platform, installations.c.server == server)
        gone = delete(installations).where(*here, installations.c.at <= at)
        return self._connection.execute(gone).rowcount == 1

    def begin(self, state: str, now: datetime, until: datetime) -> bool:
        """Note an installation that was begun; False if too many are."""
        self._connection.execute(delete(installing).where(installing.c.until <= now))
        if (self._connection.scalar(select(func.count()).select_from(installing)) or 0) >= BEGUN:
            return False
        self._connection.execute(insert(installing).values(state=_digest(state), until=until))
        return True

    def end(self, state: str, now: datetime) -> bool:
        """Use a state up: True once, whoever asks and in whichever process, and only in its time."""
        mine = (installing.c.state == _digest(state), installing.c.until > now)
        return self._connection.execute(delete(installing).where(*mine)).rowcount == 1


def _digest(state: str) -> str:
    """Give what is kept of a state: who reads the table cannot finish what another one began."""
    return hashlib.sha256(state.encode("utf-8", "replace")).hexdigest()

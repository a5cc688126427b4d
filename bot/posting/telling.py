"""Notices on their way to teachers: what was not posted, and why."""

import structlog

from bot.chat import Gone, Reply, Text
from bot.posting.office import Office
from bot.store.notices import Notice

log = structlog.get_logger()


class Telling:
    def __init__(self, office: Office) -> None:
        self._office = office

    async def tell(self) -> None:
        """Bring teachers their notices, each once."""
        posters = self._office.posters
        for notice in await self._office.store.write(lambda ledger: ledger.notices.take(posters)):
            await self._bring(notice)

    async def _bring(self, notice: Notice) -> None:
        """Bring a notice; one that did not arrive is kept for the next sweep, one that never can is let go."""
        said = Reply(notice.title, (Text(notice.words),))
        try:
            poster = self._office.posters[notice.place.platform]
            await poster.pace.turn(f"@{notice.account}")
            await poster.tell(notice.place, notice.account, said, notice.token)
        except Gone as gone:
            log.warning("a teacher cannot be told", why=str(gone))
        except Exception:
            log.exception("a teacher could not be told")
            await self._office.store.write(lambda ledger: ledger.notices.put_back(notice))

"""Notices on their way to teachers: each is one process's to bring."""

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
        posters, store = self._office.posters, self._office.store
        for notice in await store.write(lambda ledger: ledger.notices.take(posters)):
            await self._bring(notice)

    async def _bring(self, notice: Notice) -> None:
        """Bring a notice; one that did not arrive is kept for the next beat, one that never can is let go."""
        said, poster = Reply(notice.title, (Text(notice.words),)), self._office.posters[notice.place.platform]
        try:
            await poster.pace.turn(f"@{notice.account}")
            await poster.tell(notice.place, notice.account, said, notice.token)
        except Gone as gone:
            log.warning("a teacher cannot be told", why=str(gone))
        except Exception:
            log.exception("a teacher could not be told")
            await self._office.store.write(lambda ledger: ledger.notices.put_back(notice))

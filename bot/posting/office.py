"""What every step of the posting works with: the store, the pack, the platforms, the clock."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from bot.chat import Poster
from bot.pace import Resting
from bot.quiz.bank import Library
from bot.store.backend import Away
from bot.store.occurrences import Occurrence
from bot.store.store import Store

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Office:
    """One process's own; `at` is told the name of each step as it is reached, so that a test can end it there."""

    store: Store
    library: Library
    posters: Mapping[str, Poster]
    now: Callable[[], datetime]
    at: Callable[[str], None]
    owner: str
    began: datetime
    ending: asyncio.Event = field(default_factory=asyncio.Event)  # set: nothing more is begun

    def reaches(self, occurrence: Occurrence) -> bool:
        """Whether the occurrence's platform is connected and takes calls; what waits for another one waits."""
        return occurrence.slot.place.platform in self.awake()

    def awake(self) -> list[str]:
        """Name the platforms that are connected, but for those that have asked for a long rest."""
        return [platform for platform, poster in self.posters.items() if not poster.pace.rests]

    def poster(self, occurrence: Occurrence) -> Poster:
        return self.posters[occurrence.slot.place.platform]

    async def turn(self, occurrence: Occurrence, requests: int = 1) -> Poster:
        """Give the poster when its platform's pace lets so many requests be sent for the occurrence."""
        poster = self.poster(occurrence)
        await poster.pace.turn(occurrence.slot.place.channel, requests)
        return poster

    async def post_waits(self) -> bool:
        """Whether something is due for posting, or the process ends: all else has to wait."""
        now, awake = self.now(), self.awake()
        agenda = await self.store.glance(lambda ledger: ledger.agenda(awake, now))
        return self.ending.is_set() or any(each <= now for each in (agenda.slot, agenda.due) if each)


async def steadily(step: Awaitable[None], id_: int) -> None:
    """Do a step of one occurrence; a failure is logged and met again later, and stops no other."""
    try:
        await step
    except Away:
        raise  # what else is due could not be recorded either
    except Resting:
        log.info("the platform rests: a step of an occurrence waits", occurrence=id_)
    except Exception:
        log.exception("a step of an occurrence failed", occurrence=id_)

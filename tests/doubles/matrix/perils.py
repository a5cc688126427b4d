"""The named points at which a replica may be killed or frozen; without an order none of them does anything.

Points of the posting are its own steps; those of the answers are the moments of the writer's transactions.
"""

import asyncio
import os
import random
import signal
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.pool import Pool

from bot.chat import MessageRef, Place, Poster, Reply
from bot.pace import Pace
from bot.store.rounds import Rounds
from doubles.rows import rows

STEPS = {  # as the posting calls them -> as the list of faults does
    "planned": "plan.done",
    "claimed": "claim.done",
    "fenced": "post.before",
    "posted": "post.accepted",
    "recorded": "record.done",
    "closed": "close.lock",
    "scored": "close.score",
    "edited": "close.edit",
    "shown": "close.announce",
}
POSTING = ("plan.done", "claim.done", "post.before", "post.accepted", "record.done")
INFLIGHT = "post.inflight"
CLOSING = ("close.lock", "close.score", "close.edit", "close.announce")
ANSWERS = ("answer.queued", "writer.mid", "writer.commit", "answer.committed")
WORK = {  # a step that every sweep comes to is a point only where it has something to do
    "plan.done": "select 1 from occurrences where status = 'due' limit 1",
    "close.lock": "select 1 from occurrences where status = 'closed' and shown != -1 limit 1",
}


@dataclass
class Perils:
    """Chances by point: to be killed there, or to be frozen there, which is told first."""

    kill: Mapping[str, float]
    freeze: Mapping[str, float]
    database: str
    tell: Callable[[dict[str, object]], None]
    chance: random.Random = field(default_factory=random.Random)

    def at(self, step: str) -> None:
        """Meet a step of the posting."""
        self.meet(STEPS[step])

    def meet(self, point: str) -> None:
        """Die, freeze, or go on."""
        if self.chance.random() < self.kill.get(point, 0.0) and self._means_something(point):
            os.kill(os.getpid(), signal.SIGKILL)
        if self.chance.random() < self.freeze.get(point, 0.0):
            self.tell({"frozen": point})
            os.kill(os.getpid(), signal.SIGSTOP)

    def _means_something(self, point: str) -> bool:
        return point not in WORK or bool(rows(self.database, WORK[point]))

    def watch_the_writer(self) -> None:
        """Meet the points of each transaction that keeps an answer: within it, amid its jobs, at and after its end."""
        keeping = threading.local()

        def within(point: str) -> None:
            if getattr(keeping, "answers", False):
                self.meet(point)

        def keep(rounds: Rounds, *answer: Any) -> bool:  # noqa: ANN401 - as the function takes it
            keeping.answers = True
            self.meet("answer.queued")
            kept = keeps(rounds, *answer)
            self.meet("writer.mid")
            return kept

        def ended(*_: object) -> None:
            within("answer.committed")
            keeping.answers = False

        keeps = Rounds.keep
        Rounds.keep = keep  # type: ignore[method-assign, assignment]
        event.listen(Engine, "commit", lambda *_: within("writer.commit"))
        event.listen(Pool, "checkin", ended)


@dataclass
class Perilous:
    """A Poster during whose post the replica may be killed: sent, and the answer not read."""

    poster: Poster
    perils: Perils

    async def post(self, place: Place, reply: Reply, token: str) -> MessageRef:
        posting = asyncio.ensure_future(self.poster.post(place, reply, token))
        if self.perils.kill.get(INFLIGHT):
            await asyncio.wait({posting}, timeout=self.perils.chance.random())
            self.perils.meet(INFLIGHT)
        return await posting

    @property
    def pace(self) -> Pace:
        return self.poster.pace

    async def edit(self, ref: MessageRef, reply: Reply) -> None:
        await self.poster.edit(ref, reply)

    async def find(self, place: Place, token: str) -> list[MessageRef]:
        return await self.poster.find(place, token)

    async def delete(self, ref: MessageRef) -> None:
        await self.poster.delete(ref)

    async def tell(self, place: Place, account: str, reply: Reply, token: str) -> None:
        await self.poster.tell(place, account, reply, token)

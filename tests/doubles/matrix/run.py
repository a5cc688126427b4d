"""One run of the matrix: a platform, a database, replicas that die, students who answer; its figures."""

import asyncio
import itertools
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.commands.schedules import next_due
from bot.store.claims import LEASE
from bot.store.ledger import Ledger
from bot.store.schedules import Order as Schedule
from bot.store.store import Store
from doubles.clock import MONDAY
from doubles.matrix.evidence import Evidence, violations
from doubles.matrix.orders import Order, Times
from doubles.matrix.perils import ANSWERS, CLOSING, INFLIGHT, POSTING
from doubles.matrix.replica import LONDON
from doubles.matrix.sites import Site, discord_site, slack_site, trouble
from doubles.matrix.students import Student
from doubles.matrix.troop import Replica, Troop, troop
from doubles.rows import lay_out, rows

OPEN = "select count(*) from occurrences where status = 'closed' and shown = -1 and swept"
MEMORY = next((each for each in ("/dev/shm",) if Path(each).is_dir()), None)  # noqa: S108 - where files cost no disk
QUIZ = 2  # questions
FIRST = timedelta(minutes=2)  # until the first quiz is due
NONCES = 300.0  # seconds of the run for which Discord takes an equal nonce for the same message
LAG = 60.0  # seconds of the run by which a history lags at times


@dataclass(frozen=True)
class Plan:
    """What a run is to be like; all chances are per point or call."""

    database: str
    platform: str = "discord"
    dedupe: bool = True
    occurrences: int = 160
    classes: int = 5
    students: int = 3  # of each class
    replicas: int = 3
    speed: float = 20.0
    a_minute: int = 20  # quizzes that are due in a minute of the run
    window: timedelta = timedelta(minutes=10)
    kill: float = 0.06
    kill_close: float = 0.02  # also at every edit that says how many have answered
    kill_answers: float = 0.002
    freeze: float = 0.006
    lost: float = 0.05
    slow: float = 0.01  # answers that come after the bot has stopped waiting
    failing: float = 0.06
    chaos: float = 3.0  # seconds from one blow from outside to the next
    limit: float = 500.0  # seconds, after which what is not done counts as lost
    seed: int = 1


@dataclass
class Figures:
    """How it went."""

    plan: Plan
    seconds: float
    deaths: int
    freezes: int
    turned_away: int
    posts: int
    made: int
    removed: int
    acknowledged: int
    broken: dict[str, list[str]]

    def line(self) -> str:
        how = f"{self.plan.database:10} {self.plan.platform:7} dedupe {'on ' if self.plan.dedupe else 'off'}"
        wrong = sum(map(len, self.broken.values()))
        count = {name: len(self.broken.get(name, ())) for name in ("lost", "duplicates", "unkept")}
        return (
            f"{how}: {self.plan.occurrences} quizzes, {self.deaths} deaths, {self.freezes} freezes, "
            f"{self.turned_away} turned away, {self.posts} requests to post, {self.made} messages, "
            f"{self.removed} duplicates removed, {self.acknowledged} answers acknowledged; "
            f"lost {count['lost']}, duplicates left {count['duplicates']}, answers lost {count['unkept']}, "
            f"violations {wrong}; {self.seconds:.0f} s"
        )


@dataclass
class Run:
    plan: Plan
    site: Site
    troop: Troop
    order: Order
    folder: Path
    chance: random.Random
    over: asyncio.Event = field(default_factory=asyncio.Event)
    freezes: int = 0
    turned_away: int = 0
    _seeds: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def ordered(self) -> Order:
        plan = self.plan
        kill = dict.fromkeys(POSTING, plan.kill) | {INFLIGHT: plan.kill / 2}
        kill |= dict.fromkeys(CLOSING, plan.kill_close) | dict.fromkeys(ANSWERS, plan.kill_answers)
        freeze = {"post.before": plan.freeze, "claim.done": plan.freeze}
        seed = plan.seed * 100_000 + next(self._seeds)
        return Order(**{**vars(self.order), "kill": kill, "freeze": freeze, "seed": seed, "beats": True})

    async def keep_one(self) -> None:
        """Keep a replica alive: start it anew whenever it has died, let it go on some time after it froze."""
        while not self.over.is_set():
            replica = await self.troop.start(self.ordered())
            if self.over.is_set():  # it came too late to be dismissed with the others
                replica.terminate()
            while not replica.ended.done():
                await _either(replica.stands_still(), replica.ended)
                if replica.frozen:
                    await self._let_lie(replica)

    async def _let_lie(self, replica: Replica) -> None:
        self.freezes += 1
        await asyncio.sleep(2 * LEASE.total_seconds() / self.plan.speed)
        replica.thaw()

    async def strike(self) -> None:
        """From outside, at any moment: kill one, freeze one, let the history lag."""
        while True:
            await asyncio.sleep(self.chance.uniform(0.5, 1.5) * self.plan.chaos)
            if self.troop.living:
                replica = self.chance.choice(self.troop.living)
                blow = self.chance.choice([self._kill, self._kill, self._lag, self._crowd, self._freeze])
                await blow(replica)

    async def _kill(self, replica: Replica) -> None:
        replica.kill()

    async def _freeze(self, replica: Replica) -> None:
        replica.frozen = "anywhere"
        replica.freeze()
        replica.stopped.set()

    async def _lag(self, _: Replica) -> None:
        self.site.lag(LAG / self.plan.speed)
        await asyncio.sleep(3 * LAG / self.plan.speed)
        self.site.lag(0.0)

    async def _crowd(self, _: Replica) -> None:
        """Start one more; where one process alone is served it is turned away, and says so."""
        if self.plan.database == "sqlite":
            second = await self.troop.start(self.ordered())
            self.turned_away += bool(second.refused)

    async def done(self) -> None:
        """Wait until every quiz is posted, closed, its results shown, its duplicates swept; or it is too late."""
        async with asyncio.timeout(self.plan.limit):
            while rows(self.order.database, OPEN) != [(self.plan.occurrences,)]:
                await asyncio.sleep(0.5)


async def _either(*awaited: object) -> None:
    waiting = [asyncio.ensure_future(each) for each in awaited]  # type: ignore[call-overload]
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    waiting[0].cancel()


async def prepared(order: Order, site: Site, plan: Plan) -> None:
    """Found the classes, and give them their schedules."""
    clock = order.times.clock()
    store = Store(order.database, LONDON, clock.shared)
    first, now = clock.of(datetime.now(UTC)) + FIRST, clock()

    def found(ledger: Ledger) -> None:
        for number in range(plan.occurrences):
            place = site.places[number % len(site.places)]
            at = (first + timedelta(minutes=number // plan.a_minute)).astimezone(LONDON).time()
            group = ledger.classes.open(place, now)
            asked = Schedule(
                place, at.replace(second=0, microsecond=0), "mon,tue,wed,thu,fri", QUIZ, "", plan.window
            )
            id_ = ledger.schedules.add(group.id, asked, now, None)
            schedule = ledger.schedules.in_class(group.id, id_)
            assert schedule
            ledger.schedules.planned(id_, now, next_due(group, schedule, now))

    await store.write(found)
    store.close()


@asynccontextmanager
async def site_of(plan: Plan) -> AsyncIterator[Site]:
    if plan.platform == "slack":
        async with slack_site(plan.classes) as slack:
            yield slack
    else:
        window = NONCES / plan.speed if plan.dedupe else 0.0
        async with discord_site(plan.classes, window) as discord:
            yield discord


async def run(plan: Plan, url: str, folder: Path) -> Figures:
    """Do a run over an empty, migrated database; give its figures."""
    began, chance = time.monotonic(), random.Random(plan.seed)  # noqa: S311 - a moment, not a secret
    lay_out(url)
    async with site_of(plan) as site, troop(folder) as found:
        times = Times(str(folder / "pushed"), plan.speed, datetime.now(UTC).isoformat(), MONDAY.isoformat())
        order = Order(url, site.platform, site.settings(), times, log=str(folder / "log"))
        await prepared(order, site, plan)
        trouble(site, chance, (plan.lost, plan.slow, plan.failing), plan.speed)
        running = Run(plan, site, found, order, folder, chance)
        students = [
            Student(found, site, place, f"{number}{place.channel}", random.Random(number))  # noqa: S311 - likewise
            for place in site.places
            for number in range(plan.students)
        ]
        await _all(running, students)
        return _figures(running, students, time.monotonic() - began)


async def _all(running: Run, students: list[Student]) -> None:
    """Let everything happen until it is done, then let everyone end in order."""
    replicas = running.plan.replicas if running.plan.database == "postgresql" else 1
    keeping = [asyncio.ensure_future(running.keep_one()) for _ in range(replicas)]
    others = [asyncio.ensure_future(each.study()) for each in students]
    others += [asyncio.ensure_future(running.strike())]
    done = asyncio.ensure_future(running.done())
    await asyncio.wait({done, *keeping, *others}, return_when=asyncio.FIRST_COMPLETED)
    running.over.set()
    for task in (done, *others):
        task.cancel()
    outcomes = await asyncio.gather(done, *others, return_exceptions=True)
    await running.troop.dismiss()
    await asyncio.gather(*keeping)
    for outcome in outcomes:
        if isinstance(outcome, Exception) and not isinstance(outcome, TimeoutError):
            raise outcome


def _figures(running: Run, students: list[Student], seconds: float) -> Figures:
    plan, site = running.plan, running.site
    acknowledged = [each for student in students for each in student.acknowledged]
    live = [each for place in site.places for each in site.live(place.channel)]
    log = Path(running.order.log)
    found = Evidence(
        running.order.database, live, acknowledged, site.sent(), log.read_text() if log.exists() else "",
        [value for name, value in site.settings().items() if name.endswith("TOKEN")],
        [f"Student {each.id}" for each in students],
    )  # fmt: skip
    broken = violations(found)
    planned = rows(running.order.database, "select count(*) from occurrences")[0][0]
    if planned != plan.occurrences:
        broken.setdefault("lost", []).append(f"{planned} of {plan.occurrences} quizzes were planned")
    return Figures(
        plan, seconds, running.troop.deaths, running.freezes, running.turned_away, site.posts(),
        site.kept.made, site.kept.made - len(site.kept), len(acknowledged), broken,
    )  # fmt: skip

"""Who a member is at this moment: their role, and the name by which the class knows them."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass

import structlog

from adapters.slack.calls import Api, Denied, Unanswered
from adapters.slack.payload import PLATFORM, Act
from bot.chat import Member, Role

FRESH, FRESH_GUESS = 60.0, 5.0  # seconds that a look is good for; less when Slack did not answer
REMEMBERED = 5_000  # members
PATIENCE = 1.5  # seconds for a look while a member waits

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Known:
    name: str
    admin: bool
    until: float


class Members:
    """Looks members up, at most once a minute each; who cannot be looked up is no teacher by rank."""

    def __init__(self, api: Api, teachers: str) -> None:
        self._api = api
        self.teachers = tuple(each for each in teachers.replace(",", " ").split() if each)
        self._known: OrderedDict[str, Known] = OrderedDict()
        self._looks: dict[
            str, asyncio.Task[Known]
        ] = {}  # under way: who does two things at once is looked up once
        self.blind = ""  # the scope that is missing for a look

    async def of(self, act: Act) -> Member:
        """Give whoever did this, with the role held now."""
        now = asyncio.get_running_loop().time()
        known = self._known.get(act.user)
        if known is None or known.until < now:
            known = await self._looked_up(act, now)
        teaches = known.admin or act.user in self.teachers
        return Member(PLATFORM, act.team, act.user, known.name, Role.TEACHER if teaches else Role.STUDENT)

    async def _looked_up(self, act: Act, now: float) -> Known:
        if act.user not in self._looks:
            self._looks[act.user] = asyncio.create_task(self._asked(act, now))
            self._looks[act.user].add_done_callback(lambda _: self._looks.pop(act.user, None))
        known = self._known[act.user] = await asyncio.shield(self._looks[act.user])
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return known

    async def _asked(self, act: Act, now: float) -> Known:
        try:
            async with asyncio.timeout(PATIENCE):
                told = await self._api.look("users.info", user=act.user)
        except Denied as no:
            self._cannot_see(no)
            return Known(act.handle, admin=False, until=now + FRESH)
        except (Unanswered, TimeoutError):
            return Known(act.handle, admin=False, until=now + FRESH_GUESS)
        self.blind = ""
        user = told["user"]
        profile = user.get("profile") or {}
        name = profile.get("display_name") or profile.get("real_name") or act.handle
        rank = bool(user.get("is_admin") or user.get("is_owner")) and not user.get("deleted")
        return Known(name, rank, now + FRESH)

    def _cannot_see(self, no: Denied) -> None:
        if no.needed and not self.blind:
            log.warning("members' ranks cannot be seen: SLACK_TEACHERS alone are teachers", scope=no.needed)
        self.blind = no.needed or self.blind

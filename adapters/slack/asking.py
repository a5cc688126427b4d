"""An act put to the core: who asks, what comes of it, in words whatever happens; each delivery once."""

import uuid
from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog

from adapters.slack.commands import ASK, POSTS_HERE, QUIZ, SHORTCUTS, read
from adapters.slack.members import Members
from adapters.slack.payload import PLATFORM, Act
from adapters.slack.poster import SlackPoster
from adapters.slack.render import refusal
from adapters.slack.screen import Outcome
from bot.chat import Form, Gone, Member, Place, Refusal, Reply, Role
from bot.commands import COMMANDS, PRESSES
from bot.slash import Audience, UnknownButton, form_of
from bot.store.store import Store
from bot.study import StudyBot

NO_CHANNEL = "A quiz is posted in a channel. Type it in the class's channel."
BLIND = (
    "{} If you are: the app lacks the scope {}, so it cannot see who is an admin of the workspace; an admin can add it "
    "and install the app again, or list you in SLACK_TEACHERS."
)
SORRY = (
    "Something went wrong here and nothing was saved. Please try again; "
    "if it stays, tell your teacher: incident {}."
)

Ask = Callable[[Act], Awaitable[Reply | Form]]

log = structlog.get_logger()


class Repeated(Exception):
    """The same act, delivered again."""


class Asking:
    def __init__(
        self, bot: StudyBot, store: Store, members: Members, poster: SlackPoster, now: Callable[[], datetime]
    ) -> None:
        self._bot = bot
        self._store = store
        self._members = members
        self._poster = poster
        self._now = now

    async def first(self, act: Act) -> bool:
        """Whether this delivery is the first of its act, here or in any other process."""
        now = self._now()
        return await self._store.write(lambda ledger: ledger.deliveries.first(PLATFORM, act.name, now))

    async def once(self, act: Act, ask: Ask) -> Outcome | None:
        """Give what comes of an act; None if it was delivered before."""

        async def first(act: Act) -> Reply | Form:
            if not await self.first(act):
                raise Repeated
            return await ask(act)

        try:
            return await self.outcome(act, first)
        except Repeated:
            return None

    async def outcome(self, act: Act, ask: Ask) -> Outcome:
        """Give what comes of an act; a refusal in its own words, a bug as a number that the log knows too."""
        try:
            return Outcome(await ask(act))
        except Repeated:
            raise
        except Refusal as no:
            if isinstance(no, UnknownButton):
                log.warning("a button led nowhere: stale, foreign or forged")
            return Outcome(refusal(str(no)), refused=True)
        except Exception:
            incident = uuid.uuid4().hex[:8]
            log.exception("an act failed", incident=incident)
            return Outcome(refusal(SORRY.format(incident)), refused=True)

    async def command(self, act: Act) -> Reply | Form:
        """Answer a typed line."""
        wanted = read(act.said, self._poster.prefix)
        if isinstance(wanted, Reply):
            return wanted
        command, options = wanted
        member = await self._members.of(act)
        if command.name in POSTS_HERE and member.role is Role.TEACHER:
            await self._demand_channel(act)
        try:
            return await self._bot.answer(command.name, member, _place(act), options)
        except Refusal as no:
            raise self._explained(no, command.audience, member) from None

    async def press(self, act: Act) -> Reply | Form:
        """Answer a button, a choice or an answer that was sent."""
        return await self._bot.press(act.said, await self._members.of(act), _place(act))

    async def form(self, act: Act) -> Reply | Form:
        """Answer a form that was filled in."""
        return await self._bot.submit(act.said, act.fields, await self._members.of(act), _place(act))

    async def shortcut(self, act: Act) -> Reply | Form:
        """Answer a shortcut: on a message from its words, from anywhere with a form or a round."""
        member, place = await self._members.of(act), _place(act)
        if act.said == ASK and act.words:
            return await self._bot.answer("factor", member, place, {"question": act.words})
        if act.said == ASK:
            return form_of(next(command for command in COMMANDS if command.name == "factor"), {})
        if act.said == QUIZ and act.words:
            return await self._bot.quiz_on(act.words, member, place)
        if act.said in SHORTCUTS:
            return await self._bot.answer("quiz", member, place, {})
        raise UnknownButton

    async def home(self, act: Act) -> Reply | Form:
        """Lay out the member's App Home."""
        return await self._bot.press("home", await self._members.of(act), _place(act))

    async def _demand_channel(self, act: Act) -> None:
        """Refuse, before anything is promised, what the bot could not post here."""
        if act.channel.startswith("D"):
            raise Refusal(NO_CHANNEL)
        try:
            await self._poster.check(act.channel)
        except Gone as gone:
            raise Refusal(f"I cannot post in this channel: {gone}.") from None

    def _explained(self, no: Refusal, audience: Audience, member: Member) -> Refusal:
        """Name the scope that is missing to whoever may be a teacher unseen."""
        unseen = self._members.blind and audience is Audience.TEACHERS and member.role is not Role.TEACHER
        return Refusal(BLIND.format(no, self._members.blind)) if unseen else no


def changes(token: str) -> bool:
    """Whether a button changes something of the class, which a page would show."""
    press = PRESSES.get(token.partition(":")[0])
    return press is not None and press.writes


def for_teachers(token: str) -> bool:
    press = PRESSES.get(token.partition(":")[0])
    return press is not None and press.audience is Audience.TEACHERS


def _place(act: Act) -> Place:
    return Place(PLATFORM, act.team, act.channel)

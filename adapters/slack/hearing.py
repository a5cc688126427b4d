"""What members do, acknowledged first and answered then; a sent form is answered with its acknowledgement."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace

import structlog

from adapters.slack import payload
from adapters.slack.asking import Ask, Asking, changes, for_teachers
from adapters.slack.blocks import Json
from adapters.slack.calls import Denied, Unanswered
from adapters.slack.commands import renamed
from adapters.slack.forms import beside, form
from adapters.slack.patience import Patience
from adapters.slack.payload import Act, Unreadable, Where
from adapters.slack.render import modal, refusal
from adapters.slack.screen import WAIT, Outcome, Screen
from adapters.slack.under_way import UnderWay
from bot.chat import Form, Refusal, Reply, Text

REMEMBERED = 1_024  # forms that were sent, in case one is delivered again
AT_HOME = 1_000  # members whose App Home is kept up to date
SETTLED = 0.8  # seconds after a change until the App Home is drawn anew, so that many make one
TAKEN = Reply("Taken", (Text("That was sent before, and it was taken."),))
SHARED = Reply("Shared", (Text("The channel sees it now."),))

log = structlog.get_logger()


class Hearing:
    def __init__(self, asking: Asking, screen: Screen, under_way: UnderWay) -> None:
        self._asking = asking
        self._screen = screen
        self._sent: OrderedDict[str, asyncio.Task[Outcome | None]] = OrderedDict()
        self._at_home: OrderedDict[str, Act] = OrderedDict()
        self._drawing: set[str] = set()
        self._under_way = under_way
        self._patience = Patience()

    async def command(self, body: Json) -> None:
        await self._heard(payload.command, body, self._asking.command)

    async def press(self, body: Json) -> None:
        await self._heard(payload.press, body, self._asking.press)

    async def shortcut(self, body: Json) -> None:
        await self._heard(payload.shortcut, body, self._asking.shortcut)

    async def home(self, body: Json) -> None:
        """Draw the App Home of a member who looks at it."""
        try:
            act = payload.opened(body)
        except Unreadable as bad:
            log.warning("an event could not be read", why=str(bad))
            return
        if act.said == "home" and await self._asking.first(act):
            self._at_home[act.user] = act
            if len(self._at_home) > AT_HOME:
                self._at_home.popitem(last=False)
            await self._draw_home(act)

    async def sent(self, body: Json) -> Json:
        """Give what is acknowledged to a modal that was sent; what takes long is shown when it is there."""
        try:
            act = payload.sent(body)
        except Unreadable as bad:
            log.warning("a form could not be read", why=str(bad))
            return {}
        task = self._task_of(act)
        if await self._patience.sees(task):
            return self._answer(act, task.result())
        self._under_way.begin(self._later(act, task))
        return {"response_action": "update", "view": modal(WAIT, act.channel)}

    async def _heard(self, read: Callable[[Json], Act], body: Json, ask: Ask) -> None:
        try:
            act = read(body)
        except Unreadable as bad:
            log.warning("a payload could not be read", why=str(bad))
            return
        await self._under_way.calm()
        await self._acted(act, ask)

    async def _acted(self, act: Act, ask: Ask) -> None:
        task = asyncio.create_task(self._asking.once(act, ask))
        if act.where in {Where.MESSAGE, Where.ANYWHERE}:
            act = act if await self._patience.sees(task) else await self._asked_to_wait(act)
        outcome = await task
        if outcome is None:
            return
        if act.where is Where.HOME and for_teachers(act.said) and not outcome.refused:
            await self._draw_home(act)
        else:
            await self._show(act, outcome)
            self._changed(act)

    async def _asked_to_wait(self, act: Act) -> Act:
        try:
            return await self._screen.wait_on(act)
        except (Denied, Unanswered):
            return act

    async def _show(self, act: Act, outcome: Outcome) -> None:
        try:
            await self._screen.show(act, outcome)
        except Refusal as no:
            await self._screen.show(act, Outcome(refusal(str(no)), refused=True))
        except Unanswered:
            log.warning("an answer was lost on its way")

    def _task_of(self, act: Act) -> asyncio.Task[Outcome | None]:
        """Give the work on a sent modal: the same for each delivery of it."""
        if act.name not in self._sent:
            self._sent[act.name] = asyncio.create_task(self._submitted(act))
            if len(self._sent) > REMEMBERED:
                self._sent.popitem(last=False)
        return self._sent[act.name]

    async def _submitted(self, act: Act) -> Outcome | None:
        """Take what was sent; an answer or a step counts once by itself, a form by its delivery."""
        outcome = await (
            self._asking.once(act, self._asking.form)
            if act.form
            else self._asking.outcome(act, self._asking.press)
        )
        if outcome and isinstance(outcome.said, Reply) and not outcome.said.private:
            await self._show(act, outcome)
            outcome = Outcome(SHARED)
        self._changed(act)
        return outcome

    def _answer(self, act: Act, outcome: Outcome | None) -> Json:
        """Say what becomes of the modal: what is wrong beside its fields, else the answer in its place."""
        said = outcome.said if outcome else TAKEN
        if (
            act.form or self._screen.prefix
        ):  # an answer to a question, which come by the hundred, names no other
            said = renamed(said, self._screen.prefix)
        if isinstance(said, Form):
            return {"response_action": "update", "view": form(said, act.channel)}
        if outcome and outcome.refused and isinstance(said.parts[0], Text):
            errors = beside(said.parts[0].words, list(act.blocks))
            if errors:
                return {"response_action": "errors", "errors": errors}
        return {"response_action": "update", "view": modal(said, act.channel)}

    async def _later(self, act: Act, task: asyncio.Task[Outcome | None]) -> None:
        outcome = await task or Outcome(TAKEN)
        await self._show(act._replace(hash=""), replace(outcome, refused=False))

    def _changed(self, act: Act) -> None:
        """Draw the member's App Home anew, in a moment, if they looked at it and something changed."""
        known = self._at_home.get(act.user)
        if (
            known
            and act.user not in self._drawing
            and (act.where is Where.LINE or changes(act.said) or act.form)
        ):
            self._drawing.add(act.user)
            self._under_way.begin(self._draw_later(known))

    async def _draw_later(self, act: Act) -> None:
        await asyncio.sleep(SETTLED)
        self._drawing.discard(act.user)
        await self._draw_home(act)

    async def _draw_home(self, act: Act) -> None:
        outcome = await self._asking.outcome(act._replace(channel=""), self._asking.home)
        if isinstance(outcome.said, Reply):
            await self._screen.publish(act.user, outcome.said)

"""Puts an answer where its act asks for it: beside a command, in place of what was pressed, in a modal, for all."""

import contextlib
from dataclasses import dataclass

import structlog

from adapters.slack.blocks import Json
from adapters.slack.calls import Api, Denied, Unanswered
from adapters.slack.commands import renamed
from adapters.slack.forms import form
from adapters.slack.payload import Act, Where
from adapters.slack.poster import gone_for
from adapters.slack.render import asks, home, message, modal, refusal
from bot.chat import Form, Refusal, Reply

LATE = "That took too long to open. Please press or type it again."
NOWHERE = "There is no channel here to share with. Ask with /factor in a channel, then share."
WAIT = Reply("One moment")

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What there is to show. `refused`: it must not take the place of what was pressed."""

    said: Reply | Form
    refused: bool = False


@dataclass
class Screen:
    """The members' screens, as far as Slack lets us draw on them."""

    api: Api
    prefix: str = ""

    async def show(self, act: Act, outcome: Outcome) -> None:
        """Show an outcome; what cannot be shown where it belongs is said in private."""
        said = renamed(outcome.said, self.prefix)
        if isinstance(said, Reply) and not said.private:
            await self._share(act, said)
        elif isinstance(said, Form) and act.where is Where.MODAL:
            await self._update(act, form(said, act.channel))
        elif isinstance(said, Form):
            await self._open(act, form(said, act.channel), refusal(LATE))
        elif outcome.refused:
            await self._refuse(act, said)
        elif act.where is Where.MODAL:
            await self._update(act, modal(said, act.channel))
        elif act.where in {Where.MESSAGE, Where.HOME, Where.ANYWHERE} or asks(said):
            await self._open(act, modal(said, act.channel), said)
        else:
            await self.tell(act, said, in_place=act.where is Where.PRIVATE)

    async def _refuse(self, act: Act, said: Reply) -> None:
        """Say no beside what was pressed: upon a modal, else as a message of its own."""
        if act.where in {Where.MODAL, Where.HOME} or not (act.hook or act.channel):
            await self._open(act, modal(said, act.channel), said)
        else:
            await self.tell(act, said)

    async def _share(self, act: Act, said: Reply) -> None:
        """Show for everyone in the channel: as a message of the bot's, else as an answer to the act."""
        if not act.channel:
            raise Refusal(NOWHERE)
        try:
            await self.api.call("chat.postMessage", channel=act.channel, **message(said))
        except Denied as no:
            public = {"response_type": "in_channel", **message(said)}
            if not (act.hook and await self.api.answer(act.hook, public)):
                raise Refusal(f"I could not show that: {gone_for(no)}.") from None

    async def tell(self, act: Act, said: Reply, *, in_place: bool = False) -> None:
        """Say it to the one member: by the act's own address, else in the channel, else in their messages."""
        body = message(said)
        how = (
            {"replace_original": True}
            if in_place
            else {"response_type": "ephemeral", "replace_original": False}
        )
        if act.hook and await self.api.answer(act.hook, {**body, **how}):
            return
        with contextlib.suppress(Denied, Unanswered):
            if act.channel:
                await self.api.call("chat.postEphemeral", channel=act.channel, user=act.user, **body)
                return
        with contextlib.suppress(Denied, Unanswered):
            await self.api.call("chat.postMessage", channel=act.user, **body)
            return
        log.warning("an answer could not be given")

    async def _open(self, act: Act, view: Json, instead: Reply) -> None:
        """Open a modal, upon the one that is open; say it in private if the trigger is no longer good."""
        method = "views.push" if act.where is Where.MODAL else "views.open"
        try:
            await self.api.call(method, trigger_id=act.trigger, view=view)
        except Denied as no:
            if no.error == "push_limit_reached":
                await self._update(act, view)
                return
            log.info("a modal could not be opened", error=no.error)
            await self.tell(act, instead)
        except Unanswered:
            await self.tell(act, instead)

    async def wait_on(self, act: Act) -> Act:
        """Open a modal that asks for patience; give the act as if it had been done in it."""
        told = await self.api.call("views.open", trigger_id=act.trigger, view=modal(WAIT, act.channel))
        return Act(
            act.name,
            act.user,
            act.handle,
            act.team,
            Where.MODAL,
            channel=act.channel,
            view=told["view"]["id"],
        )

    async def _update(self, act: Act, view: Json) -> None:
        """Put a view in place of the one on which the act was done, unless that has changed since."""
        newest = {"hash": act.hash} if act.hash else {}
        with contextlib.suppress(Denied, Unanswered):
            await self.api.call("views.update", view_id=act.view, view=view, **newest)

    async def publish(self, user: str, said: Reply) -> None:
        """Draw a member's App Home."""
        with contextlib.suppress(Denied, Unanswered):
            await self.api.call("views.publish", user_id=user, view=home(renamed(said, self.prefix)))

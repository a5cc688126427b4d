"""What members do: commands, presses, choices, forms, shortcuts; each act gives what its member then sees."""

from dataclasses import dataclass

from doubles import overhearing

from . import filling, payloads
from .answers import obey
from .delivery import Ack, Delivery
from .looking import Looking
from .refusals import Impossible, Json, Refused
from .seen import Seen
from .signed import ACT, COMMAND, EVENT
from .views import View

TROUBLE = "We had some trouble connecting. Try again?"


@dataclass
class People(Looking):
    delivery: Delivery

    async def slash(self, user: str, channel: str, line: str) -> Seen:
        """Send a line that begins with a command."""
        if user not in self.state.world.channels[channel].members:
            raise Impossible("this member is not there")
        overhearing.typed(line.partition(" ")[2])
        payload = payloads.command(self.state, user, channel, line)
        since = self.state.board.count
        ack = await self.delivery.deliver(COMMAND, payload)
        if ack.error:
            return Seen(since, user, f'{payload["command"]} failed with the error "{ack.error}"')
        if ack.answer:
            message = self.state.messages.add(channel, self.state.world.bot, ack.answer, viewer=user)
            self.state.show("ephemeral", message)
        return Seen(since, user)

    async def press(self, user: str, ts: str, name: str) -> Seen:
        """Press a button of a message by its words."""
        message = self._visible(user, ts)
        action = filling.press(message.blocks, name)
        return await self._act(user, payloads.on_message(self.state, user, message, action))

    async def choose(self, user: str, ts: str, name: str, choice: str) -> Seen:
        """Choose in a message's select."""
        message = self._visible(user, ts)
        action = filling.choose(message.blocks, name, choice)
        return await self._act(user, payloads.on_message(self.state, user, message, action))

    async def forge(self, user: str, ts: str, value: str) -> Seen:
        """Press a button that the message does not have, as a client of one's own might."""
        message = self._visible(user, ts)
        action = {"type": "button", "action_id": "press:0", "block_id": "b", "value": value}
        return await self._act(user, payloads.on_message(self.state, user, message, action))

    async def press_in_modal(self, user: str, name: str) -> Seen:
        view = self._modal(user)
        return await self._act(
            user, payloads.on_view(self.state, user, view, filling.press(view.blocks, name))
        )

    async def choose_in_modal(self, user: str, name: str, choice: str) -> Seen:
        view = self._modal(user)
        action = filling.choose(view.blocks, name, choice)
        return await self._act(user, payloads.on_view(self.state, user, view, action))

    async def press_at_home(self, user: str, name: str) -> Seen:
        view = self.state.views.homes[user]
        return await self._act(
            user, payloads.on_view(self.state, user, view, filling.press(view.blocks, name))
        )

    async def submit(self, user: str, values: dict[str, str] | None = None) -> Seen:
        """Fill in the modal on top, fields by their label, and send it."""
        view, since = self._modal(user), self.state.board.count
        if "submit" not in view.body:
            raise Impossible("this modal has nothing to send")
        overhearing.typed(*(values or {}).values())
        view.state, errors = filling.filled(view.blocks, values or {})
        if errors:
            return Seen(since, user, errors=errors, view=view.wire())
        ack = await self.delivery.deliver(ACT, payloads.submission(self.state, user, view))
        return self._answered(view, since, ack)

    async def close(self, user: str) -> Seen:
        """Close the modal on top."""
        view, since = self._modal(user), self.state.board.count
        self.state.views.close(user)
        self.state.open_view("closed", view)
        if view.body.get("notify_on_close"):
            await self.delivery.deliver(ACT, payloads.submission(self.state, user, view, "view_closed"))
        return self._seen(user, since)

    async def shortcut(self, user: str, callback: str) -> Seen:
        """Choose a shortcut of the app from anywhere."""
        return await self._act(user, payloads.shortcut(self.state, user, callback))

    async def message_shortcut(self, user: str, ts: str, callback: str) -> Seen:
        """Choose a shortcut of the app on a message."""
        message = self._visible(user, ts)
        return await self._act(user, payloads.message_shortcut(self.state, user, callback, message))

    async def open_home(self, user: str, tab: str = "home") -> Seen:
        """Look at the app's own page."""
        direct, since = self.state.world.direct(user).id, self.state.board.count
        told = {"type": "app_home_opened", "user": user, "channel": direct, "tab": tab}
        await self.delivery.deliver(EVENT, payloads.event(self.state, told))
        return Seen(since, user)

    async def _act(self, user: str, payload: Json) -> Seen:
        since = self.state.board.count
        ack = await self.delivery.deliver(ACT, payload)
        return self._seen(user, since, TROUBLE if ack.error else "")

    def _answered(self, view: View, since: int, ack: Ack) -> Seen:
        if ack.error:
            return self._seen(view.user, since, TROUBLE)
        try:
            errors = obey(self.state, view, ack.answer)
        except Refused as refused:
            return self._seen(view.user, since, f"{TROUBLE} ({refused})")
        seen = self._seen(view.user, since)
        seen.errors = errors
        return seen

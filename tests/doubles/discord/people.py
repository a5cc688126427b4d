"""What users do: commands, presses, choices, forms; each act gives what its user then sees."""

from doubles import overhearing

from . import acts
from .callbacks import CHOICES, LATER, MESSAGE, MODAL, THINKING, UPDATE
from .filling import submit
from .interactions import AUTOCOMPLETE, COMMAND, COMPONENT, SUBMISSION, Interaction
from .messages import Message
from .payloads import of_message
from .permissions import in_channel
from .refusals import Impossible, Json
from .resolved import Resolved
from .seen import FAILED, NO_ANSWER, Seen
from .watching import Watching
from .world import USE_COMMANDS, VIEW, Channel, User

KINDS = {
    MESSAGE: "message",
    THINKING: "thinking",
    LATER: "waiting",
    UPDATE: "update",
    CHOICES: "choices",
    MODAL: "modal",
}


class People(Watching):
    async def slash(self, user: int, channel: int, name: str, options: Json | None = None) -> Seen:
        """Run a command that the user is offered; `name` may hold sub-commands: "schedule add"."""
        return await self._command(user, channel, name, options, everything=False)

    async def slash_unseen(self, user: int, channel: int, name: str, options: Json | None = None) -> Seen:
        """Run a command even if the server's settings hide it from this user."""
        return await self._command(user, channel, name, options, everything=True)

    async def _command(
        self, user: int, channel: int, name: str, options: Json | None, *, everything: bool
    ) -> Seen:
        overhearing.typed(*(options or {}).values())
        who, where = self._here(user, channel)
        offered = self.state.catalogue.offered(where) if everything else self._offered(user, where)
        resolved = Resolved(self.state.world, user, where)
        act = acts.slash(
            acts.found(offered, 1, name.split(maxsplit=1)[0]), name.split(), options or {}, resolved
        )
        return await self._act(self.state.interactions.new(COMMAND, who, where), act)

    async def suggest(
        self, user: int, channel: int, name: str, option: str, typed: str, options: Json | None = None
    ) -> Seen:
        """Type into an option; see what is suggested."""
        overhearing.typed(typed)
        who, where = self._here(user, channel)
        command = acts.found(self._offered(user, where), 1, name.split(maxsplit=1)[0])
        act = acts.typing(command, name.split(), options or {}, (option, typed))
        return await self._act(self.state.interactions.new(AUTOCOMPLETE, who, where), act)

    async def menu(self, user: int, message: int, name: str) -> Seen:
        """Choose a command in a message's context menu."""
        target = self._visible(user, message)
        who, where = self._here(user, target.channel)
        command = acts.found(self._offered(user, where), 3, name)
        act = acts.menu(
            command, target.id, {"messages": {str(target.id): of_message(self.state.world, target)}}
        )
        return await self._act(self.state.interactions.new(COMMAND, who, where), act)

    async def user_menu(self, user: int, channel: int, target: int, name: str) -> Seen:
        """Choose a command in a user's context menu."""
        who, where = self._here(user, channel)
        resolved = Resolved(self.state.world, user, where)
        resolved.add(6, target)
        act = acts.menu(acts.found(self._offered(user, where), 2, name), target, resolved.found)
        return await self._act(self.state.interactions.new(COMMAND, who, where), act)

    async def press(self, user: int, message: int, custom_id: str) -> Seen:
        """Press a button that is on the message and not disabled."""
        source = self._visible(user, message)
        return await self._component(user, source, acts.press(source, custom_id))

    async def choose(self, user: int, message: int, custom_id: str, values: list[str]) -> Seen:
        """Choose in a select; users, roles and channels are chosen by id."""
        source = self._visible(user, message)
        resolved = Resolved(self.state.world, user, self.state.world.channels[source.channel])
        return await self._component(user, source, acts.choose(source, custom_id, values, resolved))

    async def forge(self, user: int, message: int, custom_id: str, values: list[str] | None = None) -> Seen:
        """Use a component that the message does not have, as a client of one's own might."""
        source = self._visible(user, message)
        return await self._component(user, source, acts.forged(custom_id, values))

    async def _component(self, user: int, source: Message, act: Json) -> Seen:
        who, where = self._here(user, source.channel, needed=VIEW)
        interaction = self.state.interactions.new(COMPONENT, who, where)
        interaction.source = source
        return await self._act(interaction, act)

    async def submit(self, user: int, interaction: int, values: Json) -> Seen:
        """Fill in and send the modal that an earlier act opened; fields are named by custom id."""
        overhearing.typed(*values.values())
        opened = self.state.interactions.kept[interaction]
        if opened.modal is None or opened.user.id != user:
            raise Impossible("no modal is open for this user")
        resolved = Resolved(self.state.world, user, opened.channel)
        act = submit(opened.modal, values, resolved)
        sent = self.state.interactions.new(SUBMISSION, opened.user, opened.channel)
        sent.source = opened.source
        return await self._act(sent, act)

    def _here(self, user: int, channel: int, needed: int = USE_COMMANDS) -> tuple[User, Channel]:
        where = self.state.world.channels[channel]
        if not in_channel(self.state.world, where, user) & needed:
            raise Impossible("this user cannot do that here")
        return self.state.world.users[user], where

    def _offered(self, user: int, channel: Channel) -> list[Json]:
        return self.state.catalogue.visible(user, channel)

    def _visible(self, user: int, message: int) -> Message:
        found = self.state.messages.kept.get(message)
        if found is None or found.viewer not in (None, user):
            raise Impossible("this user sees no such message")
        return found

    async def _act(self, interaction: Interaction, act: Json) -> Seen:
        interaction.payload = acts.payload(self.state.world, interaction, act)
        self._deliver(interaction)
        if not await self.state.interactions.first_answer(interaction):
            failure = FAILED if interaction.kind in (COMPONENT, SUBMISSION) else NO_ANSWER
            return Seen(interaction.id, "failed", failure=failure)
        told = interaction.original and of_message(self.state.world, interaction.original)
        modal, choices = interaction.modal, interaction.choices
        return Seen(interaction.id, KINDS[interaction.answer], told or None, modal, choices)

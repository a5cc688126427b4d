"""What users see without doing anything, and what they write by hand."""

import asyncio
from dataclasses import dataclass

from .interactions import Interaction
from .payloads import of_message
from .permissions import in_channel
from .posting import announce, post
from .refusals import Json
from .seen import NO_ANSWER, Seen
from .state import State
from .world import VIEW

PATIENCE = 10.0  # seconds, for a machine that is busy


@dataclass
class Watching:
    state: State

    async def later(self, interaction: int, seconds: float = PATIENCE) -> Seen:
        """Wait for the bot's next message or edit through this interaction."""
        kept = self.state.interactions.kept[interaction]
        try:
            message = await asyncio.wait_for(kept.news.get(), seconds)
        except TimeoutError:
            return Seen(interaction, "failed", failure=NO_ANSWER)
        return Seen(interaction, "message", of_message(self.state.world, message))

    def again(self, interaction: int) -> int:
        """Deliver an act once more, as Discord may; give to how many sessions."""
        return self._deliver(self.state.interactions.kept[interaction])

    def say(self, user: int, channel: int, text: str) -> int:
        """Write a message by hand; give its id. The bot is not shown the words without that intent."""
        message = post(
            self.state, channel, self.state.world.users[user], {"content": text, "allowed_mentions": {}}, {}
        )
        announce(self.state, message)
        return message.id

    def screen(self, user: int, channel: int) -> list[Json]:
        """Give all messages that this user sees in a channel, oldest first."""
        if not in_channel(self.state.world, self.state.world.channels[channel], user) & VIEW:
            return []
        seen = self.state.messages.seen_by(user, channel)
        return [of_message(self.state.world, message) for message in seen]

    def commands(self, user: int, channel: int) -> list[str]:
        """Give the names of the commands that this user is offered."""
        offered = self.state.catalogue.visible(user, self.state.world.channels[channel])
        return [str(each["name"]) for each in offered]

    def _deliver(self, interaction: Interaction) -> int:
        return self.state.gateway.dispatch(
            "INTERACTION_CREATE", interaction.payload, interaction.channel.guild
        )

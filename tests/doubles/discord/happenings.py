"""What happens to a server while the bot watches: kicked, out of order, channels gone or closed."""

from dataclasses import dataclass

from .payloads import of_channel
from .sessions import INTENT_GUILDS
from .state import State
from .world import THREAD, Guild


@dataclass
class Happenings:
    state: State

    def found_guild(self, name: str, owner: int) -> Guild:
        """Add the bot to a new server, with the bot watching."""
        guild = self.state.world.guild(name, owner)
        self.state.gateway.guild_available(guild)
        return guild

    def kick(self, guild: int) -> None:
        """Throw the bot out of a server."""
        self.state.world.guilds[guild].present = False
        self.state.gateway.dispatch("GUILD_DELETE", {"id": str(guild)}, guild, INTENT_GUILDS)

    def outage(self, guild: int) -> None:
        """Let a server be unreachable; the bot is still a member."""
        self.state.world.guilds[guild].available = False
        gone = {"id": str(guild), "unavailable": True}
        self.state.gateway.dispatch("GUILD_DELETE", gone, guild, INTENT_GUILDS)

    def recover(self, guild: int) -> None:
        """End an outage, or bring the bot back in."""
        found = self.state.world.guilds[guild]
        found.present = found.available = True
        self.state.gateway.guild_available(found)

    def rename_channel(self, channel: int, name: str) -> None:
        self.state.world.channels[channel].name = name
        self._tell(channel, "UPDATE")

    def deny(self, channel: int, target: int, permissions: int) -> None:
        """Take permissions from a role or user in one channel."""
        self.state.world.overwrite(channel, target, denied=permissions)
        self._tell(channel, "UPDATE")

    def archive(self, thread: int, *, locked: bool = False) -> None:
        found = self.state.world.channels[thread]
        found.archived, found.locked = True, locked
        self._tell(thread, "UPDATE")

    def delete_channel(self, channel: int) -> None:
        """Delete a channel with its messages."""
        self._tell(channel, "DELETE")
        self.state.world.channels.pop(channel)
        kept = self.state.messages.kept
        for message in [each for each in kept.values() if each.channel == channel]:
            kept.pop(message.id)

    def leave(self, guild: int, user: int) -> None:
        """Let a member leave; the bot is told only with the members' intent."""
        self.state.world.guilds[guild].members.pop(user)

    def set_roles(self, guild: int, user: int, roles: list[int]) -> None:
        self.state.world.guilds[guild].members[user].roles = roles

    def _tell(self, channel: int, what: str) -> None:
        found = self.state.world.channels[channel]
        kind = "THREAD" if found.type == THREAD else "CHANNEL"
        payload = of_channel(self.state.world, found)
        self.state.gateway.dispatch(f"{kind}_{what}", payload, found.guild, INTENT_GUILDS)

"""The users, roles and channels that an act names, in full."""

from .payloads import acting_member, of_role, of_user, seen_channel
from .refusals import Impossible, Json
from .world import Channel, World

USER, CHANNEL, ROLE, MENTIONABLE = 6, 7, 8, 9
BY_SELECT = {5: USER, 6: ROLE, 7: MENTIONABLE, 8: CHANNEL}


class Resolved:
    KINDS = (USER, CHANNEL, ROLE, MENTIONABLE)

    def __init__(self, world: World, user: int, channel: Channel) -> None:
        self._world = world
        self._user = user
        self._channel = channel
        self.found: Json = {}

    def add(self, kind: int, id_: int) -> str:
        """Look up what an id means; give it as it is sent."""
        if kind == CHANNEL and id_ in self._world.channels:
            self._put("channels", id_, seen_channel(self._world, self._world.channels[id_], self._user))
        elif kind in (USER, MENTIONABLE) and id_ in self._world.users:
            self._person(id_)
        elif kind in (ROLE, MENTIONABLE) and self._channel.guild:
            self._role(id_, self._channel.guild)
        else:
            raise Impossible(f"there is no {id_} to choose")
        return str(id_)

    def _person(self, id_: int) -> None:
        self._put("users", id_, of_user(self._world.users[id_]))
        guild = self._world.guilds.get(self._channel.guild or 0)
        if guild and id_ in guild.members:
            member = acting_member(self._world, guild, self._channel, id_)
            member.pop("user")
            self._put("members", id_, member)

    def _role(self, id_: int, guild: int) -> None:
        roles = self._world.guilds[guild].roles
        if id_ not in roles:
            raise Impossible(f"there is no role {id_} to choose")
        self._put("roles", id_, of_role(roles[id_]))

    def _put(self, kind: str, id_: int, payload: Json) -> None:
        self.found.setdefault(kind, {})[str(id_)] = payload

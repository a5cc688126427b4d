"""The commands that the bot has registered, and who gets to see which."""

from collections import deque
from dataclasses import dataclass, field

from .clock import Clock, Snowflakes
from .payloads import may
from .refusals import TOO_MANY_CREATIONS, UNKNOWN_COMMAND, Json, Refused
from .world import ADMINISTRATOR, Channel, World

CHAT, DAY, CREATIONS = 1, 86_400.0, 200
IN_GUILD, IN_DIRECT = 0, 1


@dataclass
class Catalogue:
    """Commands by guild (None: everywhere); `writes` counts the bulk overwrites."""

    world: World
    clock: Clock
    snowflakes: Snowflakes
    commands: dict[int | None, list[Json]] = field(default_factory=dict)
    writes: int = 0
    _created: deque[float] = field(default_factory=deque)

    def of(self, guild: int | None) -> list[Json]:
        return self.commands.get(guild, [])

    def overwrite(self, guild: int | None, wanted: list[Json]) -> list[Json]:
        """Put these in the place of all that were there; a command of the same name keeps its id."""
        self.writes += 1
        known = {(each["type"], each["name"]): each for each in self.of(guild)}
        self.commands[guild] = [self._kept(guild, each, known) for each in wanted]
        return self.commands[guild]

    def add(self, guild: int | None, wanted: Json) -> Json:
        known = {(each["type"], each["name"]): each for each in self.of(guild)}
        made = self._kept(guild, wanted, known)
        others = [each for each in self.of(guild) if each["id"] != made["id"]]
        self.commands[guild] = [*others, made]
        return made

    def remove(self, guild: int | None, id_: str) -> None:
        self.commands[guild] = [each for each in self.of(guild) if each is not self.get(guild, id_)]

    def get(self, guild: int | None, id_: str) -> Json:
        found = next((each for each in self.of(guild) if each["id"] == id_), None)
        if found is None:
            raise Refused(*UNKNOWN_COMMAND)
        return found

    def _kept(self, guild: int | None, wanted: Json, known: dict[tuple[int, str], Json]) -> Json:
        kind = wanted.get("type") or CHAT
        old = known.get((kind, wanted["name"]))
        if old is None:
            self._count_creation()
        id_ = old["id"] if old else str(self.snowflakes.new())
        owner = {"application_id": str(self.world.bot.id), "version": str(self.snowflakes.new())}
        where = {"guild_id": str(guild)} if guild else {"contexts": None}
        plain = {"description": "", "integration_types": [0], "nsfw": False, "dm_permission": True, **where}
        rights = wanted.get("default_member_permissions")
        allowed = {"default_member_permissions": None if rights is None else str(rights)}
        return {**plain, **_trimmed(wanted), **allowed, "type": kind, "id": id_, **owner}

    def _count_creation(self) -> None:
        now = self.clock.now()
        while self._created and self._created[0] <= now - DAY:
            self._created.popleft()
        if len(self._created) >= CREATIONS:
            raise Refused(*TOO_MANY_CREATIONS)
        self._created.append(now)

    def visible(self, user: int, channel: Channel) -> list[Json]:
        """Give the commands that a user is offered in a channel."""
        offered = self.offered(channel)
        return [each for each in offered if self._allowed(each, user, channel)]

    def offered(self, channel: Channel) -> list[Json]:
        """Give what is registered for a channel, whoever asks; the guild's own hide the global ones."""
        own = self.of(channel.guild) if channel.guild else []
        hidden = {(each["type"], each["name"]) for each in own}
        where = IN_DIRECT if channel.guild is None else IN_GUILD
        everywhere = [
            each for each in self.of(None) if where in (each.get("contexts") or (IN_GUILD, IN_DIRECT))
        ]
        direct = [each for each in everywhere if channel.guild or each.get("dm_permission") is not False]
        return own + [each for each in direct if (each["type"], each["name"]) not in hidden]

    def _allowed(self, command: Json, user: int, channel: Channel) -> bool:
        needed = command["default_member_permissions"]
        if needed is None or channel.guild is None:
            return True
        guild = self.world.guilds[channel.guild]
        return may(guild, user, int(needed) or ADMINISTRATOR)


def _trimmed(wanted: Json) -> Json:
    """Leave out what says nothing, as Discord does: `required: false`, empty lists, nulls."""
    told = {
        name: value
        for name, value in wanted.items()
        if value is not None and value is not False and value != []
    }
    if "options" in told:
        told["options"] = [_trimmed(option) for option in told["options"]]
    return told

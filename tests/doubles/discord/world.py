"""Who and what there is: users, guilds, roles, members and channels."""

from dataclasses import dataclass, field

from .clock import Clock, Snowflakes
from .refusals import UNKNOWN_CHANNEL, UNKNOWN_GUILD, Refused

TEXT, DM, THREAD, FORUM = 0, 1, 11, 15

VIEW, SEND, MANAGE_MESSAGES, EMBED, ATTACH, READ_HISTORY = (
    1 << 10,
    1 << 11,
    1 << 13,
    1 << 14,
    1 << 15,
    1 << 16,
)
ADMINISTRATOR, MANAGE_GUILD, MENTION_EVERYONE = 1 << 3, 1 << 5, 1 << 17
USE_COMMANDS, SEND_IN_THREADS = 1 << 31, 1 << 38
EVERYDAY = VIEW | SEND | EMBED | ATTACH | READ_HISTORY | USE_COMMANDS | SEND_IN_THREADS
ALL = (1 << 53) - 1


@dataclass
class User:
    id: int
    name: str
    bot: bool = False
    takes_messages: bool = True


@dataclass
class Role:
    id: int
    name: str
    permissions: int


@dataclass
class Member:
    user: int
    roles: list[int] = field(default_factory=list)
    nick: str | None = None


@dataclass
class Channel:
    """A place to write; `overwrites` is by role or user id: (allowed, denied)."""

    id: int
    type: int
    name: str
    guild: int | None = None
    parent: int | None = None
    recipient: int | None = None
    overwrites: dict[int, tuple[int, int]] = field(default_factory=dict)
    archived: bool = False
    locked: bool = False


@dataclass
class Guild:
    """A server; the bot may be out of it (`present`), or it may be out of order (`available`)."""

    id: int
    name: str
    owner: int
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    present: bool = True
    available: bool = True


class World:
    """Everything that exists; the bot's own user is made with it."""

    def __init__(self, clock: Clock, snowflakes: Snowflakes) -> None:
        self.clock = clock
        self.snowflakes = snowflakes
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.bot = self.user("Card Index", bot=True)

    def user(self, name: str, *, bot: bool = False) -> User:
        made = User(self.snowflakes.new(), name, bot)
        self.users[made.id] = made
        return made

    def guild(self, name: str, owner: int, id: int | None = None) -> Guild:  # noqa: A002 - its name on the wire
        """Found a server with the bot in it, where everybody has the everyday permissions."""
        made = Guild(id or self.snowflakes.new(), name, owner)
        made.roles[made.id] = Role(made.id, "@everyone", EVERYDAY)
        self.guilds[made.id] = made
        for user in (owner, self.bot.id):
            self.join(made.id, user)
        return made

    def role(self, guild: int, name: str, permissions: int = 0) -> Role:
        made = Role(self.snowflakes.new(), name, permissions)
        self.guilds[guild].roles[made.id] = made
        return made

    def join(self, guild: int, user: int, roles: list[int] | None = None) -> Member:
        member = Member(user, list(roles or ()))
        self.guilds[guild].members[user] = member
        return member

    def channel(self, guild: int, name: str, type: int = TEXT, parent: int | None = None) -> Channel:  # noqa: A002
        made = Channel(self.snowflakes.new(), type, name, guild, parent)
        self.channels[made.id] = made
        return made

    def direct(self, user: int) -> Channel:
        """Give the bot's conversation with a user; it is opened once."""
        known = (channel for channel in self.channels.values() if channel.recipient == user)
        if found := next(known, None):
            return found
        made = Channel(self.snowflakes.new(), DM, "", recipient=user)
        self.channels[made.id] = made
        return made

    def overwrite(self, channel: int, target: int, allowed: int = 0, denied: int = 0) -> None:
        """Allow and deny a role or user some permissions in one channel."""
        self.channels[channel].overwrites[target] = (allowed, denied)

    def known_channel(self, id_: int) -> Channel:
        if id_ not in self.channels:
            raise Refused(*UNKNOWN_CHANNEL)
        return self.channels[id_]

    def known_guild(self, id_: int) -> Guild:
        if id_ not in self.guilds:
            raise Refused(*UNKNOWN_GUILD)
        return self.guilds[id_]

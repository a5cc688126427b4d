"""Who and what there is: one workspace, its members and channels, and the app in it."""

from dataclasses import dataclass, field

from .refusals import Refused

BOT_SCOPES = ("chat:write", "commands", "channels:history", "groups:history", "users:read")


@dataclass
class User:
    id: str
    name: str
    admin: bool = False
    owner: bool = False
    bot: bool = False
    deleted: bool = False


@dataclass
class Channel:
    """`kind`: channel, group (private) or im (`between` the app and a member)."""

    id: str
    name: str
    kind: str = "channel"
    members: set[str] = field(default_factory=set)
    archived: bool = False
    between: str = ""


@dataclass
class App:
    """What the bot is given, and what it is allowed; `dead` is why its token no longer opens anything."""

    bot_token: str = "xoxb-stand-in-of-no-worth"  # noqa: S105 - it opens nothing but this stand-in
    app_token: str = "xapp-stand-in-of-no-worth"  # noqa: S105 - likewise
    signing_secret: str = "stand-in-secret"  # noqa: S105 - likewise
    scopes: set[str] = field(default_factory=lambda: set(BOT_SCOPES))
    app_scopes: set[str] = field(default_factory=lambda: {"connections:write"})
    dead: str = ""
    client_id: str = "11.22"
    client_secret: str = "stand-in-client-secret"  # noqa: S105 - likewise
    codes: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def allow(self, team: str) -> str:
        """Have a workspace's admin allow the app; give the code that goes back with them."""
        code = f"code-{len(self.codes) + len(self.tokens)}-{team}"
        self.codes[code] = team
        return code

    def exchange(self, code: str) -> tuple[str, str]:
        """Give the workspace and its token for a code, once."""
        if code not in self.codes:
            raise Refused("invalid_code")
        team = self.codes.pop(code)
        token = f"xoxb-stand-in-{len(self.tokens)}-{team}"
        self.tokens[token] = team
        return team, token

    def remove(self, team: str) -> None:
        """Have a workspace remove the app: its tokens open nothing any more."""
        self.tokens = {token: where for token, where in self.tokens.items() if where != team}


class World:
    def __init__(self, team: str = "T1SCHOOL") -> None:
        self.team = team
        self.app_id = "A1CARDINDEX"
        self.app = App()
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.bot = self.user("cardindex", bot=True).id

    def user(self, name: str, *, admin: bool = False, owner: bool = False, bot: bool = False) -> User:
        made = User(f"U{len(self.users) + 1:04}", name, admin, owner, bot)
        self.users[made.id] = made
        return made

    def channel(self, name: str, *, private: bool = False, with_bot: bool = True) -> Channel:
        """Open a channel with everybody in it."""
        id_ = f"{'G' if private else 'C'}{len(self.channels) + 1:04}"
        members = {user.id for user in self.users.values() if with_bot or user.id != self.bot}
        self.channels[id_] = Channel(id_, name, "group" if private else "channel", members)
        return self.channels[id_]

    def direct(self, user: str) -> Channel:
        """Give the app's conversation with a member."""
        id_ = f"D{user}"
        made = Channel(id_, "", "im", {user, self.bot}, between=user)
        return self.channels.setdefault(id_, made)

    def archive(self, channel: str) -> None:
        self.channels[channel].archived = True

    def kick(self, channel: str) -> None:
        """Take the bot out of a channel."""
        self.channels[channel].members.discard(self.bot)

    def revoke(self, why: str = "token_revoked") -> None:
        """Let the bot's tokens open nothing any more."""
        self.app.dead = why

    def writable(self, id_: str) -> Channel:
        """Find where the bot may write; refuse in Slack's words."""
        if id_ in self.users:
            return self.direct(id_)
        channel = self.readable(id_)
        if channel.archived:
            raise Refused("is_archived")
        return channel

    def readable(self, id_: str) -> Channel:
        channel = self.channels.get(id_)
        if channel is None or (channel.kind != "channel" and self.bot not in channel.members):
            raise Refused("channel_not_found")
        if self.bot not in channel.members:
            raise Refused("not_in_channel")
        return channel

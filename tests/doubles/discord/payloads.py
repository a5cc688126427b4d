"""Users, members, guilds, channels and messages as they look on the wire."""

from .clock import instant_of, iso
from .messages import Message
from .permissions import in_channel, in_guild
from .refusals import Json
from .world import DM, FORUM, THREAD, Channel, Guild, Member, Role, User, World


def of_user(user: User) -> Json:
    shown = {"username": user.name.lower().replace(" ", "."), "global_name": user.name, "discriminator": "0"}
    return {"id": str(user.id), "avatar": None, "bot": user.bot, "public_flags": 0, **shown}


def of_role(role: Role) -> Json:
    look = {"color": 0, "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None}}
    fixed = {"hoist": False, "managed": False, "mentionable": False, "position": 0, "flags": 0}
    return {"id": str(role.id), "name": role.name, "permissions": str(role.permissions), **look, **fixed}


def of_member(world: World, member: Member, joined: int) -> Json:
    fixed = {"deaf": False, "mute": False, "pending": False, "flags": 0, "avatar": None}
    roles = [str(role) for role in member.roles]
    user = of_user(world.users[member.user])
    return {"user": user, "nick": member.nick, "roles": roles, "joined_at": iso(instant_of(joined)), **fixed}


def acting_member(world: World, guild: Guild, channel: Channel, user: int) -> Json:
    """Give a member with the permissions that count at the moment of the click."""
    allowed = in_channel(world, channel, user)
    return {**of_member(world, guild.members[user], user), "permissions": str(allowed)}


def of_channel(world: World, channel: Channel) -> Json:
    common: Json = {"id": str(channel.id), "type": channel.type, "flags": 0, "last_message_id": None}
    if channel.type == DM and channel.recipient is not None:
        return {**common, "recipients": [of_user(world.users[channel.recipient])]}
    common |= {"guild_id": str(channel.guild), "name": channel.name, "rate_limit_per_user": 0}
    common["parent_id"] = str(channel.parent) if channel.parent else None
    if channel.type == THREAD:
        return common | _thread(world, channel)
    forum = {"available_tags": [], "default_auto_archive_duration": 1440} if channel.type == FORUM else {}
    overwrites = [_overwrite(world, *each) for each in channel.overwrites.items()]
    return {
        **common,
        "position": 0,
        "nsfw": False,
        "topic": None,
        "permission_overwrites": overwrites,
        **forum,
    }


def _thread(world: World, channel: Channel) -> Json:
    began = iso(instant_of(channel.id))
    state = {"archived": channel.archived, "locked": channel.locked, "auto_archive_duration": 1440}
    metadata = {**state, "archive_timestamp": began, "create_timestamp": began}
    owner = str(world.bot.id)
    return {"owner_id": owner, "message_count": 0, "member_count": 1, "thread_metadata": metadata}


def _overwrite(world: World, target: int, rule: tuple[int, int]) -> Json:
    allowed, denied = rule
    return {"id": str(target), "type": int(target in world.users), "allow": str(allowed), "deny": str(denied)}


def seen_channel(world: World, channel: Channel, user: int) -> Json:
    return {**of_channel(world, channel), "permissions": str(in_channel(world, channel, user))}


def of_guild(guild: Guild) -> Json:
    """Give a guild without its members and channels."""
    fixed = {"verification_level": 0, "default_message_notifications": 1, "explicit_content_filter": 0}
    fixed |= {
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "system_channel_flags": 0,
        "afk_timeout": 300,
    }
    lists: Json = {
        "emojis": [],
        "stickers": [],
        "features": [],
        "roles": [of_role(r) for r in guild.roles.values()],
    }
    named = {"id": str(guild.id), "name": guild.name, "owner_id": str(guild.owner), "icon": None}
    return {**named, "preferred_locale": "en-GB", **fixed, **lists}


def whole_guild(world: World, guild: Guild) -> Json:
    """Give a guild as GUILD_CREATE brings it; without the members' intent, the bot alone is listed."""
    here = [channel for channel in world.channels.values() if channel.guild == guild.id]
    visible = [channel for channel in here if in_channel(world, channel, world.bot.id)]
    rooms = [of_channel(world, channel) for channel in visible if channel.type != THREAD]
    threads = [of_channel(world, each) for each in visible if each.type == THREAD and not each.archived]
    me = of_member(world, guild.members[world.bot.id], guild.id)
    size = {"member_count": len(guild.members), "large": False, "unavailable": False}
    empty: Json = {"voice_states": [], "presences": [], "stage_instances": [], "guild_scheduled_events": []}
    content = {"joined_at": iso(instant_of(guild.id)), "members": [me], "channels": rooms, "threads": threads}
    return {**of_guild(guild), **size, **empty, **content}


def may(guild: Guild, user: int, needed: int) -> bool:
    """Tell whether a member holds all of some permissions."""
    return not needed & ~in_guild(guild, user)


def of_message(world: World, message: Message) -> Json:
    where: Json = {"id": str(message.id), "channel_id": str(message.channel), "type": message.type}
    times = {
        "timestamp": iso(message.created),
        "edited_timestamp": iso(message.edited) if message.edited else None,
    }
    fixed: Json = {
        "pinned": False,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
    }
    return {**where, **times, **fixed, **_said(message), **_origin(world, message)}


def _said(message: Message) -> Json:
    lists = {name: message.body.get(name) or [] for name in ("embeds", "components", "attachments")}
    return {"content": message.body.get("content") or "", "flags": message.flags, **lists}


def _origin(world: World, message: Message) -> Json:
    application = str(world.bot.id) if message.author.id == world.bot.id else None
    made = {
        "application_id": application,
        "interaction_metadata": message.interaction,
        "webhook_id": message.webhook,
    }
    known = {name: value for name, value in {**made, "nonce": message.nonce}.items() if value is not None}
    return {"author": of_user(message.author), **known}

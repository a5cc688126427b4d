"""Who may do what where, by Discord's own rule: owner, roles, then the channel's overwrites."""

from .refusals import MISSING_ACCESS, MISSING_PERMISSIONS, Refused
from .world import ADMINISTRATOR, ALL, EVERYDAY, THREAD, VIEW, Channel, Guild, World


def in_guild(guild: Guild, user: int) -> int:
    """Give a member's permissions before any channel has its say."""
    member = guild.members.get(user)
    if member is None:
        return 0
    if user == guild.owner:
        return ALL
    allowed = guild.roles[guild.id].permissions
    for role in member.roles:
        allowed |= guild.roles[role].permissions
    return ALL if allowed & ADMINISTRATOR else allowed


def in_channel(world: World, channel: Channel, user: int) -> int:
    """Give a user's permissions in a channel; a thread has its parent's."""
    if channel.guild is None:
        return EVERYDAY if user in (channel.recipient, world.bot.id) else 0
    if channel.type == THREAD and channel.parent in world.channels:
        return in_channel(world, world.channels[channel.parent], user)
    guild = world.guilds[channel.guild]
    allowed = in_guild(guild, user)
    if allowed == ALL or not allowed:
        return allowed
    return _overwritten(allowed, channel, [[guild.id], guild.members[user].roles, [user]])


def _overwritten(allowed: int, channel: Channel, targets: list[list[int]]) -> int:
    for group in targets:
        rules = [channel.overwrites[target] for target in group if target in channel.overwrites]
        for _, denied in rules:
            allowed &= ~denied
        for granted, _ in rules:
            allowed |= granted
    return allowed if allowed & VIEW else 0


def demand(world: World, channel: Channel, needed: int) -> None:
    """Refuse the bot what it may not do here."""
    if channel.guild is not None and not world.guilds[channel.guild].present:
        raise Refused(*MISSING_ACCESS)
    allowed = in_channel(world, channel, world.bot.id)
    if not allowed & VIEW:
        raise Refused(*MISSING_ACCESS)
    if needed & ~allowed:
        raise Refused(*MISSING_PERMISSIONS)

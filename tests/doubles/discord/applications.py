"""The routes of the bot itself, its commands, users and guilds."""

from .definitions import check_command, check_commands
from .payloads import of_channel, of_guild, of_member, of_role, of_user
from .permissions import in_channel
from .published import COMMAND
from .refusals import MISSING_ACCESS, UNKNOWN_APPLICATION, UNKNOWN_MEMBER, UNKNOWN_USER, Json, Refused
from .state import Call, State
from .world import THREAD, Guild


def me(state: State, _: Call) -> object:
    return {**of_user(state.world.bot), "verified": True, "mfa_enabled": False, "flags": 0, "email": None}


def application(state: State, _: Call) -> object:
    bot = state.world.bot
    owner = of_user(next((user for user in state.world.users.values() if not user.bot), bot))
    public = {"bot_public": True, "bot_require_code_grant": False, "verify_key": "00" * 32, "flags": 0}
    named = {"id": str(bot.id), "name": bot.name, "description": "", "icon": None, "summary": ""}
    return {**named, **public, "owner": owner, "team": None, "bot": of_user(bot), "rpc_origins": []}


def gateway(state: State, _: Call) -> object:
    return {"url": state.gateway.address}


def gateway_bot(state: State, _: Call) -> object:
    left = {
        "total": 1000,
        "remaining": 1000 - state.gateway.identified,
        "reset_after": 86_400_000,
        "max_concurrency": 1,
    }
    return {"url": state.gateway.address, "shards": 1, "session_start_limit": left}


def list_commands(state: State, call: Call) -> object:
    return state.catalogue.of(_where(state, call))


def overwrite_commands(state: State, call: Call) -> object:
    guild = _where(state, call)
    check_commands(call.items)
    for wanted in call.items:
        state.published.check(COMMAND, wanted)
    return state.catalogue.overwrite(guild, call.items)


def add_command(state: State, call: Call) -> object:
    guild = _where(state, call)
    check_command(call.body)
    state.published.check(COMMAND, call.body)
    return state.catalogue.add(guild, call.body)


def get_command(state: State, call: Call) -> object:
    return state.catalogue.get(_where(state, call), call.path["command"])


def delete_command(state: State, call: Call) -> object:
    guild = _where(state, call)
    state.catalogue.get(guild, call.path["command"])
    state.catalogue.remove(guild, call.path["command"])
    return None


def _where(state: State, call: Call) -> int | None:
    if call.id("application") != state.world.bot.id:
        raise Refused(*UNKNOWN_APPLICATION)
    return _present(state, call).id if "guild" in call.path else None


def _present(state: State, call: Call) -> Guild:
    guild = state.world.known_guild(call.id("guild"))
    if not guild.present:
        raise Refused(*MISSING_ACCESS)
    return guild


def get_user(state: State, call: Call) -> object:
    found = state.world.users.get(call.id("user"))
    if found is None:
        raise Refused(*UNKNOWN_USER)
    return of_user(found)


def my_guilds(state: State, _: Call) -> object:
    here = [guild for guild in state.world.guilds.values() if guild.present]
    return [{**of_guild(guild), "owner": False, "permissions": "0"} for guild in here]


def get_guild(state: State, call: Call) -> object:
    return of_guild(_present(state, call))


def guild_channels(state: State, call: Call) -> object:
    guild, world = _present(state, call), state.world
    here = [each for each in world.channels.values() if each.guild == guild.id and each.type != THREAD]
    return [of_channel(world, each) for each in here if in_channel(world, each, world.bot.id)]


def guild_roles(state: State, call: Call) -> object:
    return [of_role(role) for role in _present(state, call).roles.values()]


def guild_member(state: State, call: Call) -> object:
    guild = _present(state, call)
    member = guild.members.get(call.id("user"))
    if member is None:
        raise Refused(*UNKNOWN_MEMBER)
    return of_member(state.world, member, guild.id)


def active_threads(state: State, call: Call) -> object:
    guild = _present(state, call)
    here = [each for each in state.world.channels.values() if each.guild == guild.id and each.type == THREAD]
    threads: list[Json] = [of_channel(state.world, each) for each in here if not each.archived]
    return {"threads": threads, "members": []}

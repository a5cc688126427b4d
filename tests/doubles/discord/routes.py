"""Which route is asked what: Discord's paths and the functions that answer them."""

from collections.abc import Callable

from . import applications, callbacks, channels, hooks
from .state import Call, State

Route = Callable[[State, Call], object]
APPLICATION, GUILD, CHANNEL = "/applications/{application}", "/guilds/{guild}", "/channels/{channel}"
COMMANDS, HOOK = f"{APPLICATION}/commands", "/webhooks/{application}/{token}"
GUILD_COMMANDS = f"{APPLICATION}{GUILD}/commands"
_MANY: dict[str, Route] = {
    "GET": applications.list_commands,
    "PUT": applications.overwrite_commands,
    "POST": applications.add_command,
}
_ONE: dict[str, Route] = {"GET": applications.get_command, "DELETE": applications.delete_command}
ROUTES: dict[str, Route] = {
    "GET /users/@me": applications.me,
    "GET /users/@me/guilds": applications.my_guilds,
    "GET /users/{user}": applications.get_user,
    "POST /users/@me/channels": channels.open_direct,
    "GET /applications/@me": applications.application,
    "GET /oauth2/applications/@me": applications.application,
    "GET /gateway": applications.gateway,
    "GET /gateway/bot": applications.gateway_bot,
    f"GET {GUILD}": applications.get_guild,
    f"GET {GUILD}/channels": applications.guild_channels,
    f"GET {GUILD}/roles": applications.guild_roles,
    f"GET {GUILD}/members/{{user}}": applications.guild_member,
    f"GET {GUILD}/threads/active": applications.active_threads,
    f"GET {CHANNEL}": channels.get_channel,
    f"POST {CHANNEL}/typing": channels.typing,
    f"GET {CHANNEL}/messages": channels.list_messages,
    f"POST {CHANNEL}/messages": channels.create_message,
    f"GET {CHANNEL}/messages/{{message}}": channels.get_message,
    f"PATCH {CHANNEL}/messages/{{message}}": channels.edit_message,
    f"DELETE {CHANNEL}/messages/{{message}}": channels.delete_message,
    "POST /interactions/{interaction}/{token}/callback": callbacks.respond,
    f"POST {HOOK}": hooks.follow_up,
    f"GET {HOOK}/messages/{{message}}": hooks.hook_message,
    f"PATCH {HOOK}/messages/{{message}}": hooks.hook_edit,
    f"DELETE {HOOK}/messages/{{message}}": hooks.hook_delete,
    **{f"{verb} {where}": route for where in (COMMANDS, GUILD_COMMANDS) for verb, route in _MANY.items()},
    **{
        f"{verb} {where}/{{command}}": route
        for where in (COMMANDS, GUILD_COMMANDS)
        for verb, route in _ONE.items()
    },
}
# These are opened by the token in their path, or to everybody.
OPEN = ("POST /interactions/", *(f"{verb} {HOOK}" for verb in ("POST", "GET", "PATCH", "DELETE")))

"""The Web API's methods that a bot of ours uses, each with the scope that it needs."""

from collections.abc import Callable
from dataclasses import dataclass

from . import chat, looks, showing
from .refusals import Json
from .state import Call, State

HISTORY = {"channel": "channels:history", "group": "groups:history", "im": "im:history"}
OPEN = "apps.connections.open"  # the one method that asks for the app's own token
ACCESS = "oauth.v2.access"  # the one method that asks for the client's secret
READ = {"channel": "channels:read", "group": "groups:read", "im": "im:read"}


@dataclass(frozen=True)
class Method:
    """`scopes` is by the kind of the channel where it depends on that."""

    run: Callable[[State, Call], Json]
    scope: str = ""
    scopes: dict[str, str] | None = None

    def needs(self, state: State, call: Call) -> str:
        if self.scopes is None:
            return self.scope
        channel = state.world.channels.get(call.text("channel"))
        return self.scopes[channel.kind if channel else "channel"]


def open_connection(state: State, _: Call) -> Json:
    return {"url": state.sockets.ticket()}


METHODS = {
    OPEN: Method(open_connection),
    ACCESS: Method(looks.oauth_access),
    "auth.test": Method(looks.auth_test),
    "chat.postMessage": Method(chat.post_message, "chat:write"),
    "chat.update": Method(chat.update, "chat:write"),
    "chat.delete": Method(chat.delete, "chat:write"),
    "chat.postEphemeral": Method(chat.post_ephemeral, "chat:write"),
    "conversations.history": Method(looks.history, scopes=HISTORY),
    "conversations.info": Method(looks.conversation, scopes=READ),
    "conversations.members": Method(looks.members, scopes=READ),
    "conversations.open": Method(looks.open_conversation, "im:write"),
    "users.info": Method(looks.users_info, "users:read"),
    "views.open": Method(showing.open_view),
    "views.push": Method(showing.push),
    "views.update": Method(showing.update),
    "views.publish": Method(showing.publish),
}

"""The Slack app, described so that Slack can make it: derived from the declared commands, with the least rights."""

import json

from adapters.slack.blocks import Json
from adapters.slack.commands import ASK, QUIZ, SHORTCUTS, group, native, words
from adapters.text import clip

SCOPES = ("chat:write", "commands", "channels:history", "groups:history")
OPTIONAL = ("users:read",)  # sees who is an admin; without it SLACK_TEACHERS says who teaches
PATH = "/slack/events"
INSTALL, BACK = "/slack/install", "/slack/oauth_redirect"
LEFT = ("app_uninstalled", "tokens_revoked")  # the events by which a workspace takes its leave
HINT, DESCRIPTION = 1_000, 2_000
ABOUT = (
    "Card Index answers questions about a model essay word for word, with the sentences that bear the answer out, "
    "and posts a daily quiz on the teacher's schedule. Every student plays a private round with explanations; "
    "scores and streaks are kept, teachers see how it went. It reads no messages but its own posts."
)


def manifest(prefix: str = "", url: str = "", back: str = "") -> Json:
    """Describe the app: for Socket Mode, or for HTTP delivery to the bot's public address.

    `back` is where Slack sends whoever installed the app by themselves, where many workspaces may.
    """
    address = f"{url.rstrip('/')}{PATH}" if url else ""
    to = {"request_url": address} if address else {}
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {
            "name": "Card Index",
            "description": "Ask the essay, get its answer with the evidence; a daily quiz for the class",
            "long_description": ABOUT,
            "background_color": "#27496d",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": True,
            },
            "bot_user": {"display_name": "Card Index", "always_online": True},
            "shortcuts": [_shortcut(name, kind) for name in SHORTCUTS for kind in ("global", "message")],
            "slash_commands": [_command(word, prefix, address) for word in words()],
        },
        "oauth_config": {
            **({"redirect_urls": [back]} if back else {}),
            "scopes": {"bot": list(SCOPES), "bot_optional": list(OPTIONAL)},
        },
        "settings": {
            "event_subscriptions": {**to, "bot_events": ["app_home_opened", *(LEFT if back else ())]},
            "interactivity": {"is_enabled": True, **to},
            "org_deploy_enabled": False,
            "socket_mode_enabled": not address,
            "token_rotation_enabled": False,
        },
    }


def _shortcut(name: str, kind: str) -> Json:
    said = {
        (ASK, "global"): "Ask a question about the essay",
        (ASK, "message"): "See what the essay says to this message",
        (QUIZ, "global"): "Practise in private",
        (QUIZ, "message"): "Practise on what this message is about",
    }
    named = {"name": SHORTCUTS[name], "callback_id": name}
    return {**named, "type": kind, "description": said[name, kind]}


def _command(word: str, prefix: str, address: str) -> Json:
    commands = group(word)
    verbs = [command.name.partition(" ")[2] for command in commands]
    said = commands[0].help if verbs == [""] else f"{', '.join(verbs)}: for {commands[0].audience}"
    hint = commands[0].usage.partition(" ")[2] if verbs == [""] else " | ".join(verbs)
    return {
        "command": f"/{native(word, prefix)}",
        "description": clip(said.splitlines()[0], DESCRIPTION),
        **({"usage_hint": clip(hint, HINT)} if hint else {}),
        **({"url": address} if address else {}),
        "should_escape": False,
    }


def as_yaml(told: object, depth: int = 0) -> str:
    """Write the description as YAML; every word is quoted, which is YAML too."""
    lead = "  " * depth
    if isinstance(told, dict):
        return "\n".join(f"{lead}{name}:{_inside(value, depth)}" for name, value in told.items())
    if isinstance(told, list):
        return "\n".join(f"{lead}-{_inside(value, depth)}" for value in told)
    return f"{lead}{json.dumps(told, ensure_ascii=False)}"


def _inside(value: object, depth: int) -> str:
    if isinstance(value, dict | list) and value:
        return f"\n{as_yaml(value, depth + 1)}"
    return f" {json.dumps(value, ensure_ascii=False)}"

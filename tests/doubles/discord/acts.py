"""The payloads of users' acts, as the gateway delivers them."""

from .filling import check_values
from .interactions import Interaction
from .messages import Message
from .options import filled, half_typed, leaf, nested
from .payloads import acting_member, of_message, of_user, seen_channel
from .permissions import in_channel
from .refusals import Impossible, Json
from .resolved import Resolved
from .selects import STRING_SELECT
from .tree import BUTTON, SELECTS, walk
from .world import World

LOCALE = "en-GB"


def payload(world: World, interaction: Interaction, act: Json) -> Json:
    """Wrap an act into the whole INTERACTION_CREATE."""
    channel, guild = interaction.channel, world.guilds.get(interaction.channel.guild or 0)
    bot = str(world.bot.id)
    fixed = {
        "application_id": bot,
        "version": 1,
        "locale": LOCALE,
        "entitlements": [],
        "attachment_size_limit": 10_485_760,
    }
    ids = {"id": str(interaction.id), "token": interaction.token, "type": interaction.kind}
    place = {"channel_id": str(channel.id), "channel": seen_channel(world, channel, interaction.user.id)}
    rights = {"app_permissions": str(in_channel(world, channel, world.bot.id))}
    whole = {**fixed, **ids, **place, **rights, "data": act}
    if interaction.source:
        whole["message"] = of_message(world, interaction.source)
    if guild is None:
        direct = {"context": 1, "authorizing_integration_owners": {"0": "0"}}
        return {**whole, **direct, "user": of_user(interaction.user)}
    where = {"guild_id": str(guild.id), "guild": {"id": str(guild.id), "locale": LOCALE, "features": []}}
    owners = {"context": 0, "guild_locale": LOCALE, "authorizing_integration_owners": {"0": str(guild.id)}}
    return {**whole, **where, **owners, "member": acting_member(world, guild, channel, interaction.user.id)}


def found(offered: list[Json], kind: int, name: str) -> Json:
    for command in offered:
        if (command["type"], command["name"]) == (kind, name):
            return command
    raise Impossible(f"no command {name!r} is offered here")


def slash(command: Json, words: list[str], values: Json, resolved: Resolved) -> Json:
    options = filled(leaf(command, words[1:]), values, resolved)
    return _command(command, nested(_path(words), options)) | _some("resolved", resolved.found)


def typing(command: Json, words: list[str], values: Json, focus: tuple[str, str]) -> Json:
    options = half_typed(leaf(command, words[1:]), values, *focus)
    return _command(command, nested(_path(words), options))


def menu(command: Json, target: int, resolved: Json) -> Json:
    return _command(command, []) | {"target_id": str(target), "resolved": resolved}


def _command(command: Json, options: list[Json]) -> Json:
    named = {"id": command["id"], "name": command["name"], "type": command["type"]}
    return named | _some("guild_id", command.get("guild_id")) | _some("options", options)


def _path(words: list[str]) -> list[tuple[str, int]]:
    """Give the sub-command (1) and, before it, its group (2)."""
    return [(word, 2 if place < len(words) - 2 else 1) for place, word in enumerate(words[1:])]


def _some(name: str, value: object) -> Json:
    return {name: value} if value else {}


def press(source: Message, custom_id: str) -> Json:
    button = _component(source, custom_id, {BUTTON})
    return {"component_type": BUTTON, "custom_id": custom_id, "id": button["id"]}


def choose(source: Message, custom_id: str, values: list[str], resolved: Resolved) -> Json:
    select = _component(source, custom_id, SELECTS)
    check_values(select, values, resolved)
    kind = {"component_type": select["type"], "custom_id": custom_id, "id": select["id"], "values": values}
    return kind | _some("resolved", resolved.found)


def forged(custom_id: str, values: list[str] | None) -> Json:
    told: Json = {
        "component_type": BUTTON if values is None else STRING_SELECT,
        "custom_id": custom_id,
        "id": 1,
    }
    return told if values is None else told | {"values": values}


def _component(source: Message, custom_id: str, kinds: set[int]) -> Json:
    for each in walk(source.body.get("components") or []):
        if each["type"] in kinds and each.get("custom_id") == custom_id:
            if each.get("disabled"):
                raise Impossible(f"{custom_id!r} is disabled")
            return each
    raise Impossible(f"the message has no {custom_id!r}")

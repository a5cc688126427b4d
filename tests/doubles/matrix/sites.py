"""The platforms of a run: a stand-in that outlives every replica, its trouble, and what the class sees there."""

import random
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from adapters.discord.poster import PATIENCE
from bot.chat import Place
from doubles.discord.messages import Message
from doubles.discord.seen import controls
from doubles.discord.standin import Discord
from doubles.slack.standin import Slack

FAILURES = (500, 502, 503, 504)
CALLS = 4_000  # of a kind, over which the trouble of a run is spread


class Counted(dict[Any, Any]):
    """The messages that are there; `made` counts those that ever were."""

    made = 0

    def __setitem__(self, key: object, value: object) -> None:
        self.made += key not in self
        super().__setitem__(key, value)


@dataclass(frozen=True)
class Live:
    """A message that everyone sees: as the bot records it, its post's token if a button still carries it, its Start."""

    channel: str
    id: str
    token: str
    start: str


class Site(Protocol):
    """A platform with classes in it."""

    platform: str
    places: list[Place]
    kept: Counted

    def settings(self) -> dict[str, str]: ...

    def live(self, channel: str) -> list[Live]:
        """List what everyone sees in a channel, oldest first."""
        ...

    def fault(self, call: str, **how: object) -> None: ...

    def lag(self, seconds: float) -> None: ...

    def posts(self) -> int:
        """Count the requests to post that have come."""
        ...

    def sent(self) -> list[str]: ...


def trouble(site: Site, chance: random.Random, chances: tuple[float, float, float], speed: float) -> None:
    """Spread lost, slow and failing answers, these before and after acceptance, over the calls to come."""
    lost, slow, failing = chances
    for call in ("post", "find", "edit", "delete"):
        for number in range(CALLS):
            if chance.random() < lost:
                site.fault(call, drop=True, accepted=True, skip=number)
            elif chance.random() < slow:
                site.fault(call, delay=PATIENCE * 1.1 / speed, accepted=True, skip=number)
            elif chance.random() < failing:
                accepted = chance.random() < 0.5
                site.fault(call, status=chance.choice(FAILURES), accepted=accepted, skip=number)


class OnDiscord:
    """Servers of a class each, with a channel each."""

    platform = "discord"
    CALLS = {  # noqa: RUF012 - a constant
        "post": "POST /channels/{channel}/messages",
        "find": "GET /channels/{channel}/messages",
        "edit": "PATCH /channels/{channel}/messages/{message}",
        "delete": "DELETE /channels/{channel}/messages/{message}",
    }

    def __init__(self, discord: Discord, classes: int, nonce_window: float) -> None:
        self._discord = discord
        self._seen: dict[int, Live] = {}
        self.kept = discord.state.messages.kept = Counted()
        discord.nonce_window(nonce_window)
        discord.limits.per_second, discord.limits.default = 1_000_000, (1_000_000, 1.0)
        self.places = [self._found(number) for number in range(classes)]

    def _found(self, number: int) -> Place:
        world = self._discord.world
        guild = world.guild(f"Class {number}", world.user("Ms Hall").id).id
        return Place("discord", str(guild), str(world.channel(guild, "history").id))

    def settings(self) -> dict[str, str]:
        discord = self._discord
        return {
            "DISCORD_TOKEN": discord.token,
            "DISCORD_API_URL": discord.api,
            "DISCORD_GATEWAY_URL": discord.gateway_url,
        }

    def live(self, channel: str) -> list[Live]:
        return [self._seen_once(each) for each in self.kept.values() if each.channel == int(channel)]

    def _seen_once(self, message: Message) -> Live:
        """Look at a message's buttons once: its Start stays what it was."""
        if message.id not in self._seen:
            found = controls({"components": [], **message.body})
            start, _, token = next((str(each["custom_id"]) for each in found), "").rpartition("|")
            self._seen[message.id] = Live(str(message.channel), str(message.id), token, start)
        return self._seen[message.id]

    def fault(self, call: str, **how: object) -> None:
        self._discord.fault(self.CALLS[call], **how)

    def lag(self, seconds: float) -> None:
        self._discord.lag(seconds)

    def go_on(self, seconds: float) -> None:
        """Push the platform's own time on: an old nonce is forgotten."""
        self._discord.clock.go_on(seconds)

    def posts(self) -> int:
        return sum(each.route == self.CALLS["post"] for each in self._discord.state.outgoing)

    def sent(self) -> list[str]:
        return self._discord.sent()


class OnSlack:
    """A workspace with one class and some channels."""

    platform = "slack"
    CALLS = {  # noqa: RUF012 - a constant
        "post": "chat.postMessage",
        "find": "conversations.history",
        "edit": "chat.update",
        "delete": "chat.delete",
    }

    def __init__(self, slack: Slack, channels: int) -> None:
        self._slack = slack
        self.kept = slack.state.messages.kept = Counted()
        named = [slack.world.channel(f"class-{number}") for number in range(channels)]
        self.places = [Place("slack", slack.world.team, each.id) for each in named]

    def settings(self) -> dict[str, str]:
        app = self._slack.world.app
        return {"SLACK_BOT_TOKEN": app.bot_token, "SLACK_API_URL": self._slack.api}

    def live(self, channel: str) -> list[Live]:
        messages = [each for each in self.kept.values() if each.channel == channel]
        return [self._seen(channel, each.wire(metadata=True)) for each in messages]

    def _seen(self, channel: str, wire: dict[str, Any]) -> Live:
        token = ((wire.get("metadata") or {}).get("event_payload") or {}).get("token", "")
        values = (each["value"] for each in _within(wire["blocks"]) if each.get("type") == "button")
        return Live(channel, wire["ts"], token, next(values, ""))

    def fault(self, call: str, **how: object) -> None:
        self._slack.fault(self.CALLS[call], **how)

    def lag(self, seconds: float) -> None:
        self._slack.lag(seconds)

    def posts(self) -> int:
        return len(self._slack.called(self.CALLS["post"]))

    def sent(self) -> list[str]:
        return self._slack.sent()


def _within(blocks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for block in blocks:
        yield from block.get("elements", [])
        yield from filter(None, [block.get("accessory")])


@asynccontextmanager
async def discord_site(classes: int = 1, nonce_window: float = 300.0) -> AsyncIterator[OnDiscord]:
    async with Discord().running() as discord:
        yield OnDiscord(discord, classes, nonce_window)


@asynccontextmanager
async def slack_site(channels: int = 1) -> AsyncIterator[OnSlack]:
    async with Slack().running() as slack:
        yield OnSlack(slack, channels)

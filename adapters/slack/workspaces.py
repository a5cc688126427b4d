"""Many workspaces from one process: each opened with its own token when something first comes from it."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

import structlog

from adapters.slack.blocks import Json
from adapters.slack.payload import PLATFORM
from adapters.slack.poster import PER_CHANNEL, PER_SECOND, SlackPoster
from adapters.slack.seal import Seal, Unopened
from adapters.slack.workspace import Building, Workspace, team_of
from bot.chat import Gone, MessageRef, Place, Reply
from bot.pace import Pace

FRESH = 60.0  # seconds until a token is looked up again: another process may have a newer one
NOT_HERE = "the app is not installed in this workspace (any more): an admin installs it again"

log = structlog.get_logger()


@dataclass
class _Open:
    workspace: Workspace
    sealed: str
    until: float


@dataclass
class Workspaces:
    """Every workspace that installed the bot; `teachers` lists TEAM:USER."""

    building: Building
    seal: Seal
    teachers: str = ""
    _open: dict[str, _Open] = field(default_factory=dict)

    async def of(self, team: str) -> Workspace | None:
        """Give a workspace; None if it has not installed the bot."""
        known, now = self._open.get(team), time.monotonic()
        if known and known.until > now:
            return known.workspace
        sealed = await self.building.store.read(lambda ledger: ledger.installations.sealed(PLATFORM, team))
        if known and known.sealed == sealed:
            known.until = now + FRESH
            return known.workspace
        self._open.pop(team, None)
        return self._opened(team, sealed) if sealed else None

    def _opened(self, team: str, sealed: str) -> Workspace | None:
        try:
            token = self.seal.open(sealed)
        except Unopened:
            log.warning(
                "SLACK_TOKEN_KEY does not open a workspace's token", cure="set the key it was sealed with"
            )
            return None
        made = self.building.workspace(token, teachers_in(self.teachers, team))
        made.api.died = partial(self._died, team, sealed)
        self._open[team] = _Open(made, sealed, time.monotonic() + FRESH)
        return made

    async def installed(self, team: str, token: str) -> None:
        """Keep a workspace's token, sealed."""
        sealed, now = self.seal.close(token), self.building.now()
        await self.building.store.write(lambda ledger: ledger.installations.keep(PLATFORM, team, sealed, now))
        self._open.pop(team, None)
        log.info("installed in a workspace", team=team)

    async def left(self, body: Json) -> None:
        """Forget a workspace that removed the bot, or took its token away; its schedules rest."""
        event, team = body["event"], team_of(body)
        if event["type"] == "tokens_revoked" and not (event.get("tokens") or {}).get("bot"):
            return
        # Slack tells the seconds alone: what was installed within the same one is what was removed.
        at = datetime.fromtimestamp(int(body["event_time"]) + 1, UTC)
        if await self.building.store.write(lambda ledger: ledger.installations.leave(PLATFORM, team, at)):
            await self._rests(team)

    def _died(self, team: str, sealed: str, _: str) -> None:
        self.building.under_way.begin(self._forget(team, sealed))

    async def _forget(self, team: str, sealed: str) -> None:
        """Forget the token that Slack no longer takes, unless a newer one has taken its place."""
        self._open.pop(team, None)
        store = self.building.store
        if await store.write(lambda ledger: ledger.installations.forget(PLATFORM, team, sealed)):
            await self._rests(team)

    async def _rests(self, team: str) -> None:
        self._open.pop(team, None)
        await self.building.bot.sent_away(PLATFORM, team)
        log.warning("removed from a workspace: its schedules rest", team=team)


def for_all(building: Building) -> Workspaces:
    """Open the door to every workspace that installed the bot, with the key of the settings."""
    settings = building.settings
    return Workspaces(building, Seal(settings.SLACK_TOKEN_KEY.get_secret_value()), settings.SLACK_TEACHERS)


@dataclass
class EveryPoster:
    """The Poster of all workspaces: each place's own."""

    workspaces: Workspaces
    pace: Pace = field(default_factory=lambda: Pace(PER_SECOND, PER_CHANNEL))

    async def post(self, place: Place, reply: Reply, token: str) -> MessageRef:
        return await (await self._of(place)).post(place, reply, token)

    async def edit(self, ref: MessageRef, reply: Reply) -> None:
        await (await self._of(ref.place)).edit(ref, reply)

    async def find(self, place: Place, token: str) -> list[MessageRef]:
        return await (await self._of(place)).find(place, token)

    async def delete(self, ref: MessageRef) -> None:
        await (await self._of(ref.place)).delete(ref)

    async def tell(self, place: Place, account: str, reply: Reply, token: str) -> None:
        await (await self._of(place)).tell(place, account, reply, token)

    async def _of(self, place: Place) -> SlackPoster:
        found = await self.workspaces.of(place.server)
        if found is None:
            raise Gone(NOT_HERE)
        return found.poster


def teachers_in(listed: str, team: str) -> str:
    """Pick a workspace's own teachers from a list of TEAM:USER: the same id may be somebody else elsewhere."""
    pairs = (each.partition(":") for each in listed.replace(",", " ").split())
    return " ".join(user for where, _, user in pairs if where == team)

"""One workspace: the calls with its token, its members, what is posted there and what is heard."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import aiohttp

from adapters.slack.asking import Asking
from adapters.slack.blocks import Json
from adapters.slack.calls import Api, client_of
from adapters.slack.hearing import Hearing
from adapters.slack.members import Members
from adapters.slack.poster import SlackPoster
from adapters.slack.screen import Screen
from adapters.slack.under_way import UnderWay
from bot.settings import Settings
from bot.store.store import Store
from bot.study import StudyBot


@dataclass(frozen=True)
class Workspace:
    api: Api
    poster: SlackPoster
    hearing: Hearing


@dataclass(frozen=True)
class Building:
    """What all workspaces of this process share."""

    settings: Settings
    bot: StudyBot
    store: Store
    now: Callable[[], datetime]
    connections: aiohttp.ClientSession
    under_way: UnderWay

    def workspace(self, token: str, teachers: str) -> Workspace:
        """Make the one whose token this is; `teachers` are the members who teach there without a rank."""
        api = self.api(token)
        members, prefix = Members(api, teachers), self.settings.SLACK_COMMAND_PREFIX
        poster = SlackPoster(api, members.teachers, prefix)
        asking = Asking(self.bot, self.store, members, poster, self.now)
        return Workspace(api, poster, Hearing(asking, Screen(api, prefix), self.under_way))

    def api(self, token: str) -> Api:
        return Api(client_of(self.settings, self.connections, token), self.connections)


def team_of(body: Json) -> str:
    """Name the workspace from which a payload comes; nothing if it does not say."""
    team, user = body.get("team"), body.get("user")
    named = team.get("id") if isinstance(team, dict) else None
    own = user.get("team_id") if isinstance(user, dict) else None
    return str(body.get("team_id") or named or own or "")

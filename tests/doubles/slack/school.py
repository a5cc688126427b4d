"""A class's workspace: a teacher who is an admin, two students, a channel with the bot in it."""

from dataclasses import dataclass

import aiohttp

from .refusals import Json
from .standin import Slack


@dataclass(frozen=True)
class School:
    teacher: str
    ada: str
    ben: str
    channel: str


def school_in(slack: Slack) -> School:
    world = slack.world
    teacher, ada, ben = world.user("hall", admin=True), world.user("ada"), world.user("ben")
    return School(teacher.id, ada.id, ben.id, world.channel("class").id)


@dataclass
class Raw:
    """A client without any library between: bodies as bad as a test wants them."""

    session: aiohttp.ClientSession
    slack: Slack

    async def ask(self, method: str, body: Json, token: str | None = None) -> Json:
        """Call a method with a JSON body; give the answer."""
        bearer = self.slack.world.app.bot_token if token is None else token
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        async with self.session.post(f"{self.slack.api}{method}", json=body, headers=headers) as response:
            return dict(await response.json(content_type=None))

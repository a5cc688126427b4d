"""The whole bot in the test's process, on both stand-ins and with its page, and who watches it from outside."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import ClientSession
from doubles.discord.desk import until
from doubles.discord.school import School, school_in
from doubles.discord.standin import Discord
from doubles.rows import lay_out
from doubles.slack.standin import Slack
from prometheus_client.parser import text_string_to_metric_families

from bot.house.running import House, running
from bot.quiz.bank import Library
from bot.settings import Settings


@dataclass
class Watched:
    """A running bot; `figures` scrapes it as Prometheus does."""

    house: House
    discord: Discord
    school: School
    slack: Slack
    session: ClientSession
    folder: Path

    async def ready(self) -> tuple[int, dict[str, str]]:
        async with self.session.get("/readyz") as answer:
            found = await answer.json()
            assert found["ready"] is (answer.status == 200)
            return answer.status, found["not_ready"]

    async def scraped(self) -> str:
        async with self.session.get("/metrics") as answer:
            assert answer.status == 200
            return await answer.text()

    async def figure(self, figure: str, /, **labels: str) -> float:
        """Give one sample; fails if there is none or more than one."""
        [found] = await self.figures(figure, **labels)
        return found

    async def figures(self, figure: str, /, **labels: str) -> list[float]:
        """Give the samples; one of a kind that was never counted is not there."""
        families = text_string_to_metric_families(await self.scraped())
        samples = [each for family in families for each in family.samples if each.name == figure]
        return [float(each.value) for each in samples if labels.items() <= each.labels.items()]


@pytest.fixture
async def watched(tmp_path: Path, library: Library) -> AsyncIterator[Watched]:
    """Run the bot until it is ready."""
    database = f"sqlite:///{tmp_path}/cardindex.db"
    lay_out(database)
    async with Discord().running() as discord, Slack().running() as slack:
        school, app = school_in(discord), slack.world.app
        given = {
            "DATABASE_URL": database, "WEB_PORT": "0", "CLASSROOM": "on",
            "DISCORD_TOKEN": discord.token, "DISCORD_API_URL": discord.api,
            "DISCORD_GATEWAY_URL": discord.gateway_url,
            "SLACK_BOT_TOKEN": app.bot_token, "SLACK_APP_TOKEN": app.app_token, "SLACK_API_URL": slack.api,
        }  # fmt: skip
        async with (
            running(Settings.model_validate(given), library) as house,
            ClientSession(house.served) as session,
        ):
            found = Watched(house, discord, school, slack, session, tmp_path)
            await until(lambda: slack.sockets.live and discord.state.catalogue.of(None))
            while (await found.ready())[0] != 200:
                pass
            yield found

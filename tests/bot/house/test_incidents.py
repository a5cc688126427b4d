"""A bug has one number, which the member is told and the log has, at every door; what was typed is in neither."""

import io
import json
import logging
import re
from collections.abc import Iterator

import pytest
import structlog
from doubles.rows import run
from doubles.slack.seen import words

from bot.cli.logs import log_as
from bot.settings import Settings

from .conftest import Watched

TYPED = "canary-77 who was vain"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """The log as a machine reads it, from its first line."""
    to, handlers = io.StringIO(), logging.root.handlers[:]
    log_as(Settings.model_validate({"LOG_FORMAT": "json", "LOG_LEVEL": "INFO"}), to)
    yield to
    structlog.reset_defaults()
    logging.root.handlers = handlers


async def at_discord(watched: Watched) -> str:
    school = watched.school
    seen = await watched.discord.people.slash(school.ada, school.channel, "factor", {"question": TYPED})
    return seen.text


async def at_slack(watched: Watched) -> str:
    user, channel = watched.slack.world.user("Zoe").id, watched.slack.world.channel("maths").id
    seen = await watched.slack.people.slash(user, channel, f"/factor {TYPED}")
    return words((await watched.slack.people.next(seen, "ephemeral")).message)


async def at_the_page(watched: Watched) -> str:
    sent, origin = {"person": "2", "text": f"/factor {TYPED}"}, watched.house.address.rstrip("/")
    async with watched.session.post("/api/say", json=sent, headers={"Origin": origin}) as answer:
        return str(await answer.json())


async def test_the_number_that_the_member_is_told_is_in_the_log(log: io.StringIO, watched: Watched) -> None:
    """Fault 83."""
    run(f"sqlite:///{watched.folder}/cardindex.db", "drop table places")
    told = [await tell(watched) for tell in (at_discord, at_slack, at_the_page)]
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    failures = [line for line in lines if line["level"] == "error" and "incident" in line]
    numbers = [found[0] for words in told if (found := re.findall(r"incident ([0-9a-f]{8})\.", words))]
    assert [line["incident"] for line in failures] == numbers
    assert len(set(numbers)) == 3
    assert all(line["exception"].startswith("Traceback") for line in failures)
    assert "canary" not in log.getvalue()


async def test_at_info_the_log_has_nothing_that_was_typed(log: io.StringIO, watched: Watched) -> None:
    """Fault 83: not of what is answered, nor of what is refused."""
    told = [await tell(watched) for tell in (at_discord, at_slack, at_the_page)]
    assert all("essay" in words for words in told)
    async with watched.session.post(
        "/api/say", data=TYPED, headers={"Origin": watched.house.address[:-1]}
    ) as no:
        assert no.status >= 400
    assert log.getvalue()
    assert [word for word in ("canary", "vain", "Ada", "Zoe") if word in log.getvalue()] == []

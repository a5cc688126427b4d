"""The listener on the whole suite: it hears each of the things that must never be said, and then the test fails."""

import logging
from typing import Any

import aiohttp
import pytest
import structlog
from aiohttp import web
from doubles.discord.school import Raw as ToDiscord
from doubles.discord.school import school_in
from doubles.discord.standin import Discord
from doubles.overhearing import Untoward, nothing_untoward, overhearing, planted, somebody_listens, typed
from doubles.slack import payloads
from doubles.slack.school import Raw as ToSlack
from doubles.slack.school import school_in as workspace_in
from doubles.slack.signed import ACT
from doubles.slack.standin import Slack
from doubles.visitor import served, visiting
from structlog.testing import capture_logs

SECRET, TYPED = "a-token-of-some-worth", "who was the vainest of them"
NOBODY = {"parse": [], "roles": [], "users": [], "replied_user": False}

log = structlog.get_logger()


def test_every_test_is_listened_to() -> None:
    assert somebody_listens()


@pytest.mark.parametrize(
    ("allowed", "calls"),
    [
        ({"allowed_mentions": NOBODY}, False),
        ({"allowed_mentions": {"parse": []}}, False),
        ({}, True),
        ({"allowed_mentions": {}}, True),
        ({"allowed_mentions": {"parse": ["users"]}}, True),
        ({"allowed_mentions": {"parse": [], "roles": ["1"]}}, True),
        ({"allowed_mentions": NOBODY | {"replied_user": True}}, True),
    ],
)
async def test_a_message_on_discord_that_may_call_people_is_heard(
    allowed: dict[str, Any],
    calls: bool,  # noqa: FBT001 - what the table says
) -> None:
    """Fault 61: even where it names nobody yet."""
    async with Discord().running() as discord, aiohttp.ClientSession() as session:
        path = f"/channels/{school_in(discord).channel}/messages"
        with overhearing() as ears:
            await ToDiscord(session, discord).ask("POST", path, {"content": "hello", **allowed})
    assert [wrong.partition(":")[0] for wrong in ears.wrong] == ["discord"] * calls


@pytest.mark.parametrize(
    ("said", "calls"),
    [
        ({"text": "&lt;!channel&gt; and <https://school.example|here>"}, False),
        ({"text": "<!channel>"}, True),
        ({"text": "<!here|here>"}, True),
        ({"text": "<!subteam^S1> and all"}, True),
        (
            {"text": "see", "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "<@U0001>"}}]},
            True,
        ),
        ({"text": "@channel", "link_names": True}, True),
        ({"text": "@channel", "parse": "full"}, True),
    ],
)
async def test_a_message_on_slack_that_calls_people_is_heard(said: dict[str, Any], calls: bool) -> None:  # noqa: FBT001
    """Fault 61."""
    async with Slack().running() as slack, aiohttp.ClientSession() as session:
        body = {"channel": workspace_in(slack).channel, **said}
        with overhearing() as ears:
            await ToSlack(session, slack).ask("chat.postMessage", body)
    assert [wrong.partition(":")[0] for wrong in ears.wrong] == ["slack"] * calls


async def test_what_is_said_with_an_acknowledgement_is_heard_too() -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.json_response({"response_action": "errors", "errors": {"a": "<!everyone>"}})

    app = web.Application()
    app.add_routes([web.post("/", answer)])
    async with Slack().running() as slack, served(app) as address:
        slack.over_http(address)
        with overhearing() as ears:
            await slack.delivery.deliver(ACT, payloads.fixed(slack.state))
    assert ["may call people" in wrong for wrong in ears.wrong] == [True]


async def test_a_secret_and_a_traceback_on_the_page_are_heard() -> None:
    """Fault 83."""

    async def answer(_: web.Request) -> web.Response:
        return web.json_response({"error": f"Traceback (most recent call last): {SECRET}"})

    app = web.Application()
    app.add_routes([web.post("/api/say", answer)])
    async with served(app) as address, visiting(address) as visitor:
        with overhearing() as ears:
            planted(SECRET)
            await visitor.say("1", "/guide")
    assert [wrong.partition(" in ")[0] for wrong in ears.wrong] == [
        "classroom: a traceback",
        "classroom: a secret",
    ]


@pytest.mark.parametrize("words", [SECRET, TYPED])
def test_a_secret_or_a_typed_word_in_the_log_is_heard_whoever_captures_it(words: str) -> None:
    """Fault 83: at every level."""
    with overhearing() as ears, capture_logs():
        planted(SECRET)
        typed(TYPED)
        log.debug("hello", why=f"because {words}")
        log.bind(why=words).info("hello")
        logging.getLogger("anybody").warning("hello %s", 1)
        logging.getLogger("anybody").warning(f"hello {words}")  # noqa: G004 - this is how it goes wrong
    assert len(ears.wrong) == 3


def test_the_test_in_which_it_is_said_fails() -> None:
    def say() -> None:
        with nothing_untoward():
            planted(SECRET)
            log.info("hello", token=SECRET)

    with pytest.raises(Untoward, match="log: a secret in hello"):
        say()

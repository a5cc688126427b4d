"""The whole bot in its own process on Slack: the lesson both ways in, the command line, the last word."""

import asyncio
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import jsonschema_rs
import pytest
from click.testing import CliRunner, Result
from doubles.slack.group import Group
from doubles.slack.house import started
from doubles.slack.lesson import lesson
from doubles.slack.school import School
from doubles.slack.standin import Slack

from adapters.slack.commands import BUILT_IN
from bot.__main__ import cli
from bot.commands import COMMANDS
from bot.quiz.bank import Library

SCHEMA = Path(__file__).parents[4] / "shared" / "specs" / "slack-manifest.schema.json"
CANARY = "canary7words"
ROWS = "select place, points, settled from answers order by student_id, place"


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def written(folder: Path, *lines: str) -> None:
    file = folder / ".env"
    file.write_text("\n".join(lines))
    file.chmod(0o600)


async def run(*words: str) -> Result:
    """Run a command in a thread, since it has a loop of its own."""
    return await asyncio.to_thread(CliRunner().invoke, cli, words)


async def say_canaries(group: Group) -> None:
    """Say what must never be written down: as a question, a name, a wrong command, a form, a forged button."""
    ada, people, channel = group.school.ada, group.slack.people, group.school.channel
    group.slack.world.users[group.school.ben].name = CANARY
    for line in (f"/factor {CANARY}", f"/quiz {CANARY}", f"/prompt {CANARY}", "/score"):
        await group.line(group.school.ben, line, "ephemeral")
    await group.line(group.school.teacher, "/schedule add", "modal")
    wrong = await people.submit(group.school.teacher, {"time": CANARY})
    assert wrong.errors
    posted = next(each for each in people.screen(ada, channel) if "actions" in str(each["blocks"]))
    await group.after(await people.forge(ada, posted["ts"], f"start:{CANARY}"), "ephemeral")


def secrets_of(slack: Slack) -> tuple[str, ...]:
    app = slack.world.app
    return (app.bot_token, app.app_token, app.signing_secret)


@pytest.mark.parametrize("http", [False, True], ids=["sockets", "http"])
async def test_the_lesson_runs_in_a_process_of_its_own(
    slack: Slack,
    school: School,
    shipped: Library,
    tmp_path: Path,
    http: bool,  # noqa: FBT001 - a case
) -> None:
    """Fault 83: not a secret and not a student's word in the log, at its most talkative."""

    async def settled() -> None:
        await asyncio.sleep(2.0)

    group = Group(slack, school, shipped)
    async with started(slack, tmp_path, http=http, CLASSROOM="off", LOG_LEVEL="DEBUG") as house:
        assert house.ready == "Card Index is ready: it joins your Slack workspace. Ctrl+C ends it."
        await lesson(group, settled)
        await say_canaries(group)
    assert house.process.returncode == 0
    assert [secret for secret in (*secrets_of(slack), CANARY, "Traceback") if secret in house.log] == []
    assert [secret for secret in secrets_of(slack) for sent in slack.sent() if secret in sent] == []
    with closing(sqlite3.connect(tmp_path / "cardindex.db")) as connection:
        assert connection.execute(ROWS).fetchall() == [(0, 10, 1), (1, 0, 1), (0, 10, 1), (1, 10, 1)]
    assert slack.report()["unacknowledged"] == []
    assert slack.report()["refused"] == []


async def test_a_wrong_token_ends_the_process_with_the_cure(slack: Slack, tmp_path: Path) -> None:
    """Fault 69."""
    wrong = {"SLACK_BOT_TOKEN": "xoxb-canary-0001", "CLASSROOM": "off"}
    async with started(slack, tmp_path, http=False, **wrong) as house:
        assert await house.ended() == 2
    assert "SLACK_BOT_TOKEN: Slack does not take this token" in house.log
    assert "canary" not in house.log


async def test_the_settings_order_a_daily_quiz_and_a_revoked_token_leaves_the_page_open(
    slack: Slack, school: School, tmp_path: Path
) -> None:
    """Fault 70: the other door lives."""
    daily = {"DAILY_QUIZ_TIME": "08:30", "SLACK_QUIZ_CHANNEL": school.channel}
    async with started(slack, tmp_path, http=False, CLASSROOM="on", **daily) as house:
        async with asyncio.timeout(10):
            while ordered(tmp_path) != [("slack", slack.world.team, school.channel, "08:30", "settings")]:
                await asyncio.sleep(0.05)
        slack.world.revoke()
        await slack.people.slash(school.ada, school.channel, "/guide")
        async with asyncio.timeout(10):
            while "Slack is closed to the bot, the rest goes on" not in house.log:
                await asyncio.sleep(0.05)
        calls = len(slack.state.outgoing)
        await asyncio.sleep(0.5)
        assert len(slack.state.outgoing) == calls
        assert house.process.returncode is None


def ordered(folder: Path) -> list[tuple[str, ...]]:
    """List the class's own daily quizzes on Slack."""
    with closing(sqlite3.connect(folder / "cardindex.db")) as connection:
        found = "select platform, server, channel, at, origin from schedules where platform = 'slack'"
        return connection.execute(found).fetchall()


# The command line


async def checked(slack: Slack, folder: Path, *lines: str) -> Result:
    app = slack.world.app
    written(
        folder,
        f"SLACK_BOT_TOKEN={app.bot_token}",
        f"SLACK_APP_TOKEN={app.app_token}",
        f"SLACK_API_URL={slack.api}",
        *lines,
    )
    return await run("check")


async def test_check_looks_at_tokens_scopes_and_the_channel(
    slack: Slack, school: School, own_folder: Path
) -> None:
    told = await checked(slack, own_folder, f"SLACK_QUIZ_CHANNEL={school.channel}")
    assert told.exit_code == 0, told.output
    for line in (
        "ok    SLACK_BOT_TOKEN: is that of cardindex in School",
        "ok    scopes: chat:write, commands, channels:history, groups:history",
        "ok    SLACK_APP_TOKEN: opens Socket Mode",
        "ok    SLACK_QUIZ_CHANNEL: the bot is in it",
    ):
        assert line in told.output


async def test_check_names_each_missing_scope_and_what_it_means(slack: Slack, own_folder: Path) -> None:
    slack.world.app.scopes = {"commands", "chat:write"}
    told = await checked(slack, own_folder)
    assert told.exit_code == 1
    assert "FAIL  scope: channels:history is missing: add it under OAuth & Permissions" in told.output
    assert "FAIL  scope: groups:history is missing" in told.output
    assert "ok    scope: users:read is not granted, which is fine" in told.output


async def test_check_says_what_to_do_about_tokens_and_channels(
    slack: Slack, school: School, own_folder: Path
) -> None:
    slack.world.kick(school.channel)
    slack.world.app.app_scopes.clear()
    told = await checked(slack, own_folder, f"SLACK_QUIZ_CHANNEL={school.channel}")
    assert "FAIL  SLACK_APP_TOKEN: lacks the scope connections:write: make an app token" in told.output
    assert "FAIL  SLACK_QUIZ_CHANNEL: the bot is not in the channel: invite it with /invite" in told.output
    slack.world.revoke()
    told = await checked(slack, own_folder)
    assert "FAIL  SLACK_BOT_TOKEN: is not taken: install the app again" in told.output


async def test_check_without_a_slack_to_reach_says_so(own_folder: Path) -> None:
    written(own_folder, "SLACK_BOT_TOKEN=xoxb-canary", "SLACK_API_URL=http://127.0.0.1:9/api/")
    told = await run("check")
    assert told.exit_code == 1
    assert "FAIL  Slack: cannot be reached" in told.output
    assert "FAIL  SLACK_APP_TOKEN: set it beside SLACK_BOT_TOKEN" in told.output
    assert "canary" not in told.output


@pytest.mark.usefixtures("own_folder")
@pytest.mark.parametrize("url", ["", "https://bot.school.example"])
async def test_the_manifest_is_what_slack_publishes_as_valid(url: str) -> None:
    if not SCHEMA.exists():
        pytest.skip("needs Slack's published schema beside the project")
    told = json.loads((await run("manifest", *(["--url", url] if url else []))).output)
    jsonschema_rs.validator_for(json.loads(SCHEMA.read_text())).validate(told)
    assert told["settings"]["socket_mode_enabled"] is (url == "")
    addresses = {command.get("url", "") for command in told["features"]["slash_commands"]}
    assert addresses == {f"{url}/slack/events" if url else ""}


async def test_the_manifest_lists_every_command_and_asks_for_the_least_rights(own_folder: Path) -> None:
    written(own_folder, "SLACK_COMMAND_PREFIX=ci-")
    told = json.loads((await run("manifest")).output)
    named = {each["command"] for each in told["features"]["slash_commands"]}
    assert named == {f"/ci-{command.name.split()[0]}" for command in COMMANDS}
    scopes = told["oauth_config"]["scopes"]
    assert set(scopes["bot"]) == {"chat:write", "commands", "channels:history", "groups:history"}
    assert scopes["bot_optional"] == ["users:read"]
    assert told["settings"]["event_subscriptions"]["bot_events"] == ["app_home_opened"]


async def test_a_name_that_slack_has_itself_is_left_to_slack(slack: Slack, own_folder: Path) -> None:
    told = json.loads((await run("manifest")).output)
    named = [each["command"] for each in told["features"]["slash_commands"]]
    assert [name for name in named if name.removeprefix("/") in BUILT_IN] == []
    assert "/close-quiz" in named
    assert (
        "ok    /close: is /close-quiz on Slack, which has a /close of its own"
        in (await checked(slack, own_folder)).output
    )
    assert "/close:" not in (await checked(slack, own_folder, "SLACK_COMMAND_PREFIX=ci-")).output


async def test_the_manifest_of_many_workspaces_says_where_they_come_back(own_folder: Path) -> None:
    key = "SLACK_TOKEN_KEY=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
    written(own_folder, "SLACK_CLIENT_ID=1.2", "SLACK_CLIENT_SECRET=x", "SLACK_APP_TOKEN=xapp-1", key)
    told = json.loads((await run("manifest", "--url", "https://bot.school.example/")).output)
    assert told["oauth_config"]["redirect_urls"] == ["https://bot.school.example/slack/oauth_redirect"]
    events = told["settings"]["event_subscriptions"]["bot_events"]
    assert events == ["app_home_opened", "app_uninstalled", "tokens_revoked"]


@pytest.mark.usefixtures("own_folder")
async def test_the_manifest_reads_the_same_as_yaml() -> None:
    as_json, as_yaml = json.loads((await run("manifest")).output), (await run("manifest", "--yaml")).output
    assert read_yaml(as_yaml.splitlines()) == as_json


@pytest.mark.usefixtures("own_folder")
async def test_the_manifest_needs_a_safe_address() -> None:
    assert (await run("manifest", "--url", "http://bot.school.example")).exit_code == 2


def read_yaml(lines: list[str]) -> object:
    """Read the little of YAML that the manifest uses: blocks by indentation, words in JSON's quotes."""
    depth = len(lines[0]) - len(lines[0].lstrip())
    starts = [n for n, line in enumerate(lines) if len(line) - len(line.lstrip()) == depth]
    pieces = [lines[a:b] for a, b in zip(starts, [*starts[1:], len(lines)], strict=True)]
    if lines[0].lstrip().startswith("-"):
        return [_read_piece(piece, piece[0].strip().removeprefix("-")) for piece in pieces]
    named = (piece[0].strip().partition(":") for piece in pieces)
    return {name: _read_piece(piece, rest) for (name, _, rest), piece in zip(named, pieces, strict=True)}


def _read_piece(piece: list[str], rest: str) -> object:
    return json.loads(rest) if rest.strip() else read_yaml(piece[1:])

"""`cardindex check` on set-ups that are broken in every way we know: each is named with its cure, and nothing else."""

import asyncio
import json
import os
import socket
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result
from doubles.discord.desk import until
from doubles.discord.school import School, school_in
from doubles.discord.standin import Discord
from doubles.discord.world import FORUM, READ_HISTORY, SEND
from doubles.folder import shelved
from doubles.postgres import Postgres
from doubles.rows import lay_out, run
from doubles.slack.school import school_in as slack_school_in
from doubles.slack.standin import Slack
from sqlalchemy import make_url

from bot.__main__ import cli
from bot.chat import Place
from bot.doctor.database import _writing
from bot.house.running import running
from bot.quiz.bank import load_library
from bot.settings import Settings
from bot.store.looking import Seen
from bot.store.schedules import Order
from bot.store.store import Store

NOBODY = 65_534  # the user who owns nothing


@dataclass
class Setup:
    """A sound set-up on both platforms, to be broken in one way; `lines` are those of its .env."""

    folder: Path
    discord: Discord
    school: School
    slack: Slack
    channel: str
    lines: dict[str, str]
    extra: list[str] = field(default_factory=list)
    until_checked: ExitStack = field(default_factory=ExitStack)
    mode: int = 0o600

    @property
    def database(self) -> Path:
        return self.folder / "data" / "cardindex.db"

    def write(self) -> None:
        lines = [*(f"{name}={value}" for name, value in self.lines.items()), *self.extra]
        file = self.folder / ".env"
        file.write_text("\n".join(lines))
        file.chmod(self.mode)

    async def checked(self, *more: str) -> Result:
        """Run the command in a thread, since it has a loop of its own."""
        self.write()
        with self.until_checked:
            return await asyncio.to_thread(CliRunner().invoke, cli, ["check", *more])


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that every user may enter, with a small pack and a new database."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        folder.chmod(0o755)
        monkeypatch.chdir(folder)
        shelved(folder / "small")
        (folder / "data").mkdir()
        lay_out(f"sqlite:///{folder}/data/cardindex.db")
        yield folder


@pytest.fixture
async def setup(folder: Path) -> AsyncIterator[Setup]:
    """Lay everything out as it should be."""
    async with Discord().running() as discord, Slack().running() as slack:
        school, channel = school_in(discord), slack_school_in(slack).channel
        yield Setup(folder, discord, school, slack, channel, sound(discord, school, slack, channel))


def sound(discord: Discord, school: School, slack: Slack, channel: str) -> dict[str, str]:
    app = slack.world.app
    return {
        "DATABASE_URL": "sqlite:///data/cardindex.db", "WEB_PORT": "0", "PACK": "small", "CONTENT_DIR": ".",
        "DAILY_QUIZ_TIME": "08:30",
        "DISCORD_TOKEN": discord.token, "DISCORD_API_URL": discord.api,
        "DISCORD_GATEWAY_URL": discord.gateway_url, "DISCORD_GUILD": str(school.guild),
        "DISCORD_QUIZ_CHANNEL": str(school.channel),
        "SLACK_BOT_TOKEN": app.bot_token, "SLACK_APP_TOKEN": app.app_token, "SLACK_API_URL": slack.api,
        "SLACK_QUIZ_CHANNEL": channel,
    }  # fmt: skip


def given(**lines: str) -> Callable[[Setup], None]:
    """Break a line or more of the .env."""
    return lambda setup: setup.lines.update(lines)


def without(*names: str) -> Callable[[Setup], None]:
    def leave_out(setup: Setup) -> None:
        for name in names:
            setup.lines.pop(name)

    return leave_out


def duplicated(setup: Setup) -> None:
    setup.extra.append("WEB_PORT=8081")


def world_readable(setup: Setup) -> None:
    setup.mode = 0o644


def deaf(setup: Setup) -> None:
    setup.lines.pop("SLACK_APP_TOKEN")


def damaged(setup: Setup) -> None:
    setup.database.write_text("not a database at all, but a letter to one" * 40)


def schema(version: str) -> Callable[[Setup], None]:
    statement = "update alembic_version set version_num = "
    return lambda setup: run(f"sqlite:///{setup.database}", f"{statement}'{version}'")


def as_nobody(setup: Setup) -> None:
    """Look as a user who owns none of it, as the bot's own user does after a copy made by root."""
    if os.geteuid() == 0:
        setup.folder.joinpath(".env").touch()
        setup.until_checked.enter_context(_nobody(setup))


@contextmanager
def _nobody(setup: Setup) -> Iterator[None]:
    os.chown(setup.folder / ".env", NOBODY, -1)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def read_only_file(setup: Setup) -> None:
    setup.database.parent.chmod(0o777)
    setup.database.chmod(0o444)
    as_nobody(setup)


def read_only_folder(setup: Setup) -> None:
    setup.database.unlink()
    setup.database.parent.chmod(0o555)
    as_nobody(setup)


def locked(setup: Setup) -> None:
    """Let another program hold the file, as a database browser does."""
    setup.lines["DATABASE_URL"] += "?timeout=0.1"
    other = sqlite3.connect(setup.database, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    setup.until_checked.callback(other.close)


def taken_port(setup: Setup) -> None:
    taken = setup.until_checked.enter_context(socket.create_server(("127.0.0.1", 0)))
    setup.lines["WEB_PORT"] = str(taken.getsockname()[1])


def unfinished_pack(setup: Setup) -> None:
    (setup.folder / "small" / "pack.toml").write_text("title = 7\n")


def no_guild(setup: Setup) -> None:
    setup.discord.world.guilds[setup.school.guild].present = False
    setup.lines.pop("DISCORD_QUIZ_CHANNEL")


def no_servers(setup: Setup) -> None:
    no_guild(setup)
    setup.lines.pop("DISCORD_GUILD")


def forum(setup: Setup) -> None:
    setup.lines["DISCORD_QUIZ_CHANNEL"] = str(
        setup.discord.world.channel(setup.school.guild, "essays", FORUM).id
    )


def denied(right: int) -> Callable[[Setup], None]:
    return lambda setup: setup.discord.happenings.deny(
        setup.school.channel, setup.discord.world.bot.id, right
    )


def deleted(setup: Setup) -> None:
    setup.discord.happenings.delete_channel(setup.school.channel)


def no_commands_scope(setup: Setup) -> None:
    route = "GET /applications/{application}/guilds/{guild}/commands"
    setup.discord.fault(route, status=403, code=50001, message="Missing Access")


def old_commands(setup: Setup) -> None:
    old = {"name": "factor", "type": 1, "description": "An older one"}
    setup.discord.state.catalogue.overwrite(setup.school.guild, [old])


def discord_away(setup: Setup) -> None:
    setup.discord.fault("GET /users/@me", drop=True, times=9)


def revoked(setup: Setup) -> None:
    setup.slack.world.revoke()


def no_scope(setup: Setup) -> None:
    setup.slack.world.app.scopes.discard("groups:history")


def no_app_scope(setup: Setup) -> None:
    setup.slack.world.app.app_scopes.clear()


def kicked(setup: Setup) -> None:
    setup.slack.world.kick(setup.channel)


def schedule_without_its_channel(setup: Setup) -> None:
    """Let a teacher's schedule stand for a channel that is there no more."""
    url, guild = f"sqlite:///{setup.database}", str(setup.school.guild)
    with closing(Store(url, ZoneInfo("UTC"))) as store:
        place, now = Place("discord", guild, "4040"), datetime(2026, 11, 23, 8, tzinfo=UTC)
        order = Order(place, time(8, 30), "mon", 3, "", timedelta(hours=8))
        asyncio.run(
            store.write(
                lambda ledger: ledger.schedules.add(ledger.classes.open(place, now).id, order, now, None)
            )
        )


Break = Callable[[Setup], None]
BROKEN: list[tuple[str, Break, str, str]] = [
    # the .env
    ("a zone that is none", given(TIME_ZONE="Nowhere"), "settings: TIME_ZONE", "a name such as Europe/London"),
    ("a time that is none", given(DAILY_QUIZ_TIME="25:00"), "settings: DAILY_QUIZ_TIME", "between 00:00 and 23:59"),
    ("a misspelt name", given(DISCORD_TOKENS="x"), "settings: DISCORD_TOKENS", "remove it, or see .env.example"),
    ("a line twice", duplicated, "settings: WEB_PORT: is set 2 times", "keep one"),
    ("others read the .env", world_readable, "settings: .env: others", "run chmod 600 .env"),
    ("a token without a value", lambda s: s.extra.append("SLACK_TEACHERS"), "settings: .env, line", "NAME=value"),
    ("another database", given(DATABASE_URL="mysql://x"), "settings: DATABASE_URL", "must begin with sqlite:///"),
    ("another Slack token", given(SLACK_BOT_TOKEN="xapp-1"), "settings: SLACK_BOT_TOKEN", "begins with xoxb-"),  # noqa: S106 - of no worth
    ("the bot token twice", given(SLACK_APP_TOKEN="xoxb-1"), "settings: SLACK_APP_TOKEN", "begins with xapp-"),  # noqa: S106 - of no worth
    ("no way to the bot", deaf, "SLACK_APP_TOKEN", "set it beside SLACK_BOT_TOKEN for Socket Mode"),
    # the database
    ("a damaged file", damaged, "database", "put a backup in its place"),
    ("an older schema", schema("0001"), "schema", "then run cardindex db upgrade"),
    ("a newer schema", schema("9999"), "schema", "install the newer Card Index again"),
    ("a read-only file", read_only_file, "database", "let the bot's user own it"),
    ("a read-only folder", read_only_folder, "database", "let the bot's user own the folder"),
    ("a file that another program holds", locked, "writing", "takes no changes (database is locked)"),
    # what is served
    ("no such pack", given(PACK="rome"), "pack: there is no pack", "correct PACK, or CONTENT_DIR"),
    ("a pack with a fault", unfinished_pack, "pack", "cardindex content check lists everything"),
    ("a port that is taken", taken_port, "web", "set another WEB_PORT, such as 8081"),
    ("another machine's address", given(WEB_HOST="192.0.2.1"), "web", "leave WEB_HOST=127.0.0.1"),
    ("a daily quiz for no channel", without("DISCORD_QUIZ_CHANNEL", "SLACK_QUIZ_CHANNEL"), "DAILY_QUIZ_TIME",
     "set DISCORD_QUIZ_CHANNEL or SLACK_QUIZ_CHANNEL"),
    # Discord
    ("Slack's token on Discord", given(DISCORD_TOKEN="xoxb-1"), "DISCORD_TOKEN: is a token of Slack's", "copy the"),  # noqa: S106 - of no worth
    ("the client secret", given(DISCORD_TOKEN="a" * 32), "DISCORD_TOKEN: is the application's client", "Bot page"),
    ("the public key", given(DISCORD_TOKEN="0" * 64), "DISCORD_TOKEN: is the application's public", "Bot page"),
    ("the application's id", given(DISCORD_TOKEN="1234567"), "DISCORD_TOKEN: is the number of", "Bot page"),  # noqa: S106 - of no worth
    ("a token that was reset", given(DISCORD_TOKEN="MTIz.x.y"), "DISCORD_TOKEN", "make a new one on the Bot page"),  # noqa: S106 - of no worth
    ("no Discord to reach", discord_away, "Discord: cannot be reached", "try again, or see DISCORD_API_URL"),
    ("a server without the bot", no_guild, "DISCORD_GUILD: the bot is not", "run cardindex invite"),
    ("no server at all", no_servers, "servers: the bot is in none yet", "run cardindex invite"),
    ("no such channel", given(DISCORD_QUIZ_CHANNEL="4040"), "DISCORD_QUIZ_CHANNEL", "choose another one"),
    ("a deleted channel", deleted, "DISCORD_QUIZ_CHANNEL: there is no such channel", "choose another one"),
    ("a forum", forum, "DISCORD_QUIZ_CHANNEL: is no text channel", "choose one"),
    ("no right to post", denied(SEND), "DISCORD_QUIZ_CHANNEL: the bot may not post", "give it View Channel"),
    ("no right to the history", denied(READ_HISTORY), "recovery", "give it Read Message History there"),
    ("invited without commands", no_commands_scope, "commands", "run cardindex invite"),
    ("another version's commands", old_commands, "commands", "start the bot (again)"),
    ("a schedule whose channel is gone", schedule_without_its_channel, "schedule's channel 4040", "choose another"),
    # Slack
    ("a revoked token", revoked, "SLACK_BOT_TOKEN: is not taken", "install the app again"),
    ("a missing scope", no_scope, "scope: groups:history is missing", "add it under OAuth & Permissions"),
    ("an app token without its scope", no_app_scope, "SLACK_APP_TOKEN: lacks", "connections:write"),
    ("a channel without the bot", kicked, "SLACK_QUIZ_CHANNEL: the bot is not in", "/invite @Card Index"),
    ("no such Slack channel", given(SLACK_QUIZ_CHANNEL="C404"), "SLACK_QUIZ_CHANNEL", "the channel is gone"),
    ("no Slack to reach", given(SLACK_API_URL="http://127.0.0.1:9/"), "Slack: cannot be", "see SLACK_API_URL"),
]  # fmt: skip


def failures(told: Result) -> list[str]:
    assert told.exception is None or isinstance(told.exception, SystemExit), told.exception
    return [line for line in told.output.splitlines() if line.startswith("FAIL")]


async def test_a_sound_set_up_is_green_and_says_what_was_looked_at(setup: Setup) -> None:
    told = await setup.checked()
    assert (told.exit_code, failures(told)) == (0, [])
    looked_at = [line.removeprefix("ok").strip().partition(":")[0] for line in told.output.splitlines()]
    assert looked_at == [
        "settings", "database", "writing", "journal", "clock", "schema", "pack",
        "DISCORD_TOKEN", "intents", "DISCORD_GUILD", "DISCORD_QUIZ_CHANNEL", "recovery", "commands",
        "SLACK_BOT_TOKEN", "scopes", "SLACK_APP_TOKEN", "/close", "SLACK_QUIZ_CHANNEL", "recovery", "commands",
        "web", "TIME_ZONE", "next posts",
    ]  # fmt: skip
    assert told.output.splitlines()[-1].count(" on ") == 5


@pytest.mark.parametrize(
    ("broken", "what", "cure"), [each[1:] for each in BROKEN], ids=[each[0] for each in BROKEN]
)
async def test_what_is_broken_is_named_with_its_cure_and_nothing_else(
    setup: Setup, broken: Break, what: str, cure: str
) -> None:
    await asyncio.to_thread(broken, setup)
    told = await setup.checked()
    [line] = failures(told)
    assert line.startswith(f"FAIL  {what}")
    assert cure in line
    assert told.exit_code == 1


async def test_the_same_is_told_to_a_machine(setup: Setup) -> None:
    setup.slack.world.kick(setup.channel)
    told = await setup.checked("--json")
    [bad] = [finding for finding in json.loads(told.output) if not finding["fine"]]
    assert (bad["what"], told.exit_code) == ("SLACK_QUIZ_CHANNEL", 1)


# A server


def on_server(setup: Setup, url: str) -> None:
    setup.lines["DATABASE_URL"] = url


def server_away(setup: Setup, _: Postgres) -> None:
    on_server(setup, "postgresql+psycopg://postgres@127.0.0.1:9/x")


def no_such_database(setup: Setup, server: Postgres) -> None:
    on_server(setup, server.url("nowhere"))


def read_only_server(setup: Setup, server: Postgres) -> None:
    url = server.migrated()
    server.run(f"ALTER DATABASE {url.rpartition('/')[2]} SET default_transaction_read_only = on")
    on_server(setup, url)


def guest(setup: Setup, server: Postgres) -> None:
    url = make_url(server.migrated()).set(username="guest")
    server.run("DROP ROLE IF EXISTS guest")
    server.run("CREATE ROLE guest LOGIN")
    on_server(setup, url.render_as_string(hide_password=False))


ON_A_SERVER: list[tuple[str, Callable[[Setup, Postgres], None], str, str]] = [
    ("no server", server_away, "database", "start the server, or correct DATABASE_URL"),
    ("no such database", no_such_database, "database", "correct DATABASE_URL"),
    (
        "a copy that takes no changes",
        read_only_server,
        "writing",
        "give the bot's user the right to change it",
    ),
    ("a user without rights", guest, "writing", "give the bot's user the right to change it"),
]


@pytest.mark.parametrize(
    ("broken", "what", "cure"), [each[1:] for each in ON_A_SERVER], ids=[each[0] for each in ON_A_SERVER]
)
async def test_a_server_that_cannot_serve_is_named_with_its_cure(
    setup: Setup, postgres: Postgres, broken: Callable[[Setup, Postgres], None], what: str, cure: str
) -> None:
    broken(setup, postgres)
    [line] = failures(await setup.checked())
    assert line.startswith(f"FAIL  {what}")
    assert cure in line


@pytest.mark.parametrize(("minutes", "words"), [(5, "300 s ahead of"), (-5, "300 s behind")])
async def test_a_clock_astray_is_named_with_its_cure(
    setup: Setup, postgres: Postgres, monkeypatch: pytest.MonkeyPatch, minutes: int, words: str
) -> None:
    """Fault 13: the machine's clock is the command's own; the server keeps the right time."""
    on_server(setup, postgres.migrated())
    monkeypatch.setattr("bot.cli.platforms.utc_now", lambda: datetime.now(UTC) + timedelta(minutes=minutes))
    [line] = failures(await setup.checked())
    assert line.startswith("FAIL  clock: this machine is")
    assert words in line
    assert "timedatectl set-ntp true" in line


async def test_a_sound_server_is_green(setup: Setup, postgres: Postgres) -> None:
    on_server(setup, postgres.migrated())
    assert failures(await setup.checked()) == []


async def test_while_the_bot_runs_its_own_port_and_file_are_no_trouble(setup: Setup) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        setup.lines["WEB_PORT"] = str(free.getsockname()[1])
    library = load_library(setup.folder / "small")
    async with running(Settings.model_validate(setup.lines), library):
        await until(lambda: setup.discord.state.catalogue.of(setup.school.guild))
        told = await setup.checked()
    assert failures(told) == []
    assert "/: the bot is running" in told.output
    assert " are registered\n" in told.output  # those of this very version


def test_a_file_that_can_keep_no_journal_is_told_to_move() -> None:
    """As on a network's disk, which we have none of here."""
    found = {each.what: each for each in _writing("cardindex.db", Seen("", "delete", timedelta()))}
    assert not found["journal"].fine
    assert "move it to a disk of this machine" in found["journal"].words

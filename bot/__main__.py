"""The command line; puts the pieces together; the only file that knows the adapters.

The adapter of a chat platform is imported where its token is found: each costs a start that does not need it.
"""

import asyncio
import json
import logging
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click
import structlog

from adapters.classroom.client import Classroom
from adapters.classroom.payload import CLASSROOM
from adapters.web import PortTaken, application, serve
from bot import doctor
from bot.chat import Place, Poster
from bot.commands.asking import said_to
from bot.essay.index import FILE, keep
from bot.essay.load import load_pack
from bot.essay.source import BadContent
from bot.plain import plain
from bot.posting import Posting
from bot.quiz.bank import Library, load_library
from bot.quiz.founding import new_pack
from bot.quiz.inspection import inspected
from bot.scripts import BadLine, answered_lines, asked, marked
from bot.settings import BadSettings, Settings, load_settings
from bot.store.backend import InUse, Unusable, backend
from bot.store.schedules import Order
from bot.store.schema import NewerSchema
from bot.store.store import Store
from bot.study import StudyBot, utc_now
from bot.timetable import Timetable

if TYPE_CHECKING:
    from adapters.discord.client import Discord
    from adapters.slack.client import Slack

ENV_FILE = Path(".env")
SWITCH = 0.0002  # seconds that a thread may keep the loop waiting, which acknowledges; else they are 5 ms
UNUSABLE = 2  # exit code: nothing was started, and the lines above say what to do

log = structlog.get_logger()


def main() -> None:
    """Run the command line."""
    cli(windows_expand_args=False)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="cardindex")
def cli() -> None:
    """Card Index: a study bot for class servers."""


@cli.command()
def run() -> None:
    """Start the bot: on Discord and Slack where their tokens are set, and with the classroom's page."""
    settings = _settings()
    if settings.slack_is_deaf:
        _stop([f"SLACK_APP_TOKEN: {settings.slack_is_deaf}"])
    _log_as(settings)
    try:
        last_word = asyncio.run(_run(settings))
    except (InUse, NewerSchema, PortTaken, Unusable) as error:
        _stop([str(error)])
    if last_word:
        _stop([last_word])


async def _run(settings: Settings) -> str:
    """Run until a signal; give a platform's last word instead if that leaves no door open."""
    sys.setswitchinterval(SWITCH)
    ended = asyncio.get_running_loop().create_future()
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, _end, ended, "")
    async with running(settings, _library(settings)) as house:
        house.when_closed(lambda word: _end(ended, word))
        click.echo(f"Card Index is ready: {house.where}. Ctrl+C ends it.")
        word: str = await ended
    return word


def _end(ended: asyncio.Future[str], word: str) -> None:
    if not ended.done():
        ended.set_result(word)


@dataclass
class House:
    """The running bot: the page's address if there is a page, and its connections to Discord and Slack."""

    address: str = ""
    discord: asyncio.Task[str] | None = None
    slack: asyncio.Task[str] | None = None

    @property
    def where(self) -> str:
        """Say where it is to be met."""
        page = [f"open {self.address} in a browser"] if self.address else []
        chats = [*(["it joins your Discord servers"] if self.discord else [])]
        chats += ["it joins your Slack workspace"] if self.slack else []
        return " and ".join([*page, *chats])

    def when_closed(self, tell: Callable[[str], None]) -> None:
        """Have `tell` called with the last word of the last chat platform, if the bot has no page."""
        chats = [task for task in (self.discord, self.slack) if task]
        for task in chats if not self.address else ():
            task.add_done_callback(
                lambda done: tell(_word_of(done)) if all(t.done() for t in chats) else None
            )


def _word_of(done: asyncio.Task[str]) -> str:
    return "" if done.cancelled() else done.result()


@asynccontextmanager
async def running(
    settings: Settings,
    library: Library,
    now: Callable[[], datetime] = utc_now,
    at: Callable[[str], None] = lambda _: None,
) -> AsyncIterator[House]:
    """Run the whole bot, until the block ends. `at` is told each step of the posting."""
    library.lookup.ask("")  # makes it ready now, not while the first student waits
    store = Store(settings.DATABASE_URL, settings.TIME_ZONE)
    bot = StudyBot(store, library, now)
    posters: dict[str, Poster] = {}
    posting = Posting(store, library, posters, now, at)
    timetable = Timetable(posting.sweep, now)
    bot.when_changed(timetable.soon)
    try:
        async with AsyncExitStack() as doors:
            house = House()
            slack = _slack(settings, bot, store, now)
            classroom = Classroom(bot, store, now) if settings.has_classroom else None
            if classroom:
                posters[CLASSROOM.platform] = classroom
            address = await doors.enter_async_context(_page(settings, classroom, slack))
            house.address = address if classroom else ""
            here = [_daily(settings, CLASSROOM)] if settings.has_classroom else []
            discord = _discord(settings, bot)
            later = [name for name, chat in (("discord", discord), ("slack", slack)) if chat]
            await posting.begin(filter(None, here), later=later)
            timetable.start()
            if slack:
                house.slack = await doors.enter_async_context(
                    _on_slack(
                        slack, partial(_joined_slack, settings, posting, posters, timetable), posters, house
                    )
                )
            if discord:
                joined = partial(_joined, settings, posting, posters, timetable)
                house.discord = await doors.enter_async_context(_connected(discord, joined, posters, house))
            yield house
            await timetable.stop()
    finally:
        store.close()


@asynccontextmanager
async def _page(settings: Settings, classroom: Classroom | None, slack: "Slack | None") -> AsyncIterator[str]:
    """Serve the classroom and what Slack sends over HTTP, where there is either; gives the address."""
    app = application(settings.WEB_HOST)
    served = settings.SLACK_SIGNING_SECRET.get_secret_value() or settings.SLACK_CLIENT_ID
    over_http = slack if served else None
    if over_http:
        over_http.open(app)
    if classroom:
        await classroom.open(app)
    if not (classroom or over_http):
        yield ""
        return
    runner, address = await serve(app, settings.WEB_HOST, settings.WEB_PORT)
    try:
        yield address
    finally:
        await runner.cleanup()


def _discord(settings: Settings, bot: StudyBot) -> "Discord | None":
    if not settings.DISCORD_TOKEN.get_secret_value():
        return None
    from adapters.discord.client import Discord  # noqa: PLC0415 - only where it is needed

    return Discord(settings, bot)


@asynccontextmanager
async def _connected(
    discord: "Discord",
    joined: Callable[["Discord"], Awaitable[None]],
    posters: dict[str, Poster],
    house: House,
) -> AsyncIterator[asyncio.Task[str]]:
    """Keep the bot on Discord; gives the task that ends with Discord's last word."""
    from adapters.discord.connection import Final  # noqa: PLC0415 - only where it is needed

    async def stay() -> str:
        try:
            await discord.run(joined)
        except Final as final:
            posters.pop("discord", None)
            if house.address:
                log.error("Discord is closed to the bot, the page goes on", cure=str(final))  # noqa: TRY400 - no bug
            return str(final)
        return ""

    staying = asyncio.create_task(stay())
    try:
        yield staying
    finally:
        await discord.close()
        staying.cancel()  # it may still be knocking
        await asyncio.wait({staying})


async def _joined(
    settings: Settings, posting: Posting, posters: dict[str, Poster], timetable: Timetable, discord: "Discord"
) -> None:
    """Begin to post on Discord: what is due there, and the daily quiz of the settings."""
    posters["discord"] = discord.poster
    wanted = settings.DISCORD_QUIZ_CHANNEL if settings.DAILY_QUIZ_TIME else ""
    place = await discord.place_of(wanted) if wanted else None
    await posting.order("discord", filter(None, [_daily(settings, place)] if place else []))
    timetable.soon()


def _slack(settings: Settings, bot: StudyBot, store: Store, now: Callable[[], datetime]) -> "Slack | None":
    if not settings.has_slack:
        return None
    from adapters.slack.client import Slack  # noqa: PLC0415 - only where it is needed

    return Slack(settings, bot, store, now)


@asynccontextmanager
async def _on_slack(
    slack: "Slack", joined: Callable[["Slack"], Awaitable[None]], posters: dict[str, Poster], house: House
) -> AsyncIterator[asyncio.Task[str]]:
    """Keep the bot on Slack; gives the task that ends with Slack's last word."""
    from adapters.slack.client import Final  # noqa: PLC0415 - only where it is needed

    async def stay() -> str:
        try:
            await slack.run(joined)
        except Final as final:
            posters.pop("slack", None)
            if house.address or house.discord:
                log.error("Slack is closed to the bot, the rest goes on", cure=str(final))  # noqa: TRY400 - no bug
            return str(final)
        return ""

    staying = asyncio.create_task(stay())
    try:
        yield staying
    finally:
        await slack.close()
        await staying


async def _joined_slack(
    settings: Settings, posting: Posting, posters: dict[str, Poster], timetable: Timetable, slack: "Slack"
) -> None:
    """Begin to post on Slack: what is due there, and the daily quiz of the settings."""
    posters["slack"] = slack.poster
    channel = settings.SLACK_QUIZ_CHANNEL
    wanted = [_daily(settings, slack.place_of(channel))] if channel else []
    await posting.order("slack", filter(None, wanted))
    timetable.soon()


def _daily(settings: Settings, place: Place) -> Order | None:
    """Give the schedule that the env file asks for, in one place."""
    if settings.DAILY_QUIZ_TIME is None:
        return None
    days, questions, window = (
        settings.DAILY_QUIZ_DAYS,
        settings.DAILY_QUIZ_QUESTIONS,
        settings.DAILY_QUIZ_WINDOW,
    )
    return Order(place, settings.DAILY_QUIZ_TIME, days, questions, "", window)


@cli.command()
@click.argument("question", required=False)
@click.option(
    "--jsonl", is_flag=True, help="Read questions from standard input, a JSON object a line: {id, q}."
)
def ask(question: str | None, *, jsonl: bool) -> None:
    """Answer a question from the essay."""
    library = _library(_settings())
    if question:
        click.echo(plain(said_to(library.pack, library.lookup, library.lookup.ask(question))))
    elif jsonl:
        _say(answered_lines(sys.stdin, partial(asked, library)))
    else:
        raise click.UsageError('Give a question, for example: cardindex ask "who called him a grey blur"')


@cli.command()
@click.option(
    "--jsonl",
    is_flag=True,
    required=True,
    help="Read typed answers, a JSON object a line: {id, key, aliases, typed}.",
)
def mark(*, jsonl: bool) -> None:
    """Mark typed answers."""
    del jsonl  # the one way there is
    _say(answered_lines(sys.stdin, marked))


def _say(lines: Iterable[str]) -> None:
    """Print the lines as they come; a bad one ends it."""
    try:
        for line in lines:
            click.echo(line)
    except BadLine as bad:
        _stop([str(bad)])


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def check(*, as_json: bool) -> None:
    """Look the installation over: a line each, with the cure beside each failure."""
    findings = list(doctor.findings(ENV_FILE, _folder, _doors))
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], indent=2))
    else:
        click.echo("\n".join(map(str, findings)))
    sys.exit(0 if all(finding.fine for finding in findings) else 1)


def _doors(settings: Settings) -> Iterator[doctor.Finding]:
    """Have each platform whose token is set look at itself."""
    if settings.DISCORD_TOKEN.get_secret_value():
        from adapters.discord.checks import findings  # noqa: PLC0415 - only where it is needed

        yield from findings(settings)
    if settings.has_slack:
        from adapters.slack import checks  # noqa: PLC0415 - only where it is needed

        yield from checks.findings(settings)


@cli.command("manifest")
@click.option("--url", default="", help="The bot's public address, for delivery over HTTP; else Socket Mode.")
@click.option("--json/--yaml", "as_json", default=True, help="JSON, which is the default, or YAML.")
def slack_manifest(url: str, *, as_json: bool) -> None:
    """Print the description from which Slack makes the app, commands and least rights included."""
    from adapters.slack.manifest import BACK, as_yaml, manifest  # noqa: PLC0415 - only where it is needed

    if url and not url.startswith("https://"):
        raise click.UsageError("Slack sends to https:// alone, for example: --url https://bot.school.example")
    settings = _settings()
    back = f"{url.rstrip('/')}{BACK}" if url and settings.SLACK_CLIENT_ID else ""
    told = manifest(settings.SLACK_COMMAND_PREFIX, url, back)
    click.echo(json.dumps(told, indent=2, ensure_ascii=False) if as_json else as_yaml(told))


@cli.command()
def invite() -> None:
    """Print the address at which the bot is added to a Discord server, with the least rights that serve."""
    from adapters.discord.checks import NoAddress, invitation  # noqa: PLC0415 - only where it is needed

    try:
        click.echo(invitation(_settings()))
    except NoAddress as none:
        _stop([str(none)])


@cli.group()
def content() -> None:
    """Look after packs: essays and their questions."""


@content.command("check")
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def content_check(folder: Path | None, *, as_json: bool) -> None:
    """Check a pack: every complaint with file, line and cure; then what is still a draft."""
    where = folder or _folder(_settings())
    found = inspected(where)
    click.echo(json.dumps(asdict(found), ensure_ascii=False, indent=2) if as_json else found.told(where))
    sys.exit(1 if found.complaints else 0)


@content.command("new")
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("essay", type=click.Path(path_type=Path, dir_okay=False, exists=True))
def content_new(folder: Path, essay: Path) -> None:
    """Make a pack in FOLDER from the text of an ESSAY, for a teacher to finish: nothing of it is asked before."""
    try:
        made = new_pack(folder, essay)
    except BadContent as bad:
        _stop([str(bad)])
    click.echo(made)


@content.command("index")
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False, exists=True))
def content_index(folder: Path | None) -> None:
    """Learn how students ask from a pack's asked.txt and keep it beside it, so that the bot starts at once."""
    where = folder or _folder(_settings())
    (where / FILE).unlink(missing_ok=True)
    try:
        index = load_pack(where).index
    except BadContent as bad:
        _stop([str(bad)])
    keep(index, where)
    click.echo(f"{where / FILE}: learnt from {len(index.likeness.features):,} features of how students ask.")


@cli.group()
def db() -> None:
    """Look after the database."""


@db.command("upgrade")
def db_upgrade() -> None:
    """Bring the database to the newest schema."""
    settings = _settings()
    try:
        Store(settings.DATABASE_URL, settings.TIME_ZONE).close()
    except (InUse, NewerSchema, Unusable) as error:
        _stop([str(error)])
    click.echo("The database has the newest schema.")


@db.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def db_backup(file: Path) -> None:
    """Copy the whole database to FILE, also while the bot runs."""
    url = _settings().DATABASE_URL
    if file.exists():
        _stop([f"{file}: is there already. Choose another name: a backup overwrites nothing."])
    try:
        backend(url).backup(url, file)
    except Unusable as error:
        _stop([str(error)])
    click.echo(f"Copied {backend(url).name(url)} to {file}.")


def _settings() -> Settings:
    try:
        return load_settings(ENV_FILE)
    except BadSettings as bad:
        _stop([f"{len(bad.problems)} to mend in the settings:", *bad.problems])


def _library(settings: Settings) -> Library:
    try:
        return load_library(_folder(settings))
    except BadContent as bad:
        _stop([str(complaint) for complaint in bad.complaints])


def _folder(settings: Settings) -> Path:
    """Find the pack: in the admin's own folder of packs, else among those that come with the bot."""
    here = Path(__file__).parent
    shipped = here / "content" if (here / "content").exists() else here.parent / "content"
    own = Path(settings.CONTENT_DIR) / settings.PACK if settings.CONTENT_DIR else None
    return own if own and own.exists() else shipped / settings.PACK


def _log_as(settings: Settings) -> None:
    """Log to standard error; tracebacks without the values of variables, which may be a student's words."""
    human = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    last = (
        [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
        if settings.LOG_FORMAT == "json"
        else [human]
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            *last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping()[settings.LOG_LEVEL]
        ),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def _stop(lines: list[str]) -> NoReturn:
    click.echo("\n".join(lines), err=True)
    sys.exit(UNUSABLE)


if __name__ == "__main__":
    main()

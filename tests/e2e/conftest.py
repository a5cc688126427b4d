"""A running bot, a browser, and the tabs in which people sit."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from doubles.running import RunningBot, started
from doubles.tab import Enter, Scheme, Tab
from doubles.visitor import Visitor, served, visiting
from doubles.wall import Wall
from playwright.async_api import Browser, async_playwright, expect

from adapters.classroom.client import Classroom
from adapters.classroom.payload import PLATFORM
from adapters.web import application
from bot.posting import Posting
from bot.quiz.bank import Library
from bot.store.store import Store
from bot.study import StudyBot, utc_now
from bot.timetable import Timetable

QUIETLY = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
)

expect.set_options(timeout=20_000)  # milliseconds, for a machine that is busy


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    chromium = shutil.which("chromium")
    if not chromium and not os.environ.get("CI"):
        pytest.skip("needs Chromium: install the package chromium, or run .ci/run, which does")
    assert chromium, "These tests need Chromium: install the package chromium."
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=chromium, args=QUIETLY)
        yield opened
        await opened.close()


@asynccontextmanager
async def unfailing(folder: Path) -> AsyncIterator[RunningBot]:
    """Run a bot, which must never log a bug."""
    async with started(folder) as bot:
        yield bot
    assert "Traceback" not in bot.log
    assert "incident" not in bot.log


@asynccontextmanager
async def seats(browser: Browser, address: str) -> AsyncIterator[Enter]:
    """Let people sit down at the address; no page may ever have had any trouble."""
    tabs: list[Tab] = []

    async def sit_down(person: str, width: int = 1200, scheme: Scheme = "light") -> Tab:
        # Tabs of one window would be slow: Chromium draws only the one in front at full speed.
        context = await browser.new_context(
            viewport={"width": width, "height": 850},
            color_scheme=scheme,
            reduced_motion="reduce",
            locale="en-GB",
        )
        tabs.append(await Tab.open(context, f"{address}?person={person}"))
        return tabs[-1]

    yield sit_down
    for tab in tabs:
        await tab.page.context.close()
    assert [tab.troubles for tab in tabs if tab.troubles] == []


# A bot of the test's own


@pytest_asyncio.fixture(loop_scope="session")
async def running(tmp_path: Path) -> AsyncIterator[RunningBot]:
    async with unfailing(tmp_path) as bot:
        yield bot


@pytest_asyncio.fixture(loop_scope="session")
async def visitor(running: RunningBot) -> AsyncIterator[Visitor]:
    async with visiting(running.address) as found:
        yield found


@pytest_asyncio.fixture(loop_scope="session")
async def enter(browser: Browser, running: RunningBot) -> AsyncIterator[Enter]:
    async with seats(browser, running.address) as sit_down:
        yield sit_down


# A bot that many tests share, which post nothing for the class


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def hall(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RunningBot]:
    async with unfailing(tmp_path_factory.mktemp("hall")) as bot:
        yield bot


@pytest_asyncio.fixture(loop_scope="session")
async def drop_in(browser: Browser, hall: RunningBot) -> AsyncIterator[Enter]:
    async with seats(browser, hall.address) as sit_down:
        yield sit_down


# A bot within this process, on whose wall anything can be put


@pytest_asyncio.fixture(loop_scope="session")
async def wall(store: Store, library: Library) -> AsyncIterator[Wall]:
    bot, app = StudyBot(store, library), application("127.0.0.1")
    classroom = Classroom(bot, store, utc_now)
    await classroom.open(app)
    timetable = Timetable(Posting(store, library, {PLATFORM: classroom}, utc_now).sweep, utc_now)
    bot.when_changed(timetable.soon)
    async with served(app) as address:
        timetable.start()
        yield Wall(classroom, store, address)
        await timetable.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def others(wall: Wall) -> AsyncIterator[Visitor]:
    """The rest of the class, at the same time."""
    async with visiting(wall.address) as found:
        yield found


@pytest_asyncio.fixture(loop_scope="session")
async def visit(browser: Browser, wall: Wall) -> AsyncIterator[Enter]:
    async with seats(browser, wall.address) as sit_down:
        yield sit_down

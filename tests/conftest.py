"""A class to test with: its people, its place, its library, its store, a clock that waits."""

import os
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from doubles.channel import Channel
from doubles.clock import Clock, as_here, unhurried
from doubles.folder import EVERY_FORM, shelved
from doubles.items import one_letter
from doubles.overhearing import nothing_untoward, overhearing, planted, tap_the_logs
from doubles.postgres import PASSWORD, Missing, Postgres, serving
from doubles.rows import lay_out

from bot.chat import Member, Place, Role
from bot.posting import Posting
from bot.quiz.bank import Library, load_library
from bot.store.store import Store
from bot.study import StudyBot

ROOT = Path(__file__).parent.parent
ON_BOTH = (
    "/bot/store/", "test_posting",
    "test_sending", "test_study", "/commands/test_quizzes", "/commands/test_schedules",
    "/faults/test_crashes", "/faults/test_matrix", "/faults/test_sigterm", "test_ending",
)  # fmt: skip
LONDON = ZoneInfo("Europe/London")


@pytest.fixture(autouse=True)
def _nothing_untoward(request: pytest.FixtureRequest) -> Iterator[None]:
    """Faults 61 and 83: whatever a test is about, nobody is called, and no secret or typed word comes out.

    Tests of the stand-ins themselves say what a bot must not, to see it noticed.
    """
    tap_the_logs()
    with overhearing() if request.path.name.startswith("test_double") else nothing_untoward():
        yield


@pytest.fixture(scope="session")
def shipped() -> Library:
    """The pack that comes with the bot."""
    return load_library(ROOT / "content" / "stalin")


@pytest.fixture(scope="session")
def library(shipped: Library) -> Library:
    """Its essay, with the questions that one letter answers: what is pressed is known from the first card on."""
    return one_letter(shipped)


@pytest.fixture(scope="session")
def every_form(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A small pack with an item or two of every form."""
    return load_library(shelved(tmp_path_factory.mktemp("packs") / "small", questions=EVERY_FORM))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def place() -> Place:
    return Place("classroom", "local", "class")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A server for the whole run; without one the test is skipped, but not where everything must be shown."""
    try:
        with serving() as server:
            yield server
    except Missing:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip("PostgreSQL is not installed here: .ci/run installs it")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what concerns the store on both kinds of database."""
    if "database_kind" in metafunc.fixturenames:
        room = metafunc.module.__file__ or ""
        marked = metafunc.definition.get_closest_marker
        both = marked("both") or (any(name in room for name in ON_BOTH) and not marked("sqlite"))
        kinds = ["sqlite", "postgresql"] if both else ["sqlite"]
        metafunc.parametrize("database_kind", kinds, scope="function")


@pytest.fixture
def database(database_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    if database_kind == "postgresql":
        server: Postgres = request.getfixturevalue("postgres")
        planted(PASSWORD)
        return server.migrated()
    return f"sqlite:///{tmp_path}/cardindex.db"


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    lay_out(database)
    opened = Store(database, LONDON, as_here)
    yield opened
    opened.close()


@pytest.fixture
def bot(store: Store, library: Library, clock: Clock) -> StudyBot:
    return StudyBot(store, library, clock, unhurried())


@pytest.fixture
def channel() -> Channel:
    return Channel()


@pytest.fixture
def posting(store: Store, library: Library, channel: Channel, clock: Clock) -> Posting:
    return Posting(store, library, {"classroom": channel}, clock)


def _member(id_: str, name: str, role: Role) -> Member:
    return Member("classroom", "local", id_, name, role)


@pytest.fixture
def teacher() -> Member:
    return _member("1", "Ms Hall", Role.TEACHER)


@pytest.fixture
def ada() -> Member:
    return _member("2", "Ada", Role.STUDENT)


@pytest.fixture
def ben() -> Member:
    return _member("3", "Ben", Role.STUDENT)

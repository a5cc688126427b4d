"""The command line's part for guardians: the notice, a copy, an erasure, by account."""

import json
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result
from doubles.clock import MONDAY
from doubles.rows import counts
from doubles.rows import run as run_sql

from bot.__main__ import cli
from bot.chat import Member, Role
from bot.notice import notice
from bot.store.store import Store

ADA = ("discord", "8675309")
NOTHING = "Nothing is kept about this account.\n"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/data/cardindex.db"


def run(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(cli, words, input=typed)


def opened(database: str) -> Store:
    return Store(database, ZoneInfo("UTC"))


@pytest.fixture
async def kept(database: str) -> str:
    """A database in which something of hers is."""
    store = opened(database)
    member = Member(ADA[0], "g", ADA[1], "Zephyrine Quill", Role.STUDENT)
    await store.write(lambda ledger: ledger.students.of(member, MONDAY))
    store.close()
    return database


def test_the_notice_is_printed_with_the_settings_time() -> None:
    assert run("privacy").output == notice(0) + "\n"
    file = Path(".env")
    file.write_text("RETENTION_DAYS=180")
    file.chmod(0o600)
    assert run("privacy").output == notice(180) + "\n"


def test_bad_settings_are_told_with_exit_code_two() -> None:
    file = Path(".env")
    file.write_text("RETENTION_DAYS=soon")
    file.chmod(0o600)
    told = run("privacy")
    assert told.exit_code == 2
    assert told.output == "1 to mend in the settings:\nRETENTION_DAYS: must be a whole number\n"


@pytest.mark.usefixtures("kept")
def test_a_copy_is_what_the_person_would_get() -> None:
    told = json.loads(run("data", "export", *ADA).output)
    assert told["account"] == {"platform": "discord", "id": "8675309"}
    assert [row["name"] for row in told["kept"]["students"]] == ["Zephyrine Quill"]
    assert run("data", "export", "slack", ADA[1]).output == NOTHING


def test_an_erasure_is_asked_about_and_noted_beside_the_database(kept: str, tmp_path: Path) -> None:
    """Fault 78."""
    assert run("data", "erase", *ADA, typed="n\n").exit_code == 1
    assert counts(kept)["students"] == 1
    assert run("data", "erase", *ADA, "--yes").output == "Everything about this account is erased.\n"
    assert counts(kept)["students"] == 0
    assert len((tmp_path / "data" / "cardindex.db.erased").read_text().splitlines()) == 2
    assert run("data", "erase", *ADA, "--yes").output == NOTHING


def test_while_the_bot_runs_on_the_file_a_copy_is_given_and_nothing_erased(kept: str) -> None:
    store = opened(kept)
    copy, erasure = run("data", "export", *ADA), run("data", "erase", *ADA, "--yes")
    store.close()
    assert (copy.exit_code, erasure.exit_code) == (0, 2)
    assert "is in use by another Card Index process" in erasure.output
    assert counts(kept)["students"] == 1


@pytest.mark.parametrize(
    ("spoil", "cure"),
    [
        (
            lambda file: run_sql(f"sqlite:///{file}", "update alembic_version set version_num = '0001'"),
            "db upgrade",
        ),
        (lambda file: file.write_bytes(b"no database " * 500), "put a backup in its place"),
    ],
)
@pytest.mark.usefixtures("kept")
def test_what_cannot_be_read_is_told_with_its_cure(
    tmp_path: Path, spoil: Callable[[Path], None], cure: str
) -> None:
    spoil(tmp_path / "data" / "cardindex.db")
    told = run("data", "export", *ADA)
    assert told.exit_code == 2
    assert cure in told.output


def test_before_the_first_start_there_is_nothing_to_copy() -> None:
    assert run("data", "export", *ADA).output == NOTHING

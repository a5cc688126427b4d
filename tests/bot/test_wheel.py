"""What is built for others has all that the checkout has, and knows where it comes from."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.__main__ import cli
from bot.version import VERSION, commit

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """Build as pipx does, but with the tools that are here."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=60)
    [made] = folder.iterdir()  # and nothing else is left behind
    return zipfile.ZipFile(made)


def test_every_file_that_the_bot_reads_is_in_the_wheel(wheel: zipfile.ZipFile) -> None:
    sources = [path for room in ("bot", "adapters") for path in (ROOT / room).rglob("*") if path.is_file()]
    wanted = {str(path.relative_to(ROOT)) for path in sources if "__pycache__" not in path.parts}
    packs = [path for path in (ROOT / "content").rglob("*") if path.is_file()]
    wanted |= {f"bot/{path.relative_to(ROOT)}" for path in packs}
    assert {"bot/content/stalin/essay.txt", "adapters/classroom/page/index.html"} <= wanted
    assert any(name.startswith("bot/store/migrations/versions/0001") for name in wanted)
    assert wanted - set(wheel.namelist()) == set()


def test_the_wheel_installs_the_command_and_no_test(wheel: zipfile.ZipFile) -> None:
    names = wheel.namelist()
    [entries] = [name for name in names if name.endswith("entry_points.txt")]
    assert "cardindex = bot.__main__:main" in wheel.read(entries).decode()
    assert {name.partition("/")[0] for name in names if ".dist-info" not in name} == {"bot", "adapters"}


def test_the_wheel_knows_its_commit(wheel: zipfile.ZipFile) -> None:
    assert wheel.read("bot/COMMIT").decode().strip() == commit()


def test_a_made_wheel_tells_the_commit_that_it_was_made_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "COMMIT").write_text("0123456789ab\n")
    monkeypatch.setattr("bot.version.BAKED", tmp_path / "COMMIT")
    assert commit.__wrapped__() == "0123456789ab"


def test_the_commit_is_unknown_where_nobody_can_tell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.version.BAKED", tmp_path / "COMMIT")
    monkeypatch.setattr("bot.version.HERE", tmp_path / "bot")
    assert commit.__wrapped__() == "unknown"
    (tmp_path / ".git").mkdir()
    monkeypatch.setenv("PATH", "")
    assert commit.__wrapped__() == "unknown"


def test_the_version_is_told_with_the_commit() -> None:
    assert CliRunner().invoke(cli, ["--version"]).output == f"cardindex {VERSION} ({commit()})\n"
    assert commit() != "unknown" or not (ROOT / ".git").exists()

"""The container and the service run the bot as a user without rights, and have all that it needs."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from adapters.probes import ALIVE

ROOT = Path(__file__).parents[2]
CONTAINER = (ROOT / "deploy" / "Containerfile").read_text("utf-8")
ADMITTED = (ROOT / ".dockerignore").read_text("utf-8")


def test_the_container_is_built_from_what_the_checkout_has_and_is_let_in() -> None:
    copied = [
        word
        for line in re.findall(r"^COPY (?!--)(.+) \S+$", CONTAINER, re.MULTILINE)
        for word in line.split()
    ]
    assert {"bot", "adapters", "content", "hatch_build.py", "requirements.lock"} <= set(copied)
    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert set(re.findall(r"^!(.+)$", ADMITTED, re.MULTILINE)) == set(copied)
    assert ADMITTED.startswith("*\n")  # so neither .env nor data/ can slip in


def test_the_container_runs_as_nobody_in_particular_and_is_asked_whether_it_lives() -> None:
    last = CONTAINER.rpartition("\nFROM ")[2]
    assert re.search(r"^USER [1-9]\d+$", last, re.MULTILINE)
    [probe] = re.findall(r"HEALTHCHECK[^[]+CMD (\[.+\])$", last, re.MULTILINE)
    code = json.loads(probe)[-1]
    compile(code, "the probe", "exec")
    assert ALIVE in code
    images = re.findall(r"^FROM (\S+)", CONTAINER, re.MULTILINE)
    assert [
        image for image in images if "/" in image
    ] == []  # an admin's own choice of where images come from


def test_no_secret_is_baked_into_the_image() -> None:
    assert [name for name in ("TOKEN", "SECRET", ".env ") if name in CONTAINER.rpartition("\nFROM ")[2]] == []


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze")
def test_the_service_leaves_little_open(tmp_path: Path) -> None:
    unit = tmp_path / "cardindex.service"
    shutil.copy(ROOT / "deploy" / "cardindex.service", unit)
    looked = ["systemd-analyze", "security", "--offline=true", "--threshold=20", str(unit)]  # of 100
    told = subprocess.run(looked, capture_output=True, text=True, check=False, timeout=30)
    assert told.returncode == 0, told.stdout[-2_000:]


def test_the_service_is_not_started_again_before_something_is_mended() -> None:
    unit = (ROOT / "deploy" / "cardindex.service").read_text("utf-8")
    for line in (
        "Restart=on-failure",
        "RestartPreventExitStatus=2",
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
    ):
        assert f"\n{line}\n" in unit

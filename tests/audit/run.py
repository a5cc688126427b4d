"""Asks whether a pinned version has a known hole or was withdrawn: `make check` is red if one has.

Both are asked of services outside. Before an answer counts, each is asked about a version that is known to be bad:
one that does not know it (a mirror, a machine without the network) has audited nothing, and that is said. It then fails
only where AUDIT=required, as before a release: a developer on a train is not stopped by it.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock")
WITH_A_HOLE = ("jinja2", "2.10")  # known since 2019
WITHDRAWN = ("attrs", "21.1.0")  # since the day of its release
NOWHERE = "https://index.invalid/simple"  # a lock names an index; this one is never asked
PATIENCE = 120  # seconds

Pin = tuple[str, str]


class Unknown(Exception):
    """It could not be found out, and why."""


def main() -> int:
    """Give the exit code."""
    return audit([ROOT / lock for lock in LOCKS], required=os.environ.get("AUDIT") == "required")


def audit(locks: list[Path], *, required: bool, service: str = "", index: str = "") -> int:
    """Print what is to be mended and what could not be found out; give the exit code."""
    asked = sorted({pin for lock in locks for pin in pins(lock.read_text("utf-8"))})
    found: list[str] = []
    unknown: list[str] = []
    looks: dict[str, Callable[[], list[str]]] = {
        "known holes": lambda: holes(asked, service),
        "withdrawn versions": lambda: [words for lock in locks for words in withdrawn(lock, index)],
    }
    for what, ask in looks.items():
        try:
            found += ask()
        except Unknown as why:
            unknown.append(f"NOT AUDITED for {what}: {why}.")
    print("\n".join([*dict.fromkeys(found), *unknown, f"{len(asked)} pinned versions."]))
    return 1 if found or (unknown and required) else 0


def pins(lock: str) -> list[Pin]:
    """List the versions that a lock pins."""
    return re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;\\]+)", lock, re.MULTILINE)


def holes(asked: Iterable[Pin], service: str) -> list[str]:
    """Name each version with a known hole; raise Unknown if nobody could be asked who knows."""
    return [words for layer in _layers(asked) for words in _holes(layer, service)]


def _layers(asked: Iterable[Pin]) -> list[list[Pin]]:
    """Part the versions so that no package comes twice: a lock may have one for each Python."""
    layers: list[dict[str, str]] = []
    for name, version in asked:
        free = next((layer for layer in layers if name not in layer), None)
        if free is None:
            layers.append(free := {})
        free[name] = version
    return [list(layer.items()) for layer in layers]


def _holes(asked: list[Pin], service: str) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        _lay_out(Path(folder), [*asked, WITH_A_HOLE])
        told = _uv(
            "audit",
            "--frozen",
            "--output-format",
            "json",
            "--directory",
            folder,
            *_named("--service-url", service),
        )
    try:
        found = [_hole(each) for each in json.loads(told.stdout)["vulnerabilities"]]
    except (ValueError, KeyError):
        raise Unknown("the service that knows them cannot be reached") from None
    if WITH_A_HOLE not in [pin for pin, _ in found]:
        raise Unknown("the service that was reached does not know them")
    return [words for pin, words in found if pin != WITH_A_HOLE]


def _hole(told: dict[str, object]) -> tuple[Pin, str]:
    package, fixed = told["dependency"], told.get("fix_versions") or ["none yet"]
    assert isinstance(package, dict)
    assert isinstance(fixed, list)
    pin = (str(package["name"]), str(package["version"]))
    return (
        pin,
        f"{pin[0]} {pin[1]}: {told['id']} ({told.get('summary')}), mended in {', '.join(map(str, fixed))}",
    )


def withdrawn(lock: Path, index: str) -> list[str]:
    """Name each withdrawn version of those that this Python takes; raise Unknown if the index does not tell."""
    with tempfile.TemporaryDirectory() as folder:
        known = Path(folder) / "known.txt"
        known.write_text("{}=={}\n".format(*WITHDRAWN))
        if WITHDRAWN not in [pin for pin, _ in _yanked(known, index)]:
            raise Unknown("the index that was reached does not tell")
    return [words for _, words in _yanked(lock, index)]


def _yanked(lock: Path, index: str) -> list[tuple[Pin, str]]:
    with tempfile.TemporaryDirectory() as empty:  # what is installed here already would not be asked about
        where = ("--target", empty, "--python", sys.executable, "-r", str(lock))
        told = _uv("pip", "install", "--dry-run", "--no-deps", *where, *_named("--index-url", index))
    if told.returncode:
        raise Unknown("the index cannot be reached")
    lines = re.findall(r"`([^`=]+)==([^`]+)` is yanked(.*)", told.stderr)
    return [((name, version), f"{name} {version}: was withdrawn{why}") for name, version, why in lines]


def _lay_out(folder: Path, asked: Iterable[Pin]) -> None:
    """Write a project that depends on these versions, with its lock, so that nothing is resolved."""
    listed = list(asked)
    needed = ", ".join(f'{{ name = "{name}" }}' for name, _ in listed)
    own = f'[[package]]\nname = "audited"\nversion = "0"\nsource = {{ virtual = "." }}\ndependencies = [{needed}]\n'
    others = (
        f'[[package]]\nname = "{name}"\nversion = "{version}"\nsource = {{ registry = "{NOWHERE}" }}\n'
        for name, version in listed
    )
    wanted = json.dumps([f"{name}=={version}" for name, version in listed])
    python = 'requires-python = ">=3.11"\n'
    (folder / "uv.lock").write_text("\n".join([f"version = 1\nrevision = 3\n{python}", own, *others]))
    project = f'[project]\nname = "audited"\nversion = "0"\n{python}dependencies = {wanted}\n'
    (folder / "pyproject.toml").write_text(project)


def _named(option: str, address: str) -> list[str]:
    """Give the option with an address of one's own; without one the tool's own setting holds."""
    return [option, address] if address else []


def _uv(*words: str) -> subprocess.CompletedProcess[str]:
    beside = Path(sys.executable).parent / "uv"
    uv = str(beside) if beside.exists() else shutil.which("uv")
    if uv is None:
        raise Unknown("uv is not installed here: make lock installs it")
    quiet = {**os.environ, "UV_HTTP_RETRIES": "0", "NO_COLOR": "1"}
    return subprocess.run(
        [uv, *words], capture_output=True, text=True, timeout=PATIENCE, check=False, env=quiet
    )


if __name__ == "__main__":
    sys.exit(main())

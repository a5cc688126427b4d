"""Bakes the commit into what is built, so that `cardindex --version` can name it where there is no checkout."""

import os
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BAKED = "bot/COMMIT"


class CustomBuildHook(BuildHookInterface[Any]):
    """Adds one file with the commit's name, unless the tree that is built from has one already."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        if version == "editable" or (root / BAKED).exists():
            return  # a checkout is asked itself; a source archive has brought the file along
        self._baked = Path(self.directory) / "COMMIT"
        self._baked.parent.mkdir(parents=True, exist_ok=True)
        self._baked.write_text(f"{_commit(root)}\n", "ascii")
        build_data["force_include"][str(self._baked)] = BAKED

    def finalize(self, *_: object) -> None:
        if baked := getattr(self, "_baked", None):
            baked.unlink(missing_ok=True)


def _commit(root: Path) -> str:
    """Give the commit that the builder names, or that git does; a container is built without git."""
    if named := os.environ.get("CARDINDEX_COMMIT", ""):
        return named[:40]
    asked = ["git", "-C", str(root), "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"]
    try:
        told = subprocess.run(asked, capture_output=True, text=True, timeout=5, check=False)  # noqa: S603 - fixed words
    except (OSError, subprocess.TimeoutExpired):
        return "unknown"
    return told.stdout.strip() or "unknown"

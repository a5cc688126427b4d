"""A small disk that can be full, where one may be mounted."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

BLOCK = 4_096


class Disk:
    """A small disk, in memory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    def fill(self) -> None:
        with contextlib.suppress(OSError), self._ballast.open("ab", buffering=0) as ballast:
            while True:
                ballast.write(bytes(BLOCK))

    def empty(self) -> None:
        self._ballast.unlink()


@contextmanager
def small_disk(folder: Path, megabytes: int, owner: str = "") -> Iterator[Disk]:
    """Mount a disk in memory there, of one user; skip the test where that is not allowed."""
    asked = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "cardindex", str(folder)]
    if os.geteuid() != 0 or subprocess.run(asked, check=False, capture_output=True).returncode:
        pytest.skip("no disk can be mounted here")
    if owner:
        shutil.chown(folder, owner)
    try:
        yield Disk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)

"""Who was erased, kept outside the database: a backup from before must not bring anybody back.

A line of the file is a keyed hash of platform and user id, the instant at which the erased person was first known, and
that of the erasure. The first tells a person from whoever comes back under the same account, whatever clocks do.
The key is the file's first line: without the file nobody can tell whose hash it is, with it only whether a given
account was erased.
"""

import hashlib
import hmac
import os
import secrets
from datetime import datetime
from pathlib import Path

from filelock import FileLock
from sqlalchemy import make_url

from bot.store.backend import Unusable

ELSEWHERE = "data/cardindex.erased"  # of a database that is no file


def erased_file(url: str, chosen: str = "") -> Path:
    """Name the file: the one that was chosen, else one beside the SQLite file."""
    at = make_url(url)
    is_file = at.get_backend_name() == "sqlite" and at.database
    return Path(chosen or (f"{at.database}.erased" if is_file else ELSEWHERE))


class Tombstones:
    """The file, made where there is none; raise Unusable if it cannot be read and written."""

    def __init__(self, file: Path) -> None:
        self._file = file
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(f"{file}.lock"):
                self._key = _key_of(file)
        except (OSError, ValueError):
            raise Unusable(
                f"{file} keeps who was erased and cannot be used: let the bot's user read and write it, "
                "or put its newest copy in its place"
            ) from None

    def add(self, platform: str, user: str, since: datetime, at: datetime) -> None:
        """Note an erasure; it is on the disk before this returns."""
        with FileLock(f"{self._file}.lock"), self._file.open("a", encoding="ascii") as lines:
            lines.write(f"{self.hash(platform, user)} {since.isoformat()} {at.isoformat()}\n")
            lines.flush()
            os.fsync(lines.fileno())

    def hash(self, platform: str, user: str) -> str:
        """Give what stands for an account in the file."""
        return hmac.digest(self._key, f"{platform}:{user}".encode(), hashlib.sha256).hex()

    def erased(self) -> dict[str, datetime]:
        """Give by hash since when the last one who was erased was known; a line cut short by a crash erased nothing."""
        found: dict[str, datetime] = {}
        for line in self._file.read_text("ascii", "replace").splitlines()[1:]:
            match line.split(" "):
                case [who, since, at] if _is_whole(at):
                    found[who] = datetime.fromisoformat(since)
        return found


def _is_whole(instant: str) -> bool:
    try:
        return datetime.fromisoformat(instant).tzinfo is not None
    except ValueError:
        return False


def _key_of(file: Path) -> bytes:
    """Read the key; make it, readable by the bot's user alone, where there is none."""
    if not file.exists():
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as lines:
            lines.write(f"{secrets.token_hex(32)}\n")
            lines.flush()
            os.fsync(lines.fileno())
    lines_so_far = file.read_text("ascii")
    if not lines_so_far.endswith("\n"):  # a crash cut the last line short: the next one begins anew
        with file.open("a") as lines:
            lines.write("\n")
    return bytes.fromhex(lines_so_far.partition("\n")[0])

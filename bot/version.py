"""Which Card Index this is: its version, and the commit that it was made from."""

import subprocess
from functools import cache
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).parent
BAKED = HERE / "COMMIT"  # written by hatch_build.py when a wheel is built; a checkout has none and asks git
VERSION = version("cardindex")


@cache
def commit() -> str:
    """Give the commit, shortened to twelve digits; "unknown" where nobody can tell."""
    if BAKED.exists():
        return BAKED.read_text("ascii").strip()
    if not (HERE.parent / ".git").exists():
        return "unknown"
    asked = ["git", "-C", str(HERE.parent), "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"]
    try:
        told = subprocess.run(asked, capture_output=True, text=True, timeout=5, check=False)  # noqa: S603 - fixed words
    except (OSError, subprocess.TimeoutExpired):
        return "unknown"
    return told.stdout.strip() or "unknown"

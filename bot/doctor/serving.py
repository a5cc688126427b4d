"""Looks at what the bot serves: its pack, and its address on this machine."""

import json
import socket
import urllib.request
from contextlib import closing
from pathlib import Path

from bot.doctor.finding import Finding
from bot.essay.source import BadContent
from bot.quiz.bank import load_library
from bot.settings import Settings

PATIENCE = 1.0  # seconds for a bot that may be running to answer


def of_pack(folder: Path) -> Finding:
    if not folder.is_dir():
        words = f"there is no pack {folder}: correct PACK, or CONTENT_DIR, the folder of your own packs"
        return Finding("pack", fine=False, words=words)
    try:
        library = load_library(folder)
    except BadContent as bad:
        first = bad.complaints[0]
        more = f" and {len(bad.complaints) - 1} more" if len(bad.complaints) > 1 else ""
        return Finding("pack", fine=False, words=f"{first}{more}: cardindex content check lists everything")
    return Finding("pack", fine=True, words=f"{library.pack.title}, {len(library.bank.questions)} questions")


def of_address(settings: Settings) -> Finding:
    """Look whether the bot's address can be listened on, or already is by the bot itself."""
    host, port = settings.WEB_HOST, settings.WEB_PORT
    where = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    shown = (
        f"the classroom's page and /healthz at {where}" if settings.has_classroom else f"/healthz at {where}"
    )
    if port == 0:
        shown = "a free port, which the bot names when it starts"
    try:
        with closing(socket.create_server((host, port), family=_family(host))):
            return Finding("web", fine=True, words=f"{shown} while the bot runs")
    except OSError as error:
        if _lives(where):
            return Finding("web", fine=True, words=f"{shown}: the bot is running")
        cure = "set another WEB_PORT, such as 8081, and leave WEB_HOST=127.0.0.1 unless you know why not"
        return Finding(
            "web",
            fine=False,
            words=f"{host}:{port} cannot be listened on ({error.strerror or error}): {cure}",
        )


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _lives(where: str) -> bool:
    """Whether a Card Index answers there."""
    try:
        with urllib.request.urlopen(f"{where}healthz", timeout=PATIENCE) as told:  # noqa: S310 - http alone
            return bool(json.load(told).get("alive"))
    except (OSError, ValueError, AttributeError):
        return False

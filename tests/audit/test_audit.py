"""The audit is red over a known hole and a withdrawn version, and honest where it could not ask. Fault 88."""

import importlib.util
import json
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import ModuleType

import pytest

HERE = Path(__file__).parent
LOCK = "spade==1.2.0 \\\n    --hash=sha256:00\n    # via garden\nrake[long]==0.4 ; python_version < '4'\nrake==0.5\n"


def loaded() -> ModuleType:
    """Give the script as a module: it is no part of a package."""
    spec = importlib.util.spec_from_file_location("audit", HERE / "run.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


audit = loaded()
needs_uv = pytest.mark.skipif(
    not ((Path(sys.executable).parent / "uv").exists() or shutil.which("uv")), reason="make lock installs uv"
)


@dataclass
class Outside:
    """The services outside, with what they know."""

    holed: set[str] = field(default_factory=lambda: {"jinja2"})
    withdrawn: set[str] = field(default_factory=lambda: {"attrs"})
    address: str = ""


class Answering(BaseHTTPRequestHandler):
    """Answers as an advisory service and as an index do."""

    def __init__(self, outside: Outside, *more: object) -> None:
        self.outside = outside
        super().__init__(*more)  # type: ignore[arg-type]

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
        known = [each["package"]["name"] in self.outside.holed for each in asked]
        hole = {"vulns": [{"id": "HOLE-1", "modified": "2026-01-01T00:00:00Z"}]}
        self._say(json.dumps({"results": [hole if each else {} for each in known]}))

    def do_GET(self) -> None:
        parts = self.path.strip("/").split("/")
        if parts[0] == "v1":
            self._say(json.dumps({"id": parts[-1], "modified": "2026-01-01T00:00:00Z", "summary": "a gap"}))
        elif self.path.endswith(".metadata"):
            name, version = parts[-1].split("-")[:2]
            self._say(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", "text/plain")
        else:
            self._say(self._page(parts[-1]), "text/html")

    def _page(self, name: str) -> str:
        version = {"attrs": "21.1.0"}.get(name, "1.0")
        mark = ' data-yanked="it does not start"' if name in self.outside.withdrawn else ""
        file = f"{name}-{version}-py3-none-any.whl"
        return f'<a href="/files/{file}" data-dist-info-metadata="true"{mark}>{file}</a>'

    def _say(self, words: str, kind: str = "application/json") -> None:
        told = words.encode()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def outside() -> Iterator[Outside]:
    known = Outside()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Answering, known))
    thread = Thread(target=server.serve_forever)
    thread.start()
    known.address = f"http://127.0.0.1:{server.server_port}"
    yield known
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "cache"))


def asked(folder: Path, outside: Outside, *, required: bool = False) -> int:
    lock = folder / "requirements.lock"
    lock.write_text("spade==1.0\nrake==1.0\n")
    where = {"service": outside.address, "index": f"{outside.address}/simple"}
    code: int = audit.audit([lock], required=required, **where)
    return code


def test_every_pin_of_a_lock_is_read() -> None:
    assert audit.pins(LOCK) == [("spade", "1.2.0"), ("rake", "0.4"), ("rake", "0.5")]


@needs_uv
def test_versions_that_are_sound_pass(
    tmp_path: Path, outside: Outside, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked(tmp_path, outside, required=True) == 0
    assert capsys.readouterr().out == "2 pinned versions.\n"


@needs_uv
def test_a_known_hole_is_red(tmp_path: Path, outside: Outside, capsys: pytest.CaptureFixture[str]) -> None:
    outside.holed.add("spade")
    assert asked(tmp_path, outside) == 1
    assert "spade 1.0: HOLE-1 (a gap), mended in none yet" in capsys.readouterr().out


@needs_uv
def test_a_withdrawn_version_is_red(
    tmp_path: Path, outside: Outside, capsys: pytest.CaptureFixture[str]
) -> None:
    outside.withdrawn.add("rake")
    assert asked(tmp_path, outside) == 1
    assert 'rake 1.0: was withdrawn (reason: "it does not start")' in capsys.readouterr().out


@needs_uv
def test_services_that_do_not_know_have_audited_nothing(
    tmp_path: Path, outside: Outside, capsys: pytest.CaptureFixture[str]
) -> None:
    outside.holed.clear()
    outside.withdrawn.clear()
    assert (asked(tmp_path, outside), asked(tmp_path, outside, required=True)) == (0, 1)
    told = capsys.readouterr().out
    assert "NOT AUDITED for known holes: the service that was reached does not know them." in told
    assert "NOT AUDITED for withdrawn versions: the index that was reached does not tell." in told


@needs_uv
def test_without_a_network_it_says_so_and_stops_nobody_but_a_release(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nowhere = Outside(address="http://127.0.0.1:9")
    assert (asked(tmp_path, nowhere), asked(tmp_path, nowhere, required=True)) == (0, 1)
    assert (
        "NOT AUDITED for known holes: the service that knows them cannot be reached."
        in capsys.readouterr().out
    )

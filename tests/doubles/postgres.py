"""A real PostgreSQL server on loopback for the tests: started once, a database of its own for each test."""

import itertools
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from bot.store.backend import backend
from bot.store.schema import upgrade

TEMPLATE = "cardindex_template"
PASSWORD = "elephant-grass"  # noqa: S105 - which this server never asks for: it must not come out anywhere


class Missing(Exception):
    """PostgreSQL is not installed here."""


class Postgres:
    """A server in a folder of its own."""

    def __init__(self, folder: Path, port: int, fsync: str) -> None:
        self.folder = folder
        self.port = port
        self._fsync = fsync
        self._numbers = itertools.count(1)

    def url(self, name: str, port: int = 0) -> str:
        """Give a database's address: the server's own, or that of a proxy before it."""
        return f"postgresql+psycopg://postgres:{PASSWORD}@127.0.0.1:{port or self.port}/{name}"

    def empty(self) -> str:
        """Give the address of a new database without a table."""
        return self._created("template0")

    def migrated(self, where: str = "") -> str:
        """Give the address of a new database with the newest schema."""
        return self._created(TEMPLATE, where)

    def restored(self, dump: Path) -> str:
        """Give the address of a new database with what a dump holds."""
        where = self.empty()
        plain = where.replace("+psycopg", "")
        words = [tool("pg_restore"), "--exit-on-error", f"--dbname={plain}", str(dump)]
        subprocess.run(words, check=True)
        return where

    def _created(self, template: str, where: str = "") -> str:
        name = f"test_{next(self._numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} {where}")
        return self.url(name)

    def end_sessions(self, name: str) -> None:
        """End every session of a database, as a failover does."""
        other = f"datname = '{name}'"
        self.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {other}")  # noqa: S608 - our own name

    def run(self, statement: str) -> None:
        """Run a statement as the server's owner."""
        where = f"postgresql://postgres@127.0.0.1:{self.port}/postgres"
        with psycopg.connect(where, autocommit=True) as connection:
            connection.execute(statement)

    def start(self) -> None:
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync={self._fsync}"
        _as_owner(
            "pg_ctl", "-D", f"{self.folder}/data", "-w", "-o", options, "-l", f"{self.folder}/log", "start"
        )

    def stop(self, how: str = "fast") -> None:
        _as_owner("pg_ctl", "-D", f"{self.folder}/data", "-w", "-m", how, "stop")


@contextmanager
def serving(fsync: str = "off") -> Iterator[Postgres]:
    """Run a server, on whose disk a commit is for sure only with fsync; raise Missing where there is none."""
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))  # a socket's path must be short
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    server = Postgres(folder, _free_port(), fsync)
    try:
        _as_owner("initdb", "-D", f"{folder}/data", "-A", "trust", "-U", "postgres", "-N", "--locale=C.UTF-8")
        server.start()
        server.run(f"CREATE DATABASE {TEMPLATE}")
        engine = backend(server.url(TEMPLATE)).writing_engine(server.url(TEMPLATE))
        upgrade(engine)
        engine.dispose()
        yield server
        server.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _as_owner(name: str, *words: str) -> None:
    """Run one of the server's tools, which refuse to run as root."""
    user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run([*user, tool(name), *words], check=True, stdout=subprocess.DEVNULL, cwd="/")


def tool(name: str) -> str:
    """Find one of the server's or the client's tools; raise Missing."""
    homes = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    found = [home / name for home in homes if (home / name).exists()]
    if not found and not shutil.which(name):
        raise Missing
    return str(found[0]) if found else name


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])

"""A way to a TCP server that can be cut, closed, or held up, as networks do."""

import contextlib
import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

CHUNK = 65_536


class Proxy:
    """Passes bytes on between its own port and the server's, until told otherwise."""

    def __init__(self, server: tuple[str, int]) -> None:
        self._server = server
        self._open = threading.Event()
        self._open.set()
        self._flows = threading.Event()
        self._flows.set()
        self.held = threading.Event()  # something waits to be let through
        self._ends: list[socket.socket] = []
        self._relays: list[threading.Thread] = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._door.getsockname()[1])
        self._acceptor = threading.Thread(target=self._accept, daemon=True)
        self._acceptor.start()

    def cut(self) -> None:
        """End every connection, and those that are tried from now on."""
        self._open.clear()
        for end in self._ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self._ends.clear()

    def mend(self) -> None:
        """Let new connections through."""
        self._open.set()

    def hold_up(self) -> None:
        """Let connections stand, and nothing through."""
        self._flows.clear()

    def let_through(self) -> None:
        self._flows.set()

    def close(self) -> None:
        self.let_through()
        self.cut()
        self._door.shutdown(socket.SHUT_RDWR)
        for thread in (self._acceptor, *self._relays):
            thread.join()
        self._door.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):  # the door is closed at the end
            while True:
                near, _ = self._door.accept()
                self._join(near)

    def _join(self, near: socket.socket) -> None:
        if not self._open.is_set():
            near.close()
            return
        far = socket.create_connection(self._server)
        self._ends += [near, far]
        relay = threading.Thread(target=self._relay, args=(near, far), daemon=True)
        self._relays.append(relay)
        relay.start()

    def _relay(self, near: socket.socket, far: socket.socket) -> None:
        others = {near: far, far: near}
        with near, far, contextlib.suppress(OSError):
            while True:
                for end in select.select(list(others), [], [])[0]:
                    passed = end.recv(CHUNK)
                    self._wait_to_pass()
                    others[end].sendall(passed)
                    if not passed:
                        return

    def _wait_to_pass(self) -> None:
        if not self._flows.is_set():
            self.held.set()
            self._flows.wait()


@contextmanager
def before(host: str, port: int) -> Iterator[Proxy]:
    """Stand before a server."""
    proxy = Proxy((host, port))
    try:
        yield proxy
    finally:
        proxy.close()

"""A line to the service that can go dead: it takes what is sent, and nothing answers.

Or it is a proxy's, and the service behind it is away.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

CHUNK_BYTES = 65_536
BAD_GATEWAY = (
    b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: 11\r\n"
    b"Connection: close\r\n\r\nBad gateway"
)


class Line:
    """Passes bytes on between a browser and the service; while it is dead they wait."""

    def __init__(self, town: str) -> None:
        there = urlsplit(town)
        assert there.hostname is not None
        assert there.port is not None
        self._there = (there.hostname, there.port)
        self._listening = socket.create_server((there.hostname, 0))
        self.address = f"http://{there.hostname}:{self._listening.getsockname()[1]}"
        self._open = [self._listening]
        self._passing: list[threading.Thread] = []
        self._is_alive = threading.Event()
        self._is_alive.set()
        self._is_away = False

    def loses_the_service(self) -> None:
        """Answer 502 to each request from now on, as a proxy does whose service is away."""
        self._is_away = True
        for one in self._open[1:]:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def goes_dead(self) -> None:
        """Answer nothing from now on."""
        self._is_alive.clear()

    def comes_back(self) -> None:
        """Pass on what waits, and what comes."""
        self._is_alive.set()

    def run(self) -> None:
        """Take connections until the line is closed."""
        with suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                if self._is_away:
                    near.recv(CHUNK_BYTES)
                    near.sendall(BAD_GATEWAY)
                    near.close()
                    continue
                far = socket.create_connection(self._there)
                self._open += [near, far]
                for ends in ((near, far), (far, near)):
                    self._passing.append(threading.Thread(target=self._pass_on, args=ends))
                    self._passing[-1].start()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while sent := one.recv(CHUNK_BYTES):
                self._is_alive.wait()
                other.sendall(sent)
            other.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        """End all connections, and take no more."""
        self.comes_back()
        for one in self._open:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        for passing in self._passing:
            passing.join()
        for one in self._open:
            one.close()


@contextmanager
def line_to(town: str) -> Iterator[Line]:
    """Lend a line to the service."""
    line = Line(town)
    taking = threading.Thread(target=line.run)
    taking.start()
    try:
        yield line
    finally:
        line.close()
        taking.join()

"""A door behind a real server, and clients that write bytes."""

from __future__ import annotations

import json
import re
import socket
import threading
import time
from collections.abc import Callable

import pytest

from plaudit.ingest import server as serving
from plaudit.ingest.short_way import ShortWay, Tell, Usual
from tests.doors.bodies import deed
from tests.doors.fakes import KEY, SINGLE, FakeBook, door_of

DEED = json.dumps(deed()).encode()
HEAD = (
    f"POST /v1/deeds HTTP/1.1\r\nHost: door\r\nAuthorization: Bearer {KEY}\r\n"
    f"Content-Type: {SINGLE}\r\n"
).encode()
Connect = Callable[[], socket.socket]


class Served:
    """A door behind a real server on a port of its own."""

    def __init__(self) -> None:
        self.book = FakeBook()
        self.server = serving.server_of(door_of(self.book), host="127.0.0.1", port=0)
        self.thread = threading.Thread(target=self.server.run)
        self.open_sockets: list[socket.socket] = []

    def start(self) -> None:
        self.thread.start()
        deadline = time.monotonic() + 10
        while not self.server.started:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        self.port = self.server.servers[0].sockets[0].getsockname()[1]

    def connect(self) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        self.open_sockets.append(connection)
        return connection

    def stop(self) -> None:
        for connection in self.open_sockets:
            connection.close()
        self.server.should_exit = True
        self.thread.join(20)
        assert not self.thread.is_alive()


def sent(connection: socket.socket, *parts: bytes) -> tuple[int, dict[str, object]]:
    """Send a request in parts and return status and JSON of the first whole answer."""
    for part in parts:
        connection.sendall(part)
    return answer(connection)


def answer(connection: socket.socket) -> tuple[int, dict[str, object]]:
    raw = b""
    while b"\r\n\r\n" not in raw:
        more = connection.recv(65536)
        assert more, raw
        raw += more
    head, _, rest = raw.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
    while len(rest) < length:
        rest += connection.recv(65536)
    assert len(rest) == length
    return int(head[9:12]), json.loads(rest) if rest.startswith(b"{") else {}


def statuses(connection: socket.socket) -> list[int]:
    """Return the statuses of all answers, until the connection is closed."""
    raw = b""
    while more := connection.recv(65536):
        raw += more
    return [int(one) for one in re.findall(rb"HTTP/1\.1 (\d+)", raw)]


def is_closed(connection: socket.socket) -> bool:
    """Read to the end of what comes; a time-out is a failure."""
    try:
        while connection.recv(65536):
            pass
    except ConnectionResetError:
        pass
    return True


def with_length(raw: bytes, length: int | None = None) -> bytes:
    return HEAD + b"Content-Length: %d\r\n\r\n" % (len(raw) if length is None else length) + raw


def chunk(raw: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(raw), raw)


CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"


def what_is_taken(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Return whether each request that is whole from here on took the short way."""
    found: list[bool] = []
    take = ShortWay.take

    def seen(way: ShortWay, usual: Usual, raw: bytes, tell: Tell) -> bool:
        found.append(take(way, usual, raw, tell))
        return found[-1]

    monkeypatch.setattr(ShortWay, "take", seen)
    return found


def short_way_of(served: Served) -> ShortWay:
    way: ShortWay = served.server.config.loaded_app.short_way
    return way


def sent_apart(served: Served, *parts: bytes) -> tuple[int, dict[str, object]]:
    """Send a request on a connection of its own, in parts that arrive one by one."""
    connection = served.connect()
    for part in parts:
        connection.sendall(part)
        if part is not parts[-1]:
            time.sleep(0.02)
    return answer(connection)

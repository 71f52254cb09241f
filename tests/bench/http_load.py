"""A load of requests over raw sockets: each connection sends its next as soon as it is answered.

    python -m tests.bench.http_load http://127.0.0.1:8000 KEY BODIES.bin CONNECTIONS [single]

BODIES.bin holds bodies, each with its length in 4 bytes before it (`write_bodies`). It runs in a
process of its own, so that it doesn't share an interpreter with what it measures, and writes one
JSON line: seconds, requests, statuses, outcomes, and latencies in milliseconds.
"""

from __future__ import annotations

import gc
import json
import select
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

SINGLE = "application/cloudevents+json"
BATCH = "application/cloudevents-batch+json"
RECEIVED_BYTES = 65_536
_OUTCOMES = [(one, f'"status":"{one}"'.encode()) for one in ("accepted", "duplicate", "refused")]
_LENGTH = b"content-length: "


@dataclass
class Load:
    """What came back. `latencies` in seconds and `answers` whole, one for each request."""

    seconds: float = 0.0
    statuses: Counter[int] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    latencies: list[float] = field(default_factory=list)
    answers: list[bytes] = field(default_factory=list)

    def look(self) -> None:
        """Count what the answers say, once the clock has stopped."""
        for answer in self.answers:
            self.statuses[int(answer[9:12])] += 1
            for outcome, said in _OUTCOMES:
                self.outcomes[outcome] += answer.count(said)

    def summary(self) -> dict[str, Any]:
        """Return the numbers worth keeping. Latencies in milliseconds."""
        ordered = sorted(self.latencies)

        def at(share: float) -> float:
            return round(1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))], 2)

        return {
            "seconds": round(self.seconds, 3),
            "requests": len(ordered),
            "requests_a_second": round(len(ordered) / self.seconds),
            "statuses": {str(status): count for status, count in self.statuses.items()},
            "outcomes": dict(self.outcomes),
            "p50_ms": at(0.5),
            "p99_ms": at(0.99),
            "max_ms": at(1.0),
        }


class _Connections:
    """All connections of a load: nothing but system calls and a look at each answer.

    What the client spends is missing to the service, which runs on the same cores here.
    """

    def __init__(self, load: Load, requests: Iterator[bytes]) -> None:
        self._latencies = load.latencies
        self._answers = load.answers
        self._requests = requests
        self._ready = select.epoll()
        self._open: dict[int, _Connection] = {}

    def run(self, address: tuple[str, int], *, connections: int) -> None:
        """Open connections and send over them until no request is left."""
        for _ in range(connections):
            one = _Connection(socket.create_connection(address))
            self._open[one.number] = one
            self._ready.register(one.number, select.EPOLLIN)
            self._next(one)
        while self._open:
            for number, _ in self._ready.poll():
                one = self._open[number]
                if one.unsent:
                    self._send(one)
                else:
                    self._receive(one)

    def _next(self, one: _Connection) -> None:
        request = next(self._requests, None)
        if request is None:
            del self._open[one.number]
            self._ready.unregister(one.number)
            one.socket.close()
            return
        one.unsent = request
        one.sent_at = time.perf_counter()
        self._send(one)

    def _send(self, one: _Connection) -> None:
        was_held_up = one.is_held_up
        one.unsent = one.unsent[one.socket.send(one.unsent) :]
        one.is_held_up = bool(one.unsent)
        if one.is_held_up != was_held_up:
            wanted = select.EPOLLOUT if one.is_held_up else select.EPOLLIN
            self._ready.modify(one.number, wanted)

    def _receive(self, one: _Connection) -> None:
        part = one.socket.recv(RECEIVED_BYTES)
        if not part:
            raise ConnectionError("the service closed a connection before its answer was whole")
        answer = one.answer + part if one.answer else part
        end = answer.find(b"\r\n\r\n")
        if end < 0 or len(answer) < end + 4 + _length(answer):
            one.answer = answer
            return
        self._latencies.append(time.perf_counter() - one.sent_at)
        self._answers.append(answer)
        one.answer = b""
        self._next(one)


class _Connection:
    """One connection: what of its request isn't sent yet, and what has come of its answer."""

    def __init__(self, opened: socket.socket) -> None:
        opened.setblocking(False)
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket = opened
        self.number = opened.fileno()
        self.unsent = b""
        self.is_held_up = False
        self.sent_at = 0.0
        self.answer = b""


def _requests(bodies: Iterable[bytes], *, host: str, key: str, content_type: str) -> list[bytes]:
    head = (
        f"POST /v1/deeds HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {key}\r\n"
        f"content-type: {content_type}\r\ncontent-length: "
    ).encode()
    return [head + b"%d\r\n\r\n" % len(body) + body for body in bodies]


def _run(requests: list[bytes], *, host: str, port: int, connections: int) -> Load:
    load = Load()
    started = time.perf_counter()
    _Connections(load, iter(requests)).run((host, port), connections=connections)
    load.seconds = time.perf_counter() - started
    load.look()
    return load


def _length(answer: bytes) -> int:
    """Return the length of an answer's body, as its head says it in lower case."""
    at = answer.index(_LENGTH) + len(_LENGTH)
    return int(answer[at : answer.index(b"\r", at)])


def write_bodies(bodies: Iterable[bytes], path: Path) -> None:
    """Write bodies for a load, each with its length before it."""
    with path.open("wb") as file:
        for body in bodies:
            file.write(struct.pack(">I", len(body)) + body)


def _read_bodies(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while length := file.read(4):
            yield file.read(struct.unpack(">I", length)[0])


def http_load(
    url: str, *, key: str, bodies: Iterable[bytes], connections: int, single: bool
) -> dict[str, Any]:
    """Send bodies to the door at `url` from another process and return its summary."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bodies.bin"
        write_bodies(bodies, path)
        command = [sys.executable, "-m", "tests.bench.http_load", url, key, str(path)]
        command += [str(connections), *(["single"] if single else [])]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    return cast("dict[str, Any]", json.loads(done.stdout))


def main() -> None:
    """Run one load as the command line says."""
    url, key, path, connections, *single = sys.argv[1:]
    parts = urlsplit(url)
    host, port = parts.hostname or "127.0.0.1", parts.port or 80
    content_type = SINGLE if single else BATCH
    requests = _requests(_read_bodies(Path(path)), host=host, key=key, content_type=content_type)
    gc.freeze()
    gc.disable()
    load = _run(requests, host=host, port=port, connections=int(connections))
    sys.stdout.write(json.dumps(load.summary()) + "\n")


if __name__ == "__main__":
    main()

"""A load of requests over raw sockets: each connection sends its next as soon as it is answered.

    python -m tests.bench.http_load http://127.0.0.1:8000 KEY BODIES.bin CONNECTIONS [single]

BODIES.bin holds bodies, each with its length in 4 bytes before it (`write_bodies`). It runs in a
process of its own, so that it doesn't share an interpreter with what it measures, and writes one
JSON line: seconds, requests, statuses, outcomes, and latencies in milliseconds.
"""

from __future__ import annotations

import asyncio
import json
import struct
import subprocess
import sys
import tempfile
import time
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

SINGLE = "application/cloudevents+json"
BATCH = "application/cloudevents-batch+json"
_OUTCOMES = ("accepted", "duplicate", "refused")


@dataclass
class Load:
    """What came back. `latencies` in seconds, one for each request."""

    seconds: float = 0.0
    statuses: Counter[int] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    latencies: list[float] = field(default_factory=list)

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


class Answers(asyncio.Protocol, ABC):
    """A connection that puts answers together; what is done with one, a kind of it says."""

    transport: asyncio.Transport

    def __init__(self) -> None:
        self._answer = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep what is written to."""
        self.transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Take what came; hand on the answer once it is whole."""
        self._answer += data
        end = self._answer.find(b"\r\n\r\n")
        if end < 0:
            return
        head = bytes(self._answer[:end]).lower()
        length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
        if len(self._answer) < end + 4 + length:
            return
        whole, self._answer = self._answer, bytearray()
        self.answered(int(head[9:12]), whole)

    @abstractmethod
    def answered(self, status: int, answer: bytearray) -> None:
        """Do something with a whole answer, head and body."""


class _Connection(Answers):
    def __init__(
        self, load: Load, *, requests: Iterator[bytes], done: asyncio.Future[None]
    ) -> None:
        super().__init__()
        self._load = load
        self._requests = requests
        self._done = done
        self._sent_at = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._next()

    def _next(self) -> None:
        request = next(self._requests, None)
        if request is None:
            self.transport.close()
            return
        self._sent_at = time.perf_counter()
        self.transport.write(request)

    def answered(self, status: int, answer: bytearray) -> None:
        self._load.latencies.append(time.perf_counter() - self._sent_at)
        self._load.statuses[status] += 1
        for outcome in _OUTCOMES:
            self._load.outcomes[outcome] += answer.count(f'"status":"{outcome}"'.encode())
        self._next()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._done.done():
            if exc is None:
                self._done.set_result(None)
            else:
                self._done.set_exception(exc)


def _requests(bodies: Iterable[bytes], *, host: str, key: str, content_type: str) -> list[bytes]:
    head = (
        f"POST /v1/deeds HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {key}\r\n"
        f"content-type: {content_type}\r\ncontent-length: "
    ).encode()
    return [head + b"%d\r\n\r\n" % len(body) + body for body in bodies]


async def _run(requests: list[bytes], *, host: str, port: int, connections: int) -> Load:
    load = Load()
    waiting = iter(requests)
    loop = asyncio.get_running_loop()
    started = time.perf_counter()
    ends: list[asyncio.Future[None]] = []
    for _ in range(connections):
        done: asyncio.Future[None] = loop.create_future()
        ends.append(done)
        connection = partial(_Connection, load, requests=waiting, done=done)
        await loop.create_connection(connection, host, port)
    await asyncio.gather(*ends)
    load.seconds = time.perf_counter() - started
    return load


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
    load = asyncio.run(_run(requests, host=host, port=port, connections=int(connections)))
    sys.stdout.write(json.dumps(load.summary()) + "\n")


if __name__ == "__main__":
    main()

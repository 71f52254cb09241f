"""A load of page views over raw sockets, in a process of its own, as `http_load` is for deeds.

    python -m tests.bench.page_load http://127.0.0.1:8000 REQUESTS.json A_SECOND

At a pace each view is sent at its planned instant, whether or not those before it are answered,
over a connection that is free or a new one, and takes as long as from that instant to its answer.
With 0 a second one follows the other over one connection. One JSON line is written: the summary of
http_load, and the CPU that this process itself took.
"""

from __future__ import annotations

import asyncio
import gc
import json
import subprocess
import sys
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import uvloop

from tests.bench.http_load import Load

PATIENCE_SECONDS = 10.0
"""What isn't answered by then counts as so long, and as not shown."""
NOT_ANSWERED = 0


class Views:
    """Views of pages, all to one server."""

    def __init__(self, host: str, port: int) -> None:
        self.load = Load()
        self.idle: list[_View] = []
        self._connect_to = host, port
        self._under_way: set[_View] = set()
        self._is_answered = asyncio.Event()

    async def one_after_the_other(self, requests: Sequence[bytes]) -> None:
        """Ask for each page once the one before it is there."""
        for request in requests:
            await self._ask(request, time.perf_counter())
            await self._all_answered()

    async def at_pace(self, requests: Sequence[bytes], *, a_second: float) -> None:
        """Ask for pages at a pace, however long they take."""
        began = time.perf_counter()
        for place, request in enumerate(requests):
            planned_at = began + place / a_second
            await asyncio.sleep(max(0.0, planned_at - time.perf_counter()))
            await self._ask(request, planned_at)
        await self._all_answered()

    def end(self, view: _View, *, status: int) -> None:
        """Count a view that is over."""
        self._under_way.discard(view)
        took = min(time.perf_counter() - view.since, PATIENCE_SECONDS)
        if took == PATIENCE_SECONDS or status == NOT_ANSWERED:
            took, status = PATIENCE_SECONDS, NOT_ANSWERED
        self.load.latencies.append(took)
        self.load.statuses[status] += 1
        self._is_answered.set()

    async def _ask(self, request: bytes, since: float) -> None:
        if not self.idle:
            loop = asyncio.get_running_loop()
            await loop.create_connection(partial(_View, self), *self._connect_to)
        view = self.idle.pop()
        self._under_way.add(view)
        view.ask(request, since)

    async def _all_answered(self) -> None:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while self._under_way:
                    self._is_answered.clear()
                    await self._is_answered.wait()
        except TimeoutError:
            for view in list(self._under_way):
                self.end(view, status=NOT_ANSWERED)


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


class _View(Answers):
    """A connection: one view at a time."""

    def __init__(self, views: Views) -> None:
        super().__init__()
        self._views = views
        self.since = 0.0
        self._waits = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._views.idle.append(self)

    def ask(self, request: bytes, since: float) -> None:
        self.since, self._waits = since, True
        self.transport.write(request)

    def answered(self, status: int, answer: bytearray) -> None:  # noqa: ARG002 (the status says it)
        self._waits = False
        self._views.end(self, status=status)
        self._views.idle.append(self)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        if self in self._views.idle:
            self._views.idle.remove(self)
        if self._waits:
            self._views.end(self, status=NOT_ANSWERED)


def page_load(
    url: str, passes: Sequence[str], *, path: str, cookie: str, a_second: int = 0
) -> dict[str, Any]:
    """View a page with each pass, from another process, and return its summary."""
    parts = urlsplit(url)
    requests = [
        f"GET {path} HTTP/1.1\r\nhost: {parts.netloc}\r\ncookie: {cookie}={one}\r\n"
        "accept: text/html\r\naccept-encoding: gzip\r\n\r\n"
        for one in passes
    ]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "requests.json"
        file.write_text(json.dumps(requests), "utf-8")
        command = [sys.executable, "-m", "tests.bench.page_load", url, str(file), str(a_second)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    return cast("dict[str, Any]", json.loads(done.stdout))


async def _run(url: str, requests: Sequence[bytes], *, a_second: int) -> dict[str, Any]:
    parts = urlsplit(url)
    views = Views(parts.hostname or "127.0.0.1", parts.port or 80)
    began, ours = time.perf_counter(), time.process_time()
    if a_second:
        await views.at_pace(requests, a_second=a_second)
    else:
        await views.one_after_the_other(requests)
    views.load.seconds = time.perf_counter() - began
    return views.load.summary() | {"cpu_seconds": time.process_time() - ours}


def main() -> None:
    """Run one load as the command line says."""
    url, path, a_second = sys.argv[1:]
    requests = [one.encode() for one in json.loads(Path(path).read_text("utf-8"))]
    gc.freeze()
    gc.disable()
    found = uvloop.run(_run(url, requests, a_second=int(a_second)))
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()

"""The door over HTTP, against the database: batches of 1,000, and single deeds."""

from __future__ import annotations

import json
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from plaudit.core.instant import shown_instant
from plaudit.store.connect import connect
from tests.bench.book import Book, open_measured
from tests.bench.http_load import http_load
from tests.bench.settling import Shape, settling

BATCH = 1_000
BATCH_DEEDS = 160_000
SINGLE_DEEDS = 20_000
BATCH_CONNECTIONS = 8
SINGLE_CONNECTIONS = 64
IDLE_SECONDS = 0.05
"""CPU that a service takes in half a second once it has started."""


def door_rates(book: Book) -> Iterator[str]:
    """Yield a row for batches and one for single deeds."""
    alone = settling(book, size=10_000, shape=Shape(1, 1), deeds=100_000)
    for single in (False, True):
        deeds = SINGLE_DEEDS if single else BATCH_DEEDS
        size = 1 if single else BATCH
        connections = SINGLE_CONNECTIONS if single else BATCH_CONNECTIONS
        bodies, key = _bodies(book, deeds=deeds, size=size, seed=size)
        with Service(book.url) as service:
            http_load(
                service.address, key=key, bodies=bodies[: len(bodies) // 10],
                connections=connections, single=single,
            )  # fmt: skip
            before, read_before = service.cpu_seconds(), service.reading_seconds()
            load = http_load(
                service.address, key=key, bodies=bodies[len(bodies) // 10 :],
                connections=connections, single=single,
            )  # fmt: skip
            after, read_after = service.cpu_seconds(), service.reading_seconds()
        sent = deeds - deeds // 10
        assert load["outcomes"].get("accepted") == sent, load
        ours, theirs = ((now - then) / sent * 1e6 for now, then in zip(after, before, strict=True))
        reading = (read_after - read_before) / sent * 1e6
        kind = "single deeds" if single else f"batches of {BATCH:,}"
        yield (
            f"| {kind}, {connections} connections | {sent / load['seconds']:,.0f} | "
            f"{load['p50_ms']} | {load['p99_ms']} | {reading:.1f} | {ours - reading:.1f} | "
            f"{theirs:.1f} | "
            f"{alone.deeds_a_second:,.0f} |"
        )


def _bodies(book: Book, *, deeds: int, size: int, seed: int) -> tuple[list[bytes], str]:
    """Return request bodies of one partner's deeds, and its key."""
    house = open_measured(book)
    chance = random.Random(seed)
    partner = next(iter(house.partners.values()))
    key = book.keys[0]
    members = [chance.randint(1, book.members) for _ in range(deeds)]
    handles = house.handles.handles_of(members, partner.partner_id)
    events = [
        {
            "specversion": "1.0",
            "id": f"{chance.getrandbits(64):016x}",
            "source": partner.id,
            "type": "deed.cup_return",
            "subject": handle,
            "time": shown_instant(int(time.time() * 1e6) - chance.randrange(3_600_000_000)),
            "data": {"cups": chance.randint(1, 5)},
        }
        for handle in handles
    ]
    if size == 1:
        return [json.dumps(event).encode() for event in events], key
    parts = range(0, len(events), size)
    return [json.dumps(events[at : at + size]).encode() for at in parts], key


class Service:
    """`plaudit serve` as a process of its own, over the measured book."""

    def __init__(self, url: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = int(probe.getsockname()[1])
        self.address = f"http://127.0.0.1:{self._port}"
        self._url = url

    def __enter__(self) -> Self:
        command = [
            sys.executable,
            "-m",
            "plaudit.cli.main",
            "serve",
            "--no-work",
            "--port",
            str(self._port),
        ]
        environment = {**os.environ, "PLAUDIT_DATABASE_URL": self._url}
        self._process = subprocess.Popen(command, env=environment)
        until = time.monotonic() + 30
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self._port)) == 0:
                    break
            time.sleep(0.1)
        self._wait_until_started(until)
        return self

    def _wait_until_started(self, until: float) -> None:
        """Wait until the processes that it starts beside have read what they need."""
        spent = _cpu(self._process.pid)
        while time.monotonic() < until:
            time.sleep(0.5)
            before, spent = spent, _cpu(self._process.pid)
            if spent - before < IDLE_SECONDS:
                return

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(30)

    def cpu_seconds(self) -> tuple[float, float]:
        """Return the CPU of the service and that of the server, each with all its processes."""
        with connect(self._url, role="owner") as owner:
            server = int(_fields(owner.info.backend_pid)[1])
            return _cpu(self._process.pid), _cpu(server)

    def reading_seconds(self) -> float:
        """Return the CPU of the process that reads requests, alone."""
        fields = _fields(self._process.pid)
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _cpu(pid: int) -> float:
    """Return the seconds of a process, of its children, and of those that have ended."""
    try:
        ticks = sum(map(int, _fields(pid)[11:15]))
        tasks = Path(f"/proc/{pid}/task").glob("*/children")
        children = " ".join(task.read_text("ascii") for task in tasks).split()
    except FileNotFoundError:  # it ended meanwhile: its parent has its seconds
        return 0.0
    return ticks / os.sysconf("SC_CLK_TCK") + sum(_cpu(int(child)) for child in children)


def _fields(pid: int) -> list[str]:
    """Return what the kernel says of a process, from its state on (proc(5))."""
    return Path(f"/proc/{pid}/stat").read_text("ascii").rsplit(")", 1)[1].split()

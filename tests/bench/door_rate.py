"""What HTTP and JSON alone cost: the door before a settler that only waits.

    python -m tests.bench.door_rate [plaudit|uvicorn|granian ...]

`plaudit` is uvicorn with the limits of `ingest.limited`; granian has to be installed for it.

Settling is stood in for by 1 ms of waiting and 5 µs of arithmetic a deed, so that the figures say
what share the door itself takes. Source: decision 0004.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence

from plaudit.actions.batch import Arrival
from plaudit.core.activity import Activity, Fact, FactType
from plaudit.core.amount import MICRO
from plaudit.core.ledger import Outcome
from plaudit.ingest.app import Door
from plaudit.ingest.gather import Gather
from plaudit.ingest.keys import Keys
from plaudit.ingest.ports import Signed
from plaudit.ingest.reading import Reader
from tests.bench.http_load import http_load

KEY = "plaudit_measured"
_READER = Reader(
    {
        "cup_return": Activity(
            "cup_return", {}, (Fact("cups", FactType.INTEGER, low=MICRO, high=50 * MICRO),)
        )
    }
)


class _Waits:
    """A settler, and a registry, that cost what they are told to."""

    def settle(self, arrivals: Sequence[Arrival], *, now: int) -> list[Outcome]:
        assert now > 0, now
        time.sleep(0.001)
        until = time.perf_counter() + 5e-6 * len(arrivals)
        while time.perf_counter() < until:
            pass
        return [Outcome(one.report.event_id, "accepted") for one in arrivals]

    def sign_in(self, key: str) -> Signed | None:
        return Signed(1, "cafe-lotus", _READER) if key == KEY else None

    def is_there(self) -> bool:
        return True

    def close(self) -> None:
        pass


def app() -> Door:
    """Return the door that is measured."""
    return Door(Keys(_Waits()), Gather(_Waits, members_of=lambda arrivals: [None] * len(arrivals)))


def _deeds(count: int) -> Iterator[dict[str, object]]:
    for number in range(count):
        yield {
            "specversion": "1.0",
            "id": f"till-7/{number:09d}",
            "source": "cafe-lotus",
            "type": "deed.cup_return",
            "subject": f"mfrggzdfmztwq2lknn{number % 100_000:08d}",
            "time": f"2026-04-03T{9 + number % 8:02d}:{number % 60:02d}:00+07:00",
            "data": {"cups": 1 + number % 5},
        }


def _command(server: str, port: int) -> list[str]:
    place = "tests.bench.door_rate:app"
    if server == "plaudit":
        started = (
            "from plaudit.ingest.server import server_of; from tests.bench.door_rate import app; "
            f"server_of(app(), host='127.0.0.1', port={port}).run()"
        )
        return [sys.executable, "-c", started]
    if server == "uvicorn":
        options = ["--factory", "--loop", "uvloop", "--http", "httptools", "--no-access-log"]
        return [*_python(server), place, *options, "--port", str(port), "--log-level", "warning"]
    options = ["--interface", "asgi", "--factory", "--loop", "uvloop", "--no-access-log"]
    return [*_python(server), place, *options, "--port", str(port), "--log-level", "warning"]


def _python(module: str) -> list[str]:
    return [sys.executable, "-m", module]


def measure(server: str) -> None:
    """Start a server, send it single deeds and batches, and print both."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(_command(server, port))
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(port)
        singles = [json.dumps(deed).encode() for deed in _deeds(30_000)]
        batches = [
            json.dumps(list(_deeds(1_000)), separators=(",", ":")).encode() for _ in range(300)
        ]
        http_load(url, key=KEY, bodies=singles[:2_000], connections=64, single=True)
        before = _cpu_seconds(process.pid)
        single = http_load(url, key=KEY, bodies=singles, connections=64, single=True)
        between = _cpu_seconds(process.pid)
        batch = http_load(url, key=KEY, bodies=batches, connections=8, single=False)
        after = _cpu_seconds(process.pid)
    finally:
        process.terminate()
        process.wait()
    for name, summary, cpu, deeds in (
        ("single, 64 connections", single, between - before, 30_000),
        ("batches of 1,000, 8 connections", batch, after - between, 300_000),
    ):
        rate, cost = deeds / summary["seconds"], 1e6 * cpu / deeds
        print(
            f"{server:8} {name:32} {rate:9,.0f} deeds/s  p50 {summary['p50_ms']:6.1f} ms  "
            f"p99 {summary['p99_ms']:6.1f} ms  {cost:6.1f} µs CPU a deed  {summary['statuses']}"
        )


def _wait_for(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("the server did not start")


def _cpu_seconds(pid: int) -> float:
    """Return what a process and its living children have used."""
    ticks = os.sysconf("SC_CLK_TCK")
    total = 0.0
    with open(f"/proc/{pid}/stat", encoding="ascii") as stat:  # noqa: PTH123 (not a file on disk)
        fields = stat.read().rpartition(")")[2].split()
        total += (int(fields[11]) + int(fields[12])) / ticks
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as children:  # noqa: PTH123
        return total + sum(_cpu_seconds(int(child)) for child in children.read().split())


if __name__ == "__main__":
    for _name in sys.argv[1:] or ["plaudit"]:
        measure(_name)

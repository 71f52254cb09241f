"""Settling against the limit: COPY of the same deeds into one table with three indexes."""

from __future__ import annotations

import multiprocessing
import os
import random
import threading
import time
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any, NamedTuple

from plaudit.actions.batch import Arrival
from plaudit.actions.settle import settle
from plaudit.core.period import date_of
from plaudit.store.connect import connect
from plaudit.store.instants import as_datetime
from plaudit.store.turn import Turn
from tests.bench.book import NOW, Book, arrivals, open_measured

SIZES = (100, 1_000, 10_000)
LIMIT_ROWS = 200_000
WARM_DEEDS = 5_000
"""Settled by each writer before the clock starts."""


class Rate(NamedTuple):
    """Deeds a second over all writers, WAL bytes a deed, CPU microseconds a deed (both sides)."""

    deeds_a_second: float
    wal_bytes: float
    our_cpu_us: float
    server_cpu_us: float


def limit(book: Book) -> Rate:
    """Measure COPY into one table with a primary key, a unique key and a (member, time) index."""
    house = open_measured(book)
    chance = random.Random(1)
    texts = []
    number = 0
    for _ in range(LIMIT_ROWS // 10_000):
        deeds = arrivals(book, house, 10_000, chance=chance)
        lines = []
        for partner_id, report in deeds:
            number += 1
            at = as_datetime(report.happened_at).isoformat()
            lines.append(
                f"{chance.getrandbits(62)}\t{chance.randint(1, book.members)}\t{at}\t"
                f"{date_of(NOW // 86_400_000_000)}\t{partner_id}\t1\t5\t1\t{report.event_id}\n"
            )
        texts.append("".join(lines).encode())
    with connect(book.url, role="owner") as owner:
        owner.execute("DROP TABLE IF EXISTS copied")
        owner.execute(
            "CREATE TABLE copied (deed_id BIGINT PRIMARY KEY, member_id BIGINT, "
            "happened_at TIMESTAMPTZ, happened_on DATE, partner_id INTEGER, edition_id INTEGER, "
            "points INTEGER, activity_no SMALLINT, event_id TEXT, UNIQUE (partner_id, event_id))"
        )
        owner.execute("CREATE INDEX ON copied (member_id, happened_at)")
        owner.execute("CHECKPOINT")
        before = _wal(owner)
        started = time.perf_counter()
        for text in texts:
            with owner.cursor().copy("COPY copied FROM STDIN") as copy:
                copy.write(text)
        seconds = time.perf_counter() - started
        wal = _wal(owner) - before
        owner.execute("DROP TABLE copied")
    return Rate(LIMIT_ROWS / seconds, wal / LIMIT_ROWS, 0.0, 0.0)


def warm_up(book: Book, *, deeds: int) -> None:
    """Settle deeds so that the pages of the book have been written since the last checkpoint."""
    house = open_measured(book)
    chance = random.Random(0)
    with connect(book.url, hot=True) as connection:
        for _ in range(deeds // 10_000):
            batch = arrivals(book, house, 10_000, chance=chance)
            settle(connection, house, batch, now=NOW)


class Shape(NamedTuple):
    """How settling is done: by so many processes, each with so many threads."""

    writers: int
    lanes: int

    def lane(self, writer: int, lane: int) -> dict[str, int]:
        """Return which members a thread's deeds are of."""
        return {"lane": writer * self.lanes + lane, "lanes": self.writers * self.lanes}


def settling(book: Book, *, size: int, shape: Shape, deeds: int) -> Rate:
    """Measure settling `deeds` deeds in batches of a size.

    Each thread has a connection and members of its own, as each lane of the door and of
    `plaudit take-in` has.
    """
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(shape.writers + 1)
    answers: Any = context.Queue()
    each = max(1, deeds // size // shape.writers // shape.lanes)
    started = [
        context.Process(target=_write, args=(book, size, each, shape, writer, barrier, answers))
        for writer in range(shape.writers)
    ]
    for process in started:
        process.start()
    with connect(book.url, role="owner") as owner:
        barrier.wait()
        before = _wal(owner)
        begun = time.perf_counter()
        cpu = [answers.get() for _ in started]
        seconds = time.perf_counter() - begun
        wal = _wal(owner) - before
    for process in started:
        process.join()
    settled = each * size * shape.writers * shape.lanes
    return Rate(
        settled / seconds,
        wal / settled,
        sum(ours for ours, _ in cpu) / settled * 1e6,
        sum(server for _, server in cpu) / settled * 1e6,
    )


def _write(
    book: Book,
    size: int,
    batches: int,
    shape: Shape,
    writer: int,
    barrier: Barrier,
    answers: Any,
) -> None:
    import gc

    chance = random.Random(f"{writer} {os.getpid()}")
    turn = Turn()
    lanes = [
        _Lane(book, size, batches, chance=chance, **shape.lane(writer, lane))
        for lane in range(shape.lanes)
    ]
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    for lane in lanes:
        lane.settle(lane.warm, turn)
    threads = [
        threading.Thread(target=lane.settle, args=(lane.waiting, turn)) for lane in lanes[1:]
    ]
    server_before = sum(lane.server_cpu_seconds() for lane in lanes)
    barrier.wait()
    ours = time.process_time()
    for thread in threads:
        thread.start()
    lanes[0].settle(lanes[0].waiting, turn)
    for thread in threads:
        thread.join()
    server = sum(lane.server_cpu_seconds() for lane in lanes) - server_before
    answers.put((time.process_time() - ours, server))


class _Lane:
    """A thread's connection, and its deeds: of members of its own."""

    def __init__(
        self, book: Book, size: int, batches: int, *, chance: random.Random, lane: int, lanes: int
    ) -> None:
        self._house = house = open_measured(book)
        self.waiting, self.warm = (
            [arrivals(book, house, size, chance=chance, lane=lane, lanes=lanes) for _ in range(n)]
            for n in (batches, -(-WARM_DEEDS // size))
        )
        self._connection = connect(book.url, hot=True)

    def settle(self, batches: list[list[Arrival]], turn: Turn) -> None:
        for batch in batches:
            with turn.taken():
                outcomes = settle(self._connection, self._house, batch, now=NOW)
            assert all(outcome.status == "accepted" for outcome in outcomes)

    def server_cpu_seconds(self) -> float:
        return _cpu_seconds(self._connection.info.backend_pid)


def _wal(owner: Any) -> int:
    return int(owner.execute("SELECT pg_current_wal_lsn() - '0/0'::pg_lsn").fetchone()[0])


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

"""Counting a snapshot piece by piece: what each member has, as files that can be gone on with."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from threading import local
from typing import NamedTuple, TypeVar

import duckdb
import numpy as np

from plaudit.core.edition import Edition
from plaudit.core.period import Period, start_of
from plaudit.replay.columns import Ints
from plaudit.replay.counting import Counted, Replay
from plaudit.replay.engine import connected, quoted
from plaudit.replay.inputs import Rises
from plaudit.replay.snapshot import Deeds, Piece, Snapshot

T = TypeVar("T")
_KEY_BITS = 24


class Job(NamedTuple):
    """What is counted, by which editions, and how many pieces at once."""

    snapshot: Snapshot
    replay: Replay
    threads: int
    instants: bool = False
    """Whether instants and partners are read in any case: a rehearsal asks for them."""


def pieces_counted(
    job: Job, pieces: Iterable[Piece], *, then: Callable[[Piece, Deeds, Counted], T]
) -> Iterator[T]:
    """Yield what `then` makes of each piece, in order; so many pieces are counted at once.

    Only deeds from the first edition on are counted and handed on. Memory: about 200 MB for each
    thread (a million deeds, their columns and keys).
    """
    connections = local()

    def count(piece: Piece) -> T:
        connection: duckdb.DuckDBPyConnection | None = getattr(connections, "own", None)
        if connection is None:
            connections.own = connection = connected()
            # Else the list of a city's groups of rows is read again for each piece.
            connection.execute("SET parquet_metadata_cache = true")
        partners = job.instants or job.replay.asks_for_partners
        read = job.snapshot.read(piece, connection, instants=job.instants, partners=partners)
        deeds = _in_force(read, job.replay)
        return then(piece, deeds, job.replay.count(deeds.columns))

    with ThreadPoolExecutor(job.threads) as pool:
        running: deque[Future[T]] = deque()
        for piece in pieces:
            running.append(pool.submit(count, piece))
            if len(running) > job.threads:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()


def _in_force(deeds: Deeds, replay: Replay) -> Deeds:
    counted = deeds.columns.day >= replay.editions[0].starts_on
    if counted.all():
        return deeds
    rows = np.flatnonzero(counted)
    instants = deeds.happened_at[rows] if len(deeds.happened_at) else deeds.happened_at
    return Deeds(deeds.columns.at(rows), deeds.first_member, instants)


def write_totals(
    job: Job, folder: Path, *, by_month: bool, moved: Callable[[int], None]
) -> list[Path]:
    """Write each piece's totals to a file of its own, and return the files in order.

    A file that is there is not made again: that is how a replay that was stopped goes on.
    `moved` is told how many deeds are done.
    """
    pieces = job.snapshot.pieces()
    files = [folder / f"totals-{number:05d}.parquet" for number in range(len(pieces))]
    waiting = [(piece, file) for piece, file in zip(pieces, files, strict=True)]
    moved(sum(piece.rows for piece, file in waiting if file.exists()))
    file_of = {piece: file for piece, file in waiting if not file.exists()}

    def write(piece: Piece, deeds: Deeds, counted: Counted) -> int:
        _write(file_of[piece], totals_of(deeds, counted, job.replay, by_month=by_month))
        return piece.rows

    for rows in pieces_counted(job, file_of, then=write):
        moved(rows)
    return files


def rule_ids(editions: Iterable[Edition]) -> list[str]:
    """Return the ids of all editions' rules, in the order written."""
    return list(dict.fromkeys(rule.id for one in editions for rule in one.rules()))


def totals_of(deeds: Deeds, counted: Counted, replay: Replay, *, by_month: bool) -> dict[str, Ints]:
    """Return columns: member, month (its first day; 0 for all), points, and one for each rule."""
    member, day = deeds.columns.member, deeds.columns.day
    month = np.zeros(len(day), np.int64)
    if by_month and len(day):
        first = int(day.min())
        table = [start_of(Period.MONTH, one) for one in range(first, int(day.max()) + 1)]
        month = np.array(table, np.int64)[day - first]
    keys, group = np.unique(member << _KEY_BITS | month, return_inverse=True)
    columns = {
        "member": (keys >> _KEY_BITS) + deeds.first_member,
        "month": keys & ((1 << _KEY_BITS) - 1),
        "points": np.zeros(len(keys), np.int64),
    }
    for at, id in enumerate(rule_ids(replay.editions)):
        columns[f"r{at}"] = sums_of(counted.rules.get(id), group, len(keys))
        columns["points"] = columns["points"] + columns[f"r{at}"]
    return columns


def sums_of(rises: Rises | None, group: Ints, groups: int) -> Ints:
    """Return what a rule gave in each group; `group` says to which one a row belongs."""
    sums = np.zeros(groups, np.int64)
    if rises is not None:
        np.add.at(sums, group[rises.rows], rises.points)
    return sums


def _write(file: Path, columns: dict[str, Ints]) -> None:
    waiting = file.with_suffix(".new")
    with connected() as connection:
        connection.register("totals", columns)
        connection.execute(f"COPY (SELECT * FROM totals) TO {quoted(waiting)} (FORMAT parquet)")
    waiting.rename(file)

"""How quickly a snapshot is counted, against a bare scan and one GROUP BY of the same Parquet.

    make bench-replay                               20 million deeds
    make bench-replay ARGS="--millions 20 100"      and 100 million

Six rules of every kind, day ceilings in them and a joint one over the month (tests.bench.counting),
two threads, medians of three. Everything runs in this process.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np

from plaudit.core.amount import MICRO
from plaudit.core.catalogue.editions import parse_edition
from plaudit.core.counting import Counting, Totals
from plaudit.core.deed import Deed
from plaudit.core.edition import Edition
from plaudit.replay.columns import MISSING
from plaudit.replay.counting import Counted, Replay
from plaudit.replay.engine import connected, quoted
from plaudit.replay.running import Job, pieces_counted
from plaudit.replay.snapshot import DEEDS, About, Deeds, Piece, Snapshot, signature, write_about
from tests.bench.counting import six_rules
from tests.riverside import ACTIVITIES

KINDS = ("cup_return", "litter_pick", "tree_care", "book_swap", "garden_minutes", "tool_loan")
HIGHEST = (6, 5, 12, 6, 120, 0)
DEEDS_A_MEMBER = 20
PARTNERS = 500
THREADS = 2
CORE_DEEDS = 200_000
MONTH_FIRST, MONTH_DAYS = 20_758, 30  # November 2026
WRITTEN = 4_000_000


def made(folder: Path, deeds: int) -> Snapshot:
    """Write a snapshot of a month with so many deeds, member by member, days rising."""
    chance = np.random.default_rng(1)
    members = deeds // DEEDS_A_MEMBER
    parts = []
    for number, first in enumerate(range(0, deeds, WRITTEN)):
        count = min(WRITTEN, deeds - first)
        low, high = members * first // deeds, members * (first + count) // deeds
        member = low + np.sort(chance.integers(0, high - low, count))
        at = chance.integers(0, MONTH_DAYS * 86_400, count)
        order = np.lexsort((at, member))
        activity = chance.integers(0, len(KINDS), count)
        amount = 1 + chance.integers(0, 10**6, count) % np.maximum(1, np.array(HIGHEST)[activity])
        columns = {
            "member": member.astype(np.int32),
            "day": (MONTH_FIRST + at[order] // 86_400).astype(np.int32),
            "happened_at": (MONTH_FIRST * 86_400 + at[order]) * 1_000_000,
            "activity": activity.astype(np.int16),
            "partner": chance.integers(0, PARTNERS, count).astype(np.int32),
            "f0": np.where(activity == len(KINDS) - 1, MISSING, amount * MICRO),
        }
        parts.append(folder / f"part-{number}.parquet")
        with connected(threads=THREADS) as connection:
            connection.register("made", columns)
            connection.execute(f"COPY (SELECT * FROM made) TO {quoted(parts[-1])} (FORMAT parquet)")
    listed = ", ".join(quoted(part) for part in parts)
    with connected(threads=THREADS) as connection:
        connection.execute(
            f"COPY (SELECT * FROM read_parquet([{listed}])) TO {quoted(folder / DEEDS)} "
            "(FORMAT parquet, ROW_GROUP_SIZE 131072)"
        )
    for part in parts:
        part.unlink()
    known = {id: ACTIVITIES[id] for id in KINDS}
    about = About(
        made_from="a benchmark", time_zone="UTC", first_day=MONTH_FIRST, arrived=deeds,
        activities=signature(known), activity_ids=KINDS,
        partner_ids=tuple(f"partner-{number}" for number in range(PARTNERS)), width=1,
    )  # fmt: skip
    return write_about(folder, about)


def counted(snapshot: Snapshot, edition: Edition) -> int:
    """Count a snapshot with the replay engine, deed by deed; return all points."""
    about = snapshot.about
    replay = Replay(
        [edition], ACTIVITIES, activity_ids=about.activity_ids, partner_ids=about.partner_ids
    )

    def points(_: Piece, deeds: Deeds, done: Counted) -> int:
        return sum(int(rises.points.sum()) for rises in done.rules.values())

    job = Job(snapshot, replay, THREADS)
    return sum(pieces_counted(job, snapshot.pieces(), then=points))


def by_sql(statement: str, snapshot: Snapshot) -> int:
    """Run a statement over the snapshot's Parquet; return its first value."""
    with connected(threads=THREADS, memory="8GB") as connection:
        read = f"read_parquet({quoted(snapshot.deeds_file)})"
        [row] = connection.execute(statement.format(read=read)).fetchall()
    return int(row[0])


SCAN = (
    "SELECT sum(member) + sum(day) + sum(activity) + sum(partner) + sum(greatest(f0, 0)) "
    "FROM {read}"
)
GROUPED = (
    "SELECT count(*) + sum(total) FROM (SELECT member, day, sum(greatest(f0, 0)) AS total "
    "FROM {read} GROUP BY member, day)"
)
FOLDED = """
SELECT sum(let) FROM (
    SELECT least(300, asked) - least(300, asked - rise) AS let FROM (
        SELECT rise, sum(rise) OVER (
            PARTITION BY member ORDER BY happened_at ROWS UNBOUNDED PRECEDING
        ) AS asked FROM (
            SELECT member, happened_at, least(15, after // 1000000)
                - least(15, (after - f0) // 1000000) AS rise FROM (
                SELECT *, sum(f0) OVER (
                    PARTITION BY member, day, activity ORDER BY happened_at
                    ROWS UNBOUNDED PRECEDING
                ) AS after FROM (SELECT * REPLACE (greatest(f0, 0) AS f0) FROM {read})
            )
        )
    )
)
"""
"""A window fold written by hand: one kind of day ceiling for all six, and one of the month."""


def by_core(snapshot: Snapshot, edition: Edition) -> Took:
    """Return how long `core` takes for as many deeds, one after the other, from some of them."""
    with connected() as connection:
        deeds = snapshot.read(Piece(0, CORE_DEEDS // DEEDS_A_MEMBER, CORE_DEEDS), connection)
    known = [ACTIVITIES[id] for id in KINDS]
    columns = deeds.columns
    one_by_one = [
        (member, Deed(known[activity], "partner", day, (fact,) if known[activity].facts else ()))
        for member, day, activity, fact in zip(
            columns.member.tolist(), columns.day.tolist(), columns.activity.tolist(),
            columns.facts[0].tolist(), strict=True,
        )
    ]  # fmt: skip
    counting = Counting([edition], ACTIVITIES)
    totals: dict[int, Totals] = {}

    def count() -> None:
        for member, deed in one_by_one:
            counting.count(totals.setdefault(member, {}), deed)

    times = snapshot.about.arrived / len(one_by_one)
    return Took(*(figure * times for figure in median(count, 1)))


class Took(NamedTuple):
    """Seconds by the clock, and of all cores together: these hold on a machine that is shared."""

    seconds: float
    cpu_seconds: float


def median(work: Callable[[], object], times: int = 3) -> Took:
    """Return the medians of some runs."""
    clock, cpu = [], []
    for _ in range(times):
        started, used = time.perf_counter(), time.process_time()
        work()
        clock.append(time.perf_counter() - started)
        cpu.append(time.process_time() - used)
    return Took(statistics.median(clock), statistics.median(cpu))


def rows(snapshot: Snapshot) -> Iterator[tuple[str, Took]]:
    """Yield what is measured, and how long it took."""
    edition = parse_edition(six_rules(), ACTIVITIES)
    yield "DuckDB, bare scan of the columns", median(lambda: by_sql(SCAN, snapshot))
    yield "DuckDB, one GROUP BY member, day", median(lambda: by_sql(GROUPED, snapshot))
    yield "**replay, six rules, every deed's award**", median(lambda: counted(snapshot, edition))
    if snapshot.about.arrived <= 20_000_000:
        yield (
            "DuckDB, a window fold by hand, two ceilings",
            median(lambda: by_sql(FOLDED, snapshot), 1),
        )
    yield "`core`, one deed after the other (worked out from 200,000)", by_core(snapshot, edition)


def main() -> None:
    """Measure each size that the command line asks for."""
    asked = argparse.ArgumentParser(prog="make bench-replay")
    asked.add_argument("--millions", type=int, nargs="+", default=[20])
    for millions in asked.parse_args().millions:
        with TemporaryDirectory(dir=os.environ.get("TMPDIR")) as place:
            snapshot = made(Path(place), millions * 1_000_000)
            load = os.getloadavg()[0]
            say(f"\n{datetime.now(UTC):%Y-%m-%d}, {platform.machine()}, {os.cpu_count()} cores, "
                f"load {load:.1f}: {millions} million deeds, "
                f"{snapshot.deeds_file.stat().st_size // 10**6:,} MB\n")  # fmt: skip
            say("| | seconds | CPU seconds | CPU of the GROUP BY |\n|---|---|---|---|")
            measured = dict(rows(snapshot))
            limit = measured["DuckDB, one GROUP BY member, day"].cpu_seconds
            for name, (seconds, cpu) in measured.items():
                say(f"| {name} | {seconds:,.1f} | {cpu:,.1f} | {cpu / limit:.2f} |")
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            say(f"\nPeak memory of the whole run: {peak:,} MB.")


def say(text: str) -> None:
    """Print at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

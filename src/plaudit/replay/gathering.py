"""Deeds of many files into one snapshot: sorted by member and arrival, each deed once.

A snapshot is a folder that a replay reads quickly and in pieces:

    deeds.parquet     member, day, happened_at, activity, partner, f0, f1, … (all whole numbers)
    members.parquet   member (a number from 0), name
    snapshot.json     what it was made with; written last, so a folder without it isn't one

Sorting is done by DuckDB on disk, inside a limit of memory. No zone data of its is used. What was
taken of the files is in the folder too (gathering.duckdb): after a stop it is gone on with there.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import duckdb

from plaudit.core.activity import Activity
from plaudit.core.period import Calendar
from plaudit.replay.arrivals import Arrivals
from plaudit.replay.engine import connected, quoted
from plaudit.replay.snapshot import DEEDS, MEMBERS, About, Snapshot, signature, write_about
from plaudit.replay.struck_out import left_out, read_struck_out

ROW_GROUP = 131_072
"""Rows of a row group of the snapshot: the piece that a reader can pass over."""


class Machine(NamedTuple):
    """What gathering may take: memory as DuckDB writes it, and threads."""

    memory: str = "4GB"
    threads: int = 2


class Gathering(Arrivals):
    """Takes deeds in their order of arrival, and makes a snapshot of them.

    Units:   `first_day`: deeds before it were refused.

    `read_with` says how files are read: what was taken so before a stop is kept. "": nothing is.
    """

    def __init__(
        self,
        folder: Path,
        activities: Mapping[str, Activity],
        calendar: Calendar,
        *,
        machine: Machine | None = None,
        read_with: str = "",
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._file = folder / "gathering.duckdb"
        if not read_with or read_with != _read_with(self._file):
            self._remove()
        memory, threads = machine or Machine()
        connection = connected(self._file, memory=memory, threads=threads)
        run = connection.execute
        run(f"SET temp_directory = {quoted(folder / 'spill')}")
        super().__init__(connection, activities, calendar)
        run("CREATE OR REPLACE VIEW remaining AS FROM arrived")
        run("CREATE OR REPLACE TABLE begun AS SELECT ?::VARCHAR AS read_with", [read_with])
        run(
            "CREATE TABLE IF NOT EXISTS taken (number INTEGER, file VARCHAR, position BIGINT, "
            "arrived BIGINT, refused VARCHAR)"
        )
        self._leaves_out = False
        self._files = 0

    def go_on(self, files: Sequence[str]) -> tuple[int, Counter[str]]:
        """Return how many of these files were taken before a stop, and how many deeds refused, why.

        Whatever else was taken is removed: other files, or a part of the next one.
        """
        run = self.connection.execute
        refused = "{}"
        kept = run("FROM taken ORDER BY number").fetchall()
        for wanted, (number, file, position, arrived, codes) in zip(files, kept, strict=False):
            if wanted != file:
                break
            self._files, refused = number + 1, codes
            self.position, self.arrived = position, arrived
        run("DELETE FROM arrived WHERE position >= ?", [self.position])
        run("DELETE FROM taken WHERE number >= ?", [self._files])
        return self._files, Counter(json.loads(refused))

    def took(self, file: str, refused: Mapping[str, int]) -> None:
        """Write down that a file is taken whole, and what was refused of all so far."""
        self.connection.execute(
            "INSERT INTO taken VALUES (?, ?, ?, ?, ?)",
            [self._files, file, self.position, self.arrived, json.dumps(refused)],
        )
        self._files += 1

    def close(self) -> None:
        """Close the database; what was taken stays until the snapshot is whole."""
        self.connection.close()

    def _remove(self) -> None:
        for file in (self._file, self._file.with_suffix(".duckdb.wal")):
            file.unlink(missing_ok=True)

    def leave_out(self, struck_out: Path) -> None:
        """Leave out the deeds of a list, every copy of each, as if they had never been reported.

        Refuses: UnfitList where it can't be read.
        """
        read_struck_out(self.connection, struck_out)
        self.connection.execute(
            "CREATE OR REPLACE VIEW remaining AS "
            "FROM arrived ANTI JOIN struck_out USING (source, event_id)"
        )
        self._leaves_out = True

    def finish(self, *, first_day: int, made_from: str) -> Snapshot:
        """Write the snapshot: each (source, event id) once, the first one that arrived.

        `made_from` names what the deeds came from; a snapshot is used again only for the same.
        """
        without = left_out(self.connection) if self._leaves_out else None
        partner_ids = self._sort()
        self.close()
        snapshot = write_about(
            self._folder,
            About(
                made_from=made_from,
                time_zone=self.calendar.zone_name,
                first_day=first_day,
                arrived=self.arrived,
                activities=signature(self.activities),
                activity_ids=tuple(self.activity_ids),
                partner_ids=tuple(partner_ids),
                width=self.width,
                left_out=without,
            ),
        )
        self._remove()
        return snapshot

    def _sort(self) -> list[str]:
        """Write deeds and members; return the partners' ids in the order of their numbers."""
        run = self.connection.execute
        run(
            "CREATE OR REPLACE TABLE member AS "
            "SELECT (row_number() OVER (ORDER BY name) - 1)::INTEGER AS member, name "
            "FROM (SELECT DISTINCT subject AS name FROM remaining)"
        )
        run(
            "CREATE OR REPLACE TABLE partner AS "
            "SELECT (row_number() OVER (ORDER BY id) - 1)::INTEGER AS partner, id "
            "FROM (SELECT DISTINCT source AS id FROM remaining)"
        )
        run(
            "CREATE OR REPLACE TABLE repeated AS "
            "SELECT source, event_id, min(position) AS first_at "
            "FROM remaining GROUP BY ALL HAVING count(*) > 1"
        )
        facts = "".join(f", a.f{number}" for number in range(self.width))
        run(
            f"COPY (SELECT m.member, a.day, a.happened_at, a.activity, p.partner{facts} "
            "FROM remaining AS a JOIN member AS m ON m.name = a.subject "
            "JOIN partner AS p ON p.id = a.source "
            "LEFT JOIN repeated AS r ON r.source = a.source AND r.event_id = a.event_id "
            "WHERE r.first_at IS NULL OR r.first_at = a.position ORDER BY m.member, a.position) "
            f"TO {quoted(self._folder / DEEDS)} (FORMAT parquet, ROW_GROUP_SIZE {ROW_GROUP})"
        )
        run(
            "COPY (SELECT member, name FROM member ORDER BY member) "
            f"TO {quoted(self._folder / MEMBERS)} (FORMAT parquet)"
        )
        return [id for (id,) in run("SELECT id FROM partner ORDER BY partner").fetchall()]


def _read_with(file: Path) -> str | None:
    """Return how files were read that a gathering holds which was stopped; None for no such one."""
    if not file.exists():
        return None
    try:
        with connected(file) as connection:
            [[read_with]] = connection.execute("SELECT read_with FROM begun").fetchall()
    except (duckdb.Error, ValueError):
        return None
    return str(read_with)

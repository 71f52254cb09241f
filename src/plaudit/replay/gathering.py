"""Deeds of many files into one snapshot: sorted by member and arrival, each deed once.

A snapshot is a folder that a replay reads quickly and in pieces:

    deeds.parquet     member, day, happened_at, activity, partner, f0, f1, … (all whole numbers)
    members.parquet   member (a number from 0), name
    snapshot.json     what it was made with; written last, so a folder without it isn't one

Sorting is done by DuckDB on disk, inside a limit of memory. No zone data of its is used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np

from plaudit.core.activity import Activity
from plaudit.core.deed import Facts, Report, Unread
from plaudit.core.period import Calendar
from plaudit.core.refusals import Code
from plaudit.replay.columns import MISSING
from plaudit.replay.engine import connected, quoted
from plaudit.replay.snapshot import DEEDS, MEMBERS, About, Snapshot, signature, write_about

ROWS_AT_ONCE = 100_000
ROW_GROUP = 131_072
"""Rows of a row group of the snapshot: the piece that a reader can pass over."""

Refuse = Callable[[str | None, str | None, str], None]
"""Is told the source, the event id and the code of a refused deed."""


class Arrived(NamedTuple):
    """A deed that may be counted, in the order of arrival. `happened_at` in microseconds."""

    source: str
    event_id: str
    subject: str
    activity_id: str
    happened_at: int
    day: int
    facts: Facts


class Gathering:
    """Takes deeds in their order of arrival, and makes a snapshot of them.

    Units:   `memory` as DuckDB writes it ("4GB"); `first_day`: deeds before it were refused.
    """

    def __init__(
        self,
        folder: Path,
        activities: Mapping[str, Activity],
        calendar: Calendar,
        *,
        memory: str = "4GB",
        threads: int = 2,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._file = folder / "gathering.duckdb"
        self._file.unlink(missing_ok=True)
        self.activities = activities
        self.calendar = calendar
        self.activity_ids = list(activities)
        self._places = {id: at for at, id in enumerate(self.activity_ids)}
        self.width = max((len(one.facts) for one in activities.values()), default=0)
        self.connection = connected(self._file, memory=memory, threads=threads)
        self.connection.execute(f"SET temp_directory = {quoted(folder / 'spill')}")
        facts = "".join(f", f{number} BIGINT" for number in range(self.width))
        self.connection.execute(
            "CREATE TABLE arrived (position BIGINT, source VARCHAR, event_id VARCHAR, "
            f"subject VARCHAR, activity SMALLINT, happened_at BIGINT, day INTEGER{facts})"
        )
        self.position = self.arrived = 0

    def put(self, deeds: Iterable[tuple[int, Arrived]]) -> None:
        """Take deeds, each with its place in the order of arrival."""
        waiting = iter(deeds)
        while some := list(islice(waiting, ROWS_AT_ONCE)):
            self._insert([deed for _, deed in some], [position for position, _ in some])
            self.arrived += len(some)
            self.position = max(self.position, 1 + max(position for position, _ in some))

    def take_reports(
        self, reports: Iterable[Report | Unread], *, first_day: int, refuse: Refuse
    ) -> None:
        """Take what the door read; tell `refuse` the source, id and code of what can't be taken."""
        said = (self.admitted(one, first_day=first_day, refuse=refuse) for one in reports)
        taken = (one for one in said if one is not None)
        self.put(enumerate(taken, start=self.position))

    def admitted(self, said: Report | Unread, *, first_day: int, refuse: Refuse) -> Arrived | None:
        """Return a deed as it arrived, or None where it is refused."""
        if isinstance(said, Unread):
            refuse(said.source, said.event_id, said.refusal.code.value)
            return None
        event_id, source, subject, activity, at, facts = said
        day = self.calendar.day_of(at)
        if day < first_day:
            refuse(source, event_id, Code.NO_EDITION.value)
            return None
        return Arrived(source, event_id, subject, activity.id, at, day, facts)

    def _insert(self, some: Sequence[Arrived], positions: Sequence[int]) -> None:
        places = self._places
        rows = {
            "position": np.array(positions, dtype=np.int64),
            "source": np.array([one.source for one in some], dtype=object),
            "event_id": np.array([one.event_id for one in some], dtype=object),
            "subject": np.array([one.subject for one in some], dtype=object),
            "activity": np.array([places[one.activity_id] for one in some], dtype=np.int16),
            "happened_at": np.array([one.happened_at for one in some], dtype=np.int64),
            "day": np.array([one.day for one in some], dtype=np.int32),
        }
        for at in range(self.width):
            facts = (one.facts[at] if at < len(one.facts) else None for one in some)
            whole = [MISSING if fact is None else fact for fact in facts]
            rows[f"f{at}"] = np.array(whole, dtype=np.int64)
        self.connection.register("waiting", rows)
        self.connection.execute("INSERT INTO arrived SELECT * FROM waiting")
        self.connection.unregister("waiting")

    def finish(self, *, first_day: int, made_from: str) -> Snapshot:
        """Write the snapshot: each (source, event id) once, the first one that arrived.

        `made_from` names what the deeds came from; a snapshot is used again only for the same.
        """
        partner_ids = self._sort()
        self.connection.close()
        self._file.unlink()
        return write_about(
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
            ),
        )

    def _sort(self) -> list[str]:
        """Write deeds and members; return the partners' ids in the order of their numbers."""
        run = self.connection.execute
        run(
            "CREATE TABLE member AS SELECT (row_number() OVER (ORDER BY name) - 1)::INTEGER "
            "AS member, name FROM (SELECT DISTINCT subject AS name FROM arrived)"
        )
        run(
            "CREATE TABLE partner AS SELECT (row_number() OVER (ORDER BY id) - 1)::INTEGER "
            "AS partner, id FROM (SELECT DISTINCT source AS id FROM arrived)"
        )
        run(
            "CREATE TABLE repeated AS SELECT source, event_id, min(position) AS first_at "
            "FROM arrived GROUP BY ALL HAVING count(*) > 1"
        )
        facts = "".join(f", a.f{number}" for number in range(self.width))
        run(
            f"COPY (SELECT m.member, a.day, a.happened_at, a.activity, p.partner{facts} "
            "FROM arrived AS a JOIN member AS m ON m.name = a.subject "
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

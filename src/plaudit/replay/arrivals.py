"""Deeds in their order of arrival, read and admitted: a table in DuckDB, one row each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

import duckdb
import numpy as np

from plaudit.core.activity import Activity
from plaudit.core.deed import Facts, Report, Unread
from plaudit.core.period import Calendar
from plaudit.core.refusals import Code
from plaudit.replay.columns import MISSING
from plaudit.replay.refusals import Refusals, Refuse, Refused

ROWS_AT_ONCE = 100_000


class Arrived(NamedTuple):
    """A deed that may be counted, in the order of arrival. `happened_at` in microseconds."""

    source: str
    event_id: str
    subject: str
    activity_id: str
    happened_at: int
    day: int
    facts: Facts


class Arrivals:
    """Takes deeds and keeps them in the table `arrived` of a connection.

    Units: `first_day`: deeds before it are refused.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        activities: Mapping[str, Activity],
        calendar: Calendar,
    ) -> None:
        self.connection = connection
        self.activities = activities
        self.calendar = calendar
        self.activity_ids = list(activities)
        self._places = {id: at for at, id in enumerate(self.activity_ids)}
        self.width = width_of(activities)
        facts = "".join(f", f{number} BIGINT" for number in range(self.width))
        self.connection.execute(
            "CREATE TABLE IF NOT EXISTS arrived (position BIGINT, source VARCHAR, "
            "event_id VARCHAR, subject VARCHAR, activity SMALLINT, happened_at BIGINT, "
            f"day INTEGER{facts})"
        )
        self.refusals = Refusals(connection)
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
        """Take what the door read; tell `refuse` of what can't be taken, in its order."""
        self.put(self._following(reports, first_day=first_day))
        self.refusals.tell(refuse)

    def _following(
        self, reports: Iterable[Report | Unread], *, first_day: int
    ) -> Iterator[tuple[int, Arrived]]:
        position = self.position
        for one in reports:
            deed = self.admitted(one, position, first_day=first_day)
            if deed is not None:
                yield position, deed
                position += 1

    def admitted(self, said: Report | Unread, position: int, *, first_day: int) -> Arrived | None:
        """Return a deed as it arrived, or None: it is refused, and kept among the refusals."""
        if isinstance(said, Unread):
            code = said.refusal.code.value
            self.refusals.add(Refused(position, said.source, said.event_id, code))
            return None
        event_id, source, subject, activity, at, facts = said
        day = self.calendar.day_of(at)
        if day < first_day:
            self.refusals.add(Refused(position, source, event_id, Code.NO_EDITION.value))
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


def width_of(activities: Mapping[str, Activity]) -> int:
    """Return how many columns facts need: as many as the activity with the most has."""
    return max((len(one.facts) for one in activities.values()), default=0)

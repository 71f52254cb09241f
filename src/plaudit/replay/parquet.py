"""Deeds from Parquet: whole columns are checked at once, and the door is asked about the rest.

A row is taken as it is only where nothing can be wrong with it. Every other row is written as the
CloudEvent that it says and read by the door, which takes it or says why not: so the refusals are
those of `plaudit count`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import duckdb
import msgspec

from plaudit.core.activity import Activity
from plaudit.core.deed import Report, Unread
from plaudit.core.instant import shown_instant
from plaudit.replay.engine import quoted
from plaudit.replay.gathering import Gathering, Refuse
from plaudit.replay.quarters import QUARTER, quarters
from plaudit.replay.sound_rows import FIRST_AT, LAST_AT, Soundness

ATTRIBUTES = ("id", "source", "type", "subject", "time")
_TEXT = "VARCHAR"
_INSTANT = "TIMESTAMP WITH TIME ZONE"
FETCHED = 10_000

Read = Callable[[bytes], Report | Unread]
"""How the door reads one deed."""


class UnfitFile(Exception):
    """A Parquet file that can't be read as deeds at all; the sentence says why."""


class ParquetDeeds:
    """One Parquet file of deeds, on its way into a gathering.

    Refuses: UnfitFile where a column is missing, unknown, or of a type that isn't exact.
    """

    def __init__(self, gathering: Gathering, file: Path) -> None:
        self._gathering = gathering
        self._run = gathering.connection.execute
        self._file = file
        try:
            described = self._run(f"DESCRIBE SELECT * FROM read_parquet({quoted(file)})").fetchall()
        except duckdb.Error as fault:
            why = str(fault).splitlines()[0]
            raise UnfitFile(f"{file} can't be read as Parquet: {why}") from fault
        self._types = {name: kind for name, kind, *_ in described}
        self._check_columns()
        self._soundness = Soundness(gathering.activities, gathering.activity_ids, self._types)
        self._make_view()

    def _check_columns(self) -> None:
        known = _facts(self._gathering.activities)
        said = [f"the column {name} is missing" for name in ATTRIBUTES if name not in self._types]
        said += [
            f"there is no fact {name}" for name in self._types if name not in {*known, *ATTRIBUTES}
        ]
        for name, kind in self._types.items():
            if kind in ("FLOAT", "DOUBLE"):
                said.append(f"{name} is {kind}, which isn't exact: write it as DECIMAL")
        for name in ("id", "source", "type", "subject"):
            if self._types.get(name, _TEXT) != _TEXT:
                said.append(f"{name} must be a text")
        if self._types.get("time", _TEXT) not in (_TEXT, _INSTANT):
            said.append("time must be an instant (a timestamp adjusted to UTC) or a text")
        if said:
            raise UnfitFile(f"{self._file} can't be read as deeds: {'; '.join(said)}.")

    def _make_view(self) -> None:
        at = "epoch_us(time)" if self._types["time"] == _INSTANT else "NULL::BIGINT"
        kind = "CASE WHEN starts_with(type, 'deed.') THEN type[6:] ELSE type END"
        self._run(
            f"CREATE OR REPLACE VIEW row_of_file AS SELECT *, {at} AS at_, {kind} AS kind_ "
            f"FROM read_parquet({quoted(self._file)}, file_row_number = true)"
        )
        [span] = self._run("SELECT min(at_), max(at_) FROM row_of_file").fetchall()
        first, last = (min(max(at or FIRST_AT, FIRST_AT), LAST_AT) for at in span)
        table = quarters(self._gathering.calendar, first, last)
        self._gathering.connection.register("zone", table._asdict())
        self._run("CREATE OR REPLACE TABLE quarter AS SELECT quarter, day FROM zone")
        self._gathering.connection.unregister("zone")
        self._run(
            "CREATE OR REPLACE VIEW row_on_day AS SELECT r.*, q.day AS day_, "
            f"coalesce({self._soundness.sound()} AND q.day IS NOT NULL, false) AS sound_ "
            f"FROM row_of_file AS r LEFT JOIN quarter AS q ON q.quarter = r.at_ // {QUARTER}"
        )

    def take(self, *, first_day: int, read: Read, refuse: Refuse) -> None:
        """Put the deeds into the gathering; tell `refuse` the source, id and code of the others."""
        base, width = self._gathering.position, self._gathering.width
        arrived = self._gathering.arrived
        facts = "".join(f", {self._soundness.fact(at)}" for at in range(width))
        self._run(
            f"INSERT INTO arrived SELECT {base} + file_row_number, source, id, subject, "
            f"{self._soundness.place()}, at_, day_{facts} "
            f"FROM row_on_day WHERE sound_ AND day_ >= {first_day}"
        )
        early = self._cursor(
            f"SELECT source, id FROM row_on_day WHERE sound_ AND day_ < {first_day}"
        )
        while some := early.fetchmany(FETCHED):
            for source, id in some:
                refuse(source, id, "no_edition")
        said = (
            (
                base + number,
                self._gathering.admitted(read(event), first_day=first_day, refuse=refuse),
            )
            for number, event in self._others()
        )
        self._gathering.put((position, one) for position, one in said if one is not None)
        [[count]] = self._run("SELECT count(*) FROM row_of_file").fetchall()
        self._gathering.position = base + count
        self._gathering.arrived = arrived + count

    def _cursor(self, statement: str) -> duckdb.DuckDBPyConnection:
        """Return a result of its own, so that rows can be inserted while it is read."""
        return self._gathering.connection.cursor().execute(statement)

    def _others(self) -> Iterator[tuple[int, bytes]]:
        """Yield rows that aren't surely right: their numbers, and the CloudEvents they say."""
        columns = [f'"{name}"' for name in self._types]
        if self._types["time"] == _INSTANT:
            columns[list(self._types).index("time")] = "at_"
        listed = ", ".join(columns)
        rows = self._cursor(f"SELECT file_row_number, {listed} FROM row_on_day WHERE NOT sound_")
        encode = msgspec.json.Encoder(decimal_format="number").encode
        while some := rows.fetchmany(FETCHED):
            for number, *values in some:
                yield number, encode(_event(dict(zip(self._types, values, strict=True))))


def _event(row: dict[str, object]) -> dict[str, object]:
    """Return a row as a CloudEvent. What is NULL is left out."""
    said = {name: value for name, value in row.items() if value is not None}
    event = {name: said.pop(name) for name in ATTRIBUTES if name in said}
    at = event.get("time")
    if isinstance(at, int):
        event["time"] = shown_instant(at) if FIRST_AT <= at <= LAST_AT else str(at)
    if "type" in event:
        event["type"] = "deed." + str(event["type"]).removeprefix("deed.")
    return {"specversion": "1.0", **event, "data": said}


def _facts(activities: Mapping[str, Activity]) -> set[str]:
    return {fact.name for activity in activities.values() for fact in activity.facts}

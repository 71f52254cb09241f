"""Deeds from a table: whole columns are checked at once, and the door is asked about the rest.

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
from plaudit.replay.arrivals import Arrivals
from plaudit.replay.engine import parquet
from plaudit.replay.quarters import QUARTER, UTC_DAY, quarters_of_days
from plaudit.replay.refusals import Refuse
from plaudit.replay.sound_rows import FIRST_AT, LAST_AT, Soundness

ATTRIBUTES = ("id", "source", "type", "subject", "time")
_TEXT = "VARCHAR"
_INSTANT = "TIMESTAMP WITH TIME ZONE"
_PLACE = "file_row_number"
FETCHED = 10_000

Read = Callable[[bytes], Report | Unread]
"""How the door reads one deed."""


class UnfitFile(Exception):
    """A table that can't be read as deeds at all; the sentence says why."""


class TableOfDeeds:
    """A table of deeds, on its way into arrivals.

    `table` is what SQL reads it from, called `name` in sentences. Its column `file_row_number`
    says each row's place in the order of arrival, after those that arrived before.

    Refuses: UnfitFile where a column is missing, unknown, or of a type that isn't exact.
    """

    def __init__(self, arrivals: Arrivals, table: str, *, name: object) -> None:
        self._arrivals = arrivals
        self._run = arrivals.connection.execute
        try:
            described = self._run(f"DESCRIBE SELECT * FROM {table}").fetchall()
        except duckdb.Error as fault:
            why = str(fault).splitlines()[0]
            raise UnfitFile(f"{name} can't be read as Parquet: {why}") from fault
        self._types = {column: kind for column, kind, *_ in described if column != _PLACE}
        check_columns(self._types, arrivals.activities, name=name)
        self._soundness = Soundness(arrivals.activities, arrivals.activity_ids, self._types)
        self._make_view(table)

    def _make_view(self, table: str) -> None:
        at = "epoch_us(time)" if self._types["time"] == _INSTANT else "NULL::BIGINT"
        kind = "CASE WHEN starts_with(type, 'deed.') THEN type[6:] ELSE type END"
        self._run(
            f"CREATE OR REPLACE VIEW row_of_file AS SELECT *, {at} AS at_, {kind} AS kind_ "
            f"FROM {table}"
        )
        days = self._run(
            f"SELECT DISTINCT at_ // {UTC_DAY} FROM row_of_file "
            f"WHERE at_ BETWEEN {FIRST_AT} AND {LAST_AT}"
        ).fetchall()
        zone = quarters_of_days(self._arrivals.calendar, sorted(day for (day,) in days))
        self._arrivals.connection.register("zone", zone._asdict())
        self._run("CREATE OR REPLACE TABLE quarter AS SELECT quarter, day FROM zone")
        self._arrivals.connection.unregister("zone")
        self._run(
            "CREATE OR REPLACE VIEW row_on_day AS SELECT r.*, q.day AS day_, "
            f"coalesce({self._soundness.sound()} AND q.day IS NOT NULL, false) AS sound_ "
            f"FROM row_of_file AS r LEFT JOIN quarter AS q ON q.quarter = r.at_ // {QUARTER}"
        )

    def take(self, *, first_day: int, read: Read, refuse: Refuse) -> None:
        """Put the deeds into the arrivals; tell `refuse` of the others, in their order."""
        base, width = self._arrivals.position, self._arrivals.width
        arrived = self._arrivals.arrived
        facts = "".join(f", {self._soundness.fact(at)}" for at in range(width))
        [[taken]] = self._run(
            f"INSERT INTO arrived SELECT {base} + file_row_number, source, id, subject, "
            f"{self._soundness.place()}, at_, day_{facts} "
            f"FROM row_on_day WHERE sound_ AND day_ >= {first_day}"
        ).fetchall()
        [[count]] = self._run("SELECT count(*) FROM row_of_file").fetchall()
        if taken < count:
            self._take_others(first_day=first_day, read=read)
            self._arrivals.refusals.tell(refuse)
        self._arrivals.position = base + count
        self._arrivals.arrived = arrived + count

    def _take_others(self, *, first_day: int, read: Read) -> None:
        """Refuse what came before the first day, and show the door what isn't surely right."""
        base = self._arrivals.position
        self._arrivals.refusals.add_early(
            f"SELECT {base} + file_row_number, source, id FROM row_on_day "
            f"WHERE sound_ AND day_ < {first_day}"
        )
        said = (
            (
                base + number,
                self._arrivals.admitted(read(event), base + number, first_day=first_day),
            )
            for number, event in self._others()
        )
        self._arrivals.put((position, one) for position, one in said if one is not None)

    def _cursor(self, statement: str) -> duckdb.DuckDBPyConnection:
        """Return a result of its own, so that rows can be inserted while it is read."""
        return self._arrivals.connection.cursor().execute(statement)

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


def parquet_deeds(arrivals: Arrivals, file: Path) -> TableOfDeeds:
    """Return the deeds of a Parquet file."""
    return TableOfDeeds(arrivals, parquet(file, numbered=True), name=file)


def check_columns(
    types: Mapping[str, str], activities: Mapping[str, Activity], *, name: object
) -> None:
    """Check a table's columns; `types` are DuckDB's, by column.

    Refuses: UnfitFile where one is missing, unknown, or of a type that isn't exact.
    """
    known = {fact.name for activity in activities.values() for fact in activity.facts}
    said = [f"the column {column} is missing" for column in ATTRIBUTES if column not in types]
    said += [
        f"there is no fact {column}" for column in types if column not in {*known, *ATTRIBUTES}
    ]
    for column, kind in types.items():
        if kind in ("FLOAT", "DOUBLE"):
            said.append(f"{column} is {kind}, which isn't exact: write it as DECIMAL")
    for column in ("id", "source", "type", "subject"):
        if types.get(column, _TEXT) != _TEXT:
            said.append(f"{column} must be a text")
    if types.get("time", _TEXT) not in (_TEXT, _INSTANT):
        said.append("time must be an instant (a timestamp adjusted to UTC) or a text")
    if said:
        raise UnfitFile(f"{name} can't be read as deeds: {'; '.join(said)}.")

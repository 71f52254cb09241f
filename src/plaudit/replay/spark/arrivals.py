"""Deeds as rows that have arrived: what the door says of each, worked out where its file is read.

Spark hands over rows as they stand; `replay.arrivals` and `replay.parquet` admit or refuse them,
the same as on one machine. A row's position is the number of its file and its place in there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from plaudit.core.activity import Activity
from plaudit.core.deed import Report, Unread
from plaudit.core.edition import Edition
from plaudit.core.period import Calendar
from plaudit.replay.arrivals import Arrivals, width_of
from plaudit.replay.engine import connected
from plaudit.replay.parquet import Read, TableOfDeeds
from plaudit.replay.refusals import Refuse, Refused

PLACE_BITS = 40
MEMORY = "512MB"
"""Of DuckDB, for the rows that are looked at at once."""
BYTE_ORDER_MARK = b"\xef\xbb\xbf"

Batches = Iterator[pa.RecordBatch]
ReadLine = Callable[[bytes], Report | Unread | None]
"""How the door reads a line; None where nothing stands in it."""


class Programme(NamedTuple):
    """What deeds are counted by, as it travels to the machines of a cluster.

    Editions stand with the earliest first.
    """

    editions: tuple[Edition, ...]
    activities: Mapping[str, Activity]

    @property
    def zone_name(self) -> str:
        """Return the time zone."""
        return self.editions[0].time_zone

    @property
    def first_day(self) -> int:
        """Return the first day on which deeds are counted."""
        return self.editions[0].starts_on


def programme_of(activities: Mapping[str, Activity], editions: Iterable[Edition]) -> Programme:
    """Return a programme; its editions in any order."""
    return Programme(tuple(sorted(editions, key=lambda one: one.starts_on)), activities)


class LinesFile(NamedTuple):
    """A file of lines: its number, and what its first line is."""

    number: int
    has_header: bool = False
    has_mark: bool = False
    """It begins with a byte order mark, which Spark takes away and the door would see."""


def columns(width: int) -> dict[str, str]:
    """Return the columns of rows that have arrived, and their types in Spark's words."""
    facts = {f"f{at}": "bigint" for at in range(width)}
    return {
        "position": "bigint", "refused": "string", "source": "string", "event_id": "string",
        "subject": "string", "activity": "smallint", "day": "int", **facts,
    }  # fmt: skip


ARROW = {"bigint": pa.int64(), "int": pa.int32(), "smallint": pa.int16(), "string": pa.string()}


def rows_read(
    programme: Programme,
    door_of: Callable[[Mapping[str, Activity]], Read],
    numbers: Mapping[str, int],
) -> Callable[[Batches], Batches]:
    """Return what reads rows of tables: all their columns, then file_path and row_index.

    `numbers` are those of the files, as rows name them.
    """

    def read(batches: Batches) -> Batches:
        door = door_of(programme.activities)
        for batch in batches:
            if batch.num_rows:
                yield from _admitted(programme, _table(batch, programme, door, numbers=numbers))

    return read


def _table(
    batch: pa.RecordBatch, programme: Programme, door: Read, *, numbers: Mapping[str, int]
) -> Callable[[Arrivals, Refuse], None]:
    table = pa.Table.from_batches([batch])
    at = pc.index_in(table["file_path"], pa.array(list(numbers)))
    number = pc.take(pa.array(list(numbers.values()), pa.int64()), at)
    assert not number.null_count, "a file without a number"
    place = pc.add(pc.shift_left(number, PLACE_BITS), table["row_index"])
    table = table.drop_columns(["file_path", "row_index"]).append_column("file_row_number", place)

    def take(arrivals: Arrivals, refuse: Refuse) -> None:
        arrivals.connection.register("handed", table)
        arrivals.connection.execute("CREATE TABLE row_of_spark AS SELECT * FROM handed")
        rows = TableOfDeeds(arrivals, "row_of_spark", name="A table")
        rows.take(first_day=programme.first_day, read=door, refuse=refuse)

    return take


def lines_read(
    programme: Programme,
    door_of: Callable[[Mapping[str, Activity]], ReadLine],
    files: Mapping[str, LinesFile],
) -> Callable[[Batches], Batches]:
    """Return what reads lines: value, file_path, and where the part of the file begins.

    Spark reads a part of a file from top to bottom. A line has a byte at least, so the place of a
    line is where its part begins and how many lines of it stood before.
    """

    def read(batches: Batches) -> Batches:
        door = door_of(programme.activities)
        before: Counter[tuple[str, int]] = Counter()
        for batch in batches:
            said = list(_said(batch, door, files=files, before=before))
            if said:
                put = partial(_put, said, first_day=programme.first_day)
                yield from _admitted(programme, put)

    return read


def _said(
    batch: pa.RecordBatch,
    door: ReadLine,
    *,
    files: Mapping[str, LinesFile],
    before: Counter[tuple[str, int]],
) -> Iterator[tuple[int, Report | Unread]]:
    for line, path, begins_at in zip(*(column.to_pylist() for column in batch), strict=True):
        file = files[path]
        place = begins_at + before[path, begins_at]
        before[path, begins_at] += 1
        if place == 0 and file.has_header:
            continue
        mark = BYTE_ORDER_MARK if place == 0 and file.has_mark else b""
        report = door(mark + line + b"\n")
        if report is not None:
            yield file.number << PLACE_BITS | place, report


def _put(
    said: list[tuple[int, Report | Unread]], arrivals: Arrivals, refuse: Refuse, *, first_day: int
) -> None:
    admitted = (
        (position, arrivals.admitted(report, position, first_day=first_day))
        for position, report in said
    )
    arrivals.put((position, one) for position, one in admitted if one is not None)
    arrivals.refusals.tell(refuse)


def _admitted(
    programme: Programme, take: Callable[[Arrivals, Refuse], None]
) -> list[pa.RecordBatch]:
    """Return rows that `take` put into arrivals, and those that it refused."""
    refused: list[Refused] = []
    types = columns(width_of(programme.activities))
    schema = pa.schema([(name, ARROW[kind]) for name, kind in types.items()])
    with connected(memory=MEMORY) as connection:
        arrivals = Arrivals(connection, programme.activities, Calendar(programme.zone_name))
        take(arrivals, refused.append)
        connection.execute("ALTER TABLE arrived ADD COLUMN refused VARCHAR")
        found = connection.sql(f"SELECT {', '.join(types)} FROM arrived").to_arrow_table()
    said = [
        {
            "position": one.position,
            "source": one.source,
            "event_id": one.event_id,
            "refused": one.code,
        }
        for one in refused
    ]
    table = pa.concat_tables([found.cast(schema), pa.Table.from_pylist(said, schema)])
    return list(table.to_batches())

"""Files of deeds as one table of rows that have arrived: which file is read how."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial, reduce
from typing import TYPE_CHECKING, NamedTuple

from plaudit.core.activity import Activity
from plaudit.replay.arrivals import width_of
from plaudit.replay.engine import connected
from plaudit.replay.parquet import Read, UnfitFile, check_columns
from plaudit.replay.spark.arrivals import (
    BYTE_ORDER_MARK,
    LinesFile,
    Programme,
    ReadLine,
    columns,
    lines_read,
    rows_read,
)
from plaudit.replay.spark.files import SparkFile, first_bytes, spelt
from plaudit.replay.spark.session import mapped

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession
    from pyspark.sql.types import StructType

Activities = Mapping[str, Activity]


class Doors(NamedTuple):
    """How the door reads: functions that travel to the machines of a cluster by their names.

    `csv_columns` reads the first line of a file on the machine that asks.
    """

    row: Callable[[Activities], Read]
    line: Callable[[Activities], ReadLine]
    csv_line: Callable[[Sequence[str]], Callable[[Activities], ReadLine]]
    csv_columns: Callable[[bytes, Activities], list[str]]
    header_bytes_max: int


class _Numbered(NamedTuple):
    """A file, and the number of its first part."""

    file: SparkFile
    number: int

    def numbers(self) -> dict[str, int]:
        """Return the number of each part, as rows name it."""
        parts = enumerate(self.file.parts, start=self.number)
        return {name: number for number, part in parts for name in spelt(part)}


def arrived(
    spark: SparkSession, files: Sequence[SparkFile], programme: Programme, *, doors: Doors
) -> DataFrame:
    """Return a row for each deed of the files: as it arrived, or `refused` and why.

    Files that are read in the same way are read together.

    Refuses: UnfitFile, and what `doors.csv_columns` refuses, for a file as a whole.
    """
    from pyspark.sql import DataFrame

    reading = _Reading(spark, programme, doors)
    alike: dict[tuple[str, str], tuple[_Way, list[_Numbered]]] = {}
    number = 0
    for file in files:
        key, way = reading.way(file)
        alike.setdefault((file.kind, key), (way, []))[1].append(_Numbered(file, number))
        number += len(file.parts)
    return reduce(DataFrame.unionAll, (way(some) for way, some in alike.values()))


_Way = Callable[[Sequence[_Numbered]], "DataFrame"]


class _Reading:
    """The ways in which files are read."""

    def __init__(self, spark: SparkSession, programme: Programme, doors: Doors) -> None:
        self._spark, self._programme, self._doors = spark, programme, doors
        types = columns(width_of(programme.activities))
        self._columns = ", ".join(f"{name} {kind}" for name, kind in types.items())

    def way(self, file: SparkFile) -> tuple[str, _Way]:
        """Return how a file is read, after a text that files share which are read alike."""
        activities = self._programme.activities
        if file.kind == ".parquet":
            schema = self._schema(file)
            return schema.json(), partial(self._tables, schema)
        if file.kind == ".csv":
            header = first_bytes(self._spark, file, self._doors.header_bytes_max)
            named = self._doors.csv_columns(header, activities)
            door = self._doors.csv_line(named)
            return ",".join(named), partial(self._lines, door, LinesFile(0, has_header=True))
        marked = first_bytes(self._spark, file, len(BYTE_ORDER_MARK)) == BYTE_ORDER_MARK
        kept = LinesFile(0, has_mark=marked)
        return str(marked), partial(self._lines, self._doors.line, kept)

    def _schema(self, file: SparkFile) -> StructType:
        """Return a table's columns. Refuses: UnfitFile where they aren't those of deeds."""
        from py4j.protocol import Py4JJavaError
        from pyspark.errors import PySparkException
        from pyspark.sql.pandas.types import to_arrow_schema

        try:
            reader = self._spark.read
            if len(file.parts) > 1:  # else the first file's columns are taken for those of all
                reader = reader.option("mergeSchema", "true")
            schema = reader.parquet(file.address).schema
            empty = to_arrow_schema(schema, timezone="UTC").empty_table()
        except (Py4JJavaError, PySparkException) as fault:
            said = fault.java_exception.getMessage() if isinstance(fault, Py4JJavaError) else fault
            why = str(said).splitlines()[0]
            if "CANNOT_MERGE_SCHEMAS" in why:
                why = "its files differ in a column's type. Name each of them instead."
            raise UnfitFile(f"{file.address} can't be read as Parquet: {why}") from fault
        with connected() as connection:
            connection.register("empty", empty)
            described = connection.execute("DESCRIBE SELECT * FROM empty").fetchall()
        types = {name: kind for name, kind, *_ in described}
        check_columns(types, self._programme.activities, name=file.address)
        return schema

    def _tables(self, schema: StructType, files: Sequence[_Numbered]) -> DataFrame:
        addresses = [one.file.address for one in files]
        rows = self._spark.read.schema(schema).parquet(*addresses)
        placed = rows.select("*", "_metadata.file_path", "_metadata.row_index")
        numbers = {name: at for one in files for name, at in one.numbers().items()}
        read = rows_read(self._programme, self._doors.row, numbers)
        return mapped(placed, read, self._columns)

    def _lines(
        self, door_of: Callable[[Activities], ReadLine], kind: LinesFile, files: Sequence[_Numbered]
    ) -> DataFrame:
        from pyspark.sql import functions as sql

        addresses = [one.file.address for one in files]
        lines = self._spark.read.option("lineSep", "\n").text(addresses)
        placed = lines.select(
            sql.col("value").cast("binary"), "_metadata.file_path", "_metadata.file_block_start"
        )
        of_name = {
            name: kind._replace(number=at) for one in files for name, at in one.numbers().items()
        }
        return mapped(placed, lines_read(self._programme, door_of, of_name), self._columns)

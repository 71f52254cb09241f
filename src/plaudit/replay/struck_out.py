"""Deeds that were struck out: a list of partners and event ids, left out of a replay.

Each copy of such a deed is left out, as if it had never been reported: what remains is what the
book counts again when somebody strikes a deed out (actions.strike_out).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import msgspec
import numpy as np

from plaudit.replay.engine import parquet

if TYPE_CHECKING:
    from _csv import Reader

COLUMNS = ("source", "id")
LINE_BYTES_MAX = 65_536
FIRST_FEW = 3
_ROWS_AT_ONCE = 100_000

Pair = tuple[str, str]


class UnfitList(Exception):
    """A file that can't be read as a list of struck-out deeds; the sentence says why."""


class LeftOut(msgspec.Struct, frozen=True):
    """What became of a list: how many deeds it names, and how many of them are there.

    `not_there`: the first few that aren't, each as its partner and its id.
    """

    named: int
    found: int
    not_there: tuple[Pair, ...]


class _Named(msgspec.Struct):
    """A line of JSON. What else stands in it is passed over."""

    source: str
    id: str


def read_struck_out(connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    """Make the table `struck_out` (source, event_id) of a list, each deed once.

    Parquet, CSV or JSON lines, by the file's name. Columns beside source and id are passed over.

    Refuses: UnfitList where a column or a value is missing, or a row can't be read.
    """
    connection.execute("CREATE OR REPLACE TABLE struck_out (source VARCHAR, event_id VARCHAR)")
    try:
        if file.suffix.lower() == ".parquet":
            _copy_table(connection, parquet(file, numbered=True))
        else:
            is_csv = file.suffix.lower() == ".csv"
            _insert(connection, _csv_pairs(file) if is_csv else _json_pairs(file))
    except UnfitList as wrong:
        raise UnfitList(f"{file}: {wrong}") from wrong
    connection.execute("CREATE OR REPLACE TABLE struck_out AS SELECT DISTINCT * FROM struck_out")


def left_out(connection: duckdb.DuckDBPyConnection) -> LeftOut:
    """Return which deeds of the table `struck_out` are in the table `arrived`."""
    run = connection.execute
    run(
        "CREATE TEMP TABLE not_there AS SELECT source, event_id FROM struck_out "
        "ANTI JOIN arrived USING (source, event_id)"
    )
    [[named]] = run("SELECT count(*) FROM struck_out").fetchall()
    [[missing]] = run("SELECT count(*) FROM not_there").fetchall()
    few = run(f"FROM not_there ORDER BY source, event_id LIMIT {FIRST_FEW}").fetchall()
    return LeftOut(named, named - missing, tuple((source, id) for source, id in few))


def _copy_table(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    try:
        described = connection.execute(f"DESCRIBE SELECT * FROM {table}").fetchall()
        types = {name: kind for name, kind, *_ in described}
        _check_columns(list(types))
        for name in COLUMNS:
            if types[name] != "VARCHAR":
                raise UnfitList(f"{name} must be a text, and is {types[name]}.")
        [[empty]] = connection.execute(
            f"SELECT min(file_row_number) FROM {table} "
            "WHERE coalesce(source, '') = '' OR coalesce(id, '') = ''"
        ).fetchall()
        if empty is not None:
            raise UnfitList(f"row {empty + 1} names no deed: source or id is empty.")
        connection.execute(f"INSERT INTO struck_out SELECT source, id FROM {table}")
    except duckdb.Error as fault:
        why = str(fault).splitlines()[0]
        raise UnfitList(f"it can't be read as Parquet: {why}") from fault


def _check_columns(named: list[str]) -> None:
    missing = [name for name in COLUMNS if name not in named]
    if missing:
        raise UnfitList(
            f"the column {missing[0]} is missing. A list of struck-out deeds needs source "
            "(the partner) and id."
        )


def _insert(connection: duckdb.DuckDBPyConnection, pairs: Iterator[Pair]) -> None:
    while some := list(islice(pairs, _ROWS_AT_ONCE)):
        rows = {
            "source": np.array([source for source, _ in some], dtype=object),
            "event_id": np.array([id for _, id in some], dtype=object),
        }
        connection.register("named", rows)
        connection.execute("INSERT INTO struck_out SELECT * FROM named")
        connection.unregister("named")


def _json_pairs(file: Path) -> Iterator[Pair]:
    read = msgspec.json.Decoder(_Named).decode
    with file.open("rb") as opened:
        lines = iter(lambda: opened.readline(LINE_BYTES_MAX + 1), b"")
        for number, line in enumerate(lines, start=1):
            if len(line) > LINE_BYTES_MAX:
                raise UnfitList(f"line {number} is longer than {LINE_BYTES_MAX:,} bytes.")
            if not line.strip():
                continue
            try:
                one = read(line)
            except (msgspec.DecodeError, UnicodeDecodeError) as fault:
                raise UnfitList(f"line {number} names no deed: {fault}.") from fault
            yield _full(one.source, one.id, f"line {number}")


def _csv_pairs(file: Path) -> Iterator[Pair]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        yield from _rows_of_csv(csv.reader(opened, strict=True))


def _rows_of_csv(rows: Reader) -> Iterator[Pair]:
    try:
        header = [name.strip() for name in next(rows, [])]
        _check_columns(header)
        source_at, id_at = (header.index(name) for name in COLUMNS)
        for row in rows:
            if not any(row):
                continue
            if len(row) != len(header):
                raise UnfitList(
                    f"line {rows.line_num} has {len(row)} cells under {len(header)} columns."
                )
            yield _full(row[source_at], row[id_at], f"line {rows.line_num}")
    except UnicodeDecodeError as fault:
        raise UnfitList("it isn't UTF-8. Save the table as CSV in UTF-8.") from fault
    except csv.Error as fault:
        raise UnfitList(f"line {rows.line_num} can't be read as CSV: {fault}.") from fault


def _full(source: str, id: str, where: str) -> Pair:
    if not source or not id:
        raise UnfitList(f"{where} names no deed: source or id is empty.")
    return source, id

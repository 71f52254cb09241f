"""`plaudit replay --engine spark`: files into a cluster, totals and refusals out of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import typer

from plaudit.cli.check import activities_for
from plaudit.cli.opening import EXIT_REFUSED, EXIT_USAGE, stop_with
from plaudit.cli.replaying import TOO_MANY, parted, read_rules, write_rows
from plaudit.cli.without import check_list, tell_left_out

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from plaudit.replay.results import Row
    from plaudit.replay.spark.arrivals import Programme

PACKAGES = ("pyspark", "pandas", "pyarrow")


class Wanted(NamedTuple):
    """What is asked of a replay: a line for each month, where what is written, what is left out."""

    by_month: bool
    output: str | None
    refused: Path | None
    without: Path | None = None


class Place(NamedTuple):
    """Where Spark runs: its master, and on this machine how many threads and how much memory."""

    master: str | None
    threads: int
    memory: str


def replay_on_spark(
    files: Sequence[str], folder: Path | None, wanted: Wanted, *, on: Place
) -> None:
    """Count deeds with Spark, and write totals and refusals.

    `files` are those of the command; `folder` has the activities.

    Refuses: ends the command where something isn't installed, or a file can't be read as deeds.
    """
    _check_packages()
    from plaudit.cli.spark_doors import DOORS
    from plaudit.ingest.files import WrongFile
    from plaudit.replay.deed_files import NoSuchFile
    from plaudit.replay.parquet import UnfitFile
    from plaudit.replay.spark.arrivals import programme_of
    from plaudit.replay.spark.files import check_addresses, look_up
    from plaudit.replay.spark.reading import arrived
    from plaudit.replay.spark.session import NotInstalled, session
    from plaudit.replay.spark.struck_out import struck_out
    from plaudit.replay.struck_out import UnfitList

    check_list(wanted.without)
    paths, deeds = parted(files)
    programme = programme_of(*read_rules(paths, folder or activities_for(paths)))
    try:
        check_addresses(deeds)
        with session(on.master, threads=on.threads, memory=on.memory) as spark:
            _check_output(spark, wanted.output)
            without = struck_out(spark, wanted.without) if wanted.without else None
            rows = arrived(spark, look_up(spark, deeds), programme, doors=DOORS)
            _count(rows, programme, wanted, without=without)
    except NoSuchFile as wrong:
        stop_with(str(wrong), code=EXIT_USAGE)
    except (NotInstalled, UnfitFile, UnfitList, WrongFile) as wrong:
        stop_with(str(wrong), code=EXIT_REFUSED)


def _check_packages() -> None:
    """End the command where a package is missing, before anything of Spark is imported."""
    missing = [name for name in PACKAGES if find_spec(name) is None]
    if missing:
        said = f"Spark needs {', '.join(missing)} and Java: pip install 'plaudit[spark]'."
        stop_with(said, code=EXIT_REFUSED)


def _check_output(spark: SparkSession, output: str | None) -> None:
    """End the command where totals can't go: lines to a cluster, a folder over what is there."""
    from plaudit.replay.spark.files import is_there

    if output is None:
        return
    if not output.endswith(".parquet"):
        if "://" in output:
            stop_with(f"{output}: a cluster writes .parquet, not lines.", code=EXIT_USAGE)
    elif is_there(spark, output):
        stop_with(f"{output} is already there, and nothing is written over.", code=EXIT_USAGE)


def _count(
    rows: DataFrame, programme: Programme, wanted: Wanted, *, without: DataFrame | None
) -> None:
    from pyspark import StorageLevel
    from pyspark.errors import PythonException

    from plaudit.replay.spark.struck_out import left_out
    from plaudit.replay.spark.totals import is_too_many, once_each, totals

    rows = rows.persist(StorageLevel.DISK_ONLY)  # read once, asked three times
    try:
        _tell_refused(rows, wanted.refused)
        tell_left_out(None if without is None else left_out(without, rows))
        counted = totals(once_each(rows, without), programme, by_month=wanted.by_month)
        _write(counted, programme, wanted)
    except PythonException as fault:
        if is_too_many(fault):
            stop_with(TOO_MANY, code=EXIT_REFUSED)
        raise
    finally:
        rows.unpersist()


def _tell_refused(rows: DataFrame, file: Path | None) -> None:
    """Say how many deeds were refused and why; write each to a file if one is named."""
    from plaudit.cli.counting_lines import refused_line
    from plaudit.replay.spark.totals import refused_ones

    refused = refused_ones(rows)
    codes = [(row["refused"], row["count"]) for row in refused.groupBy("refused").count().collect()]
    for code, count in sorted(codes, key=lambda one: (-one[1], one[0])):
        typer.echo(f"Refused: {count:,} as {code}.", err=True)
    if file is None:
        return
    with file.open("wb") as opened:
        for row in refused.orderBy("position").toLocalIterator():
            opened.write(refused_line(row["source"], row["event_id"], row["refused"]))


def _write(counted: DataFrame, programme: Programme, wanted: Wanted) -> None:
    from plaudit.replay.running import rule_ids
    from plaudit.replay.spark.totals import named

    if wanted.output is not None and wanted.output.endswith(".parquet"):
        named(counted, programme, by_month=wanted.by_month).write.parquet(wanted.output)
        return
    ids = rule_ids(programme.editions)
    output = None if wanted.output is None else Path(wanted.output)
    write_rows(_rows(counted, ids), ids, by_month=wanted.by_month, output=output)


def _rows(counted: DataFrame, rule_ids: list[str]) -> Iterator[Row]:
    from plaudit.replay.results import row_of

    for member, month, points, *rules in counted.orderBy("member", "month").toLocalIterator():
        yield row_of(member, month, points, rules=dict(zip(rule_ids, rules, strict=True)))

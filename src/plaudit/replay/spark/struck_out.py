"""A list of struck-out deeds on a cluster: read on the machine that asks, by the same reader."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from plaudit.replay.engine import connected
from plaudit.replay.struck_out import FIRST_FEW, LeftOut, read_struck_out

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


def struck_out(spark: SparkSession, file: Path) -> DataFrame:
    """Return the deeds of a list: source, event_id. Refuses: UnfitList where it can't be read."""
    with connected() as connection:
        read_struck_out(connection, file)
        table = connection.sql("FROM struck_out").to_arrow_table()
    return spark.createDataFrame(table)


def left_out(struck_out: DataFrame, rows: DataFrame) -> LeftOut:
    """Return which deeds of a list are among the rows that arrived."""
    taken = rows.where("refused IS NULL").select("source", "event_id")
    not_there = struck_out.join(taken, ["source", "event_id"], "left_anti")
    named, missing = struck_out.count(), not_there.count()
    few = not_there.orderBy("source", "event_id").limit(FIRST_FEW).collect() if missing else []
    return LeftOut(named, named - missing, tuple((one.source, one.event_id) for one in few))

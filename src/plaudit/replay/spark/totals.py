"""Members' totals: each member's deeds stand together in one partition, in the order of arrival.

A partition is counted in pieces of whole members by `replay.counting`, as on one machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from plaudit.core.refusals import Code
from plaudit.replay.arrivals import width_of
from plaudit.replay.columns import Columns, Ints
from plaudit.replay.counting import Replay
from plaudit.replay.inputs import TooMany
from plaudit.replay.running import rule_ids, totals_of
from plaudit.replay.snapshot import PIECE_ROWS, Deeds
from plaudit.replay.spark.arrivals import Batches, Programme
from plaudit.replay.spark.session import mapped

if TYPE_CHECKING:
    from pyspark.errors import PythonException
    from pyspark.sql import DataFrame

_OTHER = ""
"""Stands for all partners that no rule names."""


def once_each(rows: DataFrame, struck_out: DataFrame | None = None) -> DataFrame:
    """Return the rows that arrived and weren't refused, each (source, event id) once: the first.

    Those of `struck_out` (source, event_id) are left out, every copy.
    """
    from pyspark.sql import functions as sql

    taken = rows.where("refused IS NULL").drop("refused")
    if struck_out is not None:
        taken = taken.join(struck_out, ["source", "event_id"], "left_anti")
    repeated = (
        taken.groupBy("source", "event_id")
        .agg(sql.min("position").alias("first_at"), sql.count("*").alias("times"))
        .where("times > 1")
        .drop("times")
    )
    joined = taken.join(repeated, ["source", "event_id"], "left")
    return joined.where("first_at IS NULL OR first_at = position").drop("first_at", "event_id")


def refused_ones(rows: DataFrame) -> DataFrame:
    """Return the rows that were refused.

    A deed before the first edition whose id an earlier one took is a repeated one: it isn't there.
    """
    from pyspark.sql import functions as sql

    refused = rows.where("refused IS NOT NULL")
    taken = rows.where("refused IS NULL").select(
        sql.col("source").alias("its_source"),
        sql.col("event_id").alias("its_id"),
        sql.col("position").alias("taken_at"),
    )
    repeated = (
        (sql.col("refused") == Code.NO_EDITION.value)
        & (sql.col("source") == sql.col("its_source"))
        & (sql.col("event_id") == sql.col("its_id"))
        & (sql.col("taken_at") < sql.col("position"))
    )
    return refused.join(taken, repeated, "left_anti")


def by_member(rows: DataFrame) -> DataFrame:
    """Return rows so that a member's stand together in one partition, in the order of arrival."""
    return rows.repartition("subject").sortWithinPartitions("subject", "position")


def totals(rows: DataFrame, programme: Programme, *, by_month: bool) -> DataFrame:
    """Return a row for each member, or for each member's month.

    Columns: member, month (its first day; 0 for all), points, and r0, r1, … for each rule.
    `rows` are those of `once_each`. Refuses: TooMany, when the totals are asked for.
    """
    rules = "".join(f", r{at} bigint" for at in range(len(_ids(programme))))
    said = f"member string, month bigint, points bigint{rules}"
    return mapped(by_member(rows), counting(programme, by_month=by_month), said)


def named(counted: DataFrame, programme: Programme, *, by_month: bool) -> DataFrame:
    """Return totals as a table to keep: the month as a date, each rule's points under its id."""
    from pyspark.sql import functions as sql

    first_day = sql.date_add(sql.lit("1970-01-01").cast("date"), sql.col("month").cast("int"))
    months = [first_day.alias("month")] if by_month else []
    rules = [sql.col(f"r{at}").alias(id) for at, id in enumerate(_ids(programme))]
    return counted.select("member", *months, "points", *rules)


def is_too_many(fault: PythonException) -> bool:
    """Return whether counting ended because a sum could leave 63 bits."""
    return f"{TooMany.__module__}.{TooMany.__qualname__}" in str(fault)


def _ids(programme: Programme) -> list[str]:
    return rule_ids(programme.editions)


def counting(programme: Programme, *, by_month: bool) -> Callable[[Batches], Batches]:
    """Return what counts a partition of `by_member`; columns as in `totals`."""
    partner_ids = sorted(
        {
            partner
            for edition in programme.editions
            for stage in edition.stages
            for partner in stage.when.partners or ()
        }
    )

    facts = width_of(programme.activities)

    def count(batches: Batches) -> Batches:
        replay = Replay(
            programme.editions,
            programme.activities,
            activity_ids=list(programme.activities),
            partner_ids=[*partner_ids, _OTHER],
        )
        for piece in whole_members(batches):
            columns = _columns(piece, partner_ids, facts=facts)
            deeds = Deeds(columns, 0, columns.day[:0])
            found = totals_of(deeds, replay.count(columns), replay, by_month=by_month)
            names = piece["subject"].take(pa.array(_starts(piece))).combine_chunks()
            member = pc.take(names, pa.array(found.pop("member")))
            yield pa.RecordBatch.from_pydict({"member": member, **found})

    return count


def whole_members(batches: Batches, *, rows: int = PIECE_ROWS) -> Iterator[pa.Table]:
    """Yield pieces of about so many rows; a member's rows are never parted."""
    held: list[pa.RecordBatch] = []
    count = 0
    for batch in batches:
        if not batch.num_rows:
            continue
        held.append(batch)
        count += batch.num_rows
        if count >= rows and held[0]["subject"][0] != batch["subject"][-1]:
            table = pa.Table.from_batches(held)
            cut = int(_starts(table)[-1])
            yield table.slice(0, cut)
            held = table.slice(cut).to_batches()
            count -= cut
    if held:
        yield pa.Table.from_batches(held)


def _starts(table: pa.Table) -> Ints:
    """Return the rows where another member begins."""
    subject = table["subject"]
    changes = pc.not_equal(subject.slice(1), subject.slice(0, len(subject) - 1))
    return np.concatenate(([0], np.flatnonzero(_numbers(changes)) + 1))


def _numbers(column: pa.ChunkedArray) -> Ints:
    return np.asarray(column.to_numpy(), np.int64)


def _columns(piece: pa.Table, partner_ids: list[str], *, facts: int) -> Columns:
    starts = _starts(piece)
    begins = np.zeros(len(piece), np.int64)
    begins[starts] = 1
    rises = np.diff(_numbers(piece["position"])) > 0
    assert (rises | (begins[1:] == 1)).all(), "deeds out of order"
    partner = pc.index_in(piece["source"], pa.array(partner_ids, pa.string()))
    return Columns(
        np.cumsum(begins) - 1,
        _numbers(piece["day"]),
        _numbers(piece["activity"]),
        _numbers(pc.fill_null(partner, len(partner_ids))),
        tuple(_numbers(piece[f"f{at}"]) for at in range(facts)),
    )

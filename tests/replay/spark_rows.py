"""Towns and cases as rows for Spark, many programmes in one job, and totals as tests read them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from plaudit.core.activity import Activity
from plaudit.core.counting import Counting, Totals
from plaudit.core.deed import Deed
from plaudit.core.edition import Edition
from plaudit.core.period import Period, start_of
from plaudit.replay.arrivals import width_of
from plaudit.replay.columns import MISSING
from plaudit.replay.running import rule_ids
from plaudit.replay.spark.arrivals import ARROW, columns, programme_of
from plaudit.replay.spark.session import mapped
from plaudit.replay.spark.totals import by_member, counting, once_each

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

Points = dict[tuple[str, int], dict[str, int]]
"""By member and month (its first day; 0 for all), points by rule; zero left out."""


class Sent(NamedTuple):
    """Deeds of one programme, each with its member, in the order of arrival."""

    editions: Sequence[Edition]
    activities: Mapping[str, Activity]
    deeds: Sequence[Deed]
    members: Sequence[str]
    wrong: frozenset[int] = frozenset()
    """Places of deeds that are struck out."""


def rows_of(spark: SparkSession, sent: Sequence[Sent], rng: Random) -> DataFrame:
    """Return deeds as they have arrived: handed over in any order, some of them sent twice.

    A member of programme 7 is called "7/…": so one job counts many programmes.
    """
    width = max(width_of(one.activities) for one in sent)
    rows = [row for number, one in enumerate(sent) for row in _rows(number, one, width, rng)]
    rng.shuffle(rows)
    kinds = columns(width).items()
    schema = pa.schema([(name, ARROW[kind]) for name, kind in kinds])
    by_column = dict(zip(schema.names, zip(*rows, strict=True), strict=True))
    return spark.createDataFrame(pa.table(by_column, schema))


def _rows(number: int, sent: Sent, width: int, rng: Random) -> Iterator[tuple[object, ...]]:
    places = list(sent.activities)
    for at, (deed, member) in enumerate(zip(sent.deeds, sent.members, strict=True)):
        facts = [MISSING if one is None else one for one in deed.facts]
        facts += [MISSING] * (width - len(facts))
        said = (places.index(deed.activity.id), deed.day, *facts)
        id = f"{number}-{at}"
        yield (at, None, deed.partner, id, f"{number}/{member}", *said)
        if rng.random() < 0.1:  # the same id again, with another member: the first one counts
            yield (at + len(sent.deeds), None, deed.partner, id, f"{number}/nobody", *said)


def list_of(sent: Sequence[Sent]) -> list[tuple[str, str]]:
    """Return the partners and ids of all deeds that are struck out."""
    return [
        (one.deeds[at].partner, f"{number}-{at}")
        for number, one in enumerate(sent)
        for at in sorted(one.wrong)
    ]


def counted(rows: DataFrame, sent: Sequence[Sent], wrong: DataFrame) -> list[Points]:
    """Return the totals of many programmes by month, all counted in one job."""
    programmes = [programme_of(one.activities, one.editions) for one in sent]

    def each(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        table = pa.Table.from_batches(batches)
        number = pc.list_element(pc.split_pattern(table["subject"], "/", max_splits=1), 0)
        for one in pc.unique(number).to_pylist():
            own = table.filter(pc.equal(number, one)).to_batches()
            for found in counting(programmes[int(one)], by_month=True)(iter(own)):
                rules = [list(row.values())[3:] for row in found.to_pylist()]
                listed = pa.array(rules, pa.list_(pa.int64()))
                yield found.select(["member", "month", "points"]).append_column("rules", listed)

    said: list[Points] = [{} for _ in sent]
    kinds = "member string, month bigint, points bigint, rules array<bigint>"
    done = mapped(by_member(once_each(rows, wrong)), each, kinds)
    for member, month, points, rules in done.collect():
        number, name = member.split("/", 1)
        assert points == sum(rules)
        assert (name, month) not in said[int(number)], "a member in two partitions"
        ids = rule_ids(programmes[int(number)].editions)
        said[int(number)][name, month] = {id: n for id, n in zip(ids, rules, strict=True) if n}
    return said


def by_core(sent: Sent) -> Points:
    """Return what `core` says: totals by member and month."""
    counting = Counting(sent.editions, sent.activities)
    held: dict[str, Totals] = {}
    said: dict[tuple[str, int], Counter[str]] = {}
    for at, (deed, member) in enumerate(zip(sent.deeds, sent.members, strict=True)):
        if at in sent.wrong:
            continue
        award = counting.count(held.setdefault(member, {}), deed)
        month = start_of(Period.MONTH, deed.day)
        said.setdefault((member, month), Counter()).update(dict(award.rules))
    return {key: {id: n for id, n in given.items() if n} for key, given in said.items()}

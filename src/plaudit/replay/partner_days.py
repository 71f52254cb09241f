"""A snapshot's deeds as sums by partner, activity and day. No member's number comes out."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from plaudit.core.activity import Activity
from plaudit.core.partner_day import BURST_MINUTES, Of, PartnerDay, main_number
from plaudit.core.period import SECOND, Calendar
from plaudit.replay.columns import MISSING
from plaudit.replay.engine import connected, parquet
from plaudit.replay.quarters import QUARTER, quarters
from plaudit.replay.snapshot import Snapshot

HOURS = 24
Key = tuple[int, int, int]
"""Partner, activity, day."""


def last_day(snapshot: Snapshot) -> int | None:
    """Return the last day of a snapshot's deeds; None where there are none."""
    with connected() as engine:
        file = parquet(snapshot.deeds_file)
        [[day]] = engine.execute(f"SELECT max(day)::BIGINT FROM {file}").fetchall()
    return None if day is None else int(day)


def partner_days(
    snapshot: Snapshot, activities: Mapping[str, Activity], *, first_day: int, last_day: int
) -> list[PartnerDay]:
    """Return the sums of each partner's days, both days included. Refusals aren't known."""
    about = snapshot.about
    with connected() as engine:
        _prepare(engine, snapshot, activities, first_day=first_day, last_day=last_day)
        same = _most(engine, "amount", "amount IS NOT NULL")
        burst = _most(engine, f"happened_at // {BURST_MINUTES * 60 * SECOND}", "true")
        hours = _hours(engine)
        rows = engine.execute(
            "SELECT partner, activity, day, count(*), count(DISTINCT member), "
            "coalesce(sum(amount), 0)::BIGINT, count(amount), "
            "count(DISTINCT member) FILTER (WHERE amount IS NOT NULL) FROM reported GROUP BY ALL"
        ).fetchall()
    found = []
    for partner, activity, day, reports, members, amount, *with_amount in sorted(rows):
        key = (partner, activity, day)
        found.append(
            PartnerDay(
                about.partner_ids[partner], about.activity_ids[activity], day,
                all=Of(reports, members), amount=amount, with_amount=Of(*with_amount),
                same=same.get(key, Of()), burst=burst[key], hours=hours[key],
            )
        )  # fmt: skip
    return found


def _prepare(
    engine: duckdb.DuckDBPyConnection,
    snapshot: Snapshot,
    activities: Mapping[str, Activity],
    *,
    first_day: int,
    last_day: int,
) -> None:
    """Make the view `reported`: each deed with its local hour and its amount."""
    about = snapshot.about
    calendar = Calendar(about.time_zone)
    ends = (calendar.start_of_day(first_day), calendar.start_of_day(last_day + 1))
    engine.register("zone", quarters(calendar, *ends)._asdict())
    places = {id: main_number(activities[id]) for id in about.activity_ids}
    cases = "".join(
        f" WHEN {at} THEN nullif(f{places[id]}, {MISSING})"
        for at, id in enumerate(about.activity_ids)
        if places[id] is not None
    )
    amount = f"CASE activity{cases} END" if cases else "NULL::BIGINT"
    engine.execute(
        f"CREATE TABLE reported AS SELECT d.partner, d.activity, d.day, d.member, d.happened_at, "
        f"z.hour, {amount} AS amount FROM {parquet(snapshot.deeds_file)} AS d "
        f"LEFT JOIN zone AS z ON z.quarter = d.happened_at // {QUARTER} "
        f"WHERE d.day BETWEEN {first_day} AND {last_day}"
    )


def _most(engine: duckdb.DuckDBPyConnection, what: str, where: str) -> dict[Key, Of]:
    """Return the largest group of a day's deeds that agree in something.

    Of several as large, the one of the fewest members, as the book says.
    """
    rows = engine.execute(
        f"SELECT partner, activity, day, count(*) AS reports, count(DISTINCT member) AS members "
        f"FROM reported WHERE {where} GROUP BY partner, activity, day, {what} "
        f"ORDER BY reports, members DESC"
    ).fetchall()
    return {(partner, activity, day): Of(*one) for partner, activity, day, *one in rows}


def _hours(engine: duckdb.DuckDBPyConnection) -> dict[Key, tuple[Of, ...]]:
    """Return each day's hours. A deed of an hour that isn't known counts for none."""
    rows = engine.execute(
        "SELECT partner, activity, day, hour, count(*), count(DISTINCT member) "
        "FROM reported GROUP BY partner, activity, day, hour"
    ).fetchall()
    found: dict[Key, list[Of]] = {}
    for partner, activity, day, hour, *one in rows:
        hours = found.setdefault((partner, activity, day), [Of()] * HOURS)
        if hour is not None:
            hours[hour] = Of(*one)
    return {key: tuple(hours) for key, hours in found.items()}

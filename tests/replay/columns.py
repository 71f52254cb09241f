"""Deeds one by one as columns, and what a replay says of them, deed by deed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from plaudit.core.activity import Activity
from plaudit.core.counting import Totals
from plaudit.core.deed import Deed
from plaudit.core.edition import Edition
from plaudit.core.slots import key_of
from plaudit.replay.columns import MISSING, Columns, Ints
from plaudit.replay.counting import Counted, Replay


def columns_of(
    deeds: Sequence[Deed],
    members: Sequence[int],
    *,
    activities: Mapping[str, Activity],
    partner_ids: Sequence[str],
) -> tuple[Columns, list[int]]:
    """Return deeds as columns, member by member, and the place that each row came from."""
    order = sorted(range(len(deeds)), key=lambda at: members[at])
    width = max((len(one.facts) for one in activities.values()), default=0)
    activity_ids = list(activities)

    def column(values: Sequence[int]) -> Ints:
        return np.array([values[at] for at in order], dtype=np.int64)

    def fact(deed: Deed, at: int) -> int:
        value = deed.facts[at] if at < len(deed.facts) else None
        return MISSING if value is None else value

    columns = Columns(
        column(members),
        column([deed.day for deed in deeds]),
        column([activity_ids.index(deed.activity.id) for deed in deeds]),
        column([partner_ids.index(deed.partner) for deed in deeds]),
        tuple(column([fact(deed, at) for deed in deeds]) for at in range(width)),
    )
    return columns, order


def _same(counted: Counted, sliced: Counted) -> None:
    """Fail where it matters how many members are counted in one go."""
    assert sliced.bites == counted.bites
    assert sliced.rules.keys() == counted.rules.keys()
    for id, rises in sliced.rules.items():
        np.testing.assert_array_equal(rises, counted.rules[id])


def replayed(
    editions: Sequence[Edition],
    activities: Mapping[str, Activity],
    deeds: Sequence[Deed],
    members: Sequence[str],
    *,
    totals: dict[str, Totals] | None = None,
) -> list[dict[str, int]]:
    """Return what each deed earned by rule; fill in where every member's totals stand."""
    names = sorted(set(members))
    partner_ids = sorted({deed.partner for deed in deeds})
    replay = Replay(editions, activities, activity_ids=list(activities), partner_ids=partner_ids)
    columns, order = columns_of(
        deeds,
        [names.index(member) for member in members],
        activities=activities,
        partner_ids=partner_ids,
    )
    counted = replay.count(columns, keep=totals is not None)
    _same(counted, replay.count(columns, rows=1))
    _same(counted, replay.count(columns, keep=True, rows=60))
    given: list[dict[str, int]] = [{} for _ in deeds]
    for id, rises in counted.rules.items():
        for row, points in zip(rises.rows.tolist(), rises.points.tolist(), strict=True):
            given[order[row]][id] = points
    for one in counted.totals.all() if totals is not None else ():
        assert totals is not None
        totals.setdefault(names[one.member], {})[key_of(one.slot, one.period_start)] = one.total
    return given

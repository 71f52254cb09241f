"""Two editions over the same deeds: sums by month, rule, partner, hour; and who gains and loses.

What is kept is sums and counts. A member appears in none of them: groups are of deeds, and those
of fewer than 20 members are merged before anything is written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from plaudit.core.few import MEMBERS_LEAST
from plaudit.core.period import Calendar, Period, start_of
from plaudit.replay.columns import Columns, Ints
from plaudit.replay.counting import Counted, Replay
from plaudit.replay.quarters import QUARTER, quarters
from plaudit.replay.running import Job, pieces_counted
from plaudit.replay.snapshot import Deeds, Piece, Snapshot

BANDS = (1, 2, 5, 10, 20)
"""Groups by how many deeds of a kind a member did in a month: 1, 2 to 4, 5 to 9, 10 to 19, more."""
_HOUR_OF_NONE = 24
_KEY_BITS = 24

Key = tuple[int | str, ...]
Band = tuple[int, int]


class GroupSums(NamedTuple):
    """What months with so many deeds of one kind came to, under both editions."""

    members: int = 0
    months: int = 0
    before_points: int = 0
    after_points: int = 0
    gain: int = 0
    lose: int = 0


@dataclass
class EditionSums:
    """What one edition gave: points by a few keys, and how its ceilings cut."""

    by_rule: Counter[Key] = field(default_factory=Counter)
    rule_members: Counter[Key] = field(default_factory=Counter)
    by_activity: Counter[Key] = field(default_factory=Counter)
    by_partner: Counter[Key] = field(default_factory=Counter)
    by_hour: Counter[Key] = field(default_factory=Counter)
    by_day: Counter[Key] = field(default_factory=Counter)
    totals: Counter[int] = field(default_factory=Counter)
    """How many members have so many points."""
    bites: dict[str, list[int]] = field(default_factory=dict)
    """By ceiling: awards that asked, that were cut, points asked and let through; then of how many
    members those are that were cut, and that asked."""
    limits: dict[str, list[int]] = field(default_factory=dict)
    """By rule, the same of its own `at_most`."""


@dataclass
class Sums:
    """What a rehearsal adds up."""

    before: EditionSums = field(default_factory=EditionSums)
    after: EditionSums = field(default_factory=EditionSums)
    groups: dict[Band, GroupSums] = field(default_factory=dict)
    partner_members: Counter[int] = field(default_factory=Counter)
    activity_members: Counter[int] = field(default_factory=Counter)
    hour_members: Counter[int] = field(default_factory=Counter)
    month_members: Counter[int] = field(default_factory=Counter)
    deeds: int = 0
    members: int = 0
    first_day: int | None = None
    last_day: int | None = None


def rehearsed(
    snapshot: Snapshot,
    before: Replay,
    after: Replay,
    *,
    threads: int,
    moved: Callable[[int], None] = lambda _: None,
) -> Sums:
    """Return what two editions give for the deeds of a snapshot. Both are in force throughout."""
    sums = Sums()
    hours = _Hours(snapshot)

    def both(piece: Piece, deeds: Deeds, counted: Counted) -> tuple[Piece, Sums]:
        return piece, _piece(deeds, counted, after.count(deeds.columns), hours=hours)

    job = Job(snapshot, before, threads, instants=True)
    for piece, one in pieces_counted(job, snapshot.pieces(), then=both):
        _add(sums, one)
        moved(piece.rows)
    return sums


class _Hours:
    """The local hour of instants, looked up in quarters of an hour."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._calendar = Calendar(snapshot.about.time_zone)

    def of(self, instants: Ints) -> Ints:
        table = quarters(self._calendar, int(instants.min()), int(instants.max()))
        at = np.searchsorted(table.quarter, instants // QUARTER)
        at[at == len(table.quarter)] = 0
        known = table.quarter[at] == instants // QUARTER
        return np.where(known, table.hour[at], _HOUR_OF_NONE)


def _piece(deeds: Deeds, before: Counted, after: Counted, *, hours: _Hours) -> Sums:
    columns = deeds.columns
    sums = Sums(deeds=len(columns))
    if not len(columns):
        return sums
    sums.members = len(np.unique(columns.member))
    sums.first_day, sums.last_day = int(columns.day.min()), int(columns.day.max())
    hour = hours.of(deeds.happened_at)
    points = []
    for edition, counted in ((sums.before, before), (sums.after, after)):
        points.append(_edition(edition, columns, counted, hour=hour))
    _groups(sums, columns, before=points[0], after=points[1])
    sums.partner_members = _members_of(columns.partner, columns.member)
    sums.activity_members = _members_of(columns.activity, columns.member)
    sums.hour_members = _members_of(hour, columns.member)
    sums.month_members = _members_of(_months(columns.day), columns.member)
    return sums


def _members_of(keys: Ints, member: Ints) -> Counter[int]:
    """Return how many members have deeds of each key."""
    pairs = np.unique(keys << 32 | member) >> 32
    found, often = np.unique(pairs, return_counts=True)
    return Counter(dict(zip(found.tolist(), often.tolist(), strict=True)))


def _edition(sums: EditionSums, columns: Columns, counted: Counted, *, hour: Ints) -> Ints:
    """Add up what an edition gave; return the points of each deed."""
    points = np.zeros(len(columns), np.int64)
    for id, rises in counted.rules.items():
        points[rises.rows] += rises.points
        sums.by_rule[(id,)] += int(rises.points.sum())
        sums.rule_members[(id,)] += len(np.unique(columns.member[rises.rows]))
    _count(sums.by_activity, columns.activity, points)
    _count(sums.by_partner, columns.partner, points)
    _count(sums.by_hour, hour, points)
    _count(sums.by_day, columns.day, points)
    members, at = np.unique(columns.member, return_inverse=True)
    totals = np.zeros(len(members), np.int64)
    np.add.at(totals, at, points)
    values, often = np.unique(totals, return_counts=True)
    sums.totals.update(dict(zip(values.tolist(), often.tolist(), strict=True)))
    sums.bites = {id: list(bite) for id, bite in counted.bites.items()}
    sums.limits = {id: list(bite) for id, bite in counted.limits.items()}
    return points


def _months(day: Ints) -> Ints:
    if not len(day):
        return day
    first = int(day.min())
    table = [start_of(Period.MONTH, one) for one in range(first, int(day.max()) + 1)]
    return np.array(table, np.int64)[day - first]


def _sums(keys: Ints, points: Ints) -> list[tuple[int, int]]:
    found, at = np.unique(keys, return_inverse=True)
    sums = np.zeros(len(found), np.int64)
    np.add.at(sums, at, points)
    return list(zip(found.tolist(), sums.tolist(), strict=True))


def _count(into: Counter[Key], keys: Ints, points: Ints) -> None:
    for key, some in _sums(keys, points):
        into[(key,)] += some


def _groups(sums: Sums, columns: Columns, *, before: Ints, after: Ints) -> None:
    """Add up by groups of deeds: a kind of deed, and how many of it in one member's month."""
    month = _months(columns.day)
    edges = np.array(BANDS, np.int64)
    for activity in np.unique(columns.activity).tolist():
        rows = np.flatnonzero(columns.activity == activity)
        keys = columns.member[rows] << _KEY_BITS | month[rows]
        found, at, often = np.unique(keys, return_inverse=True, return_counts=True)
        was, now = np.zeros(len(found), np.int64), np.zeros(len(found), np.int64)
        np.add.at(was, at, before[rows])
        np.add.at(now, at, after[rows])
        band = np.searchsorted(edges, often, side="right") - 1
        for number in np.unique(band).tolist():
            mine = band == number
            sums.groups[activity, number] = GroupSums(
                members=len(np.unique(found[mine] >> _KEY_BITS)),
                months=int(np.count_nonzero(mine)),
                before_points=int(was[mine].sum()),
                after_points=int(now[mine].sum()),
                gain=int(np.count_nonzero(now[mine] > was[mine])),
                lose=int(np.count_nonzero(now[mine] < was[mine])),
            )


def _add(sums: Sums, one: Sums) -> None:
    for total, part in ((sums.before, one.before), (sums.after, one.after)):
        for name in (
            "by_rule", "rule_members", "by_activity", "by_partner", "by_hour", "by_day", "totals",
        ):  # fmt: skip
            getattr(total, name).update(getattr(part, name))
        for cuts, more in ((total.bites, part.bites), (total.limits, part.limits)):
            for id, bite in more.items():
                held = cuts.get(id, [0] * len(bite))
                cuts[id] = [a + b for a, b in zip(held, bite, strict=True)]
    for key, group in one.groups.items():
        held_group = sums.groups.get(key, GroupSums())
        sums.groups[key] = GroupSums(*map(sum, zip(held_group, group, strict=True)))
    for name in ("partner_members", "activity_members", "hour_members", "month_members"):
        getattr(sums, name).update(getattr(one, name))
    sums.deeds += one.deeds
    sums.members += one.members
    days = [day for day in (sums.first_day, one.first_day) if day is not None]
    sums.first_day = min(days, default=None)
    days = [day for day in (sums.last_day, one.last_day) if day is not None]
    sums.last_day = max(days, default=None)


class Group(NamedTuple):
    """A kind of deed, from so many on in a month, up to so many (None: no end), and its sums."""

    activity: int
    at_least: int
    at_most: int | None
    sums: GroupSums


def merged_groups(groups: Mapping[Band, GroupSums]) -> list[Group]:
    """Return groups of at least MEMBERS_LEAST members; smaller ones are part of a neighbour.

    A kind of deed that no group of that size has done is left out. A group that takes in another
    has at least the members of the larger one, so none is smaller than it looks.
    Source: charter, C10: group totals only from 20 members.
    """
    found: list[Group] = []
    for activity in sorted({activity for activity, _ in groups}):
        own = sorted(band for one, band in groups if one == activity)
        bands = [(band, groups[activity, band]) for band in own]
        found += _merged(activity, bands)
    return found


def _merged(activity: int, bands: Sequence[tuple[int, GroupSums]]) -> list[Group]:
    found: list[Group] = []
    low, held, is_large = 0, GroupSums(), False
    for band, sums in bands:
        if is_large and sums.members >= MEMBERS_LEAST:
            found.append(Group(activity, BANDS[low], BANDS[band] - 1, held))
            low, held, is_large = band, GroupSums(), False
        held = GroupSums(*map(sum, zip(held, sums, strict=True)))
        is_large = is_large or sums.members >= MEMBERS_LEAST
    if is_large:
        found.append(Group(activity, BANDS[low], None, held))
    return found


def share_of_top(totals: Mapping[int, int], *, one_in: int) -> tuple[int | None, int]:
    """Return (points of the members with the most points, points of all); one member in `one_in`.

    None where these are fewer than MEMBERS_LEAST: it would be somebody's total (charter, C10).

    >>> share_of_top({10: 1_980, 500: 20}, one_in=100)
    (10000, 29800)
    >>> share_of_top({10: 99, 500: 1}, one_in=100)
    (None, 1490)
    """
    left = sum(totals.values()) // one_in
    if left < MEMBERS_LEAST:
        return None, sum(points * often for points, often in totals.items())
    top = 0
    for points in sorted(totals, reverse=True):
        some = min(left, totals[points])
        top += some * points
        left -= some
        if not left:
            break
    return top, sum(points * often for points, often in totals.items())

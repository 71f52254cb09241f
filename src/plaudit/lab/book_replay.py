"""The live book, replayed: its awards counted once more by the replay engine, and compared.

What comes out names no member and lists none: sums of at least 20 members, rounded (charter, C10),
and the numbers of deeds whose awards differ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from plaudit.core.activity import Activity
from plaudit.core.edition import Edition
from plaudit.core.few import MEMBERS_LEAST, rounded, told_together
from plaudit.core.kept import kept_steps
from plaudit.core.period import date_of
from plaudit.core.programme import Programme
from plaudit.core.recount import Past, count_again
from plaudit.core.slots import slot_of
from plaudit.lab.book_stretches import Reading, Stretches
from plaudit.lab.recounting import SHOWN_MAX, Difference, totals_beside
from plaudit.replay.columns import Bools, Ints
from plaudit.replay.counting import Counted, Replay
from plaudit.store.awarded import Awarded, MemberRows

ByRule = dict[str, Ints]
"""Points of each deed, by rule id."""


@dataclass(slots=True)
class GroupSums:
    """What the awards of some deeds come to. `different`: how many are other than the replay's."""

    deeds: int = 0
    members: int = 0
    booked_points: int = 0
    replayed_points: int = 0
    different: int = 0

    def add(self, other: GroupSums) -> None:
        """Add what another group comes to; its members may be the same."""
        self.deeds += other.deeds
        self.members = max(self.members, other.members)
        self.booked_points += other.booked_points
        self.replayed_points += other.replayed_points
        self.different += other.different

    def rounded(self) -> GroupSums:
        """Return it as it is told."""
        points = rounded(self.booked_points), rounded(self.replayed_points)
        return GroupSums(self.deeds, self.members, *points, self.different)


@dataclass(slots=True)
class Compared:
    """What a replay of the book came to.

    `past_facts`, `too_early`: deeds that can't be counted, as their facts are gone or they are from
    before the editions. `is_in_force`: the editions are those by which the book counted; then
    `shown` has the first deeds that differ, and totals are compared too.
    """

    is_in_force: bool
    deeds: int = 0
    members: int = 0
    past_facts: int = 0
    too_early: int = 0
    totals: int = 0
    totals_different: int = 0
    different: int = 0
    shown: list[Difference] = field(default_factory=list)
    groups: dict[str, dict[str, GroupSums]] = field(default_factory=dict)
    """By what they are by ("rule", "activity", "month"), and by name."""

    def told(self) -> dict[str, dict[str, GroupSums]]:
        """Return groups that may be told: of enough members, points rounded.

        Those of few are added up as "others" (core.few); its members are those of its largest.
        """
        told = {}
        for by, groups in self.groups.items():
            few = told_together({name: one.members for name, one in groups.items()})
            left = {name: one for name, one in sorted(groups.items()) if name not in few}
            others = GroupSums()
            for name in few:
                others.add(groups[name])
            if few and max(others.members, self.members) >= MEMBERS_LEAST:
                left["others"] = others
            told[by] = {name: one.rounded() for name, one in left.items()}
        return told


class BookReplay:
    """Replays a programme's book by some editions. Nothing is written.

    Takes:   `today`, a day number: editions that start later have counted nothing yet.
    Refuses: OtherFacts and TooMany, where deeds are added.
    """

    def __init__(
        self,
        programme: Programme,
        editions: Sequence[Edition],
        activities: Mapping[str, Activity],
        *,
        partner_ids: Sequence[str],
        today: int,
    ) -> None:
        ids = list(activities)
        self._programme = programme
        self._replay = Replay(editions, activities, activity_ids=ids, partner_ids=partner_ids)
        numbers = self._replay.slots
        self._slot_of = {number: slot for slot, number in programme.counting.slots.items()}
        self._reading = Reading(
            first_day=self._replay.editions[0].starts_on,
            slots={at: numbers[slot] for at, slot in self._slot_of.items() if slot in numbers},
            activities=activities,
            activity_at={id: at for at, id in enumerate(ids)},
            partner_at={id: at for at, id in enumerate(partner_ids)},
        )
        first = self._replay.editions[0].starts_on
        in_force, named = (
            [one for one in editions if first <= one.starts_on <= today]
            for editions in (programme.counting.editions, self._replay.editions)
        )
        self.compared = Compared(is_in_force=named == in_force)

    def add(self, members: Sequence[MemberRows]) -> None:
        """Count everything of some whole members, and compare it with what the book has."""
        taken = Stretches(self._reading)
        taken.take(members)
        counted = self._replay.count(taken.columns(), keep=True, totals=taken.totals())
        done = self.compared
        done.deeds += len(taken.deeds)
        done.members += len(set(taken.whose))
        done.past_facts += taken.past_facts
        done.too_early += taken.too_early
        if done.is_in_force:
            done.totals += len(taken.after)
            done.totals_different += taken.totals_different(counted.totals.all())
        if taken.deeds:
            self._compare(taken, counted)

    def _compare(self, taken: Stretches, counted: Counted) -> None:
        booked, had = self._booked(taken.deeds)
        replayed = _dense(counted, len(taken.deeds))
        for id in had:
            for side in (booked, replayed):
                side[id] = side.get(id, np.zeros(len(taken.deeds), np.int64)) - had[id]
        points = np.array([one.points for one in taken.deeds], np.int64)
        differs = _sum_of(booked, len(points)) != points
        none = np.zeros(len(points), np.int64)
        by_rule = {}
        for id in dict.fromkeys([*booked, *replayed]):
            pair = (booked.get(id, none), replayed.get(id, none))
            by_rule[id] = pair
            differs |= pair[0] != pair[1]
        again = _sum_of(replayed, len(points))
        self._show(taken.deeds, again, differs)
        whose = np.array(taken.whose, np.int64)
        for id, (before, after) in by_rule.items():
            rows = (before != 0) | (after != 0)
            self._group("rule", id, _Awards(before, after, before != after, whose, rows))
        for by, names in _names(taken.deeds):
            for name in dict.fromkeys(names):
                rows = np.array([one == name for one in names], np.bool_)
                self._group(by, name, _Awards(points, again, differs, whose, rows))

    def _booked(self, deeds: Sequence[Awarded]) -> tuple[ByRule, ByRule]:
        """Return what the book's own totals give each deed, by rule; and what of it was kept.

        Kept is what the member had already, of a deed that was struck out (core.kept).
        """

        def nothing() -> Ints:
            return np.zeros(len(deeds), np.int64)

        booked: ByRule = defaultdict(nothing)
        had: ByRule = defaultdict(nothing)
        counting, activities = self._programme.counting, self._programme.activities
        for row, one in enumerate(deeds):
            activity = activities[one.activity]
            past = Past(one.number, one.day, activity, one.points, one.counted)
            again = count_again(past, activity, totals_beside(one), counting=counting)
            for points_of, given in ((booked, again), (had, kept_steps(one.counted))):
                for key, points in given:
                    id = self._slot_of[slot_of(key)].stage_id
                    points_of[id][row] += points
        return booked, had

    def _show(self, deeds: Sequence[Awarded], again: Ints, differs: Bools) -> None:
        done = self.compared
        rows = np.flatnonzero(differs).tolist()
        done.different += len(rows)
        for row in rows[: SHOWN_MAX - len(done.shown)] if done.is_in_force else ():
            one, points = deeds[row], int(again[row])
            because = "the replay gives other points"
            if points == one.points:
                because = "the replay gives them by other rules, or its totals don't"
            done.shown.append(Difference(one.number, points, one.points, because))

    def _group(self, by: str, name: str, of: _Awards) -> None:
        sums = self.compared.groups.setdefault(by, {}).setdefault(name, GroupSums())
        sums.deeds += int(np.count_nonzero(of.rows))
        sums.members += len(np.unique(of.whose[of.rows]))
        sums.booked_points += int(of.booked[of.rows].sum())
        sums.replayed_points += int(of.replayed[of.rows].sum())
        sums.different += int(np.count_nonzero(of.differs & of.rows))


class _Awards(NamedTuple):
    """Deeds' points, booked and replayed; where they differ, whose each is, and which are meant."""

    booked: Ints
    replayed: Ints
    differs: Bools
    whose: Ints
    rows: Bools


def replay_book(replay: BookReplay, members: Iterable[Sequence[MemberRows]]) -> Compared:
    """Replay all of a book's deeds, some whole members at a time."""
    for some in members:
        replay.add(some)
    return replay.compared


def _dense(counted: Counted, deeds: int) -> ByRule:
    points: ByRule = {}
    for id, rises in counted.rules.items():
        points[id] = np.zeros(deeds, np.int64)
        points[id][rises.rows] = rises.points
    return points


def _sum_of(points: ByRule, deeds: int) -> Ints:
    return sum(points.values(), start=np.zeros(deeds, np.int64))


def _names(deeds: Sequence[Awarded]) -> Iterator[tuple[str, list[str]]]:
    """Yield what deeds are grouped by beside rules, and each deed's name in it."""
    yield "activity", [one.activity for one in deeds]
    months = {day: f"{date_of(day):%Y-%m}" for day in {one.day for one in deeds}}
    yield "month", [months[one.day] for one in deeds]

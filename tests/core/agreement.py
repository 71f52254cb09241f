"""Whether counting agrees with the plain reading: totals, and points by outermost cap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from plaudit.core.amount import MICRO
from plaudit.core.counting import Award, Counting, Totals
from plaudit.core.deed import Deed
from plaudit.core.edition import Edition
from plaudit.core.period import date_of
from plaudit.core.slots import period_start_of, slot_of
from tests.core.oracle import Group, Label, Member, label_of
from tests.core.random_editions import Town


class Counted(NamedTuple):
    """Deeds with their awards, and the totals at the end."""

    counting: Counting
    awards: list[Award]
    totals: Totals

    @property
    def points(self) -> int:
        return sum(award.points for award in self.awards)


def counted(town: Town) -> Counted:
    """Count a town's deeds in their order."""
    counting = Counting(town.editions, town.activities)
    totals: Totals = {}
    return Counted(counting, [counting.count(totals, deed) for deed in town.deeds], totals)


def given_by(deeds: Sequence[Deed], done: Counted) -> dict[tuple[str, Label], int]:
    """Add up awards by the rule's outermost ceiling (or the rule itself) and its period."""
    points: dict[tuple[str, Label], int] = defaultdict(int)
    for deed, award in zip(deeds, done.awards, strict=True):
        edition = done.counting.edition_of(deed.day)
        assert edition is not None
        outermost = {rule.id: (rule.id, rule.period) for rule in edition.rules()}
        for ceiling in edition.ceilings:
            outermost |= dict.fromkeys(ceiling.rules, (ceiling.id, ceiling.period))
        for rule_id, rule_points in award.rules:
            name, period = outermost[rule_id]
            points[name, label_of(period, date_of(deed.day))] += rule_points
    return points


def running(done: Counted) -> dict[Group, int]:
    """Return the totals by their names."""
    slots = {number: slot for slot, number in done.counting.slots.items()}
    named: dict[Group, int] = {}
    for key, total in done.totals.items():
        stage_id, period, each, value = slots[slot_of(key)]
        label = label_of(period, date_of(period_start_of(key)))
        named[stage_id, period.value, each or None, value or None, label] = total
    return named


def agree(deeds: Sequence[Deed], done: Counted, editions: Sequence[Edition]) -> None:
    """Assert that totals and points are those of the plain reading."""
    member = Member().read_all(deeds, editions)
    read = {group: total * MICRO for group, total in member.sums.items() if total}
    asked = {group: Fraction(points * MICRO) for group, points in member.asked.items() if points}
    assert running(done) == read | asked
    points_by = {name: points for name, points in member.points_by.items() if points}
    assert given_by(deeds, done) == points_by
    assert done.points == member.points

"""Recounting: each award of a period, worked out once more from its deed and compared.

What a deed moved stands beside its award: each running total before it. With these totals and the
deed's facts, `core` has to come to the same award and the same amounts again. Past the facts' last
day the totals alone have to add up to the award. That totals go on from deed to deed without a gap
is one of the book's own checks (`plaudit audit`). Nothing here knows whose a deed is, and points
are not added up: the sum of a month in which one member was active would be that member's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from plaudit.core.counting import Award, Totals
from plaudit.core.deed import Deed
from plaudit.core.explaining import explain
from plaudit.core.explanation import CountedDeed
from plaudit.core.kept import less_kept
from plaudit.core.programme import Programme
from plaudit.core.slots import Slot
from plaudit.store.awarded import Awarded

SHOWN_MAX = 20
"""How many differing deeds are listed; all are counted."""


@dataclass(frozen=True, slots=True)
class Difference:
    """An award that isn't what its deed gives. `expected` is None where it can't be worked out."""

    deed: int
    expected: int | None
    booked: int
    because: str


@dataclass(slots=True)
class Recounted:
    """What a recount came to: deeds by how they were checked, and differences."""

    from_facts: int = 0
    from_totals: int = 0
    different: int = 0
    shown: list[Difference] = field(default_factory=list)

    def add(self, one: Awarded, difference: Difference | None) -> None:
        """Add one deed that was looked at."""
        if one.facts is None:
            self.from_totals += 1
        else:
            self.from_facts += 1
        if difference is not None:
            self.different += 1
            if len(self.shown) < SHOWN_MAX:
                self.shown.append(difference)


def recounted(programme: Programme, deeds: Iterable[Awarded]) -> Recounted:
    """Count deeds of a programme once more and return what differs from the book."""
    slots = {number: slot for slot, number in programme.counting.slots.items()}
    result = Recounted()
    for one in deeds:
        result.add(one, _difference(one, programme, slots))
    return result


def _difference(one: Awarded, programme: Programme, slots: dict[int, Slot]) -> Difference | None:
    edition = programme.counting.edition_of(one.day)
    if edition is None or edition.id != one.edition:
        said = "no edition" if edition is None else edition.id
        return Difference(one.number, None, one.points, f"{one.edition} counted a day of {said}")
    if programme.calendar.day_of(one.happened_at) != one.day:
        return Difference(one.number, None, one.points, "its day isn't that of its instant")
    if one.facts is None:
        return _from_totals(one, programme, slots)
    award = _counted(one, programme)
    if award.points != one.points:
        return Difference(one.number, award.points, one.points, "its facts give other points")
    if award.counted != one.counted:
        return Difference(one.number, award.points, one.points, "its facts give other amounts")
    return None


def totals_beside(one: Awarded) -> Totals:
    """Return what the totals that a deed moved stood at before it."""
    totals: Totals = {}
    for at in range(0, len(one.counted), 3):
        totals.setdefault(one.counted[at], one.counted[at + 1])
    return totals


def _counted(one: Awarded, programme: Programme) -> Award:
    activity = programme.activities[one.activity]
    assert one.facts is not None
    facts = (*one.facts, *[None] * (len(activity.facts) - len(one.facts)))
    deed = Deed(activity, one.partner, one.day, facts)
    totals = totals_beside(one)
    award = programme.counting.count(totals, deed)
    return less_kept(award, totals, counting=programme.counting, deed=deed)


def _from_totals(one: Awarded, programme: Programme, slots: dict[int, Slot]) -> Difference | None:
    edition = programme.counting.edition_of(one.day)
    assert edition is not None
    activity = programme.activities[one.activity]
    deed = CountedDeed(activity, one.day, None, one.points, one.counted)
    try:
        explain(deed, edition, slots=slots)
    except (AssertionError, KeyError) as wrong:
        return Difference(one.number, None, one.points, f"its totals don't give it: {wrong}")
    return None

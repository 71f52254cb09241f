"""What of a month is told, and of how many members it is: sums of few members stand in no part.

A month's deeds and points are divided by kind of deed. A kind that few members did, or for which
few got points, is told together with the others of its sort, and where those are of few members
too, together with the smallest of the rest. No total is told beside the parts, so nothing can be
taken away from it: what isn't told can't be worked out. Source: charter, C10; decision 0028.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from plaudit.core.few import MEMBERS_LEAST, STEP_LEAST, rounded

COUNT_STEP_LEAST = 10
"""To so many at least numbers of members and of deeds are rounded."""
OTHERS = ""
"""Stands for the kinds that are told together."""


class Group(NamedTuple):
    """One kind of deed in a month. `doing`, `earning`: members who did it, who got points."""

    activity: str
    deeds: int
    points: int
    doing: int
    earning: int


class Part(NamedTuple):
    """A sum that is told: of one kind, or of OTHERS."""

    activity: str
    deeds: int
    points: int


class Promised(NamedTuple):
    """How an edition promises to tell sums; the charter's own limits hold where it says less."""

    groups_from_members: int = MEMBERS_LEAST
    rounded_to_points: int = STEP_LEAST

    @property
    def members_least(self) -> int:
        """Of so many members at least is each sum that is told."""
        return max(MEMBERS_LEAST, self.groups_from_members)

    @property
    def step_points(self) -> int:
        """To so many points at least sums are rounded."""
        return max(STEP_LEAST, self.rounded_to_points)


Together = Callable[[Sequence[str]], tuple[int, int]]
"""How many members did one of some kinds, and how many got points for one."""


def parts_of(groups: Sequence[Group], *, together: Together, least: int) -> list[Part]:
    """Return a month's deeds in parts of at least `least` members each; [] where none is.

    >>> cups, litter = Group("cups", 90, 90, 30, 30), Group("litter", 60, 600, 25, 24)
    >>> course = Group("course", 2, 160, 2, 2)
    >>> parts_of([cups, litter, course], together=lambda kinds: (2, 2), least=20)
    [Part(activity='cups', deeds=90, points=90), Part(activity='', deeds=62, points=760)]
    >>> parts_of([course], together=lambda kinds: (2, 2), least=20)
    []
    """
    there = [group for group in groups if group.deeds]
    alone = [group for group in there if min(group.doing, group.earning) >= least]
    others = [group for group in there if group not in alone]
    if others and min(together([group.activity for group in others])) < least:
        if not alone:
            return []
        smallest = min(alone, key=lambda group: (group.deeds, group.activity))
        alone.remove(smallest)
        others.append(smallest)
    parts = [Part(group.activity, group.deeds, group.points) for group in alone]
    if others:
        deeds, points = (sum(one.deeds for one in others), sum(one.points for one in others))
        parts.append(Part(OTHERS, deeds, points))
    return parts


def told(part: Part, promised: Promised) -> Part:
    """Return a part as it is told: rounded.

    >>> told(Part("cups", 1_234, 56_789), Promised(20, 100))
    Part(activity='cups', deeds=1230, points=56800)
    """
    return Part(
        part.activity,
        rounded(part.deeds, step_least=COUNT_STEP_LEAST),
        rounded(part.points, step_least=promised.step_points),
    )


def told_members(members: int, promised: Promised) -> int | None:
    """Return a number of members, rounded; None where they are too few.

    >>> told_members(1_234, Promised()), told_members(19, Promised())
    (1230, None)
    """
    if members < promised.members_least:
        return None
    return rounded(members, step_least=COUNT_STEP_LEAST)


def told_points(points: int, *, of_members: int, promised: Promised) -> int | None:
    """Return points, rounded; None where they are of too few members."""
    if of_members < promised.members_least:
        return None
    return rounded(points, step_least=promised.step_points)

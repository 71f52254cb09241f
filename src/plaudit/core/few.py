"""What is of few members isn't shown by itself: a sum of one person's points is that person's.

Source: charter, C10: group totals only from 20 members.
"""

from __future__ import annotations

from collections.abc import Mapping

MEMBERS_LEAST = 20
"""No sum is shown that is of fewer members."""
DIGITS = 3
"""To so many digits sums are rounded in a forecast."""
STEP_LEAST = 50
"""To so many points at least, so that two reports don't differ by what one member did."""


def joined(points: Mapping[int, int], members: Mapping[int, int]) -> dict[int, int]:
    """Return sums by month, where those of few members are part of the one before.

    The first ones are part of the first large one. Where none is large, nothing is shown.

    >>> joined({1: 5, 2: 900, 3: 7, 4: 800}, {1: 1, 2: 30, 3: 2, 4: 40})
    {2: 912, 4: 800}
    >>> joined({1: 5, 2: 6}, {1: 10, 2: 19})
    {}
    """
    large = [month for month in sorted(points) if members.get(month, 0) >= MEMBERS_LEAST]
    shown = dict.fromkeys(large, 0)
    for month, some in points.items():
        if large:
            shown[max((one for one in large if one <= month), default=large[0])] += some
    return shown


def gathered(lots: Mapping[int, int], members: Mapping[int, int]) -> dict[int, int]:
    """Return lots that are of enough members each; all in the largest one where none is.

    For sums that are, all together, of enough members.

    >>> gathered({1: 5, 2: 900, 3: 7}, {1: 1, 2: 30, 3: 2}), gathered({1: 5, 2: 6}, {1: 10, 2: 19})
    ({2: 912}, {2: 11})
    """
    largest = max(lots, key=lambda lot: lots[lot], default=None)
    return joined(lots, members) or ({} if largest is None else {largest: sum(lots.values())})


def told_together(members: Mapping[str, int]) -> list[str]:
    """Return the names of groups that are told as one: those of few, with the next larger one.

    Alone, a single group of few could be subtracted from the sum of all, and so read off.

    >>> told_together({"cups": 40, "walk": 3, "litter": 25}), told_together({"cups": 40})
    (['walk', 'litter'], [])
    """
    found: list[str] = []
    largest = MEMBERS_LEAST
    for name, many in sorted(members.items(), key=lambda one: (one[1], one[0])):
        if many >= MEMBERS_LEAST and largest >= MEMBERS_LEAST:
            break
        found.append(name)
        largest = many
    return found


def rounded(points: int, *, step_least: int = STEP_LEAST) -> int:
    """Return points to three digits, and to fifty at least.

    >>> rounded(1_234_567), rounded(1_024), rounded(24), rounded(999), rounded(99_960)
    (1230000, 1000, 0, 1000, 100000)
    >>> rounded(1_234, step_least=1), rounded(999, step_least=1)
    (1230, 999)
    """
    step: int = max(step_least, 10 ** max(0, len(str(points)) - DIGITS))
    return (points + step // 2) // step * step

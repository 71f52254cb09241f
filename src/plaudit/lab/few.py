"""What is of few members isn't shown by itself: a sum of one person's points is that person's.

Source: charter, C10: group totals only from 20 members.
"""

from __future__ import annotations

from collections.abc import Mapping

MEMBERS_LEAST = 20
"""No sum is shown that is of fewer members."""
DIGITS = 3
"""To so many digits sums are rounded in a forecast."""


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


def rounded(points: int) -> int:
    """Return points to three digits.

    >>> rounded(1_234_567), rounded(999), rounded(99_960)
    (1230000, 999, 100000)
    """
    step: int = 10 ** max(0, len(str(points)) - DIGITS)
    return (points + step // 2) // step * step

"""What a rehearsal says of points owed: at most, and if they are spent as somebody assumes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from plaudit.core.lots import first_day_of
from plaudit.lab.spending import Past, Shares, spent_as_assumed, walk


def owed_in_report(
    into: Mapping[int, int], keeps: int, spends: Sequence[float]
) -> dict[str, object]:
    """Return what is owed after months in which so many points were given, and when it ends.

    `into` by month number; points last for `keeps` months after theirs. At most: nothing is spent,
    and nothing has ended. `if_spent`: for each share of what is held that is spent in a month.
    """
    fresh = keeps + 1
    most = {_named(month + keeps): points for month, points in sorted(into.items())}
    return {
        "owed_at_most": sum(into.values()),
        "ends_after_month": most,
        "if_spent": [_if_spent(into, fresh, Shares({}, one, 0.0)) for one in spends if into],
    }


def _if_spent(into: Mapping[int, int], fresh: int, spends: Shares) -> dict[str, object]:
    """Return the same where a share of what is held is spent each month."""
    first, last = min(into), max(into)
    past = spent_as_assumed(Past(first, first, {}, {}, into, fresh), last=last + 1, assumed=spends)
    ahead = walk(past, [0] * fresh, spends)
    return {
        "spent_in_thousand": round(1_000 * spends.at(fresh)),
        "owed": sum(past.lots.values()),
        "ends_after_month": {_named(one.month - 1): one.expired for one in ahead if one.expired},
    }


def _named(month: int) -> str:
    return f"{first_day_of(month):%Y-%m}"

"""What is unusual in partners' reports, for a person to look at: never about a member.

Each partner's day is held against its own last weeks (same weekday, same hours) and against how all
partners did that day. Medians and their spread are used, so that one odd day in the past changes
little. Nothing follows from what is found: it can't be written down anywhere from here.
Source: charter, trap (c): checks look at partners and reports, and end with a person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from plaudit.core.few import MEMBERS_LEAST
from plaudit.core.partner_day import Of, PartnerDay
from plaudit.core.period import weekday_of

Numbers = npt.NDArray[np.float64]
Kind = Literal["stopped", "fewer", "more", "amount", "same", "burst", "hour", "refused"]

WEEKS = 8
DAYS = 7 * WEEKS
"""How far back the usual is looked for."""
DAYS_LEAST = 28
"""With fewer days on which a partner reported, nothing is usual yet."""
PARTNERS_LEAST = 5
"""From so many on it's known how all of them did on a day."""
FALSE_ALARM_ONE_IN = 200
"""Of so many partner's days with nothing wrong, one at most is listed (measured: decision 0022)."""
_FAR = 5.0
"""From how many deviations on a day is listed."""
_ALIKE = 1.4826
"""What a median deviation is multiplied by to stand for a standard deviation."""
_QUARTER = 0.375


class Oddity(NamedTuple):
    """Something to look at. `seen` is None where it is of few members; `low`, `high`: the usual.

    Units:   reports; for an amount, millionths for each report; for shares, thousandths. `hour`:
             local, for that kind alone. `days`: for how many days in a row, for a stop.
    """

    partner: str
    activity: str
    day: int
    kind: Kind
    seen: int | None
    low: int
    high: int
    hour: int | None = None
    days: int = 1


class Looked(NamedTuple):
    """What was found, and how many partner's days of one activity were looked at."""

    found: list[Oddity]
    days: int


class _Pairs(NamedTuple):
    """Partners and activities: each day's row, and counts by pair and day. The last day is asked.

    `expected`: as on other days of the same weekday, and as all others did on that day.
    """

    rows: list[list[PartnerDay | None]]
    counts: Numbers
    expected: Numbers


def unusual(reported: Iterable[PartnerDay], days: Sequence[int]) -> Looked:
    """Return what is unusual on some days, of what was reported then and in the weeks before."""
    by_pair: dict[tuple[str, str], dict[int, PartnerDay]] = defaultdict(dict)
    for one in reported:
        by_pair[one.partner, one.activity][one.day] = one
    found: list[Oddity] = []
    looked_at = 0
    for day in days:
        keys, pairs = _pairs(by_pair, day)
        looked_at += len(keys)
        for at, (partner, activity) in enumerate(keys):
            rows = pairs.rows[at]
            whole = Oddity(partner, activity, day, "more", None, 0, 0)
            found += _counts(whole, rows[-1], counts=pairs.counts[at], expected=pairs.expected[at])
            if (row := rows[-1]) is not None and row.all.members >= MEMBERS_LEAST:
                found += _about(row, [one for one in rows[:-1] if one is not None])
    return Looked(found, looked_at)


def _pairs(
    by_pair: Mapping[tuple[str, str], Mapping[int, PartnerDay]], day: int
) -> tuple[list[tuple[str, str]], _Pairs]:
    """Return the pairs with a past of enough days, each of enough members as a rule."""
    keys, rows, counts = [], [], []
    for key, of_key in sorted(by_pair.items()):
        span = [of_key.get(at) for at in range(day - DAYS, day + 1)]
        past = [one.all.members for one in span[:-1] if one is not None and one.all.reports]
        if len(past) >= DAYS_LEAST and np.median(past) >= MEMBERS_LEAST:
            keys.append(key)
            rows.append(span)
            first = min(of_key)
            counts.append([
                np.nan if at < first else 0 if one is None else one.all.reports
                for at, one in enumerate(span, start=day - DAYS)
            ])  # fmt: skip
    known = np.array(counts, np.float64).reshape(len(keys), DAYS + 1)
    usual = _by_weekday(known)
    return keys, _Pairs(rows, known, usual * _others(known, usual))


def _by_weekday(counts: Numbers) -> Numbers:
    """Return what is usual for each pair's day: the median of other days of the same weekday.

    The last day, which is asked about, says nothing about the usual.
    """
    weeks = counts[:, :-1].reshape(-1, WEEKS, 7).swapaxes(1, 2)
    others = np.where(np.eye(WEEKS, dtype=bool), np.nan, weeks[:, :, None, :])
    past = _median(others).swapaxes(1, 2).reshape(-1, DAYS)
    return np.concatenate((past, _median(weeks[:, :1, :])), axis=1)


def _others(counts: Numbers, usual: Numbers) -> Numbers:
    """Return by what factor all other pairs were off from the usual on each day.

    Their weighted median: a pair with many reports says more. 1 where too few pairs are known.
    """
    factors = np.ones_like(counts)
    if len(counts) < PARTNERS_LEAST:
        return factors
    ratios = (counts + 1) / (usual + 1)
    weights = np.where(np.isnan(ratios), 0.0, np.sqrt(np.nan_to_num(usual) + 1))
    order = np.argsort(ratios, axis=0)
    days = np.arange(counts.shape[1])
    for pair in range(len(counts)):
        others = weights.copy()
        others[pair] = 0.0
        sums = np.cumsum(np.take_along_axis(others, order, axis=0), axis=0)
        middle = np.argmax(sums >= sums[-1] / 2, axis=0)
        found = ratios[order[middle, days], days]
        factors[pair] = np.where((sums[-1] > 0) & ~np.isnan(found), found, 1.0)
    return factors


def _median(values: Numbers) -> Numbers:
    """Return medians along the last axis of what is known; NaN where nothing is."""
    ordered = np.sort(values, axis=-1)  # NaN comes last
    known = np.count_nonzero(~np.isnan(values), axis=-1)[..., None]
    low, high = np.maximum(known - 1, 0) // 2, np.minimum(known // 2, values.shape[-1] - 1)
    middle: Numbers = (
        np.take_along_axis(ordered, low, axis=-1) + np.take_along_axis(ordered, high, axis=-1)
    )[..., 0] / 2
    return middle


def _counts(
    whole: Oddity, row: PartnerDay | None, *, counts: Numbers, expected: Numbers
) -> list[Oddity]:
    """Return whether there were far more or far fewer reports than usual."""
    off = _root(counts) - _root(expected)
    spread = _spread(off[:-1], least=1.0)
    if np.isnan(off[-1]) or abs(off[-1]) <= _FAR * spread:
        return []
    low, high = _usual(expected[-1], spread)
    seen = Of() if row is None else row.all
    if seen.reports:
        kind: Kind = "more" if off[-1] > 0 else "fewer"
        shown = seen.reports if seen.members >= MEMBERS_LEAST else None
        return [whole._replace(kind=kind, seen=shown, low=low, high=high)]
    days = int(np.argmax(counts[::-1] > 0))
    return [whole._replace(kind="stopped", seen=0, low=low, high=high, days=days)]


def _about(row: PartnerDay, past: Sequence[PartnerDay]) -> list[Oddity]:
    """Return what else is unusual in a day's reports: amounts, repeats, bursts, hours, refusals."""
    full = [one for one in past if one.all.members >= MEMBERS_LEAST]
    if len(full) < DAYS_LEAST:
        return []
    return [*_amounts(row, full), *_burst(row, full), *_refused(row, full), *_hours(row, full)]


def _amounts(row: PartnerDay, past: Sequence[PartnerDay]) -> list[Oddity]:
    """Return whether a report says more or less than usual, or the same more often.

    Only of days on which enough members' reports say an amount: not every report does.
    """
    known = [one for one in past if one.with_amount.members >= MEMBERS_LEAST]
    if row.with_amount.members < MEMBERS_LEAST or len(known) < DAYS_LEAST:
        return []
    found = []
    means = np.array([one.amount / one.with_amount.reports for one in known])
    now, middle = row.amount / row.with_amount.reports, float(np.median(means))
    spread = _spread(means, least=max(0.02 * abs(middle), 1.0))
    if abs(now - middle) > _FAR * spread:
        ends = (max(0, round(middle - 2 * spread)), round(middle + 2 * spread))
        found.append(_oddity(row, "amount", round(now), ends=ends))
    shares = np.array([one.same.reports / one.with_amount.reports for one in known])
    now, middle = row.same.reports / row.with_amount.reports, float(np.median(shares))
    spread = _spread(shares, least=0.02)
    if now - middle > _FAR * spread:
        ends = (round(1000 * max(0.0, middle - 2 * spread)), round(1000 * (middle + 2 * spread)))
        seen = round(1000 * now) if row.same.members >= MEMBERS_LEAST else None
        found.append(_oddity(row, "same", seen, ends=ends))
    return found


def _burst(row: PartnerDay, past: Sequence[PartnerDay]) -> list[Oddity]:
    """Return whether more reports came within minutes than they usually do."""
    most = np.array([one.burst.reports for one in past], np.float64)
    middle = np.median(most)
    spread = _spread(_root(most) - _root(middle), least=1.0)
    if _root(np.float64(row.burst.reports)) - _root(middle) <= _FAR * spread:
        return []
    seen = row.burst.reports if row.burst.members >= MEMBERS_LEAST else None
    return [_oddity(row, "burst", seen, ends=_usual(float(middle), spread))]


def _refused(row: PartnerDay, past: Sequence[PartnerDay]) -> list[Oddity]:
    """Return whether more of the reports were refused than usual."""
    sent = np.array([one.all.reports + one.refused.reports for one in [*past, row]], np.float64)
    refused = np.array([one.refused.reports for one in [*past, row]], np.float64)
    share = float(np.median(refused[:-1] / sent[:-1]))
    off = _root(refused) - _root(share * sent)
    if off[-1] <= _FAR * _spread(off[:-1], least=1.0) or row.refused.members < MEMBERS_LEAST:
        return []
    shares = [round(1000 * one) for one in (refused[-1] / sent[-1], share)]
    return [_oddity(row, "refused", shares[0], ends=(0, max(1, 2 * shares[1])))]


def _hours(row: PartnerDay, past: Sequence[PartnerDay]) -> list[Oddity]:
    """Return the hour with far more reports than it usually has of a day's: the worst one."""
    alike = [one for one in past if _is_weekend(one) is _is_weekend(row)]
    if len(alike) < WEEKS:
        return []
    counts = np.array([[one.reports for one in day.hours] for day in [*alike, row]], np.float64)
    totals = counts.sum(axis=1, keepdims=True)
    # A part of each share is spread over all hours: an hour without a report may have one.
    shares = np.median(counts[:-1] / np.maximum(totals[:-1], 1), axis=0) + 0.5 / totals[:-1].sum()
    expected = totals * shares
    off = _root(counts) - _root(expected)
    spread = _spread(off[:-1].ravel(), least=1.0)
    hour = int(np.argmax(off[-1]))
    if off[-1, hour] <= _FAR * spread:
        return []
    of = row.hours[hour]
    seen = of.reports if of.members >= MEMBERS_LEAST else None
    return [_oddity(row, "hour", seen, ends=_usual(expected[-1, hour], spread))._replace(hour=hour)]


def _is_weekend(row: PartnerDay) -> bool:
    return weekday_of(row.day) >= 5


def _root(counts: Numbers | np.float64) -> Numbers:
    """Return counts on a scale on which chance alone gives a deviation of 1, however many."""
    found: Numbers = 2 * np.sqrt(counts + _QUARTER)
    return found


def _usual(expected: float, spread: float) -> tuple[int, int]:
    """Return between how many is usual: two deviations to both sides."""
    middle = float(_root(np.float64(expected)))
    low, high = (max(0.0, middle + side * spread) ** 2 / 4 - _QUARTER for side in (-2, 2))
    return max(0, int(low)), max(0, int(high) + 1)


def _spread(values: Numbers, *, least: float) -> float:
    """Return the standard deviation that the median deviation stands for, `least` at least."""
    known = values[~np.isnan(values)]
    return max(least, _ALIKE * float(np.median(np.abs(known - np.median(known)))))


def _oddity(row: PartnerDay, kind: Kind, seen: int | None, *, ends: tuple[int, int]) -> Oddity:
    return Oddity(row.partner, row.activity, row.day, kind, seen, *ends)

"""How points leave wallets: spent for rewards, or ended with their lot. Sums alone.

What members hold ends in known months (arithmetic); how much of it they spend before is a guess.
The guess is one share for each distance to a lot's end: of what could be spent so many months
before the end, so much was spent. Its assumptions: lots at the same distance are spent alike, and
in months to come as in the past. Where few points were seen at a distance, or none, the share leans
on that of all distances, and the range is wider.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log, sqrt
from types import MappingProxyType
from typing import NamedTuple, Protocol

from plaudit.lab.backtest import deviations

Lots = Mapping[int, int]
"""Points by the first month in which they can't be spent any more (core.lots)."""

UNKNOWN_WIDTH = log(2)
"""Where too few months were seen: from half to double."""
MONTHS_LEAST = 3
LEANS = 10
"""The share of all counts like so many hundredths of a month's issue, seen at each distance."""


class Moved(NamedTuple):
    """What went out of a lot in a month. Below zero: what came back."""

    redeemed: int = 0
    expired: int = 0
    other: int = 0
    """Reversals, restorings, and points of who left."""


class Past(NamedTuple):
    """What is known of lots: points held now, and what moved in months gone by.

    `moved` by lot and month, from `first_month` to the end of the one before `month`; `into`:
    points given out in a month, all into one lot: `ends` says which, where that isn't as many
    months ahead as now (`fresh`). `today`: points given out since the series of days ended. `few`:
    months in which too few members spent for a sum of it to be shown, even as a guess.
    """

    month: int
    first_month: int
    lots: Lots
    moved: Mapping[tuple[int, int], Moved]
    into: Mapping[int, int]
    fresh: int
    ends: Mapping[int, int] = MappingProxyType({})
    today: int = 0
    few: frozenset[int] = frozenset()

    def months(self) -> range:
        """Return the months of which all moves are known."""
        return range(self.first_month, self.month)

    def before(self, month: int) -> Past:
        """Return what was known when a month began: moves and givings since then are taken back."""
        lots = Counter(self.lots)
        for (lot, at), some in self.moved.items():
            if at >= month:
                lots[lot] += sum(some)
        for at, points in self.into.items():
            if at >= month:
                lots[self.ends.get(at, at + self.fresh)] -= points
        held = {lot: points for lot, points in lots.items() if points > 0}
        moved = {key: some for key, some in self.moved.items() if key[1] < month}
        into = {at: points for at, points in self.into.items() if at < month}
        fresh = self.ends.get(month, month + self.fresh) - month
        return self._replace(month=month, lots=held, moved=moved, into=into, fresh=fresh, today=0)


class Spend(Protocol):
    """A way to say what is spent in a month."""

    def spent(self, lots: Lots, month: int, part: float) -> dict[int, int]:
        """Return what is spent of each lot in a month, of which this part is to come."""

    def scaled(self, times: float) -> Spend:
        """Return the same with so many times as much spent."""


class Shares(NamedTuple):
    """What share of points is spent in a month: by months to the lot's end, and of all.

    `width`: how far a month was off from it, as a logarithm. `times`: as much more or less.
    """

    by_distance: Mapping[int, float]
    of_all: float
    width: float
    times: float = 1.0

    def at(self, distance: int) -> float:
        """Return the share that is spent so many months before the end."""
        return min(1.0, self.by_distance.get(distance, self.of_all) * self.times)

    def spent(self, lots: Lots, month: int, part: float) -> dict[int, int]:
        """Return what is spent of each lot. In part of a month less of it is, as with interest."""
        return {
            lot: round(points * (1 - (1 - self.at(lot - month)) ** part))
            for lot, points in lots.items()
        }

    def scaled(self, times: float) -> Shares:
        """Return the same with so many times as much spent."""
        return self._replace(times=self.times * times)


NOTHING = Shares({}, 0.0, 0.0)


class AsBefore(NamedTuple):
    """So many points in each month, of all lots alike: what shares have to beat."""

    by_month: Mapping[int, int]
    width: float
    times: float = 1.0

    def spent(self, lots: Lots, month: int, part: float) -> dict[int, int]:
        """Return what is spent of each lot, and never more than there is."""
        held = sum(lots.values())
        wanted = min(held, self.by_month.get(month, 0) * self.times * part)
        return {lot: int(points * wanted / held) for lot, points in lots.items()} if held else {}

    def scaled(self, times: float) -> AsBefore:
        """Return the same with so many times as much spent."""
        return self._replace(times=self.times * times)


def assumed(low: float, share: float, high: float) -> Shares:
    """Return shares that somebody assumes; the range reaches to the further of both ends."""
    assert 0 < low <= share <= high <= 1, (low, share, high)
    return Shares({}, share, max(log(high / share), log(share / low)))


def measured(past: Past) -> Shares | None:
    """Return the shares that were spent in the past; None where nothing was, yet."""
    could, spent = Counter[tuple[int, int]](), Counter[tuple[int, int]]()
    for month in past.months():
        end = past.before(month + 1).lots
        for lot in {*end, *(lot for lot, at in past.moved if at == month)}:
            if lot <= month:
                continue
            redeemed = max(0, past.moved.get((lot, month), Moved()).redeemed)
            could[lot - month, month] += end.get(lot, 0) + redeemed
            spent[lot - month, month] += redeemed
    if not spent.total():
        return None
    of_all = spent.total() / could.total()
    seen = _distances(could)
    leans = max(1, LEANS * sum(past.into.values()) // (100 * max(1, len(past.into))))
    shares = {
        distance: (points + leans * of_all) / (seen[distance] + leans)
        for distance, points in _distances(spent).items()
    }
    known = Shares(shares, of_all, UNKNOWN_WIDTH)
    width = _width(known, could, spent)
    unseen = _unseen(past, {distance: leans / (some + leans) for distance, some in seen.items()})
    return known._replace(width=width + unseen * max(0.0, UNKNOWN_WIDTH - width))


def _unseen(past: Past, leaning: Mapping[int, float]) -> float:
    """Return what part of the guess over lots held now leans on the share of all distances."""
    lots = {lot: points for lot, points in past.lots.items() if lot > past.month}
    held = sum(lots.values())
    if not held:
        return 1.0
    leant = 0.0
    for lot, points in lots.items():
        ahead = range(1, lot - past.month + 1)
        leant += points * sum(leaning.get(distance, 1.0) for distance in ahead) / len(ahead)
    return leant / held


def _distances(sums: Counter[tuple[int, int]]) -> Counter[int]:
    found: Counter[int] = Counter()
    for (distance, _), points in sums.items():
        found[distance] += points
    return found


def _width(
    shares: Shares, could: Counter[tuple[int, int]], spent: Counter[tuple[int, int]]
) -> float:
    """Return how far single months were off from the shares of all of them."""
    errors = []
    for month in {month for _, month in could}:
        expected = sum(
            points * shares.at(distance) for (distance, at), points in could.items() if at == month
        )
        actual = sum(points for (_, at), points in spent.items() if at == month)
        if expected > 0 and actual > 0:
            errors.append(log(actual / expected))
    if len(errors) < MONTHS_LEAST:
        return UNKNOWN_WIDTH
    count = len(errors)
    return deviations(count) * sqrt(sum(error**2 for error in errors) / count * (1 + 1 / count))


class Month(NamedTuple):
    """One month to come: whole points. `owed`: what is held at its end."""

    month: int
    issued: int
    redeemed: int
    expired: int
    owed: int


def walk(past: Past, issued: Sequence[int], spend: Spend, *, part: float = 1.0) -> list[Month]:
    """Return the months from `past.month` on, where so many points are issued in each.

    `part` of the first month is to come. A lot ends as its month begins, before anything is spent.

    >>> past = Past(24320, 24320, {24320: 5, 24321: 100}, {}, {}, 13)
    >>> [tuple(one) for one in walk(past, [10, 0], Shares({}, 0.5, 0.0))]
    [(24320, 10, 55, 5, 55), (24321, 0, 2, 50, 3)]
    """
    lots, found = Counter(past.lots), []
    for month, points in enumerate(issued, start=past.month):
        expired = sum(lots.pop(lot) for lot in sorted(lots) if lot <= month)
        lots[month + past.fresh] += points
        spent = spend.spent(lots, month, part if month == past.month else 1.0)
        lots.subtract(spent)
        found.append(Month(month, points, sum(spent.values()), expired, lots.total()))
    return found


def spent_as_assumed(start: Past, *, last: int, assumed: Shares) -> Past:
    """Return what is left of lots in the last month, and what ended as it began."""
    lots: Counter[int] = Counter()
    moved = {}
    for month in range(start.month, last + 1):
        for lot in [lot for lot in lots if lot <= month]:
            moved = {(lot, month): Moved(expired=lots.pop(lot))}
        lots[month + start.fresh] += start.into.get(month, 0)
        if month < last:
            lots.subtract(assumed.spent(lots, month, 1.0))
    held = {lot: points for lot, points in lots.items() if points > 0}
    return start._replace(month=last, lots=held, moved=moved)

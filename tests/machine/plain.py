"""A plain model of members, deeds, lots and vouchers: a second reading of the design, no SQL.

Nothing here is taken from plaudit.core: months, lots and points are worked out again. Days are
dates in the programme's zone, instants aware date-times, points whole.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Bangkok")
LOT_MONTHS = 12
GRACE = timedelta(days=30)
USABLE = timedelta(days=90)
UNDO = timedelta(minutes=1)


def day_of(at: datetime) -> date:
    """Return the local day of an instant."""
    return at.astimezone(ZONE).date()


def month_of(on: date) -> int:
    """Return a month's number: years times twelve and months."""
    return on.year * 12 + on.month - 1


@dataclass(frozen=True)
class Rules:
    """An edition of the model: points a cup, and the most in a day."""

    starts_on: date
    a_cup: int
    a_day: int

    def points(self, cups: int) -> int:
        """Return what a day's cups give."""
        return min(self.a_day, self.a_cup * cups)


@dataclass(frozen=True)
class Offer:
    """A reward: what it costs, on how many days it can be used, how many there are."""

    price: int
    usable_days: int
    partner: str
    stock: int
    at_most_a_month: int | None = None
    at_once: bool = False


@dataclass
class Paper:
    """A voucher. `parts`: points by the lot that they came from."""

    reward: str
    parts: dict[int, int]
    taken_at: datetime
    last_on: date
    edition: int
    state: str = "open"
    honoured_at: datetime | None = None


@dataclass
class Person:
    """A member: from when to when they agreed, their lots, cups by day, deeds and vouchers."""

    agreed_at: datetime
    withdrawn_at: datetime | None = None
    lots: Counter[int] = field(default_factory=Counter)
    cups: defaultdict[date, int] = field(default_factory=lambda: defaultdict(int))
    papers: dict[int, Paper] = field(default_factory=dict)

    @property
    def points(self) -> int:
        """What the wallet holds, expired or not."""
        return sum(self.lots.values())

    def spendable(self, today: date) -> int:
        """What can be spent on a day."""
        return sum(points for month, points in self.lots.items() if month > month_of(today))

    def earn(self, cups: int, at: datetime, *, rules: list[Rules], now: datetime) -> int:
        """Count a deed and return its points: the rise of its day, by the edition of its day."""
        on = day_of(at)
        (*_, edition) = [one for one in rules if one.starts_on <= on]
        rise = edition.points(self.cups[on] + cups) - edition.points(self.cups[on])
        self.cups[on] += cups
        if rise:
            self.lots[month_of(day_of(now)) + LOT_MONTHS + 1] += rise
        return rise

    def pay(self, points: int, today: date) -> dict[int, int]:
        """Take points out, the soonest to expire first, and return them by lot."""
        parts: dict[int, int] = {}
        for month in sorted(self.lots):
            if month > month_of(today) and points:
                parts[month] = min(points, self.lots[month])
                points -= parts[month]
        assert points == 0
        self.lots -= Counter(parts)
        return parts

    def get_back(self, parts: dict[int, int], today: date) -> None:
        """Put points back where they came from; where that is over, into a lot that lasts."""
        for month, points in parts.items():
            lasts = month if month > month_of(today) else month_of(today + GRACE) + 1
            self.lots[lasts] += points

    def may_use_points(self, today: date) -> bool:
        """Whether points can be used: always by a member, for a while after leaving."""
        return self.withdrawn_at is None or today <= day_of(self.withdrawn_at) + USABLE

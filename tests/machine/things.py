"""What the plain model is made of: days and months, editions, vouchers, awards, questions.

As all of the model, a second reading of the design without SQL, and nothing of plaudit.core.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Bangkok")
LOT_MONTHS = 12
GRACE = timedelta(days=30)
USABLE = timedelta(days=90)
FORGOTTEN = timedelta(days=60)
UNDO = timedelta(minutes=1)
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


def day_of(at: datetime) -> date:
    """Return the local day of an instant."""
    return at.astimezone(ZONE).date()


def month_of(on: date) -> int:
    """Return a month's number: years times twelve and months."""
    return on.year * 12 + on.month - 1


def first_day_of(month: int) -> date:
    """Return the first day of a month by its number."""
    return date(month // 12, month % 12 + 1, 1)


def lot_of(on: date) -> int:
    """Return the first month in which points given on a day can't be spent any more."""
    return month_of(on) + LOT_MONTHS + 1


@dataclass
class Hold:
    """That the office let a record stand still; no end while it lasts."""

    from_at: datetime
    to_at: datetime | None = None


@dataclass(frozen=True)
class Rules:
    """An edition of the model: points a cup, and the most in a day."""

    starts_on: date
    a_cup: int
    a_day: int
    has_litter: bool = False
    """Whether it counts a second kind, for no points. Once it does, all later ones do."""

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
class Award:
    """A deed that was counted: what it gave into which lot, and what was taken back of it since.

    `apart`: what of that was reversed while the deed stayed in the count; `lost`: what would have
    been taken back, had it been there; `missing`: what of that can be taken yet, if it comes back
    out of a voucher that was open at `missed_at`; `has_facts`: its cups are
    still written down, so that another report under its id is seen to be another one.
    """

    event_id: str
    cups: int
    at: datetime
    given: int
    lot: int
    recorded_at: datetime
    reversed: int = 0
    apart: int = 0
    lost: int = 0
    missing: int = 0
    missed_at: datetime | None = None
    is_struck: bool = False
    has_facts: bool = True


@dataclass(frozen=True)
class Moved:
    """Points of a lot that moved. `taken_at`: when the voucher they came out of was taken."""

    at: datetime
    lot: int
    points: int
    taken_at: datetime | None = None


@dataclass
class Asked:
    """A question about an award, and whether a person answered it."""

    award: Award
    asked_at: datetime
    is_answered: bool = False

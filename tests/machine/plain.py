"""A plain model of members, deeds, lots and vouchers: a second reading of the design, no SQL.

Nothing here is taken from plaudit.core: months, lots and points are worked out again. Days are
dates in the programme's zone, instants aware date-times, points whole.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
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
    been taken back, had it not been spent; `has_facts`: its cups are
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
    is_struck: bool = False
    has_facts: bool = True


@dataclass
class Asked:
    """A question about an award, and whether a person answered it."""

    award: Award
    asked_at: datetime
    is_answered: bool = False


@dataclass
class Person:
    """A member: from when to when they agreed, their lots, cups by day, deeds and vouchers.

    `kept`: by day, points that were not taken back though the count gives them no more.
    `known_at`: the partners that learnt a handle by a code.
    """

    member_id: int
    agreed_at: datetime
    withdrawn_at: datetime | None = None
    withheld_until: datetime | None = None
    litter_from: datetime | None = None
    """From when on litter picks may be recorded; None where nothing was said of them."""
    is_restricted: bool = False
    lots: Counter[int] = field(default_factory=Counter)
    cups: defaultdict[date, int] = field(default_factory=lambda: defaultdict(int))
    kept: Counter[date] = field(default_factory=Counter)
    awards: list[Award] = field(default_factory=list)
    papers: dict[int, Paper] = field(default_factory=dict)
    questions: dict[int, Asked] = field(default_factory=dict)
    known_at: set[str] = field(default_factory=set)

    def may_report(self, at: datetime) -> bool:
        """Whether a deed of an instant may be recorded."""
        return (
            not self.is_restricted
            and self.withdrawn_at is None
            and self.agreed_at <= at
            and (self.withheld_until is None or self.withheld_until <= at)
        )

    def may_report_litter(self, at: datetime, *, told_on: date | None) -> bool:
        """Whether a litter pick may be recorded, of which notices tell from a day on."""
        told = told_on is not None and told_on <= day_of(self.agreed_at)
        says = told if self.litter_from is None else self.litter_from <= at
        stays = self.withdrawn_at is None and not self.is_restricted
        return stays and self.agreed_at <= at and says

    def say_of_a_kind(self, at: datetime) -> None:
        """With each word on a kind a yes of long ago is forgotten: no deed may be that late."""
        if self.withheld_until is not None and self.withheld_until <= at - FORGOTTEN:
            self.withheld_until = None

    @property
    def points(self) -> int:
        """What the wallet holds, expired or not."""
        return sum(self.lots.values())

    def spendable(self, today: date) -> int:
        """What can be spent on a day."""
        return sum(points for month, points in self.lots.items() if month > month_of(today))

    def earn(self, award: Award, edition: Rules) -> None:
        """Count a deed: its day's points rise, less what the member had kept above them."""
        on = day_of(award.at)
        rise = edition.points(self.cups[on] + award.cups) - edition.points(self.cups[on])
        self.cups[on] += award.cups
        award.given = max(0, rise - self.kept[on])
        self.kept[on] -= rise - award.given
        self.lots[award.lot] += award.given
        self.awards.append(award)

    def count(self, award: Award, edition: Rules, *, strike: bool, today: date) -> tuple[int, int]:
        """Take a deed out of the count, or into it again.

        Return the points that move (below 0: out of the wallet) and the programme's loss.
        """
        on = day_of(award.at)
        above = self._above(award, edition, strike=strike)
        due = self.due(award, edition) if strike else 0
        self.cups[on] += -award.cups if strike else award.cups
        taken = restored = added = 0
        if strike:
            taken = min(due, self.lots[award.lot] if award.lot > month_of(today) else 0)
        if above < 0:
            restored = min(-above, award.reversed)
            added = -above - restored
        self.lots[award.lot] -= taken
        self.get_back({award.lot: restored}, today)
        self.get_back({max(award.lot, lot_of(today)): added}, today)
        self.kept[on] = above - taken + restored + added
        award.reversed += taken - restored
        award.is_struck, award.apart = strike, 0
        award.lost += due - taken
        return restored + added - taken, due - taken

    def due(self, award: Award, edition: Rules) -> int:
        """What is to be taken back where a deed leaves the count."""
        above = self._above(award, edition, strike=True)
        return min(max(0, above), award.given - award.reversed)

    def _above(self, award: Award, edition: Rules, *, strike: bool) -> int:
        """What they have of a deed's day above what it gives without the deed, or with it again."""
        on = day_of(award.at)
        had = edition.points(self.cups[on]) + self.kept[on] - award.apart
        return had - edition.points(self.cups[on] + (-award.cups if strike else award.cups))

    def reverse(self, award: Award, asked: int, today: date) -> tuple[int, int]:
        """Take points of an award back while the deed stays; return what moves, and the loss."""
        due = min(asked, award.given - award.reversed)
        taken = min(due, self.lots[award.lot] if award.lot > month_of(today) else 0)
        self.lots[award.lot] -= taken
        award.reversed += taken
        award.apart += taken
        award.lost += due - taken
        return -taken, due - taken

    def restore(self, award: Award, today: date) -> tuple[int, int]:
        """Give back what was taken of an award; return what moves, and no loss."""
        moved = award.reversed
        self.get_back({award.lot: moved}, today)
        award.reversed, award.apart = 0, award.apart - moved
        return moved, 0

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

"""A plain model of members, deeds, lots and vouchers: a second reading of the design, no SQL.

Nothing here is taken from plaudit.core: months, lots and points are worked out again. Days are
dates in the programme's zone, instants aware date-times, points whole.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from tests.machine.things import (
    FORGOTTEN,
    GRACE,
    USABLE,
    Asked,
    Award,
    Hold,
    Moved,
    Paper,
    Rules,
    day_of,
    lot_of,
    month_of,
)


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
    held: list[Hold] = field(default_factory=list)
    """When the office let the record stand still, in order."""
    lots: Counter[int] = field(default_factory=Counter)
    cups: defaultdict[date, int] = field(default_factory=lambda: defaultdict(int))
    kept: Counter[date] = field(default_factory=Counter)
    awards: list[Award] = field(default_factory=list)
    papers: dict[int, Paper] = field(default_factory=dict)
    questions: dict[int, Asked] = field(default_factory=dict)
    known_at: set[str] = field(default_factory=set)
    back: list[Moved] = field(default_factory=list)
    """Points that came back out of vouchers, and, below zero, that were taken back, by lot."""

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

    def count(
        self, award: Award, edition: Rules, *, strike: bool, now: datetime
    ) -> tuple[int, int]:
        """Take a deed out of the count, or into it again.

        Return the points that move (below 0: out of the wallet) and the programme's loss.
        """
        on, today = day_of(award.at), day_of(now)
        above = self._above(award, edition, strike=strike)
        due = self.due(award, edition) if strike else 0
        self.cups[on] += -award.cups if strike else award.cups
        taken = restored = added = 0
        if strike:
            award.missing = 0
            taken = self._take_back(award, due, now)
        if above < 0:
            restored = min(-above, award.reversed)
            added = -above - restored
        self.get_back({award.lot: restored}, today)
        self.get_back({max(award.lot, lot_of(today)): added}, today)
        self.kept[on] = above - taken + restored + added
        award.reversed += taken - restored
        award.is_struck, award.apart = strike, 0
        if not strike:
            award.missing, award.missed_at = 0, None
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

    def left(self, award: Award, now: datetime) -> int:
        """What is left of an award in its lot: once some was missing, only what came back since."""
        held = self.lots[award.lot] if award.lot > month_of(day_of(now)) else 0
        since = award.missed_at
        if since is None:
            return held
        came = sum(
            one.points
            for one in self.back
            if one.lot == award.lot
            and one.at > since
            and (one.taken_at is None or one.taken_at <= since)
        )
        return max(0, min(held, came))

    def _take_back(self, award: Award, due: int, now: datetime) -> int:
        """Take what is left of what is due out of the lot; the rest is missing."""
        taken = min(due, self.left(award, now))
        self.lots[award.lot] -= taken
        self.back.append(Moved(now, award.lot, -taken))
        award.lost += due - taken
        award.missing += due - taken
        if due > taken and award.missed_at is None:
            award.missed_at = now
        return taken

    def reverse(self, award: Award, asked: int, now: datetime) -> tuple[int, int]:
        """Take points of an award back while the deed stays; return what moves, and the loss."""
        due = min(asked, award.given - award.reversed - award.missing)
        taken = self._take_back(award, due, now)
        award.reversed += taken
        award.apart += taken
        return -taken, due - taken

    def in_vouchers(self, lot: int) -> int:
        """What of a lot lies in vouchers that weren't used yet."""
        return sum(one.parts.get(lot, 0) for one in self.papers.values() if one.state == "open")

    def came_back(self, award: Award, now: datetime) -> int:
        """What was missing of an award and can be taken now."""
        most = min(award.missing, award.given - award.reversed, self.left(award, now))
        return min(most, self.kept[day_of(award.at)]) if award.is_struck else most

    def take_again(self, award: Award, now: datetime) -> tuple[int, int]:
        """Take what was missing and came back; return what moves, and no loss."""
        taken = self.came_back(award, now)
        self.lots[award.lot] -= taken
        self.back.append(Moved(now, award.lot, -taken))
        award.reversed += taken
        award.lost -= taken
        award.missing -= taken
        if award.is_struck:
            self.kept[day_of(award.at)] -= taken
        else:
            award.apart += taken
        return -taken, 0

    def restore(self, award: Award, today: date) -> tuple[int, int]:
        """Give back what was taken of an award; return what moves, and no loss."""
        moved = award.reversed
        self.get_back({award.lot: moved}, today)
        award.reversed, award.apart = 0, award.apart - moved
        award.missing, award.missed_at = 0, None
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

    def get_back(self, parts: dict[int, int], today: date) -> dict[int, int]:
        """Put points back where they came from; where that is over, into a lot that lasts.

        Return them by the lot that they are in.
        """
        went: Counter[int] = Counter()
        for month, points in parts.items():
            lasts = month if month > month_of(today) else month_of(today + GRACE) + 1
            went[lasts] += points
        self.lots.update(went)
        return dict(went)

    def close(self, paper: Paper, state: str, now: datetime) -> None:
        """Close a voucher that wasn't used: its points come back."""
        paper.state = state
        for lot, points in self.get_back(paper.parts, day_of(now)).items():
            self.back.append(Moved(now, lot, points, paper.taken_at))

    def end_hold(self, now: datetime) -> int:
        """Let the record move after a hold of the office: what ended under it lasts longer.

        Return how many lots did.
        """
        self.held[-1].to_at = now
        began, today = month_of(day_of(self.held[-1].from_at)), day_of(now)
        ended = {lot: held for lot, held in self.lots.items() if began < lot <= month_of(today)}
        for lot in ended:
            del self.lots[lot]
        self.get_back(ended, today)
        return len(+Counter(ended))

    def may_use_points(self, today: date) -> bool:
        """Whether points can be used: always by a member, for a while after leaving.

        Days on which the office held the record don't count, unless it began when all was over.
        """
        if self.withdrawn_at is None:
            return True
        last_on = day_of(self.withdrawn_at) + USABLE
        for hold in self.held:
            first_on = max(day_of(hold.from_at), day_of(self.withdrawn_at))
            until_on = today if hold.to_at is None else day_of(hold.to_at)
            is_before = hold.to_at is not None and hold.to_at <= self.withdrawn_at
            if first_on <= last_on and not is_before:
                last_on += until_on - first_on + timedelta(days=1)
        return today <= last_on

"""One batch before it is judged: who its deeds belong to, and what has to be read for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from plaudit.actions.house import House
from plaudit.core.deed import Report
from plaudit.core.funding import Purse
from plaudit.core.judging import Terms, terms_of
from plaudit.core.kinds import Told
from plaudit.core.ledger import Partner
from plaudit.core.period import Period, end_of, start_of
from plaudit.core.programme import Programme
from plaudit.core.slots import KEPT, period_start_of, slot_of
from plaudit.store.settling import LateTotal, Read

BATCH_DEEDS_MAX = 16_384
"""A deed's number is its batch's × 16,384 + its place."""

BACK_DATE_DAYS_MAX = 30
"""Charter, C24: no partner reports further back."""

TERMS_KEPT_MAX = 4_000
"""Terms of one partner in memory: of a hundred activities, as far back as it may report.

Each other day up to 2100 has terms as well, to be refused by.
"""


class Arrival(NamedTuple):
    """One report and the number of the partner who signed in for it."""

    partner_id: int
    report: Report


@dataclass(slots=True)
class Sender:
    """A partner as one batch meets it: its programme, its today, its terms for each kind of deed.

    `id` is the partner's, `told` the programme's: each deed asks for them. `left_points`: what is
    left of its budget this week, None where it has none; `purse`: the
    programme's budget of the year, which all its partners share. `taken`: its event ids that the
    batch took so far, and at which place; `points`: what the deeds came to.
    """

    partner: Partner
    programme: Programme
    today: int
    terms: dict[tuple[str, int], Terms]
    id: str
    told: Told
    left_points: int | None = None
    purse: Purse | None = None
    taken: dict[str, int] = field(default_factory=dict)
    points: int = 0

    def terms_of(self, activity_id: str, day: int) -> Terms:
        """Return the terms for deeds of an activity and a day, worked out once."""
        known = self.terms.get((activity_id, day))
        if known is None:
            if len(self.terms) >= TERMS_KEPT_MAX:
                self.terms.clear()
            known = self.terms[activity_id, day] = terms_of(
                activity_id, self.partner, programme=self.programme, day=day, today=self.today
            )
        return known


Sent = tuple[Sender, Report, int | None, int]
"""A deed of the batch: its sender, what was reported, whose it is (None: nobody's), its day."""


class Batch:
    """The deeds of a batch in the order of arrival, and what settling has to read for them.

    Units: `now` in microseconds since the epoch; days are day numbers of each programme's calendar.
    """

    def __init__(self, house: House, arrivals: Sequence[Arrival], *, now: int) -> None:
        self.now = now
        self._arrivals = arrivals
        partner_ids = [partner_id for partner_id, _ in arrivals]
        self.senders = {one: _sender(house, one, now=now) for one in set(partner_ids)}
        handles = [report.subject for _, report in arrivals]
        members = house.handles.members_of(handles, partner_ids)
        senders = self.senders
        days_of = {one: sender.programme.calendar.day_of for one, sender in senders.items()}
        self.deeds: list[Sent] = [
            (senders[partner_id], report, member_id, days_of[partner_id](report.happened_at))
            for (partner_id, report), member_id in zip(arrivals, members, strict=True)
        ]

    def member_ids(self) -> set[int]:
        """Return the members whose rows the batch needs."""
        return {member_id for _, _, member_id, _ in self.deeds if member_id is not None}

    def event_keys(self) -> list[tuple[int, int, str]]:
        """Return (place, partner id, event id) of each deed, in the order of the guard's index.

        Neighbours there lie on one page.
        """
        partner_ids = [partner_id for partner_id, _ in self._arrivals]
        event_ids = [report.event_id for _, report in self._arrivals]
        # Two sorts of one kind each are quicker than one of pairs.
        places = sorted(range(len(event_ids)), key=event_ids.__getitem__)
        places.sort(key=partner_ids.__getitem__)
        return [(place, partner_ids[place], event_ids[place]) for place in places]

    def weeks(self) -> set[int]:
        """Return the first days of the weeks whose deeds the batch may store."""
        days = {(sender.today, day) for sender, _, _, day in self.deeds}
        return {
            start_of(Period.WEEK, day)
            for today, day in days
            if today - BACK_DATE_DAYS_MAX <= day <= today + 1
        }

    def weeks_with_budget(self) -> list[tuple[int, int]]:
        """Return (partner id, instant at which this week began) of partners with a budget."""
        return [
            (
                partner_id,
                sender.programme.calendar.start_of_day(start_of(Period.WEEK, sender.today)),
            )
            for partner_id, sender in self.senders.items()
            if sender.partner.budget_points_a_week is not None
        ]

    def late_totals(self, read: Read) -> Iterator[LateTotal]:
        """Yield the totals that late deeds need and that the members' rows gave up."""
        asked: set[tuple[int, int]] = set()
        wallets = read.wallets
        for sender, report, member_id, day in self.deeds:
            wallet = wallets.get(member_id or 0)
            if wallet is None or not wallet.is_late(day):
                continue
            counting = sender.programme.counting
            for key in wallet.missing_keys(counting.touched(report.activity.id, day)):
                if (wallet.member_id, key) not in asked:
                    asked.add((wallet.member_id, key))
                    first = period_start_of(key)
                    until = end_of(counting.period_of(slot_of(key & ~KEPT)), first)
                    yield LateTotal(wallet.member_id, key, first, until)


def _sender(house: House, partner_id: int, *, now: int) -> Sender:
    partner = house.partners[partner_id]
    programme = house.programmes[partner.programme_id]
    today = programme.calendar.day_of(now)
    terms = house.terms_today(partner_id, today=today)
    return Sender(partner, programme, today, terms, partner.id, programme.told)

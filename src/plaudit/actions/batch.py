"""One batch while it is settled: who its deeds belong to, what each comes to, what to write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from plaudit.actions.house import House
from plaudit.core.deed import Report
from plaudit.core.judging import award, budget_refusal, judge, put_in
from plaudit.core.ledger import Outcome, Partner
from plaudit.core.lots import lot_month_of
from plaudit.core.period import Period, end_of, start_of
from plaudit.core.programme import Programme
from plaudit.core.refusals import Code, Refusal, refusal
from plaudit.core.slots import period_start_of, slot_of
from plaudit.core.wallet import Wallet
from plaudit.store.deed_rows import DeedRow
from plaudit.store.settling import BatchTotal, LateTotal, Read, Refused, Taken

BATCH_DEEDS_MAX = 16_384
"""A deed's number is its batch's × 16,384 + its place."""

BACK_DATE_DAYS_MAX = 30
"""Charter, C24: no partner reports further back."""


_tuple = tuple.__new__
"""Makes a NamedTuple without the detour over its keywords: this runs for every deed."""


class Arrival(NamedTuple):
    """One report and the number of the partner who signed in for it."""

    partner_id: int
    report: Report


class Batch:
    """Judges the deeds of a batch in the order of arrival and collects what to write.

    Units: `now` in microseconds since the epoch; days are day numbers of each programme's calendar.
    """

    def __init__(self, house: House, arrivals: Sequence[Arrival], *, now: int) -> None:
        self.house = house
        self.arrivals = [(house.partners[partner_id], report) for partner_id, report in arrivals]
        self.now = now
        self.rows: list[DeedRow] = []
        self.refused: list[Refused] = []
        self.outcomes: list[Outcome] = []
        self._members = house.handles.members_of(
            [arrival.report.subject for arrival in arrivals],
            [arrival.partner_id for arrival in arrivals],
        )
        self._days = [
            house.programmes[partner.programme_id].calendar.day_of(report.happened_at)
            for partner, report in self.arrivals
        ]
        self._today = {
            programme.programme_id: programme.calendar.day_of(now)
            for programme in house.programmes.values()
        }
        self._left_points: dict[int, int] = {}
        self._totals: dict[int, list[int]] = {}
        self._lot_months: dict[tuple[int, int], int] = {}
        self._first_seen: dict[tuple[int, str], int] = {}

    def member_ids(self) -> set[int]:
        """Return the members whose rows the batch needs."""
        return {member_id for member_id in self._members if member_id is not None}

    def weeks(self) -> set[int]:
        """Return the first days of the weeks whose deeds the batch may store."""
        weeks = set()
        for (partner, _), day in zip(self.arrivals, self._days, strict=True):
            today = self._today[partner.programme_id]
            if today - BACK_DATE_DAYS_MAX <= day <= today + 1:
                weeks.add(start_of(Period.WEEK, day))
        return weeks

    def weeks_with_budget(self) -> list[tuple[int, int]]:
        """Return (partner id, instant at which this week began) of partners with a budget."""
        weeks: dict[int, int] = {}
        for partner, _ in self.arrivals:
            if partner.budget_points_a_week is not None and partner.partner_id not in weeks:
                monday = start_of(Period.WEEK, self._today[partner.programme_id])
                calendar = self.house.programmes[partner.programme_id].calendar
                weeks[partner.partner_id] = calendar.start_of_day(monday)
        return list(weeks.items())

    def late_totals(self, read: Read) -> Iterator[LateTotal]:
        """Return the totals that late deeds need and that the members' rows gave up."""
        asked: set[tuple[int, int]] = set()
        for place, (partner, report) in enumerate(self.arrivals):
            day = self._days[place]
            wallet = read.wallets.get(self._members[place] or 0)
            if wallet is None or not wallet.is_late(day):
                continue
            counting = self.house.programmes[partner.programme_id].counting
            for key in wallet.missing_keys(counting.touched(report.activity.id, day)):
                if (wallet.member_id, key) not in asked:
                    asked.add((wallet.member_id, key))
                    first = period_start_of(key)
                    until = end_of(counting.period_of(slot_of(key)), first)
                    yield LateTotal(wallet.member_id, key, first, until)

    def judge_all(self, read: Read, *, used_points: dict[int, int]) -> None:
        """Judge every deed in order; afterwards outcomes, rows, refused and totals() are there."""
        for partner, _ in self.arrivals:
            if partner.budget_points_a_week is not None:
                used = used_points[partner.partner_id]
                self._left_points[partner.partner_id] = max(
                    0, partner.budget_points_a_week - used
                )
        for place, (partner, report) in enumerate(self.arrivals):
            said = self._judge(place, partner, report, read=read)
            if said is None:
                outcome = _tuple(Outcome, (report.event_id, "accepted", None))
            elif said is True:
                outcome = Outcome(report.event_id, "duplicate")
            else:
                outcome = Outcome(report.event_id, "refused", said)
            self.outcomes.append(outcome)

    def totals(self) -> list[BatchTotal]:
        """Return what each partner's deeds came to."""
        partners = self.house.partners
        return [
            BatchTotal(partner_id, partners[partner_id].programme_id, deeds, points)
            for partner_id, (deeds, points) in sorted(self._totals.items())
        ]

    def _judge(
        self, place: int, partner: Partner, report: Report, *, read: Read
    ) -> Refusal | bool | None:
        """Return None for an accepted deed, a refusal, or True for a duplicate."""
        if report.source != partner.id:
            return refusal(Code.SOURCE_NOT_YOURS, seen=f'"{report.source[:40]}"')
        member_id = self._members[place]
        wallet = read.wallets.get(member_id) if member_id is not None else None
        if wallet is None or not wallet.consent.covers(report.happened_at):
            return refusal(Code.MEMBER_UNKNOWN)
        programme = self.house.programmes[partner.programme_id]
        repeated = self._repeated(place, partner, report, read=read)
        if repeated is not None:
            return repeated
        day, today = self._days[place], self._today[partner.programme_id]
        said = judge(report, partner, programme, day=day, today=today, now=self.now)
        if said is None:
            said = self._accept(place, partner, report, wallet=wallet, batch_id=read.batch_id)
        if said is not None:
            self._keep_refused(partner, report, wallet.member_id, said=said)
        return said

    def _repeated(
        self, place: int, partner: Partner, report: Report, *, read: Read
    ) -> Refusal | bool | None:
        """Return True for the same deed again, a refusal for another under its id, else None."""
        earlier = self._first_seen.get((partner.partner_id, report.event_id))
        if earlier is not None:
            first = self.arrivals[earlier][1]
            same = (
                self._members[earlier] == self._members[place]
                and first.activity.id == report.activity.id
                and first.happened_at == report.happened_at
                and first.facts == report.facts
            )
            return same or refusal(Code.CONTENT_CONFLICT)
        taken = read.taken.get(place)
        if taken is None:
            return None
        programme = self.house.programmes[partner.programme_id]
        same = _is_same(taken, report, self._members[place], programme=programme)
        return same or refusal(Code.CONTENT_CONFLICT)

    def _accept(
        self, place: int, partner: Partner, report: Report, *, wallet: Wallet, batch_id: int
    ) -> Refusal | None:
        programme = self.house.programmes[partner.programme_id]
        day, today = self._days[place], self._today[partner.programme_id]
        left = self._left_points.get(partner.partner_id)
        given = award(report, partner, programme, wallet=wallet, day=day, left_points=left)
        if given is None:
            return budget_refusal(partner, today=today)
        if left is not None:
            self._left_points[partner.partner_id] = left - given.points
        edition = programme.counting.edition_of(day)
        assert edition is not None, day
        month = self._lot_months.get((today, edition.expires_after_months))
        if month is None:
            month = lot_month_of(today, expires_after_months=edition.expires_after_months)
            self._lot_months[today, edition.expires_after_months] = month
        put_in(wallet, given, day=day, lot_month=month)
        self._first_seen[partner.partner_id, report.event_id] = place
        total = self._totals.get(partner.partner_id)
        if total is None:
            total = self._totals[partner.partner_id] = [0, 0]
        total[0] += 1
        total[1] += given.points
        row = (
            wallet.member_id,
            batch_id * BATCH_DEEDS_MAX + place,
            report.happened_at,
            day,
            partner.partner_id,
            programme.edition_ids[edition.id],
            given.points,
            programme.activity_nos[report.activity.id],
            month,
            report.event_id,
            report.facts,
            given.counted,
        )
        self.rows.append(_tuple(DeedRow, row))
        return None

    def _keep_refused(
        self, partner: Partner, report: Report, member_id: int, *, said: Refusal
    ) -> None:
        programme = self.house.programmes[partner.programme_id]
        self.refused.append(
            Refused(
                member_id=member_id,
                partner_id=partner.partner_id,
                event_id=report.event_id,
                activity_no=programme.activity_nos[report.activity.id],
                happened_at=report.happened_at,
                code=said.code.value,
                said=dict(said.facts),
            )
        )


def _is_same(
    taken: Taken, report: Report, member_id: int | None, *, programme: Programme
) -> bool:
    """Return whether a report says the same as the deed that took its id.

    Facts that were deleted after their last day can't be compared; the rest still is.
    """
    return (
        taken.member_id == member_id
        and taken.activity_no == programme.activity_nos[report.activity.id]
        and taken.happened_at == report.happened_at
        and (taken.facts is None or tuple(taken.facts) == report.facts)
    )

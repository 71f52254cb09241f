"""One batch while it is settled: who its deeds belong to, what each comes to, what to write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from plaudit.actions.house import House
from plaudit.core.deed import Report
from plaudit.core.judging import (
    Terms,
    award,
    budget_refusal,
    in_the_future,
    put_in,
    terms_of,
)
from plaudit.core.ledger import Outcome, Partner
from plaudit.core.period import Period, end_of, start_of
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
        self._terms: dict[tuple[int, str, int], Terms] = {}
        self._first_deed_id = 0
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
        self._first_deed_id = read.batch_id * BATCH_DEEDS_MAX
        for partner, _ in self.arrivals:
            if partner.budget_points_a_week is not None:
                used = used_points[partner.partner_id]
                self._left_points[partner.partner_id] = max(0, partner.budget_points_a_week - used)
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
        wallet = None if member_id is None else read.wallets.get(member_id)
        if wallet is None or not wallet.consent.covers(report.happened_at):
            return refusal(Code.MEMBER_UNKNOWN)
        key = (partner.partner_id, report.event_id)
        if place in read.taken or key in self._first_seen:
            return self._repeated(place, report, first=self._first_seen.get(key), read=read)
        terms = self._terms_of(partner, report.activity.id, self._days[place])
        said = terms.refused or in_the_future(report.happened_at, now=self.now)
        if said is None:
            said = self._accept(place, partner, report, wallet=wallet, terms=terms)
        if said is None:
            self._first_seen[key] = place
        else:
            self._keep_refused(partner, report, wallet.member_id, said=said, terms=terms)
        return said

    def _terms_of(self, partner: Partner, activity_id: str, day: int) -> Terms:
        known = self._terms.get((partner.partner_id, activity_id, day))
        if known is None:
            programme = self.house.programmes[partner.programme_id]
            today = self._today[partner.programme_id]
            known = terms_of(activity_id, partner, programme, day=day, today=today)
            self._terms[partner.partner_id, activity_id, day] = known
        return known

    def _repeated(
        self, place: int, report: Report, *, first: int | None, read: Read
    ) -> Refusal | bool:
        """Return True for the same deed again, a refusal for another under its id."""
        member_id = self._members[place]
        if first is not None:
            earlier = self.arrivals[first][1]
            same = self._members[first] == member_id and earlier[3:] == report[3:]
        else:
            partner = self.arrivals[place][0]
            activity_nos = self.house.programmes[partner.programme_id].activity_nos
            same = _is_same(
                read.taken[place], report, member_id, activity_no=activity_nos[report.activity.id]
            )
        return same or refusal(Code.CONTENT_CONFLICT)

    def _accept(
        self, place: int, partner: Partner, report: Report, *, wallet: Wallet, terms: Terms
    ) -> Refusal | None:
        """Count a deed and put its award into the wallet; a refusal where the budget is spent."""
        programme = self.house.programmes[partner.programme_id]
        day = self._days[place]
        left = self._left_points.get(partner.partner_id)
        given = award(report, partner, programme, wallet=wallet, day=day, left_points=left)
        if given is None:
            return budget_refusal(partner, today=self._today[partner.programme_id])
        if left is not None:
            self._left_points[partner.partner_id] = left - given.points
        put_in(wallet, given, day=day, lot_month=terms.lot_month)
        total = self._totals.get(partner.partner_id)
        if total is None:
            total = self._totals[partner.partner_id] = [0, 0]
        total[0] += 1
        total[1] += given.points
        row = (
            wallet.member_id,
            self._first_deed_id + place,
            report.happened_at,
            day,
            partner.partner_id,
            terms.edition_id,
            given.points,
            terms.activity_no,
            terms.lot_month,
            report.event_id,
            report.facts,
            given.counted,
        )
        self.rows.append(_tuple(DeedRow, row))
        return None

    def _keep_refused(
        self, partner: Partner, report: Report, member_id: int, *, said: Refusal, terms: Terms
    ) -> None:
        self.refused.append(
            Refused(
                member_id=member_id,
                partner_id=partner.partner_id,
                event_id=report.event_id,
                activity_no=terms.activity_no,
                happened_at=report.happened_at,
                code=said.code.value,
                said=dict(said.facts),
            )
        )


def _is_same(taken: Taken, report: Report, member_id: int | None, *, activity_no: int) -> bool:
    """Return whether a report says the same as the deed that took its id.

    Facts that were deleted after their last day can't be compared; the rest still is.
    """
    return (
        taken.member_id == member_id
        and taken.activity_no == activity_no
        and taken.happened_at == report.happened_at
        and (taken.facts is None or tuple(taken.facts) == report.facts)
    )

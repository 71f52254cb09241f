"""Judging one reported deed against what is known: an award, or a refusal. No I/O, no clock."""

from __future__ import annotations

from plaudit.core.counting import Award
from plaudit.core.deed import Deed, Report
from plaudit.core.instant import shown_instant
from plaudit.core.ledger import Partner
from plaudit.core.lots import add_to_lots
from plaudit.core.period import SECOND, date_of, start_of, Period
from plaudit.core.programme import Programme
from plaudit.core.refusals import Code, Refusal, refusal
from plaudit.core.wallet import Wallet

CLOCK_SKEW_SECONDS = 300
"""How far a till's clock may run ahead."""


def judge(
    report: Report, partner: Partner, programme: Programme, *, day: int, today: int, now: int
) -> Refusal | None:
    """Return why a deed of an agreeing member can't be counted, or None where it can.

    Units:   day numbers of the programme's calendar; `now` in microseconds since the epoch.
    Source:  charter, C24 (registered types, back-date limit); design, section 3 (edition).
    """
    if report.activity.id not in partner.activities:
        return refusal(Code.NOT_REGISTERED_FOR, activity=report.activity.id)
    if report.happened_at > now + CLOCK_SKEW_SECONDS * SECOND:
        return refusal(Code.IN_THE_FUTURE, happened_at=shown_instant(report.happened_at))
    if day < today - partner.back_date_days:
        days = partner.back_date_days
        return refusal(Code.TOO_LATE, happened_on=date_of(day), days=days)
    if programme.counting.edition_of(day) is None:
        starts_on = date_of(programme.counting.editions[0].starts_on)
        return refusal(Code.NO_EDITION, happened_on=date_of(day), starts_on=starts_on)
    return None


def award(
    report: Report,
    partner: Partner,
    programme: Programme,
    *,
    wallet: Wallet,
    day: int,
    left_points: int | None,
) -> Award | None:
    """Return what a deed earns and move the wallet's totals on; None where the budget is too small.

    Units:   `left_points`: what is left of the partner's budget, None where it has none.
    """
    deed = tuple.__new__(Deed, (report.activity, partner.id, day, report.facts))
    given = programme.counting.count(wallet.totals, deed)
    if left_points is not None and given.points > left_points:
        counted = given.counted
        for at in range(len(counted) - 3, -1, -3):
            if counted[at + 1]:
                wallet.totals[counted[at]] = counted[at + 1]
            else:
                del wallet.totals[counted[at]]
        return None
    return given


def put_in(wallet: Wallet, given: Award, *, day: int, lot_month: int) -> None:
    """Put an award into a wallet: points, lot, newest day."""
    wallet.changed = True
    if wallet.newest_day is None or wallet.newest_day < day:
        wallet.newest_day = day
    if given.points:
        wallet.points += given.points
        add_to_lots(wallet.lots, lot_month, given.points)


def budget_refusal(partner: Partner, *, today: int) -> Refusal:
    """Return the refusal of a deed that the partner's budget of this week can't pay."""
    from_on = date_of(start_of(Period.WEEK, today) + 7)
    budget = partner.budget_points_a_week
    return refusal(Code.BUDGET_SPENT, budget_points=budget, from_on=from_on)

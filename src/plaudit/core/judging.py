"""Judging a reported deed against what is known: an award, or a refusal. No I/O, no clock."""

from __future__ import annotations

from typing import NamedTuple

from plaudit.core.counting import Award, Counting
from plaudit.core.deed import Deed
from plaudit.core.instant import shown_instant
from plaudit.core.kept import less_kept
from plaudit.core.ledger import Partner
from plaudit.core.lots import add_to_lots, lot_month_of
from plaudit.core.period import SECOND, Period, date_of, start_of
from plaudit.core.programme import Programme
from plaudit.core.refusals import Code, Refusal, Refused, refusal
from plaudit.core.soundness.bounds import TOTAL_MAX
from plaudit.core.wallet import Wallet

CLOCK_SKEW_SECONDS = 300
"""How far a till's clock may run ahead."""
_HUGE = TOTAL_MAX // 4
"""Above any key of a total: only where a number is larger is each of them looked at."""


class Terms(NamedTuple):
    """What holds for all deeds of one activity, partner and day: a refusal, or the book's numbers.

    `lot_month` as in core.lots.
    """

    refused: Refusal | None
    edition_id: int = 0
    activity_no: int = 0
    lot_month: int = 0


def terms_of(
    activity_id: str, partner: Partner, *, programme: Programme, day: int, today: int
) -> Terms:
    """Return on what terms a partner's deeds of an activity and a day are taken.

    Units:   day numbers of the programme's calendar.
    Source:  charter, C24 (registered types, back-date limit), C07 (expiry fixed at award);
             design, section 3 (the edition of its day).
    """
    activity_no = programme.activity_nos.get(activity_id, 0)
    if activity_id not in partner.activities:
        return Terms(refusal(Code.NOT_REGISTERED_FOR, activity=activity_id), 0, activity_no)
    if day < today - partner.back_date_days:
        days = partner.back_date_days
        said = refusal(Code.TOO_LATE, happened_on=date_of(day), days=days)
        return Terms(said, 0, activity_no)
    edition = programme.counting.edition_of(day)
    if edition is None:
        starts_on = date_of(programme.counting.editions[0].starts_on)
        said = refusal(Code.NO_EDITION, happened_on=date_of(day), starts_on=starts_on)
        return Terms(said, 0, activity_no)
    month = lot_month_of(today, expires_after_months=edition.expires_after_months)
    return Terms(None, programme.edition_ids[edition.id], activity_no, month)


def in_the_future(happened_at: int, *, now: int) -> Refusal | None:
    """Return a refusal where a deed's time lies further ahead than a till's clock may be wrong."""
    if happened_at <= now + CLOCK_SKEW_SECONDS * SECOND:
        return None
    return refusal(Code.IN_THE_FUTURE, happened_at=shown_instant(happened_at))


def award(
    deed: Deed, wallet: Wallet, *, counting: Counting, left_points: int | None
) -> Award | None:
    """Return what a deed earns and move the wallet's totals on; None where the budget is too small.

    What the member has of the same period already, from a deed that was struck out, isn't paid
    again (core.kept).

    Units:   `left_points`: what is left of the partner's budget, None where it has none.
    Refuses: TOTAL_TOO_LARGE, where a number would leave the 63 bits that the book has for it; then
             the totals are as they were.
    """
    given = counting.count(wallet.totals, deed)
    if wallet.keeps:
        given = less_kept(given, wallet.totals, counting=counting, deed=deed)
    points, _, counted = given
    is_huge = wallet.points + points > _HUGE or (counted and max(counted) > _HUGE)
    if is_huge and not _fits(given, wallet):
        _take_out(wallet, given)
        raise Refused(refusal(Code.TOTAL_TOO_LARGE))
    if left_points is None or points <= left_points:
        return given
    _take_out(wallet, given)
    return None


def _fits(given: Award, wallet: Wallet) -> bool:
    counted = given.counted
    after = map(sum, zip(counted[1::3], counted[2::3], strict=True))
    return max(wallet.points + given.points, *after) <= TOTAL_MAX


def _take_out(wallet: Wallet, given: Award) -> None:
    """Put the totals back to what they were before an award."""
    counted = given.counted
    for at in range(len(counted) - 3, -1, -3):
        if counted[at + 1]:
            wallet.totals[counted[at]] = counted[at + 1]
        else:
            del wallet.totals[counted[at]]


def put_in(wallet: Wallet, given: Award, *, day: int, lot_month: int) -> None:
    """Put an award into a wallet: points, lot, newest day."""
    wallet.changed = True
    newest = wallet.newest_day
    if newest is None or newest < day:
        wallet.newest_day = day
    points = given[0]
    if points:
        wallet.points += points
        lots = wallet.lots
        if lots and lots[-2] == lot_month:  # nearly always
            lots[-1] += points
        else:
            add_to_lots(lots, lot_month, points=points)


def budget_refusal(partner: Partner, *, today: int) -> Refusal:
    """Return the refusal of a deed that the partner's budget of this week can't pay."""
    from_on = date_of(start_of(Period.WEEK, today) + 7)
    budget = partner.budget_points_a_week
    return refusal(Code.BUDGET_SPENT, budget_points=budget, from_on=from_on)


def programme_budget_refusal(budget_points: int, *, today: int) -> Refusal:
    """Return the refusal of a deed that the programme's budget of this year can't pay."""
    year = date_of(today).year
    return refusal(Code.PROGRAMME_BUDGET_SPENT, budget_points=budget_points, year=year)

"""Whether a reward can be taken: only enough points, stock, opening dates and the monthly limit.

What a member did, earned or spent before is not an input here. Source: charter, C09 and C11.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from plaudit.core.period import Calendar, Period, date_of, end_of
from plaudit.core.refusals import Code, Refusal, refusal

TAKEN_A_DAY_MAX = 100
"""How many vouchers a member can take in a day, given-back ones too: a limit on rows."""

OPEN_MAX = 100
"""How many vouchers of a member can be open: as many as one page, and a phone offline, can show."""


class Price(NamedTuple):
    """What taking a reward depends on. Days are day numbers, `closes_on` not included."""

    price_points: int
    opens_on: int
    closes_on: int | None
    at_most_a_month: int | None
    has_partner: bool
    """Whether the house that gives it is registered."""


class Taker(NamedTuple):
    """What of a member it depends on.

    `taken_this_month`: of this reward, without what was given back. `taken_today`: of all.
    `still_open`: of all, how many can be used yet; 0 where the new one is never open.
    `usable_until`: for who left, the last day on which points can be used; None for a member.
    """

    spendable_points: int
    taken_this_month: int
    taken_today: int
    still_open: int = 0
    usable_until: int | None = None


def refuse_taking(price: Price, taker: Taker, *, today: int) -> Refusal | None:
    """Return why a reward can't be taken today, or None where it can; stock is seen later."""
    if taker.usable_until is not None and today > taker.usable_until:
        return refusal(Code.LEFT_TOO_LONG_AGO, last_on=date_of(taker.usable_until))
    if today < price.opens_on:
        return refusal(Code.REWARD_NOT_YET, opens_on=date_of(price.opens_on))
    if price.closes_on is not None and today >= price.closes_on:
        return refusal(Code.REWARD_CLOSED, last_on=date_of(price.closes_on - 1))
    if not price.has_partner:
        return refusal(Code.REWARD_NOT_READY)
    if price.at_most_a_month is not None and taker.taken_this_month >= price.at_most_a_month:
        next_month = end_of(Period.MONTH, today)
        assert next_month is not None
        from_on = date_of(next_month)
        return refusal(Code.MONTH_FULL, most=price.at_most_a_month, from_on=from_on)
    if taker.taken_today >= TAKEN_A_DAY_MAX:
        return refusal(Code.DAY_FULL, most=TAKEN_A_DAY_MAX, from_on=date_of(today + 1))
    if taker.still_open >= OPEN_MAX:
        return refusal(Code.OPEN_FULL, most=OPEN_MAX)
    if taker.spendable_points < price.price_points:
        return refusal(
            Code.POINTS_TOO_FEW,
            price_points=price.price_points,
            points=taker.spendable_points,
        )
    return None


class Held(NamedTuple):
    """Days on which the office let a record stand still, the first and the last one included."""

    first_on: int
    last_on: int


def usable_until(
    calendar: Calendar,
    withdrawn_at: int | None,
    *,
    usable_days: int,
    held: Sequence[Held] = (),
) -> int | None:
    """Return the last day on which someone who left can use points; None for a member.

    A day on which the office lets the record stand still takes none of them away: the last day
    moves on by as many days, a begun one too. What begins after the last day opens nothing again.

    Takes:   `held`: in order, of the time since leaving.
    Source:  charter, C14 and C18; the edition's [leaving] usable_days.

    >>> bangkok = Calendar("Asia/Bangkok")
    >>> usable_until(bangkok, 0, usable_days=90)
    90
    >>> usable_until(bangkok, 0, usable_days=90, held=[Held(85, 86), Held(92, 101), Held(200, 201)])
    102
    """
    if withdrawn_at is None:
        return None
    left_on = calendar.day_of(withdrawn_at)
    last_on = left_on + usable_days
    for one in held:
        first_on = max(one.first_on, left_on)
        if first_on > last_on:
            break
        last_on += max(0, one.last_on - first_on + 1)
    return last_on

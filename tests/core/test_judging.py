"""On what terms a deed is taken: each refusal beside the success, from the same setup."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from plaudit.core.activity import Activity
from plaudit.core.consent import Consent
from plaudit.core.counting import Award, Counting
from plaudit.core.deed import Deed
from plaudit.core.edition import Edition, Rate, Stage
from plaudit.core.judging import (
    CLOCK_SKEW_SECONDS,
    Terms,
    award,
    budget_refusal,
    in_the_future,
    put_in,
    terms_of,
)
from plaudit.core.ledger import Partner
from plaudit.core.period import SECOND, Calendar, Period, day_number
from plaudit.core.programme import Programme
from plaudit.core.refusals import Code, Refused
from plaudit.core.soundness.bounds import TOTAL_MAX
from plaudit.core.wallet import Wallet

WALK = Activity("walk", {})
RULE = Stage("walks", "rule", Period.DAY, on=("walk",), schedule=Rate(Fraction(5), Fraction(1)))
SPRING, AUTUMN = day_number(date(2026, 4, 1)), day_number(date(2026, 10, 1))
EDITIONS = (
    Edition("town", "spring", SPRING, "UTC", ("en",), (RULE,)),
    Edition("town", "autumn", AUTUMN, "UTC", ("en",), (RULE,), expires_after_months=18),
)
COUNTING = Counting(EDITIONS, {"walk": WALK})
TOWN = Programme(
    programme_id=1,
    id="town",
    calendar=Calendar("UTC"),
    counting=COUNTING,
    activities={"walk": WALK},
    activity_nos={"walk": 4, "swim": 5},
    edition_ids={"spring": 11, "autumn": 12},
)
CLUB = Partner(7, 1, "club", 14, 20, frozenset({"walk"}))
TODAY = day_number(date(2026, 10, 10))


def said(activity_id: str, day: int, *, today: int = TODAY) -> Code | None:
    terms = terms_of(activity_id, CLUB, programme=TOWN, day=day, today=today)
    return terms.refused.code if terms.refused else None


def test_a_partner_reports_what_it_is_registered_for() -> None:
    assert said("walk", TODAY) is None
    assert said("swim", TODAY) is Code.NOT_REGISTERED_FOR
    assert terms_of("swim", CLUB, programme=TOWN, day=TODAY, today=TODAY).activity_no == 5


def test_a_deed_is_taken_back_to_the_last_day_of_the_partners_limit() -> None:
    assert said("walk", TODAY - 14) is None
    assert said("walk", TODAY - 15) is Code.TOO_LATE


def test_a_deed_of_a_day_before_the_first_edition_has_no_rules() -> None:
    assert said("walk", SPRING, today=SPRING + 3) is None
    assert said("walk", SPRING - 1, today=SPRING + 3) is Code.NO_EDITION


def test_a_deed_is_taken_on_the_terms_of_the_edition_of_its_day() -> None:
    last = terms_of("walk", CLUB, programme=TOWN, day=AUTUMN - 1, today=TODAY)
    first = terms_of("walk", CLUB, programme=TOWN, day=AUTUMN, today=TODAY)

    # Awarded in October: 12 months after it, or 18, and gone with the month after those.
    assert last == Terms(None, 11, 4, 2027 * 12 + 10)
    assert first == Terms(None, 12, 4, 2028 * 12 + 4)


def test_a_tills_clock_may_run_ahead_a_little() -> None:
    now = 1_790_000_000 * SECOND
    ahead = CLOCK_SKEW_SECONDS * SECOND

    assert in_the_future(now + ahead, now=now) is None
    refused = in_the_future(now + ahead + 1, now=now)
    assert refused is not None
    assert refused.code is Code.IN_THE_FUTURE


@pytest.mark.parametrize(("left_points", "is_paid"), [(None, True), (5, True), (4, False)])
def test_a_budget_pays_an_award_whole_or_not_at_all(left_points: int | None, is_paid: bool) -> None:
    wallet = Wallet(1, Consent(0))
    deed = Deed(WALK, "club", TODAY, ())

    given = award(deed, wallet, counting=COUNTING, left_points=left_points)

    assert (given is not None) is is_paid
    assert bool(wallet.totals) is is_paid


@pytest.mark.parametrize("more", [0, 1])
def test_no_total_leaves_63_bits_and_what_would_is_refused_with_nothing_moved(more: int) -> None:
    deed = Deed(WALK, "club", TODAY, ())
    [key, _, amount] = award(
        deed, Wallet(1, Consent(0)), counting=COUNTING, left_points=None
    ).counted  # type: ignore[union-attr]
    totals = {key: TOTAL_MAX - amount + more}
    wallet = Wallet(1, Consent(0), totals=dict(totals))

    if not more:
        assert award(deed, wallet, counting=COUNTING, left_points=None) is not None
        assert wallet.totals == {key: TOTAL_MAX}
        return
    with pytest.raises(Refused) as refused:
        award(deed, wallet, counting=COUNTING, left_points=None)
    assert refused.value.refusal.code is Code.TOTAL_TOO_LARGE
    assert wallet.totals == totals


def test_a_refusal_for_the_budget_says_from_which_day_it_can_be_sent_again() -> None:
    refused = budget_refusal(CLUB, today=TODAY)  # a Saturday

    assert refused.code is Code.BUDGET_SPENT
    assert dict(refused.facts) == {"budget_points": "20", "from_on": "2026-10-12"}


def test_an_award_goes_into_the_wallet_once_with_its_lot_and_its_day() -> None:
    wallet = Wallet(1, Consent(0))

    put_in(wallet, Award(5, (("walks", 5),), ()), day=TODAY, lot_month=24_000)
    put_in(wallet, Award(2, (("walks", 2),), ()), day=TODAY - 9, lot_month=23_990)
    put_in(wallet, Award(0, (), ()), day=TODAY - 1, lot_month=24_001)

    assert wallet.points == 7
    assert wallet.lots == [23_990, 2, 24_000, 5]
    assert wallet.newest_day == TODAY
    assert wallet.changed


@pytest.mark.parametrize(
    ("consent", "happened_at", "is_covered"),
    [
        (Consent(agreed_at=100), 99, False),
        (Consent(agreed_at=100), 100, True),
        (Consent(agreed_at=100, withdrawn_at=200), 150, False),
        (Consent(agreed_at=300), 150, False),  # agreed anew after a withdrawal
    ],
)
def test_consent_covers_deeds_from_the_newest_agreement_on(
    consent: Consent, happened_at: int, is_covered: bool
) -> None:
    assert consent.covers(happened_at) is is_covered

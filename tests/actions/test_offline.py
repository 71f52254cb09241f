"""Vouchers that a till took while offline: every case of the written rule."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from plaudit.actions.accept_offline import Answer, accept_offline
from plaudit.actions.cancel import cancel
from plaudit.actions.erase import erase
from plaudit.actions.honour import honour
from plaudit.core.refusals import Code, Refused
from plaudit.core.signed_voucher import ACCEPTED_MAX, Accepted, claim_of, parts_of
from plaudit.core.voucher import WRONG_TRIES_MAX, Till, Voucher
from plaudit.store.erasures import JournalFile
from plaudit.store.offline import (
    covered_honours,
    set_offline_limit,
    signed_voucher,
    till_list,
)
from plaudit.store.outbox import take_outbox
from plaudit.store.signing import is_signed
from tests.market import DAY, NOW, Market, number_in

SECOND = 1_000_000
HOUR = 3_600 * SECOND
LATER = NOW + 3 * HOUR


@pytest.fixture
def market(connection: psycopg.Connection) -> Market:
    """A market whose café may take two vouchers a till and day offline; 500 points to spend."""
    made = Market(connection)
    made.give(500)
    set_offline_limit(connection, made.tills["cafe"].partner_id, 2)
    return made


def text_of(market: Market, voucher: Voucher) -> str:
    text = signed_voucher(market.connection, market.members[0], voucher.voucher_id)
    assert text is not None
    return text


def taken(key: str, text: str, *, at: int = NOW + HOUR, list_at: int = NOW) -> Accepted:
    return Accepted(key, text, at, list_at)


def sync(
    market: Market, *accepted: Accepted, now: int = LATER, till: Till | None = None
) -> list[Answer]:
    return accept_offline(market.connection, till or market.tills["cafe"], accepted, now=now)


def said(answers: list[Answer]) -> list[str]:
    return [
        one.refusal.code
        if one.refusal
        else ("covered" if one.told and one.told.is_covered else "honoured")
        for one in answers
    ]


def test_a_till_checks_a_voucher_by_itself_with_what_it_took_along(market: Market) -> None:
    voucher = market.take("coffee")
    text = text_of(market, voucher)
    taken_along = till_list(market.connection, market.tills["cafe"].partner_id, now=NOW)

    parts = parts_of(text)
    assert parts is not None
    claim = claim_of(parts[0])
    assert claim is not None
    assert is_signed(taken_along.keys[claim.key_day], *parts)
    assert claim.partner_id == market.tills["cafe"].partner_id
    assert (claim.last_on, claim.points) == (voucher.last_on, 60)
    assert claim.number not in taken_along.used_up
    assert taken_along.limit == 2

    forged = bytes([parts[0][0], *parts[0][1:-1], parts[0][-1] ^ 1])
    assert not is_signed(taken_along.keys[claim.key_day], forged, parts[1])
    assert not is_signed(taken_along.keys[claim.key_day - 1], *parts)
    cancel(market.connection, market.members[0], voucher.voucher_id, now=NOW)
    newer = till_list(market.connection, market.tills["cafe"].partner_id, now=NOW)
    assert newer.used_up == {claim.number}
    assert signed_voucher(market.connection, market.members[0], voucher.voucher_id) is None


def test_the_same_qr_is_honoured_online(market: Market) -> None:
    text = text_of(market, market.take("coffee"))

    assert honour(market.connection, market.tills["cafe"], text, now=NOW).points == 60
    with pytest.raises(Refused) as again:
        honour(market.connection, market.tills["cafe"], text, now=NOW)
    assert again.value.refusal.code is Code.VOUCHER_USED


def test_what_was_open_is_honoured_once_however_often_it_is_sent(market: Market) -> None:
    one = taken("1", text_of(market, market.take("coffee")))

    first, again = sync(market, one), sync(market, one, one)

    assert said(first) == ["honoured"]
    assert first[0].told is not None
    assert [answer.told for answer in again] == [first[0].told] * 2
    assert market.owed("cafe") == 60


def test_what_was_given_back_meanwhile_is_paid_by_the_programme_and_not_by_the_member(
    market: Market,
) -> None:
    voucher = market.take("coffee")
    one = taken("1", text_of(market, voucher))
    cancel(market.connection, market.members[0], voucher.voucher_id, now=NOW + 2 * HOUR)
    assert market.points() == 500

    answers = sync(market, one)

    assert said(answers) == said(sync(market, one)) == ["covered"]
    assert (market.points(), market.owed("cafe")) == (500, 60)
    (listed,) = covered_honours(market.connection, market.programme_id, since=NOW)
    assert (listed.partner, listed.points) == ("cafe", 60)
    (told,) = take_outbox(market.connection, most=9)
    assert (told.kind, told.partner_id) == ("voucher.honoured", market.tills["cafe"].partner_id)
    assert told.payload["voucher"] == str(listed.number)
    assert told.payload["reward"] == "coffee"


def test_a_voucher_is_paid_once_whichever_tills_of_its_partner_used_it(market: Market) -> None:
    """Also where a till's line broke after it was honoured, and it took the voucher offline."""
    first, second = (text_of(market, market.take("coffee")) for _ in range(2))
    other = market.tills["cafe"]._replace(key_hash=b"the other till's key")

    assert said(sync(market, taken("1", first))) == ["honoured"]
    assert said(sync(market, taken("1", first), till=other)) == [Code.VOUCHER_USED]
    assert market.owed("cafe") == 60

    honour(market.connection, market.tills["cafe"], second, now=NOW + 2 * HOUR)
    for till in (other, market.tills["cafe"]):
        assert said(sync(market, taken("2", second), till=till)) == [Code.VOUCHER_USED]
    assert market.owed("cafe") == 120
    assert covered_honours(market.connection, market.programme_id, since=0) == []


def test_no_voucher_is_covered_on_a_day_before_it_was_taken(market: Market) -> None:
    """Else a till could tell of days past until each day's limit is used up."""
    voucher = market.take("coffee")
    text = text_of(market, voucher)
    cancel(market.connection, market.members[0], voucher.voucher_id, now=NOW + 2 * HOUR)
    yesterday = NOW - DAY

    answers = sync(market, taken("1", text, at=yesterday, list_at=yesterday - HOUR))

    assert said(answers) == [Code.VOUCHER_CANCELLED]
    assert said(sync(market, taken("2", text))) == ["covered"], "on its day"
    slow_clock = taken("3", text_of(market, market.take("coffee")), at=yesterday)
    assert said(sync(market, slow_clock)) == ["honoured"], "what is open is paid all the same"
    assert market.owed("cafe") == 120


def test_a_used_voucher_whose_member_was_erased_stays_used_at_a_till_that_is_offline(
    market: Market, owner: psycopg.Connection, tmp_path: Path
) -> None:
    cafe = market.tills["cafe"]
    before, used = market.take("coffee"), market.take("coffee")
    texts = [text_of(market, voucher) for voucher in (before, used)]
    for voucher in (before, used):
        honour(market.connection, cafe, voucher.code or "", now=NOW + 2 * HOUR)
    owner.execute("SET ROLE plaudit_eraser")
    journal = JournalFile(tmp_path / "erasures.log")
    erase(
        owner, market.members[0], handles=market.house.handles, journal=journal, now=NOW + 2 * HOUR
    )
    listed = till_list(market.connection, cafe.partner_id, now=NOW + 2 * DAY).used_up

    by_an_older_list = taken("1", texts[0])  # as if its row were there
    a_picture = taken("2", texts[1], at=NOW + 2 * DAY, list_at=NOW + 2 * DAY)

    assert listed == {number_in(text) for text in texts}
    answers = sync(market, by_an_older_list, a_picture, now=NOW + 2 * DAY + HOUR)
    assert said(answers) == [Code.VOUCHER_UNKNOWN] * 2
    assert market.owed("cafe") == 2 * 60


def test_the_days_limit_is_of_all_tills_of_a_partner_together(market: Market) -> None:
    other = market.tills["cafe"]._replace(key_hash=b"the other till's key")
    vouchers = [market.take("coffee") for _ in range(3)]
    one, two, three = (text_of(market, voucher) for voucher in vouchers)
    for voucher in vouchers:
        cancel(market.connection, market.members[0], voucher.voucher_id, now=NOW + 2 * HOUR)

    assert said(sync(market, taken("1", one), taken("2", two))) == ["covered"] * 2
    assert said(sync(market, taken("1", three), till=other)) == [Code.VOUCHER_CANCELLED]
    assert market.owed("cafe") == 120


def test_a_till_that_took_it_twice_is_paid_once(market: Market) -> None:
    text = text_of(market, market.take("coffee"))

    answers = sync(market, taken("1", text), taken("2", text))

    assert said(answers) == ["honoured", Code.VOUCHER_USED]
    assert market.owed("cafe") == 60


def test_what_stood_on_its_list_or_came_without_a_list_of_that_day_is_not_covered(
    market: Market,
) -> None:
    voucher = market.take("coffee")
    text = text_of(market, voucher)
    cancel(market.connection, market.members[0], voucher.voucher_id, now=NOW)
    after, at = NOW + 600 * SECOND, NOW + HOUR

    answers = sync(
        market,
        taken("known", text, list_at=after),
        taken("yesterday's list", text, list_at=NOW - DAY),
        taken("list from later", text, list_at=at + 1),
    )

    assert said(answers) == [Code.VOUCHER_CANCELLED] * 3
    assert market.owed("cafe") == 0


def test_a_till_that_waits_after_wrong_codes_can_tell_of_an_open_voucher(market: Market) -> None:
    voucher = market.take("coffee")
    text = text_of(market, voucher)
    for number in range(WRONG_TRIES_MAX):
        with pytest.raises(Refused):
            honour(market.connection, market.tills["cafe"], f"0000-0000-{number:04}", now=LATER)

    assert said(sync(market, taken("1", text))) == ["honoured"]
    assert covered_honours(market.connection, market.programme_id, since=0) == []


def test_no_more_than_the_limit_is_covered_and_open_vouchers_always_go(market: Market) -> None:
    vouchers = [market.take("coffee") for _ in range(5)]
    texts = [text_of(market, voucher) for voucher in vouchers]
    for voucher in vouchers[:3]:
        cancel(market.connection, market.members[0], voucher.voucher_id, now=NOW + 2 * HOUR)

    answers = sync(market, *(taken(str(place), text) for place, text in enumerate(texts)))

    assert said(answers) == [
        "covered", "covered", Code.VOUCHER_CANCELLED, "honoured", "honoured",
    ]  # fmt: skip
    assert market.owed("cafe") == 4 * 60
    assert market.points() == 500 - 2 * 60


def test_a_partner_that_may_take_none_offline_is_paid_for_open_ones_only(market: Market) -> None:
    set_offline_limit(market.connection, market.tills["cafe"].partner_id, 0)
    first, second = market.take("coffee"), market.take("coffee")
    texts = text_of(market, first), text_of(market, second)
    cancel(market.connection, market.members[0], first.voucher_id, now=NOW + 2 * HOUR)

    answers = sync(market, taken("1", texts[0]), taken("2", texts[1]))

    assert said(answers) == [Code.VOUCHER_CANCELLED, "honoured"]


def test_forged_foreign_late_and_future_ones_are_refused(market: Market) -> None:
    voucher = market.take("coffee")
    text = text_of(market, voucher)
    other = "A" if text[20] != "A" else "B"
    shop = market.tills["shop"]
    over = (voucher.last_on + 1) * DAY  # seven in the morning of the day after, in Bangkok

    assert said(sync(market, taken("1", text), till=shop)) == [Code.OFFLINE_UNSIGNED]
    assert said(sync(market, taken("1", text[:20] + other + text[21:]))) == [Code.OFFLINE_UNSIGNED]
    assert said(sync(market, taken("", text))) == [Code.OFFLINE_UNSIGNED]
    assert said(sync(market, taken("1", text), now=NOW + 8 * DAY)) == [Code.OFFLINE_TOO_LATE]
    assert said(sync(market, taken("1", text, at=LATER + HOUR))) == [Code.OFFLINE_TOO_LATE]
    assert said(sync(market, taken("1", text, at=over), now=over)) == [Code.VOUCHER_LAPSED]
    with pytest.raises(Refused):
        sync(market, *[taken("1", text)] * 1_001)
    assert market.owed("cafe") == 0

    assert said(sync(market, taken("1", text))) == ["honoured"]


def test_more_than_one_list_can_hold_are_refused_together_and_as_many_are_not(
    market: Market,
) -> None:
    voucher = market.take("coffee")
    once = taken("a", text_of(market, voucher))

    with pytest.raises(Refused) as refused:
        sync(market, *[once] * (ACCEPTED_MAX + 1))

    assert refused.value.refusal.code is Code.OFFLINE_TOO_MANY
    assert market.owed("cafe") == 0
    assert set(said(sync(market, *[once] * ACCEPTED_MAX))) == {"honoured"}
    assert market.owed("cafe") == 60

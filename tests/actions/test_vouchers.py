"""Taking, honouring and giving back on the real PostgreSQL; the book's checks follow each test."""

from __future__ import annotations

import psycopg
import pytest

from plaudit.actions.cancel import cancel
from plaudit.actions.honour import honour
from plaudit.actions.lapse import lapse
from plaudit.actions.leave import leave
from plaudit.actions.undo import undo
from plaudit.core.refusals import Code, Refused
from plaudit.core.voucher import State, Till, grouped
from plaudit.store.outbox import take_outbox
from plaudit.store.rewards import list_rewards
from plaudit.store.vouchers import list_vouchers
from tests.market import DAY, NOW, Market
from tests.riverside import instant

SECOND = 1_000_000
TODAY = (NOW + 7 * 3600 * SECOND) // DAY


@pytest.fixture
def market(connection: psycopg.Connection) -> Market:
    """A market whose first member has 100 points."""
    made = Market(connection)
    made.give(100)
    return made


def code_of(refused: pytest.ExceptionInfo[Refused]) -> Code:
    return refused.value.refusal.code


def stock(market: Market, id: str) -> int:
    (found,) = [
        one
        for one in list_rewards(market.connection, market.programme_id, today=TODAY)
        if one.terms.id == id
    ]
    return found.left


def test_a_voucher_holds_its_points_until_the_partner_honours_it(market: Market) -> None:
    voucher = market.take("coffee")
    assert (market.points(), market.owed("cafe"), stock(market, "coffee")) == (40, 0, 99)
    assert voucher.code is not None

    honoured = honour(market.connection, market.tills["cafe"], grouped(voucher.code), now=NOW)

    assert (honoured.reward, honoured.points, honoured.ticket) == ("coffee", 60, None)
    assert (market.points(), market.owed("cafe"), stock(market, "coffee")) == (40, 60, 99)
    (told,) = take_outbox(market.connection, most=2)
    assert (told.kind, told.partner_id) == ("voucher.honoured", market.tills["cafe"].partner_id)
    assert told.payload["voucher"] == str(honoured.number)
    assert told.payload["reward"] == "coffee"
    (listed,) = list_vouchers(market.connection, market.members[0])
    assert (listed.state, listed.code) == (State.HONOURED, None)


def test_the_member_sees_the_same_code_again_and_the_database_has_it_nowhere(
    market: Market, owner: psycopg.Connection
) -> None:
    voucher = market.take("coffee")

    (listed,) = list_vouchers(market.connection, market.members[0])
    row = owner.execute("SELECT to_jsonb(v)::TEXT FROM voucher AS v").fetchone()

    assert voucher.code is not None
    assert listed.code == voucher.code
    assert row is not None
    assert voucher.code not in row[0]


def test_a_second_click_and_a_retry_take_once(market: Market) -> None:
    first = market.take("coffee", key="click")
    again = market.take("coffee", key="click")

    assert again == first
    assert market.points() == 40
    with pytest.raises(Refused) as refused:
        market.take("mug", key="click")
    assert code_of(refused) is Code.KEY_TAKEN


def test_a_voucher_is_honoured_once_and_by_its_partner_only(market: Market) -> None:
    voucher = market.take("coffee")
    assert voucher.code is not None
    with pytest.raises(Refused) as elsewhere:
        honour(market.connection, market.tills["shop"], voucher.code, now=NOW)
    assert code_of(elsewhere) is Code.VOUCHER_UNKNOWN

    honour(market.connection, market.tills["cafe"], voucher.code, now=NOW)
    with pytest.raises(Refused) as again:
        honour(market.connection, market.tills["cafe"], voucher.code, now=NOW)

    assert again.value.refusal.facts == (("used_on", "2026-11-20"),)
    assert market.owed("cafe") == 60
    assert market.owed("shop") == 0


@pytest.mark.parametrize(("seconds", "goes"), [(0, True), (59, True), (60, False), (3_600, False)])
def test_a_till_takes_back_what_it_honoured_for_a_minute(
    market: Market, seconds: int, goes: bool
) -> None:
    voucher = market.take("coffee")
    assert voucher.code is not None
    cafe = market.tills["cafe"]
    honoured = honour(market.connection, cafe, voucher.code, now=NOW)
    later = NOW + seconds * SECOND
    neighbour = cafe._replace(key_hash=b"the other till")
    for other in (market.tills["shop"], neighbour):
        with pytest.raises(Refused):
            undo(market.connection, other, honoured.number, now=later)

    if not goes:
        with pytest.raises(Refused) as late:
            undo(market.connection, cafe, honoured.number, now=later)
        assert code_of(late) is Code.CANNOT_UNDO
        assert market.owed("cafe") == 60
        return
    undo(market.connection, cafe, honoured.number, now=later)

    assert market.owed("cafe") == 0
    (again,) = list_vouchers(market.connection, market.members[0])
    assert (again.state, again.code, market.points()) == (State.OPEN, voucher.code, 40)
    with pytest.raises(Refused):
        undo(market.connection, cafe, honoured.number, now=later)
    honour(market.connection, cafe, voucher.code, now=later)
    assert market.owed("cafe") == 60


def test_a_cancelled_voucher_gives_points_stock_and_month_back(market: Market) -> None:
    for _ in range(3):
        voucher = market.take("mug")
        cancelled = cancel(market.connection, market.members[0], voucher.voucher_id, now=NOW)
        assert cancelled.state is State.CANCELLED
    assert (market.points(), stock(market, "mug")) == (100, 100)

    market.take("mug")
    market.take("mug")
    with pytest.raises(Refused) as full:
        market.take("mug")

    assert code_of(full) is Code.MONTH_FULL
    assert dict(full.value.refusal.facts) == {"most": "2", "from_on": "2026-12-01"}
    assert market.take("mug", now=instant("2026-12-01T00:00:00+07:00")).state is State.OPEN


def test_what_was_used_is_not_given_back_and_what_was_given_back_is_not_used(
    market: Market,
) -> None:
    used, given = market.take("mug"), market.take("mug")
    assert used.code is not None
    assert given.code is not None
    shop = market.tills["shop"]
    honour(market.connection, shop, used.code, now=NOW)
    cancel(market.connection, market.members[0], given.voucher_id, now=NOW)

    with pytest.raises(Refused) as late:
        cancel(market.connection, market.members[0], used.voucher_id, now=NOW)
    with pytest.raises(Refused) as gone:
        honour(market.connection, shop, given.code, now=NOW)
    with pytest.raises(Refused) as twice:
        cancel(market.connection, market.members[0], given.voucher_id, now=NOW)
    with pytest.raises(Refused) as other:
        cancel(market.connection, market.members[1], given.voucher_id, now=NOW)

    assert [code_of(one) for one in (late, gone, twice, other)] == [
        Code.VOUCHER_USED,
        Code.VOUCHER_CANCELLED,
        Code.VOUCHER_CANCELLED,
        Code.VOUCHER_NOT_YOURS,
    ]
    assert (market.points(), market.owed("shop")) == (70, 30)


def test_a_voucher_is_over_at_the_end_of_its_last_day_whether_or_not_the_job_ran(
    market: Market,
) -> None:
    voucher = market.take("mug")
    assert voucher.code is not None
    over_at = instant("2026-12-20T00:00:00+07:00")
    shop = market.tills["shop"]
    assert lapse(market.connection, now=over_at - 1) == 0

    with pytest.raises(Refused) as over:
        honour(market.connection, shop, voucher.code, now=over_at)
    assert dict(over.value.refusal.facts) == {"last_on": "2026-12-19"}
    assert market.points() == 70

    assert lapse(market.connection, now=over_at) == 1
    assert lapse(market.connection, now=over_at) == 0
    assert (market.points(), stock(market, "mug")) == (100, 100)
    with pytest.raises(Refused) as lapsed:
        honour(market.connection, shop, voucher.code, now=over_at)
    assert code_of(lapsed) is Code.VOUCHER_LAPSED


def test_the_soonest_to_expire_go_first_and_come_back_with_days_of_grace(
    connection: psycopg.Connection,
) -> None:
    market = Market(connection)
    market.give(30, at=instant("2026-04-10T09:00:00+07:00"))
    market.give(30, at=instant("2026-05-10T09:00:00+07:00"))
    last_day = instant("2027-04-30T12:00:00+07:00")
    mug = market.take("mug", now=last_day)
    look = "SELECT lots FROM member WHERE member_id = %s"
    may = 2027 * 12 + 5  # what was earned in May 2026 is lost in June 2027

    row = connection.execute(look, (market.members[0],)).fetchone()
    assert row == ([may, 30],)
    cancel(connection, market.members[0], mug.voucher_id, now=instant("2027-05-02T09:00:00+07:00"))

    row = connection.execute(look, (market.members[0],)).fetchone()
    assert row == ([may, 30, may + 1, 30],)


@pytest.mark.parametrize(
    ("reward", "at", "code"),
    [
        ("nothing", "2026-11-20T12:00:00+07:00", Code.REWARD_UNKNOWN),
        ("evening", "2026-12-14T00:00:00+07:00", Code.REWARD_CLOSED),
        ("evening", "2026-12-13T23:59:59+07:00", Code.POINTS_TOO_FEW),
        ("coffee", "2027-12-01T00:00:00+07:00", Code.POINTS_TOO_FEW),
    ],
)
def test_dates_and_points_decide(market: Market, reward: str, at: str, code: Code) -> None:
    with pytest.raises(Refused) as refused:
        market.take(reward, now=instant(at))

    assert code_of(refused) is code
    assert market.points() == 100


def test_who_left_can_use_points_for_the_editions_days_and_then_not(market: Market) -> None:
    gone = {"language": "en", "wording": "I leave."}
    leave(market.connection, market.members[0], now=NOW, **gone)

    voucher = market.take("mug", now=NOW + 90 * DAY)
    assert voucher.code is not None
    honour(market.connection, market.tills["shop"], voucher.code, now=NOW + 90 * DAY)
    with pytest.raises(Refused) as late:
        market.take("mug", now=NOW + 91 * DAY)

    assert code_of(late) is Code.LEFT_TOO_LONG_AGO
    assert dict(late.value.refusal.facts) == {"last_on": "2027-02-18"}


def test_points_given_to_a_cause_are_there_at_once(market: Market) -> None:
    voucher = market.take("tree")

    assert (voucher.state, voucher.code) == (State.HONOURED, None)
    assert (market.points(), market.owed("forest")) == (60, 40)
    with pytest.raises(Refused):
        cancel(market.connection, market.members[0], voucher.voucher_id, now=NOW)


def test_ten_wrong_codes_slow_a_key_down_and_others_not(market: Market) -> None:
    voucher = market.take("coffee")
    assert voucher.code is not None
    cafe = market.tills["cafe"]
    wrong = ["0000-0000-0000", "nonsense", "", "0" * 500]
    for number in range(10):
        with pytest.raises(Refused) as unknown:
            honour(market.connection, cafe, wrong[number % 4], now=NOW + number * SECOND)
        assert code_of(unknown) is Code.VOUCHER_UNKNOWN

    with pytest.raises(Refused) as slow:
        honour(market.connection, cafe, voucher.code, now=NOW + 10 * SECOND)
    assert code_of(slow) is Code.TOO_MANY_WRONG
    assert slow.value.refusal.status == 429
    assert dict(slow.value.refusal.facts) == {"tries": "10", "wait_seconds": "590"}

    honour(market.connection, Till(cafe.partner_id, b"another"), voucher.code, now=NOW)
    again = market.take("tree")
    assert again.state is State.HONOURED
    with pytest.raises(Refused) as unknown:
        honour(market.connection, cafe, voucher.code, now=NOW + 600 * SECOND)
    assert code_of(unknown) is Code.VOUCHER_USED

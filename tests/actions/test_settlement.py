"""Monthly statements on the real PostgreSQL; the book's checks follow each test."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from plaudit.actions.close_month import close_month
from plaudit.actions.correct import correct
from plaudit.actions.honour import honour
from plaudit.actions.pay import pay
from plaudit.actions.undo import undo
from plaudit.core.refusals import Code, Refused
from plaudit.core.settlement import EntryKind, Statement, month_named, statement_of
from plaudit.store.connect import connect
from plaudit.store.honours import Way, honour_voucher
from plaudit.store.outbox import take_outbox
from plaudit.store.settlement import NewEntry, read_owed, read_statements
from tests.market import NOW, Market
from tests.riverside import instant

SECOND = 1_000_000
NOVEMBER = month_named("2026-11") or 0
DECEMBER = month_named("2026-12") or 0
IN_DECEMBER = instant("2026-12-02T09:00:00+07:00")
IN_JANUARY = instant("2027-01-02T09:00:00+07:00")
PIM = "Pim Chaiyo, points office"


@pytest.fixture
def market(connection: psycopg.Connection) -> Market:
    """A market whose first member has 500 points."""
    made = Market(connection)
    made.give(500)
    return made


def use(market: Market, reward: str = "coffee", partner: str = "cafe", *, at: int = NOW) -> int:
    """Take a reward and have it honoured; return the honour's number."""
    code = market.take(reward, now=at).code
    assert code is not None
    return honour(market.connection, market.tills[partner], code, now=at).number


def entry(market: Market, points: int, reference: str = "A1", **given: str) -> NewEntry:
    """Return a correction of the café's account, or a payment where the reason is one of those."""
    reason = given.get("reason", "counted_twice")
    kind: EntryKind = "payment" if reason == "bank_transfer" else "correction"
    cafe = market.tills["cafe"].partner_id
    return NewEntry(cafe, kind, points, reason, reference, given.get("by", PIM))


def shown(statement: Statement) -> list[tuple[str, str, int, int]]:
    return [(line.kind, line.what, line.vouchers, line.points) for line in statement.lines]


def code_of(refused: pytest.ExceptionInfo[Refused]) -> Code:
    return refused.value.refusal.code


def test_a_month_states_what_was_honoured_undone_corrected_and_paid(market: Market) -> None:
    first, second = use(market), use(market)
    undo(market.connection, market.tills["cafe"], second, now=NOW + SECOND)
    use(market, "mug", "shop")
    market.take("tree")
    correct(market.connection, entry(market, 25, reason="left_out"), now=NOW)
    correct(market.connection, entry(market, -5, "A2"), now=NOW)
    pay(market.connection, entry(market, -70, "B1", reason="bank_transfer"), now=NOW)

    made = close_month(market.connection, NOVEMBER, now=IN_DECEMBER)

    cafe, forest, shop = made
    assert [one.head.partner for one in made] == ["cafe", "forest", "shop"]
    assert shown(cafe) == [
        ("honoured", "coffee", 2, 120),
        ("undone", "coffee", 1, -60),
        ("correction", "counted_twice", 0, -5),
        ("correction", "left_out", 0, 25),
        ("payment", "bank_transfer", 0, -70),
    ]
    assert (cafe.opening_points, cafe.honoured_points, cafe.corrected_points) == (0, 60, 20)
    assert (cafe.paid_points, cafe.closing_points, cafe.vouchers) == (70, 10, 1)
    assert cafe.lines[0].numbers == " ".join(map(str, sorted((first, second))))
    assert (shown(forest), shown(shop)) == (
        [("honoured", "tree", 1, 40)],
        [("honoured", "mug", 1, 30)],
    )
    assert read_owed(market.connection, market.tills["cafe"].partner_id) == 10


def test_each_month_opens_with_what_the_one_before_closed_with(market: Market) -> None:
    use(market)
    use(market, at=IN_DECEMBER)

    november, december = close_month(market.connection, DECEMBER, now=IN_JANUARY)

    assert (november.head.number, november.previous_sha256) == (1, None)
    assert (december.head.number, december.previous_sha256) == (2, november.sha256)
    assert (december.opening_points, december.closing_points) == (60, 120)
    cafe = market.tills["cafe"].partner_id
    assert [made.statement for made in read_statements(market.connection, cafe)] == [
        december,
        november,
    ]
    assert statement_of(december.text) == december


def test_the_month_is_that_of_the_programmes_time_zone(market: Market) -> None:
    use(market, at=instant("2026-11-30T23:59:59+07:00"))
    use(market, at=instant("2026-12-01T00:00:00+07:00"))
    over_at = instant("2026-12-01T00:00:00+07:00")

    with pytest.raises(Refused) as too_soon:
        close_month(market.connection, NOVEMBER, now=over_at - 1)
    (november,) = close_month(market.connection, NOVEMBER, now=over_at)

    assert code_of(too_soon) is Code.MONTH_NOT_OVER
    assert dict(too_soon.value.refusal.facts)["from_on"] == "2026-12-01"
    assert november.honoured_points == 60


def test_what_comes_in_after_closing_is_a_late_line_of_the_next_month(market: Market) -> None:
    use(market)
    late = market.take("coffee")
    assert late.code is not None
    (november,) = close_month(market.connection, NOVEMBER, now=IN_DECEMBER)
    way = Way("offline", at=NOW, accepted_key="7")
    till = market.tills["cafe"]
    assert honour_voucher(market.connection, till, late.code, way=way, now=IN_DECEMBER)

    assert close_month(market.connection, NOVEMBER, now=IN_DECEMBER) == []
    (december,) = close_month(market.connection, DECEMBER, now=IN_JANUARY)

    assert november.closing_points == 60
    assert shown(december) == [("offline", "coffee", 1, 60)]
    assert december.is_late(december.lines[0])
    assert not november.is_late(november.lines[0])
    assert (december.opening_points, december.closing_points) == (60, 120)


def test_closing_again_makes_nothing_and_a_month_without_honours_still_has_a_statement(
    market: Market,
) -> None:
    use(market)
    first = close_month(market.connection, NOVEMBER, now=IN_DECEMBER)
    again = close_month(market.connection, NOVEMBER, now=IN_DECEMBER)
    before = close_month(market.connection, NOVEMBER - 1, now=IN_DECEMBER)
    (quiet,) = close_month(market.connection, DECEMBER, now=IN_JANUARY)

    assert (len(first), again, before) == (1, [], [])
    assert (quiet.lines, quiet.opening_points, quiet.closing_points) == ((), 60, 60)


@pytest.fixture
def closers(database_url: str) -> Iterator[list[psycopg.Connection]]:
    opened = [connect(database_url) for _ in range(4)]
    yield opened
    for one in opened:
        one.close()


def test_four_that_close_at_once_make_each_statement_once(
    market: Market, closers: list[psycopg.Connection]
) -> None:
    use(market)
    use(market, "mug", "shop")

    with ThreadPoolExecutor(len(closers)) as pool:
        made = list(pool.map(lambda one: close_month(one, NOVEMBER, now=IN_DECEMBER), closers))

    assert sorted(one.head.partner for part in made for one in part) == ["cafe", "shop"]


def test_a_partner_is_told_of_its_statement_and_of_no_member(market: Market) -> None:
    use(market)
    (made,) = close_month(market.connection, NOVEMBER, now=IN_DECEMBER)

    with market.connection.transaction():
        told_of = {one.kind: one for one in take_outbox(market.connection, most=10)}
    told = told_of["statement.ready"]

    assert told.partner_id == market.tills["cafe"].partner_id
    assert told.payload == {
        "statement": "1",
        "starts_on": "2026-11-01",
        "ends_on": "2026-12-01",
        "sha256": made.sha256,
    }
    assert "member" not in made.text
    assert "code" not in made.text


@pytest.mark.damages_the_book
def test_a_statement_names_the_reward_of_a_voucher_that_is_gone(
    market: Market, owner: psycopg.Connection
) -> None:
    use(market)
    with owner.transaction():
        owner.execute("SET LOCAL session_replication_role = replica")
        owner.execute("DELETE FROM voucher")

    (made,) = close_month(market.connection, NOVEMBER, now=IN_DECEMBER)

    assert shown(made) == [("honoured", "coffee", 1, 60)]


def test_a_reference_books_once_and_nothing_else_under_it(market: Market) -> None:
    use(market)
    first = pay(market.connection, entry(market, -20, reason="bank_transfer"), now=NOW)
    again = pay(market.connection, entry(market, -20, reason="bank_transfer"), now=NOW)
    with pytest.raises(Refused) as taken:
        pay(market.connection, entry(market, -21, reason="bank_transfer"), now=NOW)

    assert first == again
    assert code_of(taken) is Code.REFERENCE_TAKEN
    assert read_owed(market.connection, market.tills["cafe"].partner_id) == 40


def test_nobody_is_paid_more_than_is_owed_and_a_correction_may_leave_a_debt(
    market: Market,
) -> None:
    use(market)
    with pytest.raises(Refused) as more:
        pay(market.connection, entry(market, -61, reason="bank_transfer"), now=NOW)
    pay(market.connection, entry(market, -60, reason="bank_transfer"), now=NOW)
    correct(market.connection, entry(market, -60, "A2"), now=NOW)

    assert code_of(more) is Code.MORE_THAN_OWED
    assert dict(more.value.refusal.facts) == {"points": "60", "asked": "61"}
    (made,) = close_month(market.connection, NOVEMBER, now=IN_DECEMBER)
    assert made.closing_points == -60


@pytest.mark.parametrize(
    ("points", "reference", "given", "code"),
    [
        (5, "A1", {"by": "The points office"}, Code.NOT_A_PERSON),
        (5, "A1", {"by": ""}, Code.NOT_A_PERSON),
        (0, "A1", {}, Code.POINTS_WRONG),
        (1_000_000_001, "A1", {}, Code.POINTS_WRONG),
        (5, "A1", {"reason": "bank_transfer"}, Code.POINTS_WRONG),
        (5, "", {}, Code.REFERENCE_WRONG),
        (5, "=1+1", {}, Code.REFERENCE_WRONG),
        (5, "A" * 36, {}, Code.REFERENCE_WRONG),
        (5, "A1", {"reason": "because"}, Code.SETTLEMENT_REASON_UNKNOWN),
    ],
)
def test_an_entry_needs_a_person_points_a_reference_and_a_reason(
    market: Market, points: int, reference: str, given: dict[str, str], code: Code
) -> None:
    asked = entry(market, points, reference, **given)
    with pytest.raises(Refused) as refused:
        (pay if asked.kind == "payment" else correct)(market.connection, asked, now=NOW)

    assert code_of(refused) is code
    assert read_owed(market.connection, asked.partner_id) == 0

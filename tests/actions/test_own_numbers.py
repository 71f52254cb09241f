"""What partners are told: no number of one can be laid beside a number of another (C15)."""

from __future__ import annotations

from itertools import combinations, product

import psycopg
import pytest

from plaudit.actions.accept_offline import accept_offline
from plaudit.actions.cancel import cancel
from plaudit.actions.close_month import close_month
from plaudit.actions.correct import correct
from plaudit.actions.honour import honour
from plaudit.actions.undo import undo
from plaudit.core.own_number import OWN_LEAST
from plaudit.core.refusals import Refused
from plaudit.core.settlement import month_named
from plaudit.core.signed_voucher import Accepted
from plaudit.core.voucher import Voucher
from plaudit.sql.loader import changes
from plaudit.store.offline import set_offline_limit, signed_voucher, till_list
from plaudit.store.outbox import take_outbox
from plaudit.store.settlement import NewEntry
from plaudit.store.signing import signer
from tests.market import DAY, NOW, Market, number_in
from tests.riverside import instant

NOVEMBER = month_named("2026-11") or 0
DECEMBER = month_named("2026-12") or 0
IN_DECEMBER = instant("2026-12-02T09:00:00+07:00")
IN_JANUARY = instant("2027-01-02T09:00:00+07:00")
HOUR = 3_600_000_000
HOUSES = {"cafe": "coffee", "shop": "mug"}


@pytest.fixture
def market(connection: psycopg.Connection) -> Market:
    """A market with two members who have 500 points each, and tills that may go offline."""
    made = Market(connection)
    for member in range(2):
        made.give(500, member=member)
    for house in HOUSES:
        set_offline_limit(connection, made.tills[house].partner_id, 5)
    return made


def text_of(market: Market, voucher: Voucher, *, member: int = 0) -> str:
    text = signed_voucher(market.connection, market.members[member], voucher.voucher_id)
    assert text is not None
    return text


class House:
    """All numbers of vouchers, honours and entries that one partner got, by any way."""

    def __init__(self, market: Market, id: str) -> None:
        self.market, self.till = market, market.tills[id]
        self.reward = HOUSES[id]
        self.vouchers: list[int] = []
        self.honours: list[int] = []
        self.stated: list[int] = []

    def serves(self, member: int, key: str) -> None:
        """Honour a voucher by its code, and another one offline."""
        market = self.market
        for is_offline in (False, True):
            voucher = market.take(self.reward, member=member)
            text = text_of(market, voucher, member=member)
            self.vouchers.append(number_in(text))
            if is_offline:
                told = Accepted(key, text, NOW, NOW)
                (answer,) = accept_offline(market.connection, self.till, [told], now=NOW)
                assert answer.told is not None
                self.honours.append(answer.told.number)
            else:
                done = honour(market.connection, self.till, text, now=NOW)
                self.honours.append(done.number)

    def is_corrected(self) -> None:
        """Let a correction be booked, which stands in the statement."""
        entry = NewEntry(self.till.partner_id, "correction", 5, "left_out", "A1", "Pim Chaiyo")
        correct(self.market.connection, entry, now=NOW)

    @property
    def got(self) -> set[int]:
        return {*self.vouchers, *self.honours, *self.stated}


def test_no_number_of_one_partner_equals_or_neighbours_one_of_another(market: Market) -> None:
    houses = [House(market, id) for id in HOUSES]
    for member in range(2):
        for house in houses:  # one after the other, by one member and then by the other one
            house.serves(member, key=str(member))
    for house in houses:
        house.is_corrected()
    messages = take_outbox(market.connection, most=99)
    made = close_month(market.connection, NOVEMBER, now=IN_DECEMBER)

    for house, statement in zip(houses, made, strict=True):
        house.stated = [int(one) for line in statement.lines for one in line.numbers.split()]
    assert min(abs(one - other) for one, other in product(*(house.got for house in houses))) > 1
    for house in houses:
        got, partner_id = house.got, house.till.partner_id
        assert len(got) == 4 + 4 + 1
        assert min(abs(one - other) for one, other in combinations(got, 2)) > 1
        listed = till_list(market.connection, partner_id, now=NOW + DAY).used_up
        sent = [int(one.payload["voucher"]) for one in messages if one.partner_id == partner_id]
        assert listed == set(house.vouchers)
        assert sent == house.honours
        assert set(house.honours) < set(house.stated), "each honour, and the correction"


@pytest.fixture
def yesterday(market: Market, owner: psycopg.Connection) -> Market:
    """The market while each partner is told the book's own numbers."""
    for kind in ("voucher", "honour", "entry"):
        owner.execute("INSERT INTO told_until (kind, number) VALUES (%s, 1000000)", (kind,))
    return market


def bring_up_to_date(owner: psycopg.Connection) -> None:
    """Change the tables as an upgrade does, in a book that told its own numbers until now."""
    (change,) = (one for one in changes() if one.name.endswith("_own_numbers.sql"))
    owner.execute("DELETE FROM told_until")
    owner.execute(change.text[change.text.index("INSERT INTO") :].encode())


def test_vouchers_that_are_out_keep_their_text_and_their_number_on_lists(
    yesterday: Market, owner: psycopg.Connection
) -> None:
    market, till = yesterday, yesterday.tills["cafe"]
    connection, vouchers = market.connection, [market.take("coffee") for _ in range(4)]
    texts = [text_of(market, one) for one in vouchers]
    old = [number_in(text) for text in texts]
    honour(connection, till, texts[0], now=NOW)
    was_listed = till_list(connection, till.partner_id, now=NOW).used_up
    bring_up_to_date(owner)
    new = text_of(market, market.take("coffee"))

    assert old == [one.voucher_id for one in vouchers]
    assert [text_of(market, one) for one in vouchers[1:]] == texts[1:]
    honour(connection, till, texts[1], now=NOW + HOUR)
    cancel(connection, market.members[0], vouchers[2].voucher_id, now=NOW + HOUR)
    told = [Accepted(text[-40:], text, NOW + HOUR, NOW) for text in (*texts[1:], new)]
    used, away, still_open, newer = accept_offline(connection, till, told, now=NOW + 2 * HOUR)

    assert used.refusal is not None, "paid once"
    assert [one.told and one.told.is_covered for one in (away, still_open, newer)] == [
        True, False, False,
    ]  # fmt: skip
    listed = till_list(connection, till.partner_id, now=NOW + 2 * HOUR).used_up
    assert was_listed == {old[0]}
    assert listed == {*old, number_in(new)}
    assert number_in(new) >= OWN_LEAST


def test_a_text_that_yesterdays_program_signed_after_the_tables_were_changed_is_taken(
    market: Market,
) -> None:
    till = market.tills["cafe"]
    for key in ("", "1"):
        voucher = market.take("coffee")
        claim = signer().read(text_of(market, voucher))
        assert claim is not None
        text = signer().sign(claim._replace(number=voucher.voucher_id))
        if key:
            told = Accepted(key, text, NOW, NOW)
            (answer,) = accept_offline(market.connection, till, [told], now=NOW)
            assert answer.told is not None
        else:
            assert honour(market.connection, till, text, now=NOW).points == 60


def test_honours_that_are_out_keep_their_number_in_the_next_statement_and_for_taking_back(
    yesterday: Market, owner: psycopg.Connection
) -> None:
    market, till = yesterday, yesterday.tills["cafe"]
    connection, codes = market.connection, [market.take("coffee").code or "" for _ in range(5)]
    stated = honour(connection, till, codes[0], now=NOW)
    (november,) = close_month(connection, NOVEMBER, now=IN_DECEMBER)
    kept, mistaken = (honour(connection, till, code, now=IN_DECEMBER) for code in codes[1:3])
    bring_up_to_date(owner)
    undo(connection, till, mistaken.number, now=IN_DECEMBER + 1)
    newer, taken_back = (honour(connection, till, code, now=IN_DECEMBER) for code in codes[3:])

    (last,) = connection.execute("SELECT max(honour_id) FROM honour").fetchone() or (0,)
    with pytest.raises(Refused):
        undo(connection, till, last, now=IN_DECEMBER + 1)
    undo(connection, till, taken_back.number, now=IN_DECEMBER + 1)
    (december,) = close_month(connection, DECEMBER, now=IN_JANUARY)

    assert [line.numbers for line in november.lines] == [str(stated.number)]
    assert december.previous_sha256 == november.sha256
    honoured, undone = (line.numbers.split() for line in december.lines)
    assert honoured[0] == f"{kept.number}..{mistaken.number}"
    assert sorted(honoured[1:]) == sorted(str(one.number) for one in (newer, taken_back))
    assert all(int(one) >= OWN_LEAST for one in (*honoured[1:], *undone))

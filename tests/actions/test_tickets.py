"""Tickets: sealed in the database, seen by nobody before they are used, each given out once."""

from __future__ import annotations

import psycopg
import pytest

from plaudit.actions.add_tickets import add_tickets, read_tickets
from plaudit.actions.cancel import cancel
from plaudit.actions.honour import honour
from plaudit.actions.open_ticket import open_ticket
from plaudit.actions.undo import undo
from plaudit.core.refusals import Code, Refused
from plaudit.store.offline import signed_voucher
from plaudit.store.rewards import list_rewards
from plaudit.store.sealed import NotOpened
from tests.market import DAY, NOW, Market

FILE = "\ufeffcode,seat\r\nABC-1,12\r\nABC-2,13\r\n\r\nABC-1,12\r\n".encode()


@pytest.fixture
def market(connection: psycopg.Connection) -> Market:
    """A market with two tickets for the evening, and members with 500 points each."""
    made = Market(connection)
    for member in range(2):
        made.give(500, member=member)
    assert add_tickets(connection, made.programme_id, "evening", FILE, now=NOW) == 2
    return made


def test_tickets_lie_sealed_and_are_added_once(market: Market, owner: psycopg.Connection) -> None:
    again = add_tickets(market.connection, market.programme_id, "evening", b"ABC-2\nABC-3", now=NOW)

    rows = owner.execute("SELECT to_jsonb(t)::TEXT, sealed FROM ticket AS t").fetchall()
    assert again == 1
    assert len(rows) == 3
    assert not any("ABC" in text or b"ABC" in bytes(sealed) for text, sealed in rows)


def test_a_ticket_is_given_out_once_and_sold_out_is_said(market: Market) -> None:
    first, second = market.take("evening"), market.take("evening", member=1)

    with pytest.raises(Refused) as refused:
        market.take("evening", member=1)

    assert refused.value.refusal.code is Code.SOLD_OUT
    codes = {
        open_ticket(market.connection, market.members[member], voucher.voucher_id, now=NOW)
        for member, voucher in enumerate((first, second))
    }
    assert codes == {"ABC-1", "ABC-2"}
    assert market.points(1) == 350
    assert market.owed("museum") == 300


def test_opening_a_ticket_uses_its_voucher_and_it_stays_readable(market: Market) -> None:
    voucher = market.take("evening")
    member = market.members[0]

    opened = open_ticket(market.connection, member, voucher.voucher_id, now=NOW)
    assert open_ticket(market.connection, member, voucher.voucher_id, now=NOW + DAY) == opened
    with pytest.raises(Refused) as used:
        cancel(market.connection, member, voucher.voucher_id, now=NOW)
    with pytest.raises(Refused) as other:
        open_ticket(market.connection, market.members[1], voucher.voucher_id, now=NOW)

    assert used.value.refusal.code is Code.VOUCHER_USED
    assert other.value.refusal.code is Code.VOUCHER_NOT_YOURS
    assert market.owed("museum") == 150


def test_a_ticket_that_is_given_back_was_seen_by_nobody_and_goes_to_the_next(
    market: Market,
) -> None:
    voucher = market.take("evening")
    assert signed_voucher(market.connection, market.members[0], voucher.voucher_id) is None
    cancel(market.connection, market.members[0], voucher.voucher_id, now=NOW)

    with pytest.raises(Refused) as gone:
        open_ticket(market.connection, market.members[0], voucher.voucher_id, now=NOW)
    taken = [market.take("evening", member=member) for member in range(2)]

    assert gone.value.refusal.code is Code.VOUCHER_NOT_YOURS
    assert len({one.voucher_id for one in taken}) == 2


def test_a_till_gives_the_ticket_out_and_cannot_take_it_back(market: Market) -> None:
    voucher = market.take("evening")
    assert voucher.code is not None
    museum = market.tills["museum"]

    honoured = honour(market.connection, museum, voucher.code, now=NOW)

    assert honoured.ticket in {"ABC-1", "ABC-2"}
    with pytest.raises(Refused) as refused:
        undo(market.connection, museum, honoured.number, now=NOW)
    assert refused.value.refusal.code is Code.CANNOT_UNDO


def test_a_sealed_ticket_that_is_moved_to_another_row_does_not_open(
    market: Market, owner: psycopg.Connection
) -> None:
    voucher = market.take("evening")
    owner.execute(
        "UPDATE ticket SET sealed = (SELECT sealed FROM ticket WHERE voucher_id IS NULL)"
        " WHERE voucher_id IS NOT NULL"
    )

    with pytest.raises(NotOpened):
        open_ticket(market.connection, market.members[0], voucher.voucher_id, now=NOW)
    assert market.owed("museum") == 0, "what couldn't be shown isn't used"


def test_the_list_says_how_many_tickets_are_left(market: Market) -> None:
    market.take("evening")

    today = NOW // DAY
    offered = list_rewards(market.connection, market.programme_id, today=today)

    assert {one.terms.id: one.left for one in offered} == {
        "coffee": 100, "evening": 1, "tree": 100, "mug": 100,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", Code.TICKETS_TOO_MANY),
        (b"code\n", Code.TICKETS_TOO_MANY),
        (b"\xff", Code.TEXT_BROKEN),
        (b'"open', Code.ROW_BROKEN),
        (b"A" * 201, Code.TICKET_WRONG),
        ("A\u200b1".encode(), Code.TICKET_WRONG),
        (b"x" * (4 * 1024 * 1024 + 1), Code.BODY_TOO_LARGE),
        ("\n".join(map(str, range(50_001))).encode(), Code.TICKETS_TOO_MANY),
    ],
)
def test_a_file_of_tickets_has_limits(raw: bytes, code: Code) -> None:
    with pytest.raises(Refused) as refused:
        read_tickets(raw)

    assert refused.value.refusal.code is code


def test_tickets_are_added_to_rewards_of_tickets_only(market: Market) -> None:
    for reward, code in (("coffee", Code.NO_TICKETS_HERE), ("nothing", Code.REWARD_UNKNOWN)):
        with pytest.raises(Refused) as refused:
            add_tickets(market.connection, market.programme_id, reward, b"A1", now=NOW)
        assert refused.value.refusal.code is code

"""Erasing while something else of the same member is under way: one of them comes first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from plaudit.actions.add_tickets import add_tickets
from plaudit.actions.announce_expiry import announce_expiry
from plaudit.actions.bring_forward import bring_forward
from plaudit.actions.erase import Erased, erase
from plaudit.actions.honour import honour
from plaudit.actions.open_ticket import open_ticket
from plaudit.actions.undo import undo
from plaudit.core.staff import Role
from plaudit.store.audit import audit
from plaudit.store.connect import connect
from plaudit.store.erasures import JournalFile
from plaudit.store.proposals import Proposed, add_proposal
from plaudit.store.staff import Workplace
from tests.market import DAY, NOW, Market
from tests.rights.meanwhile import while_uncommitted
from tests.rights.whole_life import TOLD
from tests.staff import hire

Erase = Callable[[Market, int], Erased | None]
"""Erases one member of a market, by place."""


@pytest.fixture
def eraser(database_url: str) -> Iterator[psycopg.Connection]:
    with connect(database_url, role="eraser") as opened:
        yield opened


@pytest.fixture
def erased(eraser: psycopg.Connection, tmp_path: Path) -> Erase:
    journal = JournalFile(tmp_path / "erasures.log")

    def erase_one(market: Market, member: int) -> Erased | None:
        handles = market.house.handles
        return erase(eraser, market.members[member], handles=handles, journal=journal, now=NOW + 2)

    return erase_one


def test_a_voucher_that_is_used_meanwhile_is_paid_once_and_its_ticket_is_nobody_elses(
    connection: psycopg.Connection, eraser: psycopg.Connection, erased: Erase
) -> None:
    market = Market(connection)
    cafe, shop = market.tills["cafe"], market.tills["shop"]
    add_tickets(connection, market.programme_id, "evening", b"T1\nT2\n", now=NOW)
    for member in range(2):
        market.give(500, member=member)
    coffee, evening, mug = (market.take(id) for id in ("coffee", "evening", "mug"))
    mistaken = honour(connection, shop, mug.code or "", now=NOW)
    shown = []

    def use() -> None:
        honour(connection, cafe, coffee.code or "", now=NOW + 1)
        undo(connection, shop, mistaken.number, now=NOW + 1)
        shown.append(open_ticket(connection, market.members[0], evening.voucher_id, now=NOW + 1))

    told = while_uncommitted(connection, use, second=eraser, then=lambda: erased(market, 0))

    assert told == Erased(290, 1)  # the mug is open again, so its points are given up as well

    next_one = market.take("evening", member=1)
    shown.append(open_ticket(connection, market.members[1], next_one.voucher_id, now=NOW + 3))
    assert shown == ["T1", "T2"]
    owed = {partner: market.owed(partner) for partner in ("cafe", "museum", "shop")}
    assert owed == {"cafe": 60, "museum": 300, "shop": 0}
    moved = connection.execute(
        "SELECT kind, sum(points) FROM month_move WHERE kind IN ('held', 'returned') GROUP BY kind"
    ).fetchall()
    assert dict(moved) == {"held": 0, "returned": 260 + mug.price_points}
    assert audit(connection) == []


def test_nothing_new_is_written_about_who_is_erased_meanwhile(
    connection: psycopg.Connection, eraser: psycopg.Connection, erased: Erase
) -> None:
    market = Market(connection, members=3)
    for member in range(3):
        market.give(500, member=member)
    officer = hire(connection, Workplace(market.programme_id), "Kanya", {Role.OFFICER})
    proposed = Proposed(market.members[1], 1, None, "wrong_day", "It was Sunday.")

    announced = while_uncommitted(
        eraser,
        lambda: erased(market, 0),
        second=connection,
        then=lambda: announce_expiry(connection, market.house, now=TOLD),
    )
    waits = while_uncommitted(
        eraser,
        lambda: erased(market, 1),
        second=connection,
        then=lambda: add_proposal(connection, proposed, officer, now=NOW),
    )

    assert (announced.lots, waits) == (2, False)
    assert audit(connection) == []


def test_a_ticket_that_was_used_is_not_added_again_by_the_same_list(
    connection: psycopg.Connection,
    eraser: psycopg.Connection,
    erased: Erase,
    owner: psycopg.Connection,
) -> None:
    """Neither while its member is erased nor when its voucher is past its last day."""
    market = Market(connection)

    def add() -> int:
        return add_tickets(connection, market.programme_id, "evening", b"T1\nT2\nT3\n", now=NOW)

    assert add() == 3
    for member in range(2):
        market.give(500, member=member)
        ticket = market.take("evening", member=member)
        open_ticket(connection, market.members[member], ticket.voucher_id, now=NOW)

    assert while_uncommitted(eraser, lambda: erased(market, 0), second=connection, then=add) == 0

    owner.execute("SET ROLE plaudit_purger")
    assert bring_forward(owner, now=NOW + 800 * DAY).vouchers == 1
    assert add() == 0
    left = connection.execute("SELECT count(*) FROM ticket").fetchone()
    assert left == (1,)

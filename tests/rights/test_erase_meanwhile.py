"""Erasing while something else of the same member is under way: one of them comes first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import psycopg

from plaudit.actions.add_tickets import add_tickets
from plaudit.actions.erase import Erased, erase
from plaudit.actions.honour import honour
from plaudit.actions.open_ticket import open_ticket
from plaudit.actions.undo import undo
from plaudit.store.audit import audit
from plaudit.store.connect import connect
from plaudit.store.erasures import JournalFile
from tests.market import NOW, Market
from tests.rights.meanwhile import while_uncommitted


def erased_while(
    market: Market, act: Callable[[], object], *, url: str, folder: Path
) -> Erased | None:
    """Erase the first member while something of theirs has happened and isn't committed."""
    with connect(url, role="eraser") as eraser:
        return while_uncommitted(
            market.connection,
            act,
            second=eraser,
            then=lambda: erase(
                eraser,
                market.members[0],
                handles=market.house.handles,
                journal=JournalFile(folder / "erasures.log"),
                now=NOW + 2,
            ),
        )


def test_a_voucher_that_is_used_meanwhile_is_paid_once_and_its_ticket_is_nobody_elses(
    connection: psycopg.Connection, database_url: str, tmp_path: Path
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

    assert erased_while(market, use, url=database_url, folder=tmp_path) == Erased(260, 1)

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
